#include "engine/triage/model_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

namespace whistle::triage::model_file_test {

using testing::HasSubstr;

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kFormatAt = 8;
constexpr std::size_t kLabelsAt = 16;
constexpr std::size_t kGramsAt = 20;

ModelNumbers few_numbers() {
  return {.labels = {"lift", "管道"},
          .keys = {7, 9, 1ULL << 63U},
          .rarity = {1.5F, 2, 2.5F},
          .weights = {0.5F, -0.5F, 1, -1, 0, 0.25F},
          .bias = {-0.125F, 0.125F},
          .sharpness = 1.25F};
}

std::string error_of(const std::string& bytes) {
  const auto read = read_model(bytes);
  return read ? "" : read.error();
}

// As whoever tampers with a file would: the hash is right again.
std::string sealed(std::string bytes) {
  const std::size_t body = bytes.size() - kHashBytes;
  const std::vector<unsigned char> covered(bytes.begin(),
                                           bytes.begin() + static_cast<std::ptrdiff_t>(body));
  std::vector<unsigned char> hash(kHashBytes);
  crypto_generichash(hash.data(), hash.size(), covered.data(), covered.size(), nullptr, 0);
  std::copy(hash.begin(), hash.end(), bytes.begin() + static_cast<std::ptrdiff_t>(body));
  return bytes;
}

TEST(ModelFile, IsReadAsItWasWritten) {
  const auto read = read_model(write_model(few_numbers()));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->numbers, few_numbers());
  EXPECT_EQ(read->hash.size(), 64U);
}

TEST(ModelFile, HasTheSameBytesForTheSameNumbers) {
  EXPECT_EQ(write_model(few_numbers()), write_model(few_numbers()));
  ModelNumbers other = few_numbers();
  other.sharpness = 1.5F;
  EXPECT_NE(read_model(write_model(few_numbers()))->hash, read_model(write_model(other))->hash);
}

TEST(ModelFile, IsRefusedWhereverItIsCutOff) {
  const std::string bytes = write_model(few_numbers());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(read_model(bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(read_model(bytes + "x"));
}

TEST(ModelFile, IsRefusedWhicheverBitFlips) {
  const std::string bytes = write_model(few_numbers());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << bit));
      EXPECT_FALSE(read_model(flipped)) << at << ", " << bit;
    }
  }
}

// With the hash mended, what is read may be another model, but it must be a sound one.
TEST(ModelFile, IsSoundOrRefusedWhicheverByteIsTamperedWith) {
  const std::string bytes = write_model(few_numbers());
  for (std::size_t at = 0; at + kHashBytes < bytes.size(); ++at) {
    for (const int value : {0, 1, 2, 0x7F, 0x80, 0xFF}) {
      std::string tampered = bytes;
      tampered[at] = static_cast<char>(value);
      tampered = sealed(tampered);
      const auto read = read_model(tampered);
      if (!read) continue;
      EXPECT_EQ(write_model(read->numbers), tampered) << at << ", " << value;
    }
  }
}

TEST(ModelFile, SaysWhatIsWrong) {
  const std::string bytes = write_model(few_numbers());
  EXPECT_THAT(error_of("name = \"a pack\"\n"), HasSubstr("not a model"));
  EXPECT_THAT(error_of(bytes.substr(0, kFormatAt)), HasSubstr("cut off"));
  std::string newer = bytes;
  newer[kFormatAt] = 2;
  EXPECT_THAT(error_of(newer), HasSubstr("format 2; this program reads format 1"));
  std::string damaged = bytes;
  damaged[bytes.size() / 2] ^= 1;
  EXPECT_THAT(error_of(damaged), HasSubstr("damaged"));
  std::string other_cut = bytes;
  other_cut[kFormatAt + 4] = 77;
  EXPECT_THAT(error_of(sealed(other_cut)), HasSubstr("cut another way"));
  std::string huge = bytes;
  huge[kGramsAt + 3] = 0x7F;
  EXPECT_THAT(error_of(sealed(huge)), HasSubstr("larger than any"));
  std::string lonely = bytes;
  lonely[kLabelsAt] = 1;
  EXPECT_NE(error_of(sealed(lonely)), "");
}

TEST(ModelFile, HoldsNumbersOnly) {
  const std::string bytes = write_model(few_numbers());
  std::string broken = bytes;
  const float nothing = std::numeric_limits<float>::quiet_NaN();
  const std::size_t last_weight = bytes.size() - kHashBytes - sizeof nothing;
  std::memcpy(broken.data() + last_weight, &nothing, sizeof nothing);
  EXPECT_THAT(error_of(sealed(broken)), HasSubstr("no number"));
}

}  // namespace whistle::triage::model_file_test
