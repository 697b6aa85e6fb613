#include "adapters/gateway/people/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/gateway/people/secrets.h"
#include "tests/gateway/people/folder.h"

namespace whistle::gateway::people::sessions_test {

constexpr std::int64_t kNow = 1'000'000'000'000;
constexpr std::int64_t kHour = 3'600'000;

TEST(Sessions, AreFoundByTheirTokenOnly) {
  Sessions sessions({}, {}, kNow);
  const std::string token = sessions.begin("li.si", "v1", kNow);
  EXPECT_EQ(token.size(), 43U);
  ASSERT_TRUE(sessions.find(token, kNow));
  EXPECT_EQ(sessions.find(token, kNow)->name, "li.si");
  EXPECT_FALSE(sessions.find(token + "A", kNow));
  EXPECT_FALSE(sessions.find(fingerprint(token), kNow));
  EXPECT_FALSE(sessions.find("", kNow));
}

TEST(Sessions, EndWhenTheyAreNotUsed) {
  Sessions sessions({}, {.idle_ms = kHour}, kNow);
  const std::string token = sessions.begin("li.si", "v1", kNow);
  EXPECT_TRUE(sessions.find(token, kNow + kHour - 1));
  EXPECT_TRUE(sessions.find(token, kNow + 2 * kHour - 2));
  EXPECT_FALSE(sessions.find(token, kNow + 3 * kHour));
  EXPECT_EQ(sessions.size(), 0U);
}

TEST(Sessions, EndAfterTheirTimeHoweverUsed) {
  Sessions sessions({}, {.idle_ms = kHour, .absolute_ms = 2 * kHour}, kNow);
  const std::string token = sessions.begin("li.si", "v1", kNow);
  EXPECT_TRUE(sessions.find(token, kNow + kHour / 2));
  EXPECT_TRUE(sessions.find(token, kNow + kHour));
  EXPECT_TRUE(sessions.find(token, kNow + 2 * kHour - 1));
  EXPECT_FALSE(sessions.find(token, kNow + 2 * kHour));
}

TEST(Sessions, ThatEndedStayEnded) {
  const Folder folder;
  std::string token;
  {
    Sessions sessions(folder / "sessions", {}, kNow);
    token = sessions.begin("li.si", "v1", kNow);
    EXPECT_TRUE(sessions.end(token));
    EXPECT_FALSE(sessions.end(token));
    EXPECT_FALSE(sessions.find(token, kNow));
  }
  Sessions again(folder / "sessions", {}, kNow);
  EXPECT_FALSE(again.find(token, kNow));
}

TEST(Sessions, GoOnAfterARestart) {
  const Folder folder;
  std::string token;
  {
    Sessions sessions(folder / "sessions", {}, kNow);
    token = sessions.begin("li.si", "v1", kNow);
  }
  Sessions again(folder / "sessions", {}, kNow + 1);
  ASSERT_TRUE(again.find(token, kNow + 1));
  EXPECT_EQ(again.find(token, kNow + 1)->version, "v1");
  EXPECT_EQ(again.problem(), "");
}

TEST(Sessions, KeepNoTokenOnDisk) {
  const Folder folder;
  Sessions sessions(folder / "sessions", {}, kNow);
  const std::string token = sessions.begin("li.si", "v1", kNow);
  EXPECT_THAT(text_of(folder / "sessions"), testing::HasSubstr(fingerprint(token)));
  EXPECT_THAT(text_of(folder / "sessions"), testing::Not(testing::HasSubstr(token)));
  const auto rights = std::filesystem::status(folder / "sessions").permissions();
  EXPECT_EQ(rights & std::filesystem::perms::others_all, std::filesystem::perms::none);
  EXPECT_EQ(rights & std::filesystem::perms::group_all, std::filesystem::perms::none);
}

TEST(Sessions, SurviveATornLineAndNonsense) {
  const Folder folder;
  std::string token;
  {
    Sessions sessions(folder / "sessions", {}, kNow);
    token = sessions.begin("li.si", "v1", kNow);
  }
  write(folder / "sessions", text_of(folder / "sessions") + "[]\n{\"hash\":1}\n" +
                                 "{\"hash\":\"x\",\"name\":7}\n\xff\n{\"hash\":\"abc\",\"na");
  Sessions again(folder / "sessions", {}, kNow);
  EXPECT_TRUE(again.find(token, kNow));
  EXPECT_EQ(again.size(), 1U);
}

TEST(Sessions, AreBoundedForEachNameAndInAll) {
  Sessions sessions({}, {.most = 3, .most_per_name = 2}, kNow);
  const std::string first = sessions.begin("a", "v", kNow);
  const std::string second = sessions.begin("a", "v", kNow + 1);
  const std::string third = sessions.begin("a", "v", kNow + 2);
  EXPECT_FALSE(sessions.find(first, kNow + 3));
  const std::string other = sessions.begin("b", "v", kNow + 3);
  EXPECT_TRUE(sessions.find(second, kNow + 4));
  sessions.begin("c", "v", kNow + 5);
  EXPECT_EQ(sessions.size(), 3U);
  EXPECT_FALSE(sessions.find(third, kNow + 5));
  EXPECT_TRUE(sessions.find(other, kNow + 5));
}

TEST(Sessions, KeepTheirFileShort) {
  const Folder folder;
  Sessions sessions(folder / "sessions", {}, kNow);
  for (int i = 0; i < 700; ++i) sessions.end(sessions.begin("a", "v", kNow));
  EXPECT_LT(std::filesystem::file_size(folder / "sessions"), 1100U * 250);
}

TEST(Sessions, GoOnInMemoryWhenTheDiskDoesNot) {
  Sessions sessions("/nowhere/sessions", {}, kNow);
  EXPECT_NE(sessions.problem(), "");
  EXPECT_TRUE(sessions.find(sessions.begin("a", "v", kNow), kNow));
}

}  // namespace whistle::gateway::people::sessions_test
