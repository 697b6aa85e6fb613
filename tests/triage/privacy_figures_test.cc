#include "bench/triage/privacy_figures.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace whistle::bench::privacy_figures_test {

std::string file_with(const std::string& lines) {
  const std::string path = testing::TempDir() + "/privacy_figures.jsonl";
  std::ofstream(path) << lines;
  return path;
}

TEST(PrivacyFigures, CountWhatIsExactlyRight) {
  const auto figures = measure_privacy(
      file_with(R"({"text":"请打13800138000","entities":[{"type":"mobile","start":2,"end":13}]})"
                "\n"
                R"({"text":"请打13800138000","entities":[]})"
                "\n"
                R"({"text":"路灯坏了","entities":[]})"
                "\n"));
  ASSERT_TRUE(figures);
  EXPECT_EQ(figures->cases, 3U);
  EXPECT_EQ(figures->right, 2U);
  EXPECT_EQ(figures->first_bad, "请打13800138000");
}

TEST(PrivacyFigures, AreNoneWithoutTheFile) {
  EXPECT_FALSE(measure_privacy("/there/is/no/such/file"));
}

TEST(PrivacyFigures, AreAllRightOnTheSharedCases) {
  const auto figures = measure_privacy(shared_data("pii_cases_fake.jsonl"));
  if (!figures) GTEST_SKIP() << "the texts are not here";
  EXPECT_EQ(figures->right, figures->cases) << figures->first_bad;
  EXPECT_EQ(figures->cases, 60U);
}

}  // namespace whistle::bench::privacy_figures_test
