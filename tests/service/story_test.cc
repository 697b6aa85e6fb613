#include "engine/service/story.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

// Facts of a trail in words of the wire.
namespace whistle::service::story_test {

using namespace casework;  // NOLINT(google-build-using-namespace): facts are named below

policy::Policy small_city() {
  policy::RuleBook book;
  policy::Unit wuan;
  wuan.code = {"wuan"};
  wuan.name = "武安镇";
  book.units.push_back(wuan);
  book.lexicon.push_back({{"水管爆", false}, {"leak"}, 3});
  book.lexicon.push_back({{"水管爆", false}, {"burst"}, 8});
  book.severity.push_back({{"爆", false}, policy::Axis::Harm, 2, {}});
  return policy::Policy(std::move(book));
}

journal::Record record(std::vector<Event> events) {
  journal::Record made;
  made.sequence = {7};
  made.time = Timestamp{Milliseconds{1'773'018'000'000}};
  made.policy = std::string("some");
  made.verb = "submit";
  made.events = std::move(events);
  return made;
}

CaseFiled filed() {
  CaseFiled fact;
  fact.id = {1};
  fact.complaint = {4};
  triage::Findings& found = fact.findings.edit();
  found.category.category = {"burst"};
  found.category.certainty = triage::Certainty::Certain;
  found.category.score = 8;
  found.category.evidence = {{"水管爆", 1, {"lexicon:水管爆"}}};
  found.severity.severity = Severity::Red;
  found.severity.evidence = {{"爆", 7, {"severity:harm:爆"}}};
  return fact;
}

v1::Story told(std::vector<Event> events, bool known = true) {
  static const policy::Policy policy = small_city();
  return story_of({1}, {record(std::move(events))},
                  [known](const std::string&) { return known ? &policy : nullptr; });
}

TEST(Story, SaysWhatEachWordIsWorth) {
  const v1::Story story = told({filed()});
  ASSERT_EQ(story.readings_size(), 1);
  const v1::Reading& reading = story.readings(0);
  EXPECT_EQ(reading.complaint_id(), 4U);
  EXPECT_EQ(reading.category_score(), 8);
  ASSERT_EQ(reading.evidence_size(), 2);
  EXPECT_EQ(reading.evidence(0).finding(), "category");
  EXPECT_EQ(reading.evidence(0).offset(), 1U);
  EXPECT_EQ(reading.evidence(0).score(), 8) << "of the category that was found";
  EXPECT_EQ(reading.evidence(0).means(), "burst");
  EXPECT_EQ(reading.evidence(1).finding(), "severity");
  EXPECT_EQ(reading.evidence(1).score(), 2);
  EXPECT_EQ(reading.evidence(1).means(), "harm");
}

TEST(Story, NamesWhoMightHaveGotTheCase) {
  OrderDispatched order;
  order.id = {1};
  order.number = 1;
  order.unit = {"water"};
  order.tier = Tier::Department;
  order.considered = {{Tier::Street, {"wuan"}, PassedOver::BelowDuty, {}},
                      {Tier::Compound, {}, PassedOver::NoDesk, {}}};
  const v1::Story story = told({order});
  ASSERT_EQ(story.routes_size(), 1);
  ASSERT_EQ(story.routes(0).considered_size(), 2);
  EXPECT_EQ(story.routes(0).considered(0).unit_name(), "武安镇");
  EXPECT_EQ(story.routes(0).considered(0).why(), "below_duty");
  EXPECT_EQ(story.routes(0).considered(1).unit(), "");
  EXPECT_EQ(story.routes(0).considered(1).tier(), "compound");
}

TEST(Story, IsToldWithoutTheRuleBookOfThen) {
  OrderDispatched order;
  order.id = {1};
  order.number = 1;
  order.unit = {"wuan"};
  const v1::Story story = told({filed(), order}, false);
  EXPECT_EQ(story.readings(0).evidence(0).words(), "水管爆");
  EXPECT_EQ(story.readings(0).evidence(0).score(), 0);
  EXPECT_EQ(story.routes(0).unit_name(), "");
  EXPECT_EQ(story.ladder_size(), 0);
}

TEST(Story, LeavesOutOtherCasesOfTheSameRecord) {
  CaseFiled other = filed();
  other.id = {2};
  EXPECT_EQ(told({filed(), other}).readings_size(), 1);
}

TEST(Story, MasksWhatARuleQuotesOfAPerson) {
  CaseEscalated up;
  up.id = {1};
  up.to_unit = {"wuan"};
  up.rule = {"beyond_capacity:call 13812345678"};
  const v1::Story story = told({up});
  ASSERT_EQ(story.climbs_size(), 1);
  EXPECT_EQ(story.climbs(0).rule().find("13812345678"), std::string::npos);
  EXPECT_EQ(story.climbs(0).to_unit_name(), "武安镇");
}

}  // namespace whistle::service::story_test
