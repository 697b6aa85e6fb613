#include "bench/peers/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace whistle::bench::peers::options_test {

int read(std::vector<const char*> words, Options& options) {
  words.insert(words.begin(), "whistle_peers");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int status = read_options(static_cast<int>(words.size()), words.data(),
                                  {"whistle", "postgres", "redis"}, options);
  testing::internal::GetCapturedStdout();
  testing::internal::GetCapturedStderr();
  return status;
}

TEST(PeersOptions, HaveDefaults) {
  Options options;
  EXPECT_EQ(read({}, options), -1);
  EXPECT_THAT(options.only, testing::IsEmpty());
  EXPECT_EQ(options.runs, 5);
  EXPECT_FALSE(options.json);
}

TEST(PeersOptions, TakeSeveralPeers) {
  Options options;
  EXPECT_EQ(read({"--only", "redis", "--json", "--only", "postgres", "--runs", "2", "--seconds",
                  "0.5", "--data", "/"},
                 options),
            -1);
  EXPECT_THAT(options.only, testing::ElementsAre("redis", "postgres"));
  EXPECT_EQ(options.runs, 2);
  EXPECT_EQ(options.seconds, 0.5);
  EXPECT_EQ(options.data, "/");
  EXPECT_TRUE(options.json);
}

TEST(PeersOptions, AreRefusedWhenTheyMeanNothing) {
  const std::vector<std::vector<const char*>> wrong{
      {"--only", "oracle"},    {"--only"},          {"--runs", "0"},
      {"--runs", "many"},      {"--seconds", "-1"}, {"--seconds", "0"},
      {"--data", "/nowhere/"}, {"postgres"},        {"--unknown", "value"}};
  for (const auto& words : wrong) {
    Options options;
    EXPECT_GT(read(words, options), 0) << words.front();
  }
}

TEST(PeersOptions, HelpIsNoFailure) {
  Options options;
  EXPECT_EQ(read({"--help"}, options), 0);
}

}  // namespace whistle::bench::peers::options_test
