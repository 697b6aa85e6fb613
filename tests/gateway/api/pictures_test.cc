#include "adapters/gateway/api/pictures.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/gateway/support/call.h"

namespace whistle::gateway::api::pictures_test {

namespace fs = std::filesystem;
using support::run;

class Shelf : public testing::Test {
 protected:
  ~Shelf() override { fs::remove_all(folder_); }
  fs::path folder_ = fs::temp_directory_path() / ("whistle-pictures-" + std::to_string(::getpid()));
  Pictures pictures_{folder_};
};

TEST_F(Shelf, KeepsWhatIsAPictureByItsBytes) {
  const std::string png = std::string("\x89PNG\r\n\x1a\n") + std::string(20, '\0');
  const auto digest = run(pictures_.keep(png));
  ASSERT_TRUE(digest);
  EXPECT_EQ(digest->size(), 64U);
  EXPECT_EQ(*run(pictures_.keep(png)), *digest);
  EXPECT_EQ(*run(pictures_.find(*digest)), png);
}

TEST_F(Shelf, TakesNothingElse) {
  EXPECT_EQ(run(pictures_.keep("<svg onload=alert(1)>")).problem().reason, "NO_PICTURE");
  EXPECT_EQ(run(pictures_.keep("")).problem().reason, "NO_PICTURE");
  EXPECT_EQ(
      run(pictures_.keep("\xff\xd8\xff" + std::string(Pictures::kBytesMax, 'x'))).problem().reason,
      "BODY_TOO_LARGE");
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(Shelf, FindsNothingByWhatIsNoDigest) {
  for (const std::string& hostile : {std::string("../../etc/passwd"), std::string(64, '.'),
                                     std::string(64, 'A'), std::string(64, 'a'), std::string()}) {
    EXPECT_EQ(run(pictures_.find(hostile)).problem().reason, "UNKNOWN_PICTURE") << hostile;
  }
}

TEST(Pictures, AreRecognised) {
  EXPECT_EQ(Pictures::type_of(std::string("RIFF\0\0\0\0WEBPVP8", 15)), "image/webp");
  EXPECT_EQ(Pictures::type_of("\xff\xd8\xff\xe0"), "image/jpeg");
  EXPECT_EQ(Pictures::type_of("RIFF"), "");
}

}  // namespace whistle::gateway::api::pictures_test
