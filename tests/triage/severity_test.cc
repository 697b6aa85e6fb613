#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/triage/small_city.h"

namespace whistle::triage::severity_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const policy::Settings kSettings;

void expect_colour(const ColourInput& input, Severity severity, const char* rule) {
  const Colour colour = colour_of(input, kSettings);
  EXPECT_EQ(colour.severity, severity);
  EXPECT_EQ(colour.rule.value, rule);
}

ColourInput axes(int nature, int scope, int harm) {
  ColourInput input;
  input.nature = static_cast<std::uint8_t>(nature);
  input.scope = static_cast<std::uint8_t>(scope);
  input.harm = static_cast<std::uint8_t>(harm);
  return input;
}

SeverityFinding severity_of(const std::string& text, const char* category = "") {
  Complaint complaint = saying(text);
  complaint.category = {category};
  return Desk().examine(complaint).severity;
}

TEST(Colour, IsRedForHarmToLife) { expect_colour(axes(0, 0, 3), Severity::Red, "severity:harm=3"); }

TEST(Colour, IsRedForASafetyMatterOfACompound) {
  expect_colour(axes(3, 2, 0), Severity::Red, "severity:nature=3,scope>=2");
  expect_colour(axes(3, 1, 0), Severity::Blue, "severity:sum<5");
  expect_colour(axes(2, 2, 0), Severity::Blue, "severity:sum<5");
}

TEST(Colour, IsYellowFromTheSumOn) {
  expect_colour(axes(2, 2, 1), Severity::Yellow, "severity:sum>=5");
  expect_colour(axes(2, 1, 1), Severity::Blue, "severity:sum<5");
  policy::Settings strict;
  strict.yellow_sum = 4;
  EXPECT_EQ(colour_of(axes(2, 1, 1), strict).rule, RuleName{"severity:sum>=4"});
}

TEST(Colour, IsYellowForHarmToHealth) {
  expect_colour(axes(0, 0, 2), Severity::Yellow, "severity:harm=2");
  expect_colour(axes(0, 0, 1), Severity::Blue, "severity:sum<5");
}

TEST(Colour, IsYellowForACategoryThatAlwaysIs) {
  ColourInput input = axes(0, 0, 0);
  input.always_yellow = true;
  expect_colour(input, Severity::Yellow, "severity:always_yellow");
}

TEST(Colour, IsRedForATrigger) {
  ColourInput input;
  input.trigger = true;
  expect_colour(input, Severity::Red, "severity:trigger");
}

TEST(Colour, GoesOneUpForACareSubject) {
  ColourInput blue = axes(0, 0, 0);
  blue.care = true;
  expect_colour(blue, Severity::Yellow, "severity:sum<5+care");
  ColourInput yellow = axes(2, 2, 1);
  yellow.care = true;
  expect_colour(yellow, Severity::Red, "severity:sum>=5+care");
  ColourInput red = axes(0, 0, 3);
  red.care = true;
  expect_colour(red, Severity::Red, "severity:harm=3");
}

TEST(Colour, IsBlueForWhoDoesNotNeedHelp) {
  ColourInput input = axes(3, 3, 3);
  input.care = true;
  input.always_yellow = true;
  input.request_type = RequestType::Inquiry;
  expect_colour(input, Severity::Blue, "request_type:inquiry");
  input.request_type = RequestType::Suggestion;
  expect_colour(input, Severity::Blue, "request_type:suggestion");
  input.request_type = RequestType::Thanks;
  expect_colour(input, Severity::Blue, "request_type:thanks");
  input.request_type = RequestType::Grievance;
  expect_colour(input, Severity::Red, "severity:harm=3");
  input.request_type = RequestType::ReportViolation;
  expect_colour(input, Severity::Red, "severity:harm=3");
}

TEST(Colour, IsRedForATriggerInAnInquiry) {
  ColourInput input;
  input.trigger = true;
  input.request_type = RequestType::Inquiry;
  expect_colour(input, Severity::Red, "severity:trigger");
}

TEST(SeverityFinding, StartsAtTheValuesOfTheCategory) {
  const SeverityFinding finding = severity_of("请派人来", "pipe-leak");
  EXPECT_EQ(finding.nature, 1);
  EXPECT_EQ(finding.scope, 1);
  EXPECT_EQ(finding.harm, 1);
  EXPECT_EQ(finding.severity, Severity::Blue);
  EXPECT_EQ(finding.rule, RuleName{"severity:sum<5"});
  EXPECT_THAT(finding.evidence, IsEmpty());
}

TEST(SeverityFinding, IsRaisedByPatterns) {
  const SeverityFinding finding = severity_of("整个小区都没水，120户", "pipe-leak");
  EXPECT_EQ(finding.nature, 1);
  EXPECT_EQ(finding.scope, 2);
  EXPECT_EQ(finding.harm, 1);
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"整个小区", 1, {"severity:scope:整个小区"}},
                                            Evidence{"120户", 25, {"severity:scope:/[0-9]+户/"}}));
}

TEST(SeverityFinding, IsNotLoweredByPatterns) {
  const SeverityFinding finding = severity_of("整栋楼", "pipe-burst");
  EXPECT_EQ(finding.scope, 2);
  EXPECT_THAT(finding.evidence, IsEmpty());
}

TEST(SeverityFinding, NamesTheTrigger) {
  const SeverityFinding finding = severity_of("这里爆管");
  EXPECT_EQ(finding.severity, Severity::Red);
  EXPECT_EQ(finding.trigger, RuleName{"pipe_burst"});
  EXPECT_EQ(finding.rule, RuleName{"severity:trigger:pipe_burst"});
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"爆管", 7, {"severity:trigger:爆管"}}));
}

TEST(SeverityFinding, CancelsATriggerInTheSameSentence) {
  const SeverityFinding finding = severity_of("今晚社区组织燃气泄漏应急演练，请勿惊慌。");
  EXPECT_EQ(finding.severity, Severity::Blue);
  EXPECT_EQ(finding.trigger, RuleName{});
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"演练", 37, {"severity:negate:演练"}}));
}

TEST(SeverityFinding, DoesNotCancelATriggerInAnotherSentence) {
  for (const char* mark : {"。", "！", "？", "；", "\n", ". "}) {
    const SeverityFinding finding =
        severity_of(std::string("昨天有演练") + mark + "现在真的燃气泄漏了");
    EXPECT_EQ(finding.trigger, RuleName{"gas_leak"}) << mark;
  }
  EXPECT_EQ(severity_of("3.5演练燃气泄漏").trigger, RuleName{});  // a point in a number
}

TEST(SeverityFinding, StandsWhenOneOccurrenceStands) {
  EXPECT_EQ(severity_of("演练燃气泄漏。燃气泄漏！").trigger, RuleName{"gas_leak"});
  EXPECT_EQ(severity_of("燃气泄漏！演练燃气泄漏。").trigger, RuleName{"gas_leak"});
  EXPECT_EQ(severity_of("演练燃气泄漏。燃气味！").trigger, RuleName{"gas_leak"});
}

TEST(SeverityFinding, CancelsOnlyTheNamedTrigger) {
  EXPECT_EQ(severity_of("演练时爆管").trigger, RuleName{"pipe_burst"});
}

TEST(SeverityFinding, SeesACareSubject) {
  const SeverityFinding finding = severity_of("独居老人家里灯坏了");
  EXPECT_TRUE(finding.care);
  EXPECT_EQ(finding.severity, Severity::Yellow);
  EXPECT_EQ(finding.rule, RuleName{"severity:sum<5+care"});
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"独居老人", 1, {"severity:care:独居老人"}}));
}

TEST(SeverityFinding, IsYellowForACategoryThatAlwaysIs) {
  EXPECT_EQ(severity_of("消防通道").rule, RuleName{"severity:always_yellow"});
}

TEST(SeverityFinding, IsBlueForAnInquiryWhateverItMentions) {
  const SeverityFinding finding = severity_of("请问有人受伤怎么报销");
  EXPECT_EQ(finding.harm, 3);
  EXPECT_EQ(finding.severity, Severity::Blue);
  EXPECT_EQ(finding.rule, RuleName{"request_type:inquiry"});
}

TEST(SeverityFinding, IsRedForATriggerInAnInquiry) {
  EXPECT_EQ(severity_of("请问有燃气味怎么办").severity, Severity::Red);
}

TEST(SeverityFinding, UsesTheBestCandidateOfAnUnsureCategory) {
  policy::RuleBook book = small_city();
  book.settings.certain_score = 100;
  const Findings findings = Desk(book).examine(saying("水管"));
  EXPECT_EQ(findings.category.certainty, Certainty::Unsure);
  EXPECT_EQ(findings.severity.severity, Severity::Yellow);
  EXPECT_EQ(findings.severity.rule, RuleName{"severity:sum>=5"});
}

TEST(SeverityFinding, TakesNoMoreThanThreeFromABook) {
  policy::RuleBook book = small_city();
  book.severity = {{{"很多", false}, policy::Axis::Scope, 200, {}}};
  EXPECT_EQ(Desk(book).examine(saying("很多")).severity.scope, 3);
}

}  // namespace whistle::triage::severity_test
