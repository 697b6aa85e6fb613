#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "tests/casework/town.h"

// What the facts of a case are worth on the scoreboard. Each town is counted once more at its end.
namespace whistle::casework::tallying_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();

TEST(Tally, CountsAComplaintWhereItIs) {
  Town town;
  town.submit({.category = "parking"});
  EXPECT_EQ(town.all(Measure::Accepted), 1);
  EXPECT_EQ(town.of(Dimension::Area, key(kBanyan1), Measure::Accepted), 1);
  EXPECT_EQ(town.of(Dimension::AreaCategory, key(kBanyan1) + "/parking", Measure::Accepted), 1);
  EXPECT_EQ(town.unit("waiwu", Measure::Dispatched), 1);
  EXPECT_EQ(town.of(Dimension::Tier, "community", Measure::Dispatched), 1);
}

TEST(Tally, CountsAComplaintThatJoinedAnother) {
  Town town;
  town.submit({.category = "parking", .requester = "zhao"});
  town.submit({.category = "parking", .requester = "zhao"});
  EXPECT_EQ(town.all(Measure::Accepted), 2);
  EXPECT_EQ(town.all(Measure::Repeats), 1);
  EXPECT_EQ(town.all(Measure::Reminders), 1);
  EXPECT_EQ(town.unit("waiwu", Measure::Repeats), 1);
  EXPECT_EQ(town.of(Dimension::Area, key(kBanyan1), Measure::Repeats), 1);
  EXPECT_EQ(town.unit("waiwu", Measure::Dispatched), 1);
}

TEST(Tally, CountsAComplaintWhereAPersonFindsItToBe) {
  Town town;
  town.submit({.category = "parking", .place_certainty = triage::Certainty::None});
  EXPECT_EQ(town.all(Measure::Accepted), 1);
  EXPECT_EQ(town.state().registers().scores().size(), 1U);  // and no unit has it yet
  town.when(PullOrders{
      .unit = {"triage"}, .worker = {"desk"}, .max = 1, .only = {}, .sign_at_once = false});
  town.when(ClassifyCase{.id = kFirst,
                         .token = town.state().find(kFirst)->token,
                         .by = {"desk"},
                         .category = {"parking"},
                         .area = kBanyan});
  EXPECT_EQ(town.of(Dimension::Area, key(kBanyan), Measure::Accepted), 1);
  EXPECT_EQ(town.of(Dimension::AreaCategory, key(kBanyan) + "/parking", Measure::Accepted), 1);
}

TEST(Tally, CountsContactAndWorkOfUnitTierAndWorker) {
  Town town;
  town.submit({.category = "parking"}).take("waiwu").contact().finish();
  for (const Measure measure :
       {Measure::Contacted, Measure::ContactedInTime, Measure::Finished, Measure::FinishedInTime}) {
    EXPECT_EQ(town.unit("waiwu", measure), 1) << to_word(measure);
    EXPECT_EQ(town.of(Dimension::Tier, "community", measure), 1) << to_word(measure);
    EXPECT_EQ(town.of(Dimension::Worker, "chen", measure), 1) << to_word(measure);
  }
  EXPECT_EQ(town.unit("waiwu", Measure::OnTimeSteps), 2);  // signed and contacted
}

TEST(Tally, CountsWorkAsLateAlthoughNobodyToldThatThePromiseRanOut) {
  const Timestamp due = shanghai("2026-03-16 09:00");  // 5 working days
  Town in_time;
  in_time.submit({.category = "parking"}).take("waiwu").contact().at(due).finish();
  EXPECT_EQ(in_time.unit("waiwu", Measure::FinishedInTime), 1);
  EXPECT_EQ(in_time.unit("waiwu", Measure::Overdue), 0);
  Town late;
  late.submit({.category = "parking"}).take("waiwu").contact().at(due + 1ms).finish();
  EXPECT_EQ(late.unit("waiwu", Measure::Finished), 1);
  EXPECT_EQ(late.unit("waiwu", Measure::FinishedInTime), 0);
  EXPECT_EQ(late.unit("waiwu", Measure::Overdue), 1);
}

TEST(Tally, CountsBrokenPromisesAndCardsButNoBudgetsOfTiers) {
  Town town;
  // 30 minutes to sign, and 48 hours on the ladder of yellow cases.
  town.submit({.category = "outage", .severity = Severity::Yellow});
  town.at(kMorning + 31min).when(Tick{.max = 8});
  EXPECT_EQ(town.unit("water", Measure::Overdue), 1);
  EXPECT_EQ(town.of(Dimension::Tier, "department", Measure::Overdue), 1);
  EXPECT_EQ(town.unit("water", Measure::YellowCards), 1);
  EXPECT_EQ(town.unit("water", Measure::Points), -5);
  EXPECT_EQ(town.unit("water", Measure::Exposed), 0);
  town.at(kMorning + 61min).when(Tick{.max = 8});
  EXPECT_EQ(town.unit("water", Measure::Overdue), 1);
  EXPECT_EQ(town.unit("water", Measure::RedCards), 1);
  EXPECT_EQ(town.unit("water", Measure::Exposed), 1);
}

TEST(Tally, CountsWhatTheRequesterSays) {
  Town town;
  town.submit({.category = "parking"}).take("waiwu").finish().check();
  town.call_back(Satisfaction::FairlySatisfied, Solved::PartlySolved);
  for (const Dimension dimension : {Dimension::Unit, Dimension::Area, Dimension::Worker}) {
    const std::string& of = dimension == Dimension::Unit   ? "waiwu"
                            : dimension == Dimension::Area ? key(kBanyan1)
                                                           : "chen";
    EXPECT_EQ(town.of(dimension, of, Measure::ValidCallbacks), 1);
    EXPECT_EQ(town.of(dimension, of, Measure::Satisfied), 1);
    EXPECT_EQ(town.of(dimension, of, Measure::SolveAsked), 1);
    EXPECT_EQ(town.of(dimension, of, Measure::Solved), 0);
  }
  EXPECT_EQ(town.all(Measure::Closed), 1);
  EXPECT_EQ(town.all(Measure::ClosedInTime), 1);
  EXPECT_EQ(town.unit("waiwu", Measure::Closed), 1);
  EXPECT_EQ(town.of(Dimension::Area, key(kBanyan1), Measure::ClosedInTime), 1);
}

TEST(Tally, LeavesOutWhoDidNotRate) {
  Town town;
  town.submit({.category = "parking"}).take("waiwu").finish().check();
  town.call_back(Satisfaction::Unrated);
  EXPECT_EQ(town.unit("waiwu", Measure::ValidCallbacks), 0);
  EXPECT_EQ(town.unit("waiwu", Measure::SolveAsked), 0);
}

TEST(Tally, CountsEachComplaintOfACaseInSatisfactionAndTheFirstInWhatWasSolved) {
  Town town;
  town.submit({.category = "litter"})
      .submit({.category = "litter"})
      .take("banyan-1")
      .finish()
      .check();
  CalledBack said{.id = kFirst,
                  .solved = Solved::Solved,
                  .satisfaction = Satisfaction::Dissatisfied,
                  .by = {"desk"},
                  .note = {},
                  .complaint = {1}};
  town.apply({said});
  said.complaint = {2};
  said.satisfaction = Satisfaction::VerySatisfied;
  town.apply({said});
  EXPECT_EQ(town.unit("banyan-1", Measure::ValidCallbacks), 2);
  EXPECT_EQ(town.unit("banyan-1", Measure::Satisfied), 1);
  EXPECT_EQ(town.unit("banyan-1", Measure::SolveAsked), 1);
  EXPECT_EQ(town.unit("banyan-1", Measure::Solved), 1);
}

TEST(Tally, CountsWorkThatWasSentBack) {
  Town town;
  town.submit({.category = "parking"}).take("waiwu").finish().check(false);
  EXPECT_EQ(town.unit("waiwu", Measure::Reworked), 1);
  EXPECT_EQ(town.unit("waiwu", Measure::Exposed), 1);
  EXPECT_EQ(town.unit("waiwu", Measure::Dispatched), 2);
}

TEST(Tally, CountsInTheMonthOfTheFact) {
  Town town(without_checks(changtai_rules()));
  town.submit({.category = "parking"}).take("waiwu").at(shanghai("2026-04-01 00:00")).finish();
  const Registers& registers = town.state().registers();
  EXPECT_EQ(town.unit("waiwu", Measure::Finished), 0);
  EXPECT_EQ(registers.count(202604, Dimension::Unit, "waiwu", Measure::Finished), 1);
  EXPECT_EQ(registers.counters().period, 202604U);
}

TEST(Tally, StandsStillWhereNobodyReadsIt) {
  Town town;
  town.submit({.category = "parking"}).take("waiwu").contact().finish();
  State run;
  run.keep_no_score();
  for (const Event& fact : town.history()) run.apply(fact);
  EXPECT_TRUE(run.registers().scores().empty());
  EXPECT_EQ(run.tallies(), town.state().tallies());
  EXPECT_EQ(*run.find(kFirst), *town.state().find(kFirst));
}

TEST(Tally, RemembersAClosedCaseThatCanBeAppealed) {
  Town town;
  town.submit({.category = "parking"}).take("waiwu").finish().check();
  town.apply({CaseClosed{.id = kFirst,
                         .rule = {"callback:satisfied"},
                         .on_time = false,
                         .appeal_until = kMorning + 24h,
                         .may_appeal = {{"waiwu"}, {"wuan"}}}});
  EXPECT_EQ(*town.state().registers().appealable(kFirst),
            (Appealable{.id = kFirst,
                        .period = kMarch,
                        .until = kMorning + 24h,
                        .units = {{.unit = {"waiwu"}, .late = true}, {.unit = {"wuan"}}}}));
}

}  // namespace whistle::casework::tallying_test
