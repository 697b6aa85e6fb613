#include "engine/journal/register_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/journal/keys.h"
#include "tests/journal/fields.h"
#include "tests/journal/samples.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal::register_codec_test {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(RegisterCodecSamples, HaveEveryFieldOfEveryKindSet) {
  const auto rows = full_register_rows();
  EXPECT_EQ(rows.size(), std::variant_size_v<casework::RegisterRow>);
  for (const casework::RegisterRow& row : rows) {
    EXPECT_THAT(std::visit([](const auto& item) { return unset_fields(item); }, row), IsEmpty())
        << row.index();
  }
}

TEST(RegisterCodec, KeepsEveryField) {
  for (const casework::RegisterRow& row : full_register_rows()) {
    const auto again = decode_register(encode_register(row));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(*again == row) << row.index();
  }
}

TEST(RegisterCodec, KeepsRowsWithNothingSet) {
  for (casework::RegisterRow row : full_register_rows()) {
    std::visit([](auto& item) { item = {}; }, row);
    const auto again = decode_register(encode_register(row));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(*again == row) << row.index();
  }
}

TEST(RegisterCodec, WritesCountersAsTheSchemaWould) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  const std::vector<casework::Score> scores{
      {},
      {.period = 202603, .dimension = casework::Dimension::All, .key = {}, .counts = {1}},
      {.period = 202603, .dimension = casework::Dimension::Unit, .key = "wuan", .counts = {}},
      {.period = 1,
       .dimension = casework::Dimension::Tier,
       .key = "x",
       .counts = {0, 0, -3, 0, 64}},
      {.period = 202612,
       .dimension = casework::Dimension::AreaCategory,
       .key = std::string(300, 'k') + std::string(1, '\0'),
       .counts = {127, 128, kMax, kMin, 0, 16384, -1}}};
  for (const casework::Score& score : scores) {
    v1::RegisterRow row;
    v1::ScoreRow& stored = *row.mutable_score();
    stored.set_period(score.period);
    stored.set_dimension(static_cast<v1::Dimension>(score.dimension));
    stored.set_key(score.key);
    std::size_t size = score.counts.size();
    while (size > 0 && score.counts[size - 1] == 0) --size;
    for (std::size_t i = 0; i < size; ++i) stored.add_counts(score.counts[i]);

    EXPECT_EQ(encode_register(score), row.SerializeAsString()) << score.key;
    EXPECT_EQ(encode_register(casework::RegisterRow(score)), row.SerializeAsString());
  }
}

TEST(RegisterCodec, RefusesWhatIsNoRow) {
  EXPECT_EQ(decode_register("").error().message, "register: row: is of no known kind");
  EXPECT_EQ(decode_register("\xff").error().message, "register: is no message");
  EXPECT_EQ(decode_register("\xff").error().kind, Error::Kind::Corrupt);
  v1::RegisterRow row;
  row.mutable_list_entry()->set_status(static_cast<v1::EntryStatus>(99));
  const auto entry = decode_register(row.SerializeAsString());
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().kind, Error::Kind::Corrupt);
  EXPECT_THAT(entry.error().message, HasSubstr("ListEntryRow.status: 99 is no known value"));
}

TEST(RegisterCodec, SurvivesCutBytesAndFlippedBits) {
  for (const casework::RegisterRow& sample : full_register_rows()) {
    const std::string whole = encode_register(sample);
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
      std::string flipped = whole;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      for (const std::string& bytes : {flipped, whole.substr(0, bit / 8)}) {
        const auto row = decode_register(bytes);
        if (row) {
          EXPECT_TRUE(decode_register(encode_register(*row)));
        } else {
          EXPECT_EQ(row.error().kind, Error::Kind::Corrupt);
        }
      }
    }
  }
}

TEST(RegisterKeys, AreTheirKindAndTheirName) {
  EXPECT_EQ(register_key(6, "202603/unit/wuan"),
            "\x06"
            "202603/unit/wuan");
  EXPECT_EQ(register_key(0, ""), std::string(1, '\0'));
}

}  // namespace whistle::journal::register_codec_test
