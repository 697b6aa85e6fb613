#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/support/scenario.h"

// What a person decides about a case without working on it.
namespace whistle::casework::disposing_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

Report unsure(Severity severity = Severity::Blue) {
  return {
      .category = "noise", .severity = severity, .category_certainty = triage::Certainty::Unsure};
}
Report burst(std::string requester, Severity severity = Severity::Blue) {
  return {.category = "burst", .severity = severity, .requester = std::move(requester)};
}

DisposeCase disposal(const Scenario& story, Disposition disposition, std::string ground = {}) {
  return {.id = kFirst,
          .token = story.token(),
          .by = {"lin"},
          .disposition = disposition,
          .ground = std::move(ground),
          .note = "told by phone"};
}

RecolourCase recolour(Severity to, std::string reason = "seen on site") {
  return {.id = kFirst, .by = {"lin"}, .to = to, .reason = std::move(reason)};
}

TEST(Dispose, AnswersAtTheDeskAndCloses) {
  Scenario story(changtai_rules());
  story.submit(unsure()).at(kMorning + 10min).pull("triage", "lin");
  story.when(disposal(story, Disposition::Answered))
      .then({CaseDisposed{.id = kFirst,
                          .disposition = Disposition::Answered,
                          .ground = {},
                          .by = {"lin"},
                          .note = "told by phone"},
             ClockMet{.id = kFirst, .stage = Stage::Accept, .on_time = true},
             RequesterReplied{.id = kFirst},
             ClockMet{.id = kFirst, .stage = Stage::Resolve, .on_time = true},
             CaseClosed{.id = kFirst,
                        .rule = {"disposed:answered"},
                        .on_time = true,
                        .appeal_until = kNever,
                        .may_appeal = {}},
             CaseStruckOff{.id = kFirst}});
  EXPECT_EQ(story.state().open_cases(), 0U);
  EXPECT_EQ(story.state().tallies().closed, 1U);
  story.when(disposal(story, Disposition::Answered)).then_refused(Reason::CaseClosed);
}

TEST(Dispose, DeclinesWithAGround) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(unsure()).pull("triage", "lin");
  story.when(disposal(story, Disposition::Declined, "out_of_area"))
      .then({CaseDisposed{.id = kFirst,
                          .disposition = Disposition::Declined,
                          .ground = "out_of_area",
                          .by = {"lin"},
                          .note = "told by phone"},
             ClockMet{.id = kFirst, .stage = Stage::Accept, .on_time = true},
             RequesterReplied{.id = kFirst}, ClockDropped{.id = kFirst, .stage = Stage::Resolve},
             ClockDropped{.id = kFirst, .stage = Stage::Requester},
             CaseClosed{.id = kFirst,
                        .rule = {"disposed:declined:out_of_area"},
                        .on_time = true,
                        .appeal_until = kNever,
                        .may_appeal = {}},
             CaseStruckOff{.id = kFirst}});
}

TEST(Dispose, MayBeTooLate) {
  Scenario story(changtai_rules());
  story.submit(unsure()).at(shanghai("2026-03-16 09:00") + 1ms).pull("triage");
  story.when(disposal(story, Disposition::Answered));
  // The desk has no score to appeal against.
  EXPECT_EQ(story.facts<CaseClosed>(), (std::vector<CaseClosed>{{.id = kFirst,
                                                                 .rule = {"disposed:answered"},
                                                                 .on_time = false,
                                                                 .appeal_until = kNever,
                                                                 .may_appeal = {}}}));
}

TEST(Dispose, NeverDeclinesDanger) {
  Scenario story(changtai_rules());
  story.submit(unsure(Severity::Red)).pull("triage");
  story.when(disposal(story, Disposition::Declined, "litigation")).then_refused(Reason::WrongState);
  story.when(disposal(story, Disposition::Answered));
  EXPECT_EQ(story.state().open_cases(), 0U);
}

TEST(Dispose, RefusesWhatIsNoDisposition) {
  Scenario story(changtai_rules());
  story.submit(unsure()).pull("triage");
  for (const Disposition wrong :
       {Disposition::EmergencyTransferred, Disposition::Filed, Disposition::Merged,
        Disposition::Informed, Disposition::AwaitsTriage, Disposition{0}, Disposition{99}}) {
    story.when(disposal(story, wrong, "119")).then_refused(Reason::BadValue);
  }
  story.when(disposal(story, Disposition::Declined)).then_refused(Reason::MissingReason);
  DisposeCase nobody = disposal(story, Disposition::Answered);
  nobody.by = {};
  story.when(nobody).then_refused(Reason::MissingIdentity);
}

TEST(Dispose, IsForWhoHoldsTheCaseAtTheTriageDesk) {
  Scenario story(changtai_rules());
  story.submit(unsure());
  story.when(disposal(story, Disposition::Answered)).then_refused(Reason::TokenSuperseded);
  story.pull("triage").holding({77});
  story.when(disposal(story, Disposition::Answered)).then_refused(Reason::TokenSuperseded);
  story.holding({1}).classify("noise", kBanyan);
  story.when(disposal(story, Disposition::Answered)).then_refused(Reason::WrongState);
  DisposeCase unknown = disposal(story, Disposition::Answered);
  unknown.id = {9};
  story.when(unknown).then_refused(Reason::UnknownCase);
}

TEST(Emergency, IsToldAndTheCaseStays) {
  const TransferToEmergency fire{
      .id = kFirst, .by = {"lin"}, .line = "119", .note = "smoke on the third floor"};
  Scenario story(changtai_rules());
  story.submit(unsure()).when(fire).then(
      {EmergencyTransferred{.id = kFirst, .line = "119", .by = {"lin"}, .note = fire.note}});
  EXPECT_TRUE(story.the_case().dossier->emergency_line);
  EXPECT_EQ(story.the_case().status, Status::AwaitsTriage);
  EXPECT_NE(story.the_case().clock(Stage::Resolve), nullptr);
}

TEST(Emergency, HasFourLinesAndNoMore) {
  Scenario story(changtai_rules());
  story.submit({});
  for (const std::string line : {"110", "119", "120", "122"}) {
    story.when(TransferToEmergency{.id = kFirst, .by = {"lin"}, .line = line, .note = {}});
    EXPECT_EQ(story.facts<EmergencyTransferred>().size(), 1U);
  }
  for (const std::string line : {"", "911", "12345", "110 "}) {
    story.when(TransferToEmergency{.id = kFirst, .by = {"lin"}, .line = line, .note = {}})
        .then_refused(Reason::BadValue);
  }
  story.when(TransferToEmergency{.id = kFirst, .by = {}, .line = "110", .note = {}})
      .then_refused(Reason::MissingIdentity)
      .when(TransferToEmergency{.id = {2}, .by = {"lin"}, .line = "110", .note = {}})
      .then_refused(Reason::UnknownCase);
}

TEST(Recolour, RaisesACaseToTheStreet) {
  Scenario story(changtai_rules());
  story.submit({.category = "litter"}).take("banyan-1").at(kMorning + 10min);
  story.when(recolour(Severity::Red));
  EXPECT_EQ(story.facts<CaseRecoloured>(),
            (std::vector<CaseRecoloured>{{.id = kFirst,
                                          .from = Severity::Blue,
                                          .to = Severity::Red,
                                          .rule = {"person:lin: seen on site"}}}));
  EXPECT_EQ(story.facts<CaseEscalated>().size(), 1U);
  EXPECT_EQ(story.unit(), "wuan");
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, kMorning + 24h);
  story.contact().then_refused(Reason::TokenSuperseded);
}

TEST(Recolour, TellsAllTiersWhereTheCaseStays) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).take("water");
  story.when(recolour(Severity::Red));
  EXPECT_TRUE(story.facts<CaseEscalated>().empty());
  EXPECT_EQ(story.the_case().place, Place::Hands);
  std::vector<UnitCode> told;
  for (const OrderCopied& copy : story.facts<OrderCopied>()) told.push_back(copy.unit);
  EXPECT_EQ(told, (std::vector<UnitCode>{{"banyan-1"}, {"banyan"}, {"waiwu"}, {"wuan"}}));
  EXPECT_EQ(story.the_case().clock(Stage::OnSite)->alarms.due, kMorning + 30min);
}

TEST(Recolour, LowersByAPersonAndTakesBackWhatWasPromised) {
  Scenario story(changtai_rules());
  story.submit(burst("wang", Severity::Red)).at(kMorning + 1min);
  ASSERT_NE(story.the_case().clock(Stage::OnSite), nullptr);
  story.when(recolour(Severity::Blue));
  EXPECT_EQ(story.the_case().severity, Severity::Blue);
  EXPECT_EQ(story.the_case().clock(Stage::OnSite), nullptr);
  EXPECT_EQ(story.the_case().clock(Stage::InitialResult), nullptr);
  EXPECT_EQ(story.the_case().clock(Stage::Sign)->alarms.due, kMorning + 2h);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, shanghai("2026-03-16 09:00"));
  EXPECT_EQ(story.the_case().queue_due, kMorning + 2h);
  EXPECT_EQ(story.state().line("water")->size(Severity::Blue), 1U);
  EXPECT_TRUE(story.facts<OrderDispatched>().empty());
}

TEST(Recolour, GivesTheTierABudgetWhereRedHadNone) {
  Scenario story(changtai_rules());
  story.submit(burst("wang", Severity::Red)).take("water");
  ASSERT_EQ(story.the_case().clock(Stage::Rung), nullptr);
  story.when(recolour(Severity::Yellow));
  EXPECT_EQ(story.the_case().clock(Stage::Rung)->alarms.due, kMorning + 48h);
  EXPECT_EQ(story.the_case().clock(Stage::OnSite)->alarms.due, kMorning + 2h);
}

TEST(Recolour, BreaksNoPromiseTwice) {
  Scenario story(changtai_rules());
  story.submit(burst("wang", Severity::Red)).time_passes_to(kMorning + 6min);
  const std::uint64_t overdue = story.state().tallies().overdue;
  story.when(recolour(Severity::Blue)).when(recolour(Severity::Red)).tick();
  EXPECT_EQ(story.state().tallies().overdue, overdue);
}

TEST(Recolour, WorksAtTheTriageDeskToo) {
  Scenario story(changtai_rules());
  story.submit(unsure()).pull("triage", "lin");
  story.when(recolour(Severity::Red));
  EXPECT_EQ(story.the_case().clock(Stage::Accept)->alarms.due, kMorning + 5min);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, kMorning + 24h);
  EXPECT_EQ(story.the_case().clock(Stage::OnSite), nullptr);
  EXPECT_TRUE(story.facts<OrderCopied>().empty());
  story.classify("noise", kBanyan);
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(Recolour, ToRedEndsADeferral) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).at(kMorning + 1h);
  story.when(DeferCase{.id = kFirst,
                       .by = {"wang"},
                       .approved_by = {"lead"},
                       .reason = "the ground is frozen",
                       .review_in_days = 14});
  story.when(recolour(Severity::Red), kMorning + 24h);
  // Nothing red waits for a clinic: it is in a line again, and promises what red promises.
  EXPECT_EQ(story.facts<DeferralReviewed>().size(), 1U);
  EXPECT_EQ(story.facts<OrderDispatched>().front().told.empty(), false);
  EXPECT_EQ(story.the_case().status, Status::Dispatched);
  EXPECT_EQ(story.the_case().dossier->review_at, kNever);
  EXPECT_EQ(story.the_case().clock(Stage::OnSite)->alarms.due, kMorning + 24h + 30min);
  EXPECT_EQ(story.the_case().clock(Stage::InitialResult)->alarms.due, kMorning + 26h);
  EXPECT_EQ(story.the_case().clock(Stage::Sign)->alarms.due, kMorning + 24h + 5min);
  for (const CaseClock& clock : story.the_case().clocks) EXPECT_TRUE(clock.running);
}

TEST(Recolour, ToYellowLeavesADeferralAndItsNewPromisesRest) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).at(kMorning + 1h);
  story.when(DeferCase{.id = kFirst,
                       .by = {"wang"},
                       .approved_by = {"lead"},
                       .reason = "the ground is frozen",
                       .review_in_days = 14});
  story.when(recolour(Severity::Yellow));
  EXPECT_EQ(story.the_case().status, Status::Deferred);
  ASSERT_NE(story.the_case().clock(Stage::OnSite), nullptr);
  for (const CaseClock& clock : story.the_case().clocks) EXPECT_FALSE(clock.running);
}

TEST(Recolour, OfAReturnedCaseBeginsWhatRedPromises) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  story.when(ReturnOrder{.id = kFirst,
                         .unit = {"waiwu"},
                         .worker = {"chen"},
                         .reason = "not ours",
                         .suggested = {"urban"}});
  ASSERT_EQ(story.the_case().status, Status::Returned);
  story.when(recolour(Severity::Red), kMorning + 10min);
  EXPECT_EQ(story.the_case().status, Status::Returned);
  EXPECT_EQ(story.the_case().clock(Stage::OnSite)->alarms.due, kMorning + 40min);
  EXPECT_TRUE(story.the_case().clock(Stage::OnSite)->running);
  EXPECT_EQ(story.the_case().clock(Stage::InitialResult)->alarms.due, kMorning + 2h + 10min);
  // Sent back to the unit that returned it, it is to be signed for as red is.
  story.when(ReassignCase{.id = kFirst, .by = {"dispatcher"}, .unit = {"waiwu"}, .note = {}});
  EXPECT_LE(story.the_case().clock(Stage::Sign)->alarms.due, kMorning + 15min);
}

TEST(Recolour, NeedsANameAReasonAndWorkToDo) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  story.when(recolour(Severity::Blue)).then_nothing();
  story.when(recolour(Severity::Red, "")).then_refused(Reason::MissingReason);
  story.when(recolour(Severity{3})).then_refused(Reason::BadValue);
  RecolourCase nobody = recolour(Severity::Red);
  nobody.by = {};
  story.when(nobody).then_refused(Reason::MissingIdentity);
  story.take("waiwu").finish().when(recolour(Severity::Red)).then_refused(Reason::WrongState);
  story.post_check(true).when(recolour(Severity::Red)).then_refused(Reason::WrongState);
  story.call_back(Satisfaction::Satisfied);
  story.when(recolour(Severity::Red)).then_refused(Reason::CaseClosed);
}

TEST(Companion, GoesWithTheCase) {
  const NameCompanion named{.id = kFirst, .by = {"lin"}, .companion = {"zhou"}};
  Scenario story(changtai_rules());
  story.submit({}).when(named).then(
      {CompanionNamed{.id = kFirst, .companion = {"zhou"}, .by = {"lin"}}});
  EXPECT_EQ(story.the_case().dossier->companion.value, "zhou");
  story.when(named).then_nothing();
  story.when(NameCompanion{.id = kFirst, .by = {"lin"}, .companion = {}})
      .then_refused(Reason::MissingIdentity)
      .when(NameCompanion{.id = kFirst, .by = {}, .companion = {"zhou"}})
      .then_refused(Reason::MissingIdentity)
      .when(NameCompanion{.id = {7}, .by = {"lin"}, .companion = {"zhou"}})
      .then_refused(Reason::UnknownCase);
}

TEST(Proposal, IsLinkedToTheCase) {
  Scenario(changtai_rules())
      .submit({})
      .when(LinkProposal{.id = kFirst, .by = {"lin"}, .proposal = "2026-17"})
      .then({ProposalLinked{.id = kFirst, .proposal = "2026-17", .by = {"lin"}}})
      .when(LinkProposal{.id = kFirst, .by = {"lin"}, .proposal = {}})
      .then_refused(Reason::BadValue)
      .when(LinkProposal{.id = kFirst, .by = {}, .proposal = "2026-17"})
      .then_refused(Reason::MissingIdentity);
}

}  // namespace whistle::casework::disposing_test
