#include "bench/triage/lexicon_figures.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>

#include "engine/config/rule_book_files.h"
#include "tests/triage/small_city.h"

// What the lexicon is worth without training, on real complaints that are kept beside the
// repository.
namespace whistle::bench::lexicon_figures_test {

namespace fs = std::filesystem;

const fs::path kRoot = SOURCE_DIR;
const fs::path kData = kRoot / "../shared/data/complaints_zh_dev.jsonl.gz";
const fs::path kLabels = kRoot / "bench/triage/label_map.csv";
constexpr std::size_t kTextsThere = 4778;
constexpr double kDecidedAtLeast = 0.70;
constexpr double kRightAtLeast = 0.85;

void expect_floors(const Share& share) {
  EXPECT_GE(share.decided_share(), kDecidedAtLeast);
  EXPECT_GE(share.right_share(), kRightAtLeast);
}

TEST(LexiconFigures, OfTheBaseBookReachTheirFloorsOnRealComplaints) {
  if (!fs::exists(kData)) GTEST_SKIP() << kData << " is not there";
  const auto figures =
      lexicon_figures(kData, config::load_rule_book(kRoot / "config/base", {}).value(), kLabels);
  ASSERT_TRUE(figures) << figures.error();

  EXPECT_EQ(figures->all.texts, kTextsThere);
  EXPECT_EQ(figures->by_label.size(), 7U);
  expect_floors(figures->all);
  expect_floors(figures->first_half);
  expect_floors(figures->second_half);
  EXPECT_NEAR(figures->first_half.right_share(), figures->second_half.right_share(), 0.03);
  for (const auto& [label, share] : figures->by_label) {
    EXPECT_GE(share.decided_share(), 0.70) << label;
    EXPECT_GE(share.right_share(), 0.65) << label;
    std::cout << label << ": " << share.texts << " texts, decided " << share.decided_share()
              << ", right " << share.right_share() << "\n";
  }
  std::cout << "all: decided " << figures->all.decided_share() << ", right "
            << figures->all.right_share() << "; first half " << figures->first_half.decided_share()
            << ", " << figures->first_half.right_share() << "; second half "
            << figures->second_half.decided_share() << ", " << figures->second_half.right_share()
            << "\n";
}

TEST(LexiconFigures, KnowALabelForEveryCategoryOfTheBaseBook) {
  std::set<std::string> labelled;
  std::ifstream file(kLabels);
  for (std::string line; std::getline(file, line);) labelled.insert(line.substr(0, line.find(',')));
  const auto book = config::load_rule_book(kRoot / "config/base", {}).value();
  for (const policy::Category& category : book.categories) {
    EXPECT_TRUE(labelled.contains(category.code.value)) << category.code.value;
  }
}

// A sentence for each thing that makes one word mean two: what it must not be taken for, and what
// it is.
TEST(BaseLexicon, TellsLikeFromLike) {
  triage::Desk desk(config::load_rule_book(kRoot / "config/base", {}).value());
  const auto category = [&](const std::string& text) {
    return desk.examine(triage::saying(text)).category.category.value;
  };
  EXPECT_EQ(category("小区换了物业，多交的物业费不肯退费"), "pm-fee");
  EXPECT_EQ(category("健身房倒闭，会员卡不给退费"), "market-consumer");
  EXPECT_EQ(category("工地打桩噪音太大，整夜施工"), "08001");
  EXPECT_EQ(category("楼下酒吧音响噪音太大"), "noise-commercial");
  EXPECT_EQ(category("水泵房噪音太大，嗡嗡响"), "06028");
  EXPECT_EQ(category("小区车位太少，停车费又涨"), "pm-parking");
  EXPECT_EQ(category("门口马路上乱停车，堵住路口"), "09009");
  EXPECT_EQ(category("老板拖欠农民工工资三个月"), "labour-wage");
  EXPECT_EQ(category("工程结算了两年，还拖欠工程款"), "city-contract");
  EXPECT_EQ(category("单位一直欠缴社保费，断缴两年了"), "soc-insurance");
  EXPECT_EQ(category("住院费能不能用新农合报销"), "inq-medical-insurance");
  EXPECT_EQ(category("乡镇医院误诊，延误病情，要求医疗事故鉴定"), "med-dispute");
  EXPECT_EQ(category("班主任在外有偿补课"), "edu-tutoring");
  EXPECT_EQ(category("民办教师教龄补贴没有落实"), "edu-teacher");
  EXPECT_EQ(category("出租车司机拒载，不打表"), "trans-taxi");
  EXPECT_EQ(category("養豬場的豬糞水流進河裡"), "env-livestock");
  EXPECT_EQ(category("有人搞传销，拉人头发展下线"), "market-pyramid");
}

// Three texts and a map for two categories of the small city.
class SmallFigures : public ::testing::Test {
 protected:
  SmallFigures() {
    std::string name = (fs::temp_directory_path() / "whistle_figures_XXXXXX").string();
    folder_ = mkdtemp(name.data());
    write_map("# labels\ncategory,label\npipe-burst,water\nlift,building\n");
  }
  ~SmallFigures() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  void write_map(const std::string& text) const { std::ofstream(folder_ / "map.csv") << text; }
  void write_data(const std::string& text) const {
    const gzFile file = gzopen((folder_ / "data.gz").c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned int>(text.size()));
    gzclose(file);
  }
  auto figures() const {
    return lexicon_figures(folder_ / "data.gz", triage::small_city(), folder_ / "map.csv");
  }

 private:
  fs::path folder_;
};

TEST_F(SmallFigures, CountWhatIsDecidedAndWhatIsRight) {
  write_data(R"({"subject":"爆管","text":"小区门口爆管","label":"water","group":1})"
             "\n"
             R"({"subject":"","text":"爆管","label":"building","group":2})"
             "\n"
             R"({"subject":"","text":"天气很好","label":"water","group":3})"
             "\n");
  const auto figures = this->figures();
  ASSERT_TRUE(figures) << figures.error();
  EXPECT_EQ(figures->all.texts, 3U);
  EXPECT_EQ(figures->all.decided, 2U);
  EXPECT_EQ(figures->all.right, 1U);
  EXPECT_EQ(figures->first_half.texts + figures->second_half.texts, 3U);
  EXPECT_EQ(figures->by_label.at("water").right_share(), 1.0);
  EXPECT_EQ(figures->by_label.at("building").right_share(), 0.0);
}

TEST_F(SmallFigures, AreZeroWithoutTexts) {
  write_data("");
  const auto figures = this->figures();
  ASSERT_TRUE(figures) << figures.error();
  EXPECT_EQ(figures->all.decided_share(), 0.0);
  EXPECT_EQ(figures->all.right_share(), 0.0);
}

TEST_F(SmallFigures, SayWhatIsWrongWithAFile) {
  EXPECT_FALSE(figures()) << "there is no data";
  write_data("no json\n");
  const auto broken = figures();
  ASSERT_FALSE(broken);
  EXPECT_TRUE(broken.error().ends_with("a line is not JSON: no json")) << broken.error();
}

}  // namespace whistle::bench::lexicon_figures_test
