#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/support/scenario.h"

// Those concerned sit together over a case, and for mediation its time rests.
namespace whistle::casework::panels_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
const Report kParking{.category = "parking"};

std::vector<std::string> parties(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) names.push_back("party-" + std::to_string(i));
  return names;
}
ConvenePanel convene(PanelKind kind, std::size_t count) {
  return {.id = kFirst, .by = {"secretary"}, .kind = kind, .parties = parties(count)};
}
ConcludePanel conclude(bool agreed = true) {
  return {.id = kFirst, .by = {"secretary"}, .agreed = agreed, .note = "signed by all"};
}
PanelConvened convened(PanelKind kind, std::size_t count, bool stops_clocks = false,
                       Timestamp until = kNever) {
  return {.id = kFirst,
          .kind = kind,
          .parties = parties(count),
          .convener = {"secretary"},
          .stops_clocks = stops_clocks,
          .until = until};
}
PanelConcluded concluded(PanelKind kind, bool agreed = true) {
  return {
      .id = kFirst, .kind = kind, .agreed = agreed, .by = {"secretary"}, .note = "signed by all"};
}
ClockPaused paused(Stage stage, Milliseconds consumed) {
  return {.id = kFirst, .stage = stage, .consumed = consumed};
}
std::string detail_of(const Scenario& story, const Command& wish) {
  const Decision decision = decide({story.state(), story.policy(), story.now()}, wish);
  return decision ? "granted" : decision.error().detail;
}
Timestamp due_of(const Scenario& story, Stage stage) {
  const CaseClock* clock = story.the_case().clock(stage);
  return clock != nullptr && clock->running ? clock->alarms.due : kNever;
}

struct Seats {
  PanelKind kind;
  std::size_t fewest;
  std::size_t most;
};

TEST(Panel, HasAsManyPartiesAsItsKindAsksFor) {
  for (const Seats& seats :
       {Seats{PanelKind::ThreeParty, 3, 3}, Seats{PanelKind::FiveParty, 5, 5},
        Seats{PanelKind::JointClinic, 2, 32}, Seats{PanelKind::JointConference, 2, 32},
        Seats{PanelKind::Mediation, 2, 32}}) {
    SCOPED_TRACE(to_word(seats.kind));
    Scenario story(changtai_rules());
    story.submit(kParking).take("waiwu");
    story.when(convene(seats.kind, seats.fewest - 1)).then_refused(Reason::BadValue);
    story.when(convene(seats.kind, seats.most + 1)).then_refused(Reason::BadValue);
    story.when(convene(seats.kind, seats.most));
    EXPECT_EQ(story.the_case().dossier->panel, seats.kind);
    story.when(conclude()).when(convene(seats.kind, seats.fewest));
    EXPECT_EQ(story.the_case().dossier->panel, seats.kind);
  }
}

TEST(Panel, RefusedSaysHowManyParties) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  EXPECT_EQ(detail_of(story, convene(PanelKind::FiveParty, 4)),
            "name 5 different parties for a panel of the kind five_party");
  EXPECT_EQ(detail_of(story, convene(PanelKind::JointClinic, 1)),
            "name 2 to 32 different parties for a panel of the kind joint_clinic");
}

TEST(Panel, IsRefusedWhenSomethingIsMissing) {
  Scenario story(changtai_rules());
  story.when(convene(PanelKind::ThreeParty, 3)).then_refused(Reason::UnknownCase);
  story.when(conclude()).then_refused(Reason::UnknownCase);
  story.submit(kParking).when(conclude()).then_refused(Reason::WrongState);
  ConvenePanel wish = convene(PanelKind::ThreeParty, 3);
  wish.by = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  wish = convene(PanelKind::ThreeParty, 3);
  wish.parties.back() = wish.parties.front();
  story.when(wish).then_refused(Reason::BadValue);
  wish.parties.back() = {};
  story.when(wish).then_refused(Reason::BadValue);
  wish = convene(PanelKind{9}, 3);
  story.when(wish).then_refused(Reason::BadValue);
  story.when(convene(PanelKind::ThreeParty, 3));
  ConcludePanel by_nobody = conclude();
  by_nobody.by = {};
  story.when(by_nobody).then_refused(Reason::MissingIdentity);
}

TEST(Panel, SitsOneAtATimeAndStopsNoClock) {
  Scenario(changtai_rules())
      .submit(kParking)
      .when(convene(PanelKind::FiveParty, 5))
      .then({convened(PanelKind::FiveParty, 5)})
      .when(convene(PanelKind::ThreeParty, 3))
      .then_refused(Reason::AlreadyTaken)
      .when(convene(PanelKind::FiveParty, 5))
      .then_refused(Reason::AlreadyTaken)
      .when(conclude(false))
      .then({concluded(PanelKind::FiveParty, false)})
      .when(conclude())
      .then_refused(Reason::WrongState);
}

TEST(Panel, SitsOverCasesInWork) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking", .category_certainty = triage::Certainty::Unsure});
  story.when(convene(PanelKind::ThreeParty, 3)).then_refused(Reason::WrongState);
  story.pull("triage", "desk").classify("parking", kBanyan1);
  story.when(convene(PanelKind::ThreeParty, 3)).when(conclude());
  story.take("waiwu").when(convene(PanelKind::ThreeParty, 3)).when(conclude());
  story.contact().finish();
  story.when(convene(PanelKind::ThreeParty, 3)).then_refused(Reason::WrongState);
  story.when(convene(PanelKind::JointClinic, 3)).then_refused(Reason::WrongState);
}

TEST(Panel, OfTheClinicOrTheConferenceSitsOverDeferredCases) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  story.given({CaseDeferred{.id = kFirst,
                            .by = {"chen"},
                            .approved_by = {"wang"},
                            .reason = "needs a budget",
                            .review_at = kMorning + 240h}});
  story.when(convene(PanelKind::Mediation, 2)).then_refused(Reason::WrongState);
  story.when(convene(PanelKind::FiveParty, 5)).then_refused(Reason::WrongState);
  story.when(convene(PanelKind::JointClinic, 2)).when(conclude());
  story.when(convene(PanelKind::JointConference, 2)).when(conclude());
  story.then({concluded(PanelKind::JointConference)});
}

TEST(Mediation, RestsBothClocksAndLetsThemGoOn) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(kParking).take("waiwu").contact();
  EXPECT_EQ(due_of(story, Stage::Resolve), shanghai("2026-03-16 09:00"));
  EXPECT_EQ(due_of(story, Stage::Requester), shanghai("2026-03-16 09:00"));
  // Two of forty hours are used up.
  story.when(convene(PanelKind::Mediation, 2), kMorning + 2h);
  EXPECT_EQ(story.facts<PanelConvened>().at(0),
            convened(PanelKind::Mediation, 2, true, shanghai("2026-04-08 11:00")));
  EXPECT_THAT(story.facts<ClockPaused>(),
              testing::UnorderedElementsAre(paused(Stage::Resolve, 2h), paused(Stage::Rung, 2h),
                                            paused(Stage::Requester, 2h)));
  EXPECT_EQ(story.events().size(), 4U);
  EXPECT_EQ(story.state().next_alarm(), shanghai("2026-04-08 11:00"));
  // Seven hours of Wednesday, eight each of Thursday, Friday and Monday, seven of Tuesday.
  story.when(conclude(), shanghai("2026-03-11 09:00"));
  EXPECT_EQ(story.facts<PanelConcluded>().at(0), concluded(PanelKind::Mediation));
  EXPECT_EQ(story.facts<ClockResumed>().size(), 3U);
  EXPECT_EQ(story.events().size(), 4U);
  EXPECT_EQ(due_of(story, Stage::Resolve), shanghai("2026-03-17 17:00"));
  EXPECT_EQ(due_of(story, Stage::Requester), shanghai("2026-03-17 17:00"));
  EXPECT_EQ(due_of(story, Stage::Rung), shanghai("2026-03-11 17:00"));
  EXPECT_FALSE(story.the_case().dossier->panel_stops_clocks);
}

TEST(Mediation, EndsByItselfAtTheCapOfItsRule) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact();
  story.when(convene(PanelKind::Mediation, 2), kMorning + 2h);
  story.time_passes_to(shanghai("2026-04-08 11:00") - 1ms).then_nothing();
  story.time_passes_to(shanghai("2026-04-08 11:00"));
  EXPECT_EQ(story.facts<PanelConcluded>().size(), 1U);
  EXPECT_EQ(story.facts<ClockResumed>().size(), 2U);
  EXPECT_FALSE(story.the_case().dossier->panel_stops_clocks);
}

TEST(Mediation, StopsNoClockThatHasRunOut) {
  Scenario in_time(changtai_rules());
  in_time.submit(kParking).take("waiwu").contact();
  in_time.when(convene(PanelKind::Mediation, 2), shanghai("2026-03-16 09:00"));
  EXPECT_EQ(in_time.facts<PanelConvened>().size(), 1U);
  Scenario late(changtai_rules());
  late.submit(kParking).take("waiwu").contact();
  late.when(convene(PanelKind::Mediation, 2), shanghai("2026-03-16 09:00") + 1ms)
      .then_refused(Reason::AlreadyOverdue);
}

TEST(Mediation, LeavesThePublicPromiseAloneWhereTheBookSaysSo) {
  policy::RuleBook book = with_requester_limits(changtai_rules());
  for (policy::PauseRule& rule : book.pauses) rule.stops_requester = false;
  Scenario story(std::move(book));
  story.submit(kParking).take("waiwu").contact().when(convene(PanelKind::Mediation, 2));
  EXPECT_EQ(due_of(story, Stage::Resolve), kNever);
  EXPECT_EQ(due_of(story, Stage::Requester), shanghai("2026-03-16 09:00"));
}

TEST(Mediation, StopsNothingWithoutARule) {
  policy::RuleBook book = changtai_rules();
  book.pauses.clear();
  Scenario(std::move(book))
      .submit(kParking)
      .take("waiwu")
      .when(convene(PanelKind::Mediation, 2))
      .then({convened(PanelKind::Mediation, 2, false)})
      .when(conclude())
      .then({concluded(PanelKind::Mediation)});
}

TEST(Mediation, IsRefusedWhileTheCaseIsSuspended) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact();
  story.when(SuspendCase{
      .id = kFirst, .token = story.token(), .worker = {"chen"}, .reason = {"waits_for_requester"}});
  story.when(convene(PanelKind::Mediation, 2)).then_refused(Reason::WrongState);
  // Other panels stop no clocks and let none go on.
  story.when(convene(PanelKind::ThreeParty, 3)).when(conclude());
  story.then({concluded(PanelKind::ThreeParty)});
}

TEST(Mediation, EndsBeforeTheWorkDoes) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().when(convene(PanelKind::Mediation, 2));
  story.finish().then_refused(Reason::WrongState);
  story.when(conclude()).finish();
  EXPECT_EQ(story.facts<HandlingFinished>().size(), 1U);
}

TEST(Mediation, RestsAnOrderThatNobodyHasSigned) {
  Scenario story(changtai_rules());
  story.submit(kParking).when(convene(PanelKind::Mediation, 2), kMorning + 1h);
  EXPECT_EQ(story.state().next_alarm(), shanghai("2026-04-08 10:00"));
  story.when(conclude(), kMorning + 2h);
  EXPECT_EQ(due_of(story, Stage::Sign), shanghai("2026-03-10 10:00"));
  EXPECT_EQ(due_of(story, Stage::Resolve), shanghai("2026-03-16 10:00"));
}

}  // namespace whistle::casework::panels_test
