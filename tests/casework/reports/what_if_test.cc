#include "engine/casework/reports/what_if.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/past.h"

// What another rule book would have made of what happened.
namespace whistle::casework::what_if_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Report kParking{.category = "parking"};

policy::RuleBook with_limit(Stage stage, Severity severity, std::string_view limit) {
  policy::RuleBook book = changtai_rules();
  for (policy::LimitRule& rule : book.limits) {
    if (rule.stage == stage && rule.severity == severity) rule.limit = limit_of(limit);
  }
  return book;
}

policy::RuleBook parking_to_the_street() {
  policy::RuleBook book = changtai_rules();
  book.catalogue.insert(book.catalogue.begin(), {.category = "parking",
                                                 .request_type = {},
                                                 .condition = {},
                                                 .area = {},
                                                 .tier = Tier::Street,
                                                 .unit = {},
                                                 .rule = {"parking_to_the_street"}});
  return book;
}

void expect_trust(const Past::Found& found) {
  EXPECT_EQ(found.report.fidelity.agree, found.report.fidelity.compared);
  EXPECT_TRUE(found.report.fidelity.disagree.empty());
}

TEST(WhatIf, OfNothingIsNothing) {
  const auto found = Past(changtai_rules()).what_if(parking_to_the_street());
  EXPECT_EQ(found.report.complaints, 0U);
  EXPECT_EQ(found.report.fidelity.compared, 0U);
  EXPECT_TRUE(found.report.loads.empty());
}

TEST(WhatIf, UnderTheSameRulesNothingDiffers) {
  Past past(changtai_rules());
  const CaseId late = past.submit(kParking);
  const CaseId unclear = past.submit({.category_certainty = triage::Certainty::Unsure});
  const CaseId burst = past.submit({.category = "burst", .severity = Severity::Red});
  past.submit({.category = "burst"});
  past.submit({.decline_ground = "litigation"});
  past.after(30min).classify(unclear, "noise", kBanyan1).bring_to_end(burst);
  past.after(24h * 20).bring_to_end(late);
  const auto found = past.what_if(changtai_rules());
  expect_trust(found);
  EXPECT_EQ(found.report.complaints, 5U);
  EXPECT_EQ(found.report.different, 0U);
  EXPECT_TRUE(found.differences.empty());
  EXPECT_GT(found.report.climbs.before, 0U);
  EXPECT_EQ(found.report.climbs.before, found.report.climbs.after);
  EXPECT_GT(found.report.stages.at(Stage::Resolve).broken.before, 0U);
  for (const auto& [unit, load] : found.report.loads) {
    EXPECT_EQ(load[0].before, load[0].after) << unit.value;
    EXPECT_EQ(load[1].before, load[1].after) << unit.value;
  }
}

TEST(WhatIf, OneLimitMovesItsPromisesAndNothingElse) {
  Past past(changtai_rules());
  const CaseId first = past.submit(kParking);
  past.submit({.category = "burst", .severity = Severity::Red});
  past.after(10min).sign(first).contact(first).at(shanghai("2026-03-13 10:00"));
  past.bring_to_end(first);
  const auto found = past.what_if(with_limit(Stage::Resolve, Severity::Blue, "3wd"));
  expect_trust(found);
  ASSERT_EQ(found.differences.size(), 1U);
  const CourseDifference& one = found.differences.front();
  EXPECT_EQ(one.before.id, first);
  EXPECT_EQ(one.deadlines, std::vector{Stage::Resolve});
  EXPECT_EQ(one.before.promise(Stage::Resolve)->due, shanghai("2026-03-16 09:00"));
  EXPECT_EQ(one.after.promise(Stage::Resolve)->due, shanghai("2026-03-12 09:00"));
  // The work was done on the 13th: in time then, late under the other book.
  EXPECT_EQ(one.broken, std::vector{Stage::Resolve});
  EXPECT_FALSE(one.route || one.colour || one.category || one.disposition);
  const StageChange& resolve = found.report.stages.at(Stage::Resolve);
  EXPECT_EQ(resolve.sooner, 1U);
  EXPECT_EQ(resolve.same, 1U);
  EXPECT_EQ(resolve.sooner_by, Milliseconds{96h});
  EXPECT_EQ(resolve.newly_broken, 1U);
  EXPECT_EQ(resolve.no_longer_broken, 0U);
  EXPECT_FALSE(found.report.stages.at(Stage::Sign).is_different());
}

// The same journal tells the same, line by line, whoever runs it and wherever.
TEST(WhatIf, WhatEndsAtOnceIsToldInTheOrderInWhichItCame) {
  Past past(changtai_rules());
  constexpr std::uint64_t kOpen = 40;
  for (std::uint64_t i = 0; i < kOpen; ++i) {
    past.submit(kParking);
    past.after(48h);
  }
  const auto found = past.what_if(with_limit(Stage::Resolve, Severity::Blue, "3wd"));
  std::vector<std::uint64_t> told;
  for (const CourseDifference& each : found.differences) {
    told.push_back(each.before.complaint.value);
  }
  EXPECT_EQ(told.size(), kOpen);
  EXPECT_TRUE(std::ranges::is_sorted(told));
}

TEST(WhatIf, ALongerLimitKeepsWhatWasBroken) {
  Past past(changtai_rules());
  const CaseId first = past.submit(kParking);
  past.after(10min).sign(first).contact(first).at(shanghai("2026-03-17 10:00")).bring_to_end(first);
  const auto found = past.what_if(with_limit(Stage::Resolve, Severity::Blue, "9wd"));
  const StageChange& resolve = found.report.stages.at(Stage::Resolve);
  EXPECT_EQ(resolve.later, 1U);
  EXPECT_EQ(resolve.broken, (BeforeAfter{1, 0}));
  EXPECT_EQ(resolve.no_longer_broken, 1U);
  EXPECT_EQ(found.report.yellow_cards.after, 0U);
}

TEST(WhatIf, WhatIsReturnedOrParkedComesToTheDispatcher) {
  policy::RuleBook book = changtai_rules();
  book.settings.attempts.failures_max = 0;
  Past past(book);
  const CaseId returned = past.submit(kParking);
  const CaseId parked = past.submit({.category = "litter"});
  const std::string unit = past.state().symbols().name(past.the(parked).unit);
  ASSERT_TRUE(past.wish(
      ReturnOrder{.id = returned, .unit = {"waiwu"}, .worker = {"chen"}, .reason = "not ours"}));
  ASSERT_TRUE(past.wish(PullOrders{.unit = {unit}, .worker = {"chen"}, .only = parked}));
  ASSERT_TRUE(
      past.wish(ReleaseOrder{parked, past.the(parked).token, {"chen"}, "nobody there", true}));
  const auto found = past.what_if(book);
  expect_trust(found);
  const auto& dispatcher = found.report.loads.at({std::string(kDispatchDesk)});
  EXPECT_EQ(dispatcher[0], (BeforeAfter{2, 2}));
  EXPECT_EQ(dispatcher[1], (BeforeAfter{2, 2}));
  EXPECT_EQ(found.report.loads.at({"waiwu"})[0], (BeforeAfter{1, 1}));
  EXPECT_EQ(found.report.loads.at({unit})[0], (BeforeAfter{1, 1}));
}

TEST(WhatIf, AnotherRouteIsWalkedByTheSamePeopleAtTheSameInstants) {
  Past past(changtai_rules());
  const CaseId first = past.submit(kParking);
  past.submit({.category = "litter"});
  past.after(10min).bring_to_end(first);
  const auto found = past.what_if(parking_to_the_street());
  expect_trust(found);
  ASSERT_EQ(found.differences.size(), 1U);
  const CourseDifference& one = found.differences.front();
  EXPECT_TRUE(one.route);
  EXPECT_EQ(one.before.route.front().unit, UnitCode{"waiwu"});
  EXPECT_EQ(one.after.route.front(), (Stop{{"wuan"}, {"parking_to_the_street"}}));
  EXPECT_TRUE(one.broken.empty());
  EXPECT_EQ(found.report.units.at({"waiwu", "wuan"}), 1U);
  EXPECT_EQ(found.report.loads.at({"waiwu"})[0], (BeforeAfter{1, 0}));
  EXPECT_EQ(found.report.loads.at({"wuan"})[0], (BeforeAfter{0, 1}));
  EXPECT_EQ(found.report.loads.at({"wuan"})[1], (BeforeAfter{0, 1}));
}

TEST(WhatIf, AnotherReadingChangesCategoryColourAndAllThatFollows) {
  Past past(changtai_rules());
  const CaseId first = past.submit(kParking);
  past.after(10min).bring_to_end(first);
  const auto found = past.what_if(changtai_rules(), [](triage::Findings findings) {
    findings.category.category = {"burst"};
    findings.category.rule = {"lexicon:burst"};
    findings.severity.severity = Severity::Red;
    findings.severity.rule = {"trigger"};
    return findings;
  });
  expect_trust(found);
  ASSERT_EQ(found.differences.size(), 1U);
  const CourseDifference& one = found.differences.front();
  EXPECT_TRUE(one.category && one.colour && one.route);
  EXPECT_EQ(one.after.category_rule, RuleName{"lexicon:burst"});
  EXPECT_EQ(found.report.categories.at({"parking", "burst"}), 1U);
  EXPECT_EQ(found.report.colours.at({Severity::Blue, Severity::Red}), 1U);
}

TEST(WhatIf, WhatAPersonReadIsReadByTheRulesWhenTheyAreCertain) {
  Past past(changtai_rules());
  const CaseId first = past.submit({.category_certainty = triage::Certainty::Unsure});
  past.after(20min).classify(first, "parking", kBanyan1).after(10min).bring_to_end(first);
  const auto found = past.what_if(changtai_rules(), [](triage::Findings findings) {
    findings.category.category = {"noise"};
    findings.category.certainty = triage::Certainty::Certain;
    return findings;
  });
  expect_trust(found);
  EXPECT_EQ(found.report.read_by_person, (BeforeAfter{1, 0}));
  EXPECT_EQ(found.report.dispositions.at({"awaits_triage", "filed"}), 1U);
  // A person had known better.
  EXPECT_EQ(found.report.categories.at({"parking", "noise"}), 1U);
  EXPECT_EQ(found.report.loads.at({std::string(kTriageDesk)})[0], (BeforeAfter{1, 0}));
}

TEST(WhatIf, WhatTheRulesCannotReadAnyMoreWaitsForThePersonWhoFirstWorkedOnIt) {
  Past past(changtai_rules());
  const CaseId first = past.submit(kParking);
  past.after(20min).bring_to_end(first);
  const auto found = past.what_if(changtai_rules(), [](triage::Findings findings) {
    findings.category.certainty = triage::Certainty::Unsure;
    return findings;
  });
  EXPECT_EQ(found.report.read_by_person, (BeforeAfter{0, 1}));
  ASSERT_EQ(found.differences.size(), 1U);
  const Course& after = found.differences.front().after;
  EXPECT_EQ(after.category, CategoryCode{"parking"});
  ASSERT_EQ(after.route.size(), 2U);
  EXPECT_EQ(after.route[0].unit.value, kTriageDesk);
  EXPECT_EQ(after.route[1].unit, UnitCode{"waiwu"});
}

TEST(WhatIf, WhatWasOneCaseIsWorkedOnTogetherWhenItIsTwo) {
  Past past(changtai_rules());
  const CaseId first = past.submit({.category = "burst"});
  past.after(2h);
  ASSERT_EQ(past.submit({.category = "burst"}), first);
  past.after(10min).bring_to_end(first);
  policy::RuleBook book = changtai_rules();
  book.settings.merge_window = Milliseconds{1h};
  const auto found = past.what_if(std::move(book));
  expect_trust(found);
  EXPECT_EQ(found.report.cases, (BeforeAfter{1, 2}));
  EXPECT_EQ(found.report.dispositions.at({"merged", "filed"}), 1U);
  ASSERT_EQ(found.differences.size(), 1U);
  EXPECT_FALSE(found.differences.front().after.unfollowed);
  EXPECT_EQ(found.differences.front().after.route.size(), 1U);
}

TEST(WhatIf, WhatWasTwoCasesFollowsTheOlderOneWhenItIsOne) {
  policy::RuleBook apart = changtai_rules();
  apart.settings.merge_window = Milliseconds{1h};
  Past past(std::move(apart));
  const CaseId first = past.submit({.category = "burst"});
  const CaseId second = past.after(2h).submit({.category = "burst"});
  ASSERT_NE(first, second);
  past.after(10min).bring_to_end(second).bring_to_end(first);
  const auto found = past.what_if(changtai_rules());
  expect_trust(found);
  EXPECT_EQ(found.report.cases, (BeforeAfter{2, 1}));
  EXPECT_EQ(found.report.dispositions.at({"filed", "merged"}), 1U);
  EXPECT_TRUE(found.report.refused.empty());
}

TEST(WhatIf, AShorterBudgetClimbsAndTheWorkIsDoneWhereTheCaseHasCome) {
  Past past(changtai_rules());
  const CaseId first = past.submit({.category = "noise"});
  past.after(2h).sign(first).contact(first).after(3h).bring_to_end(first);
  ASSERT_EQ(past.what_if(changtai_rules()).report.climbs, BeforeAfter{});
  policy::RuleBook book = changtai_rules();
  for (policy::Ladder& ladder : book.ladders) ladder.rungs.front().budget = limit_of("30m");
  for (policy::Ladder& ladder : book.ladders) {
    for (policy::Rung& rung : ladder.rungs) {
      if (rung.tier == Tier::Compound) rung.budget = limit_of("30m");
    }
  }
  const auto found = past.what_if(std::move(book));
  EXPECT_EQ(found.report.climbs.before, 0U);
  EXPECT_GT(found.report.climbs.after, 0U);
  EXPECT_EQ(found.report.climb_more, 1U);
  ASSERT_EQ(found.differences.size(), 1U);
  const Course& after = found.differences.front().after;
  EXPECT_TRUE(found.differences.front().climbs);
  EXPECT_EQ(after.climbs.front().rule.value, "rung:compound:used_up");
  EXPECT_GT(after.route.size(), 1U);
}

TEST(WhatIf, WhatWasDeclinedAndIsACaseNowArrivesButIsNotJudged) {
  Past past(changtai_rules());
  past.submit({.category = "parking", .decline_ground = "litigation"});
  past.after(24h * 30);
  const auto found = past.what_if(changtai_rules(), [](triage::Findings findings) {
    findings.decline_ground.clear();
    return findings;
  });
  expect_trust(found);
  ASSERT_EQ(found.differences.size(), 1U);
  EXPECT_TRUE(found.differences.front().after.unfollowed);
  EXPECT_EQ(found.report.dispositions.at({"declined", "filed"}), 1U);
  EXPECT_EQ(found.report.loads.at({"waiwu"})[0], (BeforeAfter{0, 1}));
  EXPECT_TRUE(found.report.stages.empty());
  EXPECT_EQ(found.report.climbs, BeforeAfter{});
}

TEST(WhatIf, WhatJoinedACaseFromBeforeTheStretchIsLeftOut) {
  Past past(changtai_rules());
  const CaseId old = past.submit({.category = "burst"});
  const Timestamp from = past.after(1h).now();
  ASSERT_EQ(past.submit({.category = "burst"}), old);
  const CaseId own = past.submit(kParking);
  past.after(10min).bring_to_end(old).bring_to_end(own);
  const auto found = past.what_if(changtai_rules(), {}, from);
  expect_trust(found);
  EXPECT_EQ(found.joined_older, 1U);
  EXPECT_EQ(found.report.complaints, 1U);
  EXPECT_EQ(found.report.different, 0U);
}

TEST(WhatIf, ACategoryThatIsGoneIsRefusedAndCounted) {
  Past past(changtai_rules());
  SubmitComplaint given = complaint_of(kParking, 99, past.now());
  given.complaint.category = {"parking"};
  ASSERT_TRUE(past.wish(given));
  policy::RuleBook book = changtai_rules();
  std::erase_if(book.categories,
                [](const policy::Category& each) { return each.code.value == "parking"; });
  const auto found = past.what_if(std::move(book));
  EXPECT_EQ(found.report.dispositions.at({"filed", "refused"}), 1U);
  EXPECT_EQ(found.report.refused.at("UNKNOWN_CATEGORY"), (BeforeAfter{0, 1}));
  ASSERT_EQ(found.differences.size(), 1U);
  EXPECT_NE(found.differences.front().after.disposition_rule.value.find("parking"),
            std::string::npos);
}

}  // namespace whistle::casework::what_if_test
