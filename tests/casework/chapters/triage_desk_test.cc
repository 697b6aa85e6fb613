#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine/casework/chapters/draft.h"
#include "tests/support/scenario.h"

// How a complaint comes in: filed and dispatched, read by a person first, or declined.
namespace whistle::casework::triage_desk_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

Report unsure_what() {
  return {.category = "noise", .category_certainty = triage::Certainty::Unsure};
}
Report unsure_where() {
  return {.category = "noise", .area = kBanyan, .place_certainty = triage::Certainty::Unsure};
}

TEST(Triage, SendsTheCaseOnItsWayWhenAPersonClassifies) {
  const Timestamp later = kMorning + 10min;
  Scenario(changtai_rules())
      .submit(unsure_what())
      .at(later)
      .pull("triage", "lin")
      .classify("noise", kBanyan, "lin")
      .then({CaseClassified{.id = kFirst,
                            .category = {"noise"},
                            .area = kBanyan,
                            .cause_area = kBanyan,
                            .by = {"lin"}},
             ClockMet{.id = kFirst, .stage = Stage::Accept, .on_time = true},
             promise(kFirst, Stage::Sign, "1wd", later, "blue"),
             rung_promise(kFirst, "4wh", later, "dispute", Tier::Compound),
             OrderDispatched{.id = kFirst,
                             .number = 1,
                             .unit = {"banyan"},
                             .tier = Tier::Compound,
                             .rule = {"matter_class:focal"},
                             .raised_to_duty = false,
                             .queue_due = shanghai("2026-03-09 15:10"),
                             .told = {}}});
}

TEST(Triage, IsOnTimeAtTheLastMillisecondAndLateAfterIt) {
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit(unsure_what())
        .at(kMorning + 15min + late)
        .pull("triage")
        .classify("noise", kBanyan);
    EXPECT_EQ(
        story.facts<ClockMet>(),
        (std::vector<ClockMet>{{.id = kFirst, .stage = Stage::Accept, .on_time = late == 0ms}}));
  }
}

TEST(Triage, RaisesTheColourWithTheCategory) {
  Scenario story(changtai_rules());
  story.submit(unsure_what()).pull("triage").classify("outage", kMill1);
  EXPECT_EQ(story.facts<CaseRecoloured>(),
            (std::vector<CaseRecoloured>{{.id = kFirst,
                                          .from = Severity::Blue,
                                          .to = Severity::Yellow,
                                          .rule = {"severity:always_yellow"}}}));
  EXPECT_EQ(story.the_case().severity, Severity::Yellow);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, kMorning + 24h);
  EXPECT_EQ(story.unit(), "water");
}

TEST(Triage, NeverLowersTheColour) {
  Scenario story(changtai_rules());
  Report gas = unsure_where();
  gas.severity = Severity::Red;
  story.submit(gas).pull("triage").classify("litter", kBanyan1);
  EXPECT_EQ(story.the_case().severity, Severity::Red);
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(Triage, CountsAgainstThePromiseToTheResident) {
  const Timestamp due = shanghai("2026-03-16 09:00");
  Scenario story(changtai_rules());
  story.submit(unsure_what()).time_passes_to(due).time_passes_to(due + 1ms);
  story.then({ClockRanOut{
      .id = kFirst, .stage = Stage::Resolve, .due = due, .unit = {"triage"}, .far = false}});
  // Whoever gets the case now finds the promise broken; it does not break once more.
  story.pull("triage").classify("noise", kBanyan).tick().then_nothing();
  EXPECT_TRUE(story.the_case().clock(Stage::Resolve)->overdue);
  EXPECT_EQ(story.state().tallies().overdue, 2U);  // read too late, and not resolved
}

TEST(Triage, ShortensThePromiseFromItsBeginning) {
  Scenario story(changtai_rules());
  story.submit(unsure_what()).at(kMorning + 10h).pull("triage").classify("outage", kMill1);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->started, kMorning);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, kMorning + 24h);
}

TEST(Triage, CountsTheCallFromWhenItCameIn) {
  Report help = unsure_what();
  help.request_type = RequestType::Help;
  Scenario story(changtai_rules());
  story.submit(help).at(kMorning + 10min).pull("triage").classify("noise", kBanyan);
  EXPECT_EQ(story.the_case().clock(Stage::FirstResponse)->alarms.due, kMorning + 5min);
  EXPECT_EQ(story.the_case().clock(Stage::AtDoor)->alarms.due, kMorning + 30min);
  EXPECT_EQ(story.the_case().queue_due, kMorning + 5min);
}

Report unsure_burst(std::string requester, Severity severity = Severity::Blue) {
  return {.category = "burst",
          .severity = severity,
          .requester = std::move(requester),
          .category_certainty = triage::Certainty::Unsure};
}

TEST(Triage, MakesTheCaseOneWithAnotherOfTheSameCause) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst", .requester = "wang"}).submit(unsure_burst("li"));
  story.pull("triage", "lin").classify("burst", kBanyan2, "lin");
  story.then({CaseClassified{.id = {2},
                             .category = {"burst"},
                             .area = kBanyan2,
                             .cause_area = kBanyan,
                             .by = {"lin"}},
              ClockMet{.id = {2}, .stage = Stage::Accept, .on_time = true},
              CaseMerged{.id = {2}, .into = kFirst, .by = {"lin"}, .reason = "merge:one_cause"}});
  EXPECT_EQ(story.state().find({2}), nullptr);
  EXPECT_EQ(story.state().find(kFirst)->dossier->joined,
            (std::vector<Joined>{{.complaint = {2},
                                  .requester = requester_hash("li"),
                                  .received = kMorning,
                                  .severity = Severity::Blue,
                                  .request_type = RequestType::Grievance,
                                  .area = kBanyan2,
                                  .repeat = false}}));
  story.classify("burst", kBanyan2, "lin").then_refused(Reason::CaseClosed);
}

TEST(Triage, WarmsTheCaseThatIsJoined) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst", .requester = "wang"});
  story.submit({.category = "burst", .requester = "li"});
  story.submit(unsure_burst("zhao")).pull("triage").classify("burst", kBanyan1);
  EXPECT_EQ(story.state().find(kFirst)->severity, Severity::Yellow);
  story.submit(unsure_burst("qian", Severity::Red)).pull("triage").classify("burst", kBanyan1);
  EXPECT_EQ(story.state().find(kFirst)->severity, Severity::Red);
  EXPECT_EQ(story.facts<CaseRecoloured>().back().rule.value, "merge:one_cause");
}

TEST(Triage, MakesARepeatOfTheSamePersonsCase) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst", .requester = "wang"}).submit(unsure_burst("wang"));
  story.pull("triage").classify("burst", kBanyan1);
  EXPECT_TRUE(story.state().find(kFirst)->dossier->joined.front().repeat);
}

TEST(Triage, KeepsTheCaseApartWhereTheBookAllowsNoMerging) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.merge = false;
  Scenario story(std::move(rules));
  story.submit({.category = "burst", .requester = "wang"}).submit(unsure_burst("li"));
  story.pull("triage").classify("burst", kBanyan1);
  EXPECT_EQ(story.state().open_cases(), 2U);
  EXPECT_EQ(story.unit(), "water");
}

TEST(Triage, TellsTheEmergencyLinesOnce) {
  Scenario story(changtai_rules());
  story.submit(unsure_what()).pull("triage").classify("gas", kBanyan1);
  EXPECT_EQ(story.facts<EmergencyTransferred>().size(), 1U);
  Scenario told(changtai_rules());
  told.submit({.category = "gas", .place_certainty = triage::Certainty::Unsure});
  EXPECT_EQ(told.facts<EmergencyTransferred>().size(), 1U);
  told.pull("triage").classify("gas", kBanyan1);
  EXPECT_TRUE(told.facts<EmergencyTransferred>().empty());
}

TEST(Triage, GivesACaseBackToTheDeskWhenTheLeaseLapses) {
  Scenario story(changtai_rules());
  story.submit(unsure_what())
      .pull("triage")
      .time_passes_to(kMorning + 60s)
      .then({LeaseLapsed{.id = kFirst, .token = {1}}});
  EXPECT_EQ(story.unit(), "triage");
  story.classify("noise", kBanyan).then_refused(Reason::TokenSuperseded);
}

TEST(Triage, GivesACaseBackWhenItIsReleased) {
  Scenario story(changtai_rules());
  story.submit(unsure_what()).pull("triage").release();
  EXPECT_EQ(story.unit(), "triage");
  EXPECT_EQ(story.the_case().place, Place::Queue);
}

TEST(Triage, IsNotWorkToSignFor) {
  Scenario(changtai_rules())
      .submit(unsure_what())
      .pull("triage")
      .sign()
      .then_refused(Reason::WrongState)
      .contact()
      .then_refused(Reason::WrongState)
      .finish()
      .then_refused(Reason::WrongState)
      .raise()
      .then_refused(Reason::WrongState);
}

TEST(Triage, LeasesEvenWhenAskedToSignAtOnce) {
  Scenario story(changtai_rules());
  story.submit(unsure_what())
      .take("triage", "lin")
      .then({OrderLeased{.id = kFirst, .worker = {"lin"}, .token = {1}, .until = kMorning + 60s}});
}

TEST(Triage, RefusesWhoDoesNotHoldTheCase) {
  Scenario(changtai_rules())
      .submit(unsure_what())
      .classify("noise", kBanyan)
      .then_refused(Reason::TokenSuperseded)
      .pull("triage")
      .holding({77})
      .classify("noise", kBanyan)
      .then_refused(Reason::TokenSuperseded);
}

TEST(Triage, RefusesWhoDoesNotSayTheirName) {
  Scenario(changtai_rules())
      .submit(unsure_what())
      .pull("triage")
      .classify("noise", kBanyan, "")
      .then_refused(Reason::MissingIdentity);
}

TEST(Triage, RefusesToClassifyTwice) {
  Scenario(changtai_rules())
      .submit(unsure_what())
      .pull("triage")
      .classify("noise", kBanyan)
      .classify("litter", kBanyan1)
      .then_refused(Reason::WrongState);
}

TEST(Triage, RefusesWhatTheBookDoesNotKnow) {
  Scenario(changtai_rules())
      .submit(unsure_what())
      .pull("triage")
      .classify("no-such-thing", kBanyan)
      .then_refused(Reason::UnknownCategory)
      .classify("noise", {42})
      .then_refused(Reason::UnknownArea)
      .about({9})
      .classify("noise", kBanyan)
      .then_refused(Reason::UnknownCase);
}

TEST(Triage, RefusesAPlaceThatNobodyServes) {
  policy::RuleBook rules = without_unit(without_unit(changtai_rules(), "wuan"), "centre");
  Scenario(std::move(rules))
      .submit(unsure_what())
      .pull("triage")
      .classify("streetlight", kMill1)
      .then_refused(Reason::NoUnitForPlace);
}

TEST(RequesterHash, IsTheSameEverywhereAndNeverZero) {
  EXPECT_EQ(requester_hash(""), 0U);
  EXPECT_EQ(requester_hash("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_NE(requester_hash("wang"), requester_hash("wan"));
}

}  // namespace whistle::casework::triage_desk_test
