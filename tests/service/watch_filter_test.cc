#include "engine/service/watch_filter.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "engine/service/describe.h"
#include "engine/service/watch_wish.h"
#include "tests/support/rule_books.h"

// Which facts are told to whom.
namespace whistle::service::watch_filter_test {

using casework::CaseFiled;
using casework::CaseRecoloured;
using casework::Event;
using journal::Standing;
using support::kBanyan1;
using support::kJinli;
using support::kWaiwu;
using support::kWuan;

const policy::Policy& rules() {
  static const policy::Policy policy(support::changtai_rules());
  return policy;
}

WatchFilter filter(const v1::WatchRequest& request) {
  const auto made = to_filter(request, rules());
  EXPECT_TRUE(made) << made.error().message;
  return made ? *made : WatchFilter{};
}

Standing yellow_in_banyan() {
  return {
      .area = kBanyan1, .unit = {"waiwu"}, .severity = Severity::Yellow, .tier = Tier::Community};
}

bool is_told(const v1::WatchRequest& request, const std::vector<Standing>& standings,
             const Event& event = CaseRecoloured{}) {
  return matches(filter(request), event.index(), standings, rules());
}

std::string refusal(const v1::WatchRequest& request) {
  const auto made = to_filter(request, rules());
  return made ? "none" : made.error().reason + " " + made.error().message;
}

TEST(WatchFilter, TellsEverythingWhenNothingIsAsked) {
  EXPECT_TRUE(is_told({}, {yellow_in_banyan()}));
  EXPECT_TRUE(is_told({}, {Standing{}})) << "also of a case nobody knows anything about";
  EXPECT_TRUE(is_told({}, {}));
}

TEST(WatchFilter, TellsOnlyTheKindsThatAreNamed) {
  v1::WatchRequest request;
  request.add_events("case_recoloured");
  request.add_events("case_closed");
  EXPECT_TRUE(is_told(request, {yellow_in_banyan()}, CaseRecoloured{}));
  EXPECT_FALSE(is_told(request, {yellow_in_banyan()}, CaseFiled{}));
}

TEST(WatchFilter, KnowsEveryKindByItsName) {
  for (const auto& event : {Event(CaseFiled{}), Event(CaseRecoloured{})}) {
    EXPECT_EQ(kind_of(name_of(event)), event.index());
  }
  EXPECT_EQ(kind_of("case_filled"), std::nullopt);
}

TEST(WatchFilter, AnAreaMeansAllBelowIt) {
  v1::WatchRequest request;
  request.add_areas(kWuan.value);
  EXPECT_TRUE(is_told(request, {yellow_in_banyan()}));
  request.set_areas(0, kBanyan1.value);
  EXPECT_TRUE(is_told(request, {yellow_in_banyan()}));
  request.set_areas(0, kJinli.value);
  EXPECT_FALSE(is_told(request, {yellow_in_banyan()}));
  request.add_areas(kWaiwu.value);
  EXPECT_TRUE(is_told(request, {yellow_in_banyan()})) << "one of several is enough";
}

TEST(WatchFilter, ACaseWhosePlaceIsNotKnownIsInNoArea) {
  v1::WatchRequest request;
  request.add_areas(kWuan.value);
  EXPECT_FALSE(is_told(request, {{.area = {}, .unit = {}, .severity = Severity::Red, .tier = {}}}));
}

TEST(WatchFilter, ChoosesByColourTierAndUnit) {
  v1::WatchRequest colour;
  colour.add_severities("yellow");
  EXPECT_TRUE(is_told(colour, {yellow_in_banyan()}));
  colour.set_severities(0, "red");
  EXPECT_FALSE(is_told(colour, {yellow_in_banyan()}));
  v1::WatchRequest tier;
  tier.add_tiers("community");
  EXPECT_TRUE(is_told(tier, {yellow_in_banyan()}));
  tier.set_tiers(0, "street");
  EXPECT_FALSE(is_told(tier, {yellow_in_banyan()}));
  v1::WatchRequest unit;
  unit.add_units("waiwu");
  EXPECT_TRUE(is_told(unit, {yellow_in_banyan()}));
  unit.set_units(0, "wuan");
  EXPECT_FALSE(is_told(unit, {yellow_in_banyan()}));
}

TEST(WatchFilter, OneStandingMustPassAllOfIt) {
  v1::WatchRequest request;
  request.add_severities("red");
  request.add_areas(kJinli.value);
  Standing red_elsewhere = yellow_in_banyan();
  red_elsewhere.severity = Severity::Red;
  Standing yellow_here = yellow_in_banyan();
  yellow_here.area = kJinli;
  EXPECT_FALSE(is_told(request, {red_elsewhere, yellow_here}));
  yellow_here.severity = Severity::Red;
  EXPECT_TRUE(is_told(request, {red_elsewhere, yellow_here}));
}

TEST(WatchFilter, TellsWhatEntersAndWhatLeaves) {
  v1::WatchRequest request;
  request.add_severities("red");
  Standing red = yellow_in_banyan();
  red.severity = Severity::Red;
  EXPECT_TRUE(is_told(request, {red, yellow_in_banyan()}));
  EXPECT_TRUE(is_told(request, {yellow_in_banyan(), red}));
}

TEST(WatchFilter, JudgesWhatIsAboutNoCaseByWhatItSaysItself) {
  casework::ComplaintDeclined declined;
  declined.findings.edit().place.area = kBanyan1;
  declined.findings.edit().severity.severity = Severity::Blue;
  const Standing said = said_by(declined);
  EXPECT_EQ(said.area, kBanyan1);
  EXPECT_EQ(said.severity, Severity::Blue);
  EXPECT_EQ(said.unit, UnitCode{});
  v1::WatchRequest request;
  request.add_areas(kWaiwu.value);
  EXPECT_TRUE(is_told(request, {said}, declined));
  request.add_units("waiwu");
  EXPECT_FALSE(is_told(request, {said}, declined)) << "it names no unit";
  EXPECT_EQ(said_by(casework::PeriodBegan{}), Standing{});
}

TEST(WatchFilter, RefusesWordsThatMeanNothing) {
  v1::WatchRequest request;
  request.add_events("case_filled");
  EXPECT_EQ(refusal(request), "FIELD_VIOLATION events: there is no event case_filled");
  request.Clear();
  request.add_areas(424242);
  EXPECT_EQ(refusal(request), "FIELD_VIOLATION areas: there is no area 424242");
  request.Clear();
  request.add_severities("orange");
  EXPECT_EQ(refusal(request), "FIELD_VIOLATION severities: \"orange\" is none of: blue yellow red");
  request.Clear();
  request.add_tiers("city");
  EXPECT_TRUE(refusal(request).starts_with("FIELD_VIOLATION tiers: ")) << refusal(request);
  request.Clear();
  request.add_units("nobody");
  EXPECT_EQ(refusal(request), "FIELD_VIOLATION units: there is no unit nobody");
  request.Clear();
  for (int i = 0; i < 257; ++i) request.add_severities("red");
  EXPECT_EQ(refusal(request), "FIELD_VIOLATION a list of a filter holds at most 256 values");
}

TEST(WatchStart, IsOneOfThree) {
  const auto problem = [](const v1::WatchRequest& request) {
    const auto checked = check_start(request);
    return checked ? "none" : checked.error().message;
  };
  v1::WatchRequest request;
  EXPECT_EQ(problem(request), "none");
  request.set_snapshot(true);
  EXPECT_EQ(problem(request), "none");
  request.set_from_now(true);
  EXPECT_EQ(problem(request), "from_now: not together with snapshot");
  request.set_from_now(false);
  request.set_cursor("board");
  EXPECT_EQ(problem(request), "cursor: a watch with a snapshot has none");
}

TEST(WatchStart, TakesPlainNamesForCursors) {
  for (const char* name : {"notify-webhook", "a", "desk_3.old"}) EXPECT_TRUE(is_cursor_name(name));
  for (const std::string& name : {std::string(), std::string("Notify"), std::string("a b"),
                                  std::string("../x"), std::string("街道"), std::string(65, 'a')}) {
    EXPECT_FALSE(is_cursor_name(name)) << name;
  }
}

}  // namespace whistle::service::watch_filter_test
