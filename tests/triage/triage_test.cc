#include "engine/triage/triage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <utility>

#include "engine/triage/likeness.h"
#include "engine/triage/normalise.h"
#include "engine/triage/reading.h"
#include "tests/triage/small_city.h"

namespace whistle::triage::triage_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::size_t kTextBytesMax = 32'768;
const std::string kNul(1, '\0');

// `text` again and again, as far as it fits.
std::string repeated(const std::string& text) {
  std::string whole;
  while (whole.size() + text.size() <= kTextBytesMax) whole += text;
  return whole;
}

// Every quotation stands where it says.
void expect_exact_quotes(const Complaint& complaint, const std::vector<Evidence>& evidence) {
  const std::string written = complaint.subject + "\n" + complaint.text;
  for (const Evidence& quoted : evidence) {
    EXPECT_EQ(written.substr(quoted.offset, quoted.words.size()), quoted.words);
    EXPECT_TRUE(is_valid_utf8(quoted.words));
  }
}

void expect_exact_quotes(const Complaint& complaint, const Findings& findings) {
  expect_exact_quotes(complaint, findings.category.evidence);
  expect_exact_quotes(complaint, findings.place.evidence);
  expect_exact_quotes(complaint, findings.severity.evidence);
  expect_exact_quotes(complaint, findings.decline_evidence);
}

TEST(Triage, FindsEverythingInOneComplaint) {
  const Complaint complaint = saying("武安小区３号楼水管爆管，独居老人出不了门，我要投诉", "紧急");
  const Findings findings = Desk().examine(complaint);

  EXPECT_EQ(findings.request_type, RequestType::Grievance);
  EXPECT_EQ(findings.category.category, CategoryCode{"pipe-burst"});
  EXPECT_EQ(findings.category.certainty, Certainty::Certain);
  EXPECT_EQ(findings.place.area, kWuanCourt3);
  EXPECT_EQ(findings.place.certainty, Certainty::Certain);
  EXPECT_THAT(findings.place.evidence, ElementsAre(Evidence{"武安小区", 7, {"name:武安小区"}},
                                                   Evidence{"３号楼", 19, {"building:3栋"}}));
  EXPECT_EQ(findings.severity.severity, Severity::Red);
  EXPECT_EQ(findings.severity.trigger, RuleName{"pipe_burst"});
  EXPECT_EQ(findings.decline_ground, "");
  EXPECT_NE(findings.likeness, 0U);
  expect_exact_quotes(complaint, findings);
}

TEST(Triage, ReadsTheSubjectToo) {
  const Findings findings = Desk().examine(saying("请尽快", "爆管"));
  EXPECT_THAT(findings.category.evidence, ElementsAre(Evidence{"爆管", 0, {"lexicon:爆管"}}));
}

TEST(Triage, DoesNotReadWordsAcrossSubjectAndText) {
  EXPECT_EQ(Desk().examine(saying("管的事", "爆")).category.certainty, Certainty::None);
}

TEST(Triage, GivesTheSameFindingsEachTime) {
  Desk desk;
  const Complaint complaint = saying("武安小区3栋爆管，整个小区停水");
  const Findings first = desk.examine(complaint);
  desk.examine(saying("碧湖社区电梯坏了"));
  EXPECT_EQ(desk.examine(complaint), first);
  EXPECT_EQ(Desk().examine(complaint), first);
}

TEST(Triage, CanBeMoved) {
  const policy::Policy policy(small_city());
  auto made = Triage::make(policy);
  ASSERT_TRUE(made);
  Triage triage = std::move(*made);
  Triage other = Triage::make(policy).value();
  other = std::move(triage);
  EXPECT_EQ(other.examine(saying("爆管")).category.certainty, Certainty::Certain);
}

TEST(Triage, WorksWithAnEmptyRuleBook) {
  const Findings findings = Desk(policy::RuleBook{}).examine(saying("武安小区3栋爆管"));
  EXPECT_EQ(findings.category, CategoryFinding{});
  EXPECT_EQ(findings.place.certainty, Certainty::None);
  EXPECT_EQ(findings.severity.severity, Severity::Blue);
}

TEST(Triage, FailsWithTheRowThatDoesNotCompile) {
  policy::RuleBook book = small_city();
  book.severity.push_back({{"(一氧化碳", true}, policy::Axis::Trigger, 0, {"gas_leak"}});
  const policy::Policy policy(std::move(book));
  const auto triage = Triage::make(policy);
  ASSERT_FALSE(triage);
  EXPECT_THAT(triage.error(), HasSubstr("severity:/(一氧化碳/: "));
}

TEST(Triage, FindsNothingInNothing) {
  for (const char* text : {"", "，。！？……——", " \n\t ", "\u200B\uFEFF"}) {
    const Findings findings = Desk().examine(saying(text));
    EXPECT_EQ(findings.request_type, RequestType::Help);
    EXPECT_EQ(findings.category, CategoryFinding{});
    EXPECT_EQ(findings.place, PlaceFinding{});
    EXPECT_EQ(findings.severity.severity, Severity::Blue);
    EXPECT_EQ(findings.decline_ground, "");
    EXPECT_EQ(findings.likeness, 0U);
  }
}

TEST(Triage, ReadsPastNul) {
  const Complaint complaint = saying("a" + kNul + "b 爆管" + kNul + " 武安小区");
  const Findings findings = Desk().examine(complaint);
  EXPECT_EQ(findings.category.category, CategoryCode{"pipe-burst"});
  EXPECT_EQ(findings.place.area, kWuanCourt);
  expect_exact_quotes(complaint, findings);
}

TEST(Triage, ReadsTheLongestText) {
  Desk desk;
  std::string text = repeated("无关的话，");
  text.resize(kTextBytesMax - 6 - (kTextBytesMax - 6) % 3);
  text += "爆管";
  const Complaint complaint = saying(text);
  const Findings findings = desk.examine(complaint);
  EXPECT_EQ(findings.category.category, CategoryCode{"pipe-burst"});
  expect_exact_quotes(complaint, findings);
}

TEST(Triage, BearsTextsFullOfMatches) {
  Desk desk;
  for (const std::string& text : std::vector<std::string>{
           "爆管", "楼上漏水", "武安小区阳光小区", "3栋", "演练燃气泄漏", "水管 爆管。", "\uFDFA",
           "ㅤ", "\u0301", "e\u0301\u0323", "1", kNul}) {
    const Complaint complaint = saying(repeated(text));
    expect_exact_quotes(complaint, desk.examine(complaint));
  }
}

TEST(Triage, QuotesNoMoreThanHelps) {
  policy::RuleBook book = small_city();
  std::string text;
  for (int i = 0; i < 40; ++i) {
    const std::string words = "事" + std::to_string(i) + "项";
    book.lexicon.push_back({{words, false}, {"lift"}, 1});
    text += words;
  }
  const CategoryFinding finding = Desk(book).examine(saying(text)).category;
  EXPECT_EQ(finding.score, 40);
  EXPECT_THAT(finding.evidence, SizeIs(kEvidenceMax));
}

// Random texts of pieces that are hard to fold or likely to match: nothing breaks, and every
// quotation is exact.
TEST(Triage, QuotesExactlyWhateverTheText) {
  const std::vector<std::string> pieces{
      "爆管",   "爆", "管",     "楼上",   "漏水",   "武安",        "小区", "社区", "3",  "３", "栋",
      "号楼",   "十", "二",     "\u200B", "\u0301", "\u0323",      "e",    "Ｋ",   "T",  "v",  "㎡",
      "\uFDFA", "ﬁ",  "한",     "\u1112", "\u1161", "\U0001F525",  "。",   "，",   "\n", " ",  kNul,
      "电梯",   "坏", "燃气味", "演练",   "ガ",     "\uFF76\uFF9E"};
  std::mt19937 random(7);
  Desk desk;
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += pieces[random() % pieces.size()];
    const Complaint complaint = saying(text, pieces[random() % pieces.size()]);
    expect_exact_quotes(complaint, desk.examine(complaint));
  }
}

}  // namespace whistle::triage::triage_test
