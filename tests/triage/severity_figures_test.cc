#include "bench/triage/severity_figures.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>

#include "engine/config/rule_book_files.h"
#include "engine/core/words.h"
#include "tests/triage/small_city.h"

namespace whistle::bench::severity_figures_test {

namespace fs = std::filesystem;

policy::RuleBook changtai() {
  const fs::path config = fs::path(SOURCE_DIR) / "config";
  return config::load_rule_book(config / "base", config / "cities" / "changtai").value();
}

// A file of cases that is gone after the test.
class CasesFile {
 public:
  explicit CasesFile(const std::string& bytes)
      : path_(fs::temp_directory_path() /
              (std::string("whistle_") +
               testing::UnitTest::GetInstance()->current_test_info()->name() + ".csv")) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~CasesFile() { fs::remove(path_); }
  CasesFile(const CasesFile&) = delete;
  CasesFile& operator=(const CasesFile&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

constexpr const char* kHeader = "id,set,text,severity,reason,trap\n";

TEST(SeverityFigures, CountsEachSetByItself) {
  const CasesFile cases(std::string(kHeader) +
                        "1,dev,爆管,red,R7,\n"
                        "2,dev,打架,red,R11,\n"
                        "3,held,爆管,blue,B1,\n"
                        "4,held,路灯,blue,B1,\n");
  const auto figures = severity_figures(cases.path(), triage::small_city());
  ASSERT_TRUE(figures);
  ASSERT_EQ(figures->sets.size(), 2);
  const ColourConfusion& dev = figures->sets[0].confusion;
  EXPECT_EQ(figures->sets[0].set, "dev");
  EXPECT_EQ(dev.of(Severity::Red, Severity::Blue), 1);
  EXPECT_EQ(dev.recall(Severity::Red), 0.5);
  EXPECT_EQ(dev.precision(Severity::Red), 1);
  EXPECT_EQ(dev.recall(Severity::Yellow), 1);
  const ColourConfusion& held = figures->sets[1].confusion;
  EXPECT_EQ(held.precision(Severity::Red), 0);
  EXPECT_EQ(held.agreement(), 0.5);
  EXPECT_EQ(figures->all.confusion.total(), 4);
  ASSERT_EQ(figures->misses.size(), 2);
  EXPECT_EQ(figures->misses[1].id, "3");
  EXPECT_EQ(figures->misses[1].rule, "severity:trigger:pipe_burst");
}

TEST(SeverityFigures, SaysWhatIsWrongInAFile) {
  const CasesFile cases(std::string(kHeader) + "1,dev,爆管,rad,R7,\n");
  const auto figures = severity_figures(cases.path(), triage::small_city());
  ASSERT_FALSE(figures);
  EXPECT_EQ(config::to_text(figures.error().front()),
            cases.path().string() +
                ":2:14: \"rad\" is not one of blue, yellow, red; did you mean \"red\"?");
  EXPECT_FALSE(severity_figures("/no/such/file.csv", triage::small_city()));
}

// The rules as shipped against people's labels by config/severity.md.
TEST(SeverityFigures, AreGoodEnoughForTheShippedRules) {
  const fs::path cases = fs::path(SOURCE_DIR) / "tests" / "triage" / "severity_cases.csv";
  const auto figures = severity_figures(cases, changtai());
  ASSERT_TRUE(figures) << config::to_text(figures.error().front());
  std::cout << to_text(figures->all);
  for (const ColourFigures& set : figures->sets) std::cout << to_text(set);
  for (const Miscolouring& miss : figures->misses) {
    std::cout << miss.id << " " << to_word(miss.labelled) << " found " << to_word(miss.found)
              << " by " << miss.rule << ": " << miss.text << '\n';
  }
  const ColourConfusion& all = figures->all.confusion;
  EXPECT_GE(all.total(), 420);
  EXPECT_GE(all.recall(Severity::Red), 0.98);
  EXPECT_GE(all.precision(Severity::Red), 0.85);
  EXPECT_GE(all.agreement(), 0.90);
}

}  // namespace whistle::bench::severity_figures_test
