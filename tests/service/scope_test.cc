#include "engine/service/scope.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

#include "tests/support/rule_books.h"
#include "whistle/v1/act.pb.h"

// Limits of principals: their areas, units and sources, in each of their roles.
namespace whistle::service::scope_test {

using support::kBanyan1;
using support::kChangtai;
using support::kJinli;
using support::kMill;
using support::kWaiwu;
using support::kWuan;

class Scope : public testing::Test {
 protected:
  // The reason of the refusal, or "" when it may.
  std::string reason(v1::Method method, const Principal& principal, const Matter& matter = {}) {
    return reason({method, 0}, principal, matter);
  }
  std::string wish(v1::ActRequest::WishCase wish, const Principal& principal,
                   const Matter& matter = {}) {
    return reason({v1::METHOD_ACT, static_cast<int>(wish)}, principal, matter);
  }
  std::string reason(const Verb& verb, const Principal& principal, const Matter& matter) {
    const auto problem = judge(*permission_for(verb), principal, matter, policy_);
    if (!problem) return "";
    EXPECT_EQ(problem->code, kPermissionDenied);
    EXPECT_NE(problem->message.find(principal.name), std::string::npos) << problem->message;
    return problem->reason;
  }

  policy::Policy policy_{support::changtai_rules()};
  Principal hotline_{.name = "hotline", .roles = Role::Intake, .sources = {{"12345", "app"}}};
  Principal desk_{.name = "waiwu-desk", .roles = Role::Worker, .units = {{{"waiwu"}, {"banyan"}}}};
  Principal centre_{.name = "centre", .roles = Role::Dispatcher};
  Principal waiwu_{.name = "waiwu-chief", .roles = Role::Supervisor, .areas = {{kWaiwu}}};
  Principal admin_{.name = "operator", .roles = Role::Admin};
};

Matter about(AreaCode area, std::string unit = "wuan", std::string source = "12345") {
  return {.item = Matter::Case{area, {{std::move(unit)}}, {std::move(source)}}};
}
Matter by(std::string unit) { return {.unit = UnitCode{std::move(unit)}}; }
Matter in(std::vector<AreaCode> areas) { return {.areas = std::move(areas)}; }
Matter from(std::string source) { return {.source = std::move(source)}; }

TEST_F(Scope, EveryVerbIsRefusedToEveryRoleThatTheTableDoesNotName) {
  for (const Permission& permission : permissions()) {
    for (const auto& role : kSpellings<Role>) {
      const Principal principal{.name = "somebody", .roles = role.value};
      const auto problem = judge(permission, principal, {}, policy_);
      EXPECT_EQ(!problem, permission.roles.has(role.value)) << permission.name << " " << role.word;
      if (!problem) continue;
      EXPECT_EQ(problem->reason, "ROLE") << permission.name;
    }
  }
}

TEST_F(Scope, WithoutARoleNothingIsAllowed) {
  for (const Permission& permission : permissions()) {
    EXPECT_TRUE(judge(permission, {.name = "nobody"}, {}, policy_)) << permission.name;
  }
}

TEST_F(Scope, AHotlineSpeaksForItsSourcesOnly) {
  EXPECT_EQ(reason(v1::METHOD_SUBMIT, hotline_, from("12345")), "");
  EXPECT_EQ(reason(v1::METHOD_SUBMIT, hotline_, from("app")), "");
  EXPECT_EQ(reason(v1::METHOD_SUBMIT, hotline_, from("12346")), "SOURCE");
  EXPECT_EQ(reason(v1::METHOD_SUBMIT, hotline_, from("")), "SOURCE");
}

TEST_F(Scope, AHotlineSeesAndRemindsOfCasesOfItsOwnComplaints) {
  EXPECT_EQ(reason(v1::METHOD_GET_CASE, hotline_, about(kJinli, "jinli", "app")), "");
  EXPECT_EQ(reason(v1::METHOD_GET_CASE, hotline_, about(kJinli, "jinli", "web")), "SOURCE");
  EXPECT_EQ(wish(v1::ActRequest::kRemindCase, hotline_, about(kJinli, "jinli", "app")), "");
  EXPECT_EQ(wish(v1::ActRequest::kRemindCase, hotline_, about(kJinli, "jinli", "web")), "SOURCE");
  Matter joined = about(kJinli, "jinli", "web");
  joined.item->sources.push_back("12345");
  EXPECT_EQ(reason(v1::METHOD_CALL_BACK, hotline_, joined), "");
}

TEST_F(Scope, AWorkerPullsForItsUnitsOnly) {
  EXPECT_EQ(reason(v1::METHOD_PULL, desk_, by("waiwu")), "");
  EXPECT_EQ(reason(v1::METHOD_PULL, desk_, by("banyan")), "");
  EXPECT_EQ(reason(v1::METHOD_PULL, desk_, by("jinli")), "UNIT");
  EXPECT_EQ(reason(v1::METHOD_PULL, desk_, by("triage")), "UNIT");
  EXPECT_EQ(reason(v1::METHOD_PULL, desk_, by("")), "UNIT");
}

TEST_F(Scope, AWorkerActsOnCasesOfItsUnitsOnly) {
  EXPECT_EQ(reason(v1::METHOD_FINISH, desk_, about(kJinli, "waiwu")), "");
  EXPECT_EQ(reason(v1::METHOD_FINISH, desk_, about(kWaiwu, "jinli")), "UNIT");
  EXPECT_EQ(wish(v1::ActRequest::kAddEvidence, desk_, about(kWaiwu, "jinli")), "UNIT");
  Matter helped = about(kWaiwu, "jinli");
  helped.item->units.push_back({"banyan"});
  EXPECT_EQ(reason(v1::METHOD_GET_CASE, desk_, helped), "");
}

TEST_F(Scope, AWorkerThatNamesItsUnitIsNotAskedWhoHasTheCase) {
  Matter matter = about(kWaiwu, "jinli");
  matter.unit = UnitCode{"waiwu"};
  EXPECT_EQ(wish(v1::ActRequest::kReturnOrder, desk_, matter), "");
  matter.unit = UnitCode{"jinli"};
  EXPECT_EQ(wish(v1::ActRequest::kReturnOrder, desk_, matter), "UNIT");
}

TEST_F(Scope, OfAListWhatIsElsewhereOrNowhereIsOutOfReachAndHindersNothing) {
  Matter matter;
  matter.listed = {{CaseId{1}, about(kWaiwu, "waiwu").item},
                   {CaseId{2}, about(kWaiwu, "jinli").item},
                   {CaseId{3}, std::nullopt},
                   {CaseId{4}, about(kJinli, "banyan").item}};
  EXPECT_EQ(reason(v1::METHOD_RECEIVE, desk_, matter), "");
  const auto beyond = [&](const Principal& principal) {
    return out_of_reach(*permission_for({v1::METHOD_RECEIVE, 0}), principal, matter, policy_);
  };
  EXPECT_EQ(beyond(desk_), (std::set<CaseId>{{2}, {3}}));
  desk_.areas = {{kWaiwu}};
  EXPECT_EQ(beyond(desk_), (std::set<CaseId>{{2}, {3}, {4}}));
  // One role is enough, for each case.
  desk_.roles = Role::Worker | Role::Dispatcher;
  EXPECT_EQ(beyond(desk_), (std::set<CaseId>{{3}}));
  EXPECT_EQ(beyond(centre_), (std::set<CaseId>{{3}}));
  EXPECT_EQ(reason(v1::METHOD_RECEIVE, waiwu_, matter), "ROLE");
}

TEST_F(Scope, SourcesMatterToWhoIsHeldToThem) {
  const auto needs = [](v1::Method method, const Principal& principal) {
    return needs_sources(*permission_for({method, 0}), principal);
  };
  EXPECT_TRUE(needs(v1::METHOD_GET_CASE, hotline_));
  EXPECT_FALSE(needs(v1::METHOD_RECEIVE, hotline_));
  EXPECT_FALSE(needs(v1::METHOD_GET_CASE, desk_));
  hotline_.roles = Role::Gateway;
  EXPECT_FALSE(needs(v1::METHOD_GET_CASE, hotline_)) << "a gateway is held to units";
  hotline_.roles = Role::Intake | Role::Worker;
  EXPECT_TRUE(needs(v1::METHOD_GET_CASE, hotline_));
  hotline_.sources.reset();
  EXPECT_FALSE(needs(v1::METHOD_GET_CASE, hotline_));
}

TEST_F(Scope, AWorkerWithAreasIsHeldToBoth) {
  desk_.areas = {{kWaiwu}};
  EXPECT_EQ(reason(v1::METHOD_FINISH, desk_, about(kBanyan1, "waiwu")), "");
  EXPECT_EQ(reason(v1::METHOD_FINISH, desk_, about(kMill, "waiwu")), "AREA_SCOPE");
}

TEST_F(Scope, AWorkerOfNoParticularUnitIsHeldToItsAreas) {
  const Principal roaming{.name = "roaming", .roles = Role::Worker, .areas = {{kWaiwu}}};
  EXPECT_EQ(reason(v1::METHOD_PULL, roaming, by("banyan")), "");
  EXPECT_EQ(reason(v1::METHOD_PULL, roaming, by("jinli")), "AREA_SCOPE");
  EXPECT_EQ(reason(v1::METHOD_PULL, roaming, by("no such unit")), "AREA_SCOPE");
}

TEST_F(Scope, ASupervisorRulesInItsAreasAndBelow) {
  EXPECT_EQ(wish(v1::ActRequest::kSuperviseCase, waiwu_, about(kWaiwu)), "");
  EXPECT_EQ(wish(v1::ActRequest::kSuperviseCase, waiwu_, about(kBanyan1)), "");
  EXPECT_EQ(wish(v1::ActRequest::kSuperviseCase, waiwu_, about(kJinli)), "AREA_SCOPE");
  EXPECT_EQ(wish(v1::ActRequest::kSuperviseCase, waiwu_, about(kWuan)), "AREA_SCOPE");
  EXPECT_EQ(wish(v1::ActRequest::kSuperviseCase, waiwu_, about(kChangtai)), "AREA_SCOPE");
}

TEST_F(Scope, ACaseWithoutAPlaceIsInNobodysArea) {
  EXPECT_EQ(wish(v1::ActRequest::kSuperviseCase, waiwu_, about({})), "AREA_SCOPE");
  EXPECT_EQ(reason(v1::METHOD_CLASSIFY, centre_, about({})), "");
}

TEST_F(Scope, ADeskThatIsNamedIsTheirsWhereverItIs) {
  Principal desk{
      .name = "desk", .roles = Role::Dispatcher, .areas = {{kWaiwu}}, .units = {{{"triage"}}}};
  EXPECT_EQ(reason(v1::METHOD_PULL, desk, by("triage")), "");
  EXPECT_EQ(reason(v1::METHOD_CLASSIFY, desk, about({}, "triage")), "");
  EXPECT_EQ(reason(v1::METHOD_CLASSIFY, desk, about({}, "dispatch")), "AREA_SCOPE");
}

TEST_F(Scope, AModeIsChangedInOnesAreasOnly) {
  EXPECT_EQ(wish(v1::ActRequest::kChangeMode, waiwu_, in({kBanyan1})), "");
  EXPECT_EQ(wish(v1::ActRequest::kChangeMode, waiwu_, in({kJinli})), "AREA_SCOPE");
  EXPECT_EQ(wish(v1::ActRequest::kChangeMode, waiwu_, in({})), "AREA_SCOPE");
}

TEST_F(Scope, TheWholeStreamIsForThoseWithoutLimits) {
  EXPECT_EQ(reason(v1::METHOD_WATCH, centre_, in({})), "");
  EXPECT_EQ(reason(v1::METHOD_WATCH, admin_, in({})), "");
  EXPECT_EQ(reason(v1::METHOD_WATCH, waiwu_, in({})), "AREA_SCOPE");
  EXPECT_EQ(reason(v1::METHOD_WATCH, waiwu_, in({kWaiwu, kBanyan1})), "");
  EXPECT_EQ(reason(v1::METHOD_WATCH, waiwu_, in({kWaiwu, kJinli})), "AREA_SCOPE");
  EXPECT_EQ(reason(v1::METHOD_WATCH, desk_, in({})), "UNIT");
  Matter narrowed = in({});
  narrowed.units = {{"waiwu"}, {"banyan"}};
  EXPECT_EQ(reason(v1::METHOD_WATCH, desk_, narrowed), "");
  narrowed.units.push_back({"jinli"});
  EXPECT_EQ(reason(v1::METHOD_WATCH, desk_, narrowed), "UNIT");
}

TEST_F(Scope, LinesAreShownOfOnesOwnUnits) {
  EXPECT_EQ(reason(v1::METHOD_QUEUES, waiwu_, by("banyan")), "");
  EXPECT_EQ(reason(v1::METHOD_QUEUES, waiwu_, by("jinli")), "AREA_SCOPE");
  EXPECT_EQ(reason(v1::METHOD_QUEUES, waiwu_, by("")), "AREA_SCOPE");
  EXPECT_EQ(reason(v1::METHOD_QUEUES, centre_, by("")), "");
}

TEST_F(Scope, AWishIsListedForOnesUnitOrInOnesArea) {
  Matter matter = by("");
  matter.areas = std::vector<AreaCode>{kBanyan1};
  EXPECT_EQ(wish(v1::ActRequest::kListWish, waiwu_, matter), "");
  EXPECT_EQ(wish(v1::ActRequest::kListWish, desk_, matter), "UNIT");
  matter.areas = std::vector<AreaCode>{};
  EXPECT_EQ(wish(v1::ActRequest::kListWish, waiwu_, matter), "AREA_SCOPE");
  matter.unit = UnitCode{"waiwu"};
  EXPECT_EQ(wish(v1::ActRequest::kListWish, waiwu_, matter), "");
  EXPECT_EQ(wish(v1::ActRequest::kListWish, desk_, matter), "");
}

TEST_F(Scope, OneOfTwoRolesIsEnough) {
  Principal both = waiwu_;
  both.roles = Role::Supervisor | Role::Intake;
  both.sources = {{"12345"}};
  EXPECT_EQ(reason(v1::METHOD_GET_CASE, both, about(kJinli, "jinli", "12345")), "AREA_SCOPE");
  both.areas.reset();
  EXPECT_EQ(reason(v1::METHOD_GET_CASE, both, about(kJinli, "jinli", "web")), "");
  EXPECT_EQ(reason(v1::METHOD_SUBMIT, both, from("web")), "SOURCE");
}

TEST_F(Scope, WhoRunsTheEngineSeesAllAndDecidesNothing) {
  EXPECT_EQ(reason(v1::METHOD_GET_CASE, admin_, about(kJinli)), "");
  EXPECT_EQ(reason(v1::METHOD_STATUS, admin_), "");
  EXPECT_EQ(reason(v1::METHOD_SUBMIT, admin_, from("12345")), "ROLE");
  EXPECT_EQ(wish(v1::ActRequest::kIssueCard, admin_, about(kJinli)), "ROLE");
}

TEST_F(Scope, AGatewayIsHeldToItsSourcesAndUnits) {
  const Principal gateway{
      .name = "portal", .roles = Role::Gateway, .units = {{{"waiwu"}}}, .sources = {{"portal"}}};
  EXPECT_EQ(reason(v1::METHOD_SUBMIT, gateway, from("portal")), "");
  EXPECT_EQ(reason(v1::METHOD_SUBMIT, gateway, from("12345")), "SOURCE");
  EXPECT_EQ(reason(v1::METHOD_PULL, gateway, by("waiwu")), "");
  EXPECT_EQ(reason(v1::METHOD_PULL, gateway, by("jinli")), "UNIT");
}

TEST_F(Scope, NoMatterIsNeededWhereNoLimitCouldHold) {
  EXPECT_FALSE(needs_matter(*permission_for({v1::METHOD_FINISH, 0}), centre_));
  EXPECT_FALSE(needs_matter(*permission_for({v1::METHOD_HELLO, 0}), desk_));
  EXPECT_TRUE(needs_matter(*permission_for({v1::METHOD_FINISH, 0}), desk_));
}

}  // namespace whistle::service::scope_test
