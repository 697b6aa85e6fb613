#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/scenario.h"

// On the ledger until a review: in nobody's hands and in nobody's line, and no clock runs.
namespace whistle::casework::deferring_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
const Report kParking{.category = "parking"};

DeferCase defer(std::uint32_t days, std::string by = "wang", std::string approved_by = "lead") {
  return {.id = kFirst,
          .by = {std::move(by)},
          .approved_by = {std::move(approved_by)},
          .reason = "the ground is frozen",
          .review_in_days = days};
}
ReviewDeferral review(bool resumes, std::uint32_t days = 0) {
  return {.id = kFirst,
          .by = {"clinic"},
          .panel = PanelKind::JointClinic,
          .resumes = resumes,
          .review_in_days = days,
          .note = {}};
}
ClockPaused rests(Stage stage, Milliseconds used) {
  return {.id = kFirst, .stage = stage, .consumed = used};
}

TEST(Deferral, RestsEverythingUntilTheReview) {
  Scenario story(changtai_rules());
  story.submit(kParking).at(kMorning + 1h).when(defer(14));
  const Timestamp review_at = shanghai("2026-03-23 10:00");
  story.then({CaseDeferred{.id = kFirst,
                           .by = {"wang"},
                           .approved_by = {"lead"},
                           .reason = "the ground is frozen",
                           .review_at = review_at},
              rests(Stage::Sign, 1h), rests(Stage::Resolve, 1h), rests(Stage::Rung, 1h)});
  EXPECT_EQ(story.the_case().status, Status::Deferred);
  EXPECT_EQ(story.the_case().place, Place::Ledger);
  EXPECT_EQ(story.state().line("waiwu")->size(), 0U);
  story.time_passes_to(review_at - 1ms).then_nothing();
  story.time_passes_to(review_at).then({ReviewDue{.id = kFirst, .due = review_at}});
  EXPECT_TRUE(story.the_case().dossier->review_due);
  // It stays on the agenda; nothing more is told.
  EXPECT_EQ(story.state().next_alarm(), kNever);
}

TEST(Deferral, GoesOnWithWhatWasLeftAfterTheReview) {
  Scenario story(changtai_rules());
  story.submit(kParking).at(kMorning + 1h).when(defer(14));
  const Timestamp now = shanghai("2026-03-23 10:00");
  story.time_passes_to(now).when(review(true));
  const calendar::Calendar office = office_calendar();
  calendar::ClockReading left = calendar::start_clock(office, kMorning, limit_of("5wd"));
  left.consumed = 1h;
  story.then({DeferralReviewed{.id = kFirst,
                               .by = {"clinic"},
                               .panel = PanelKind::JointClinic,
                               .resumes = true,
                               .review_at = kNever,
                               .note = {}},
              ClockDropped{.id = kFirst, .stage = Stage::Sign},
              ClockDropped{.id = kFirst, .stage = Stage::Rung},
              ClockResumed{.id = kFirst,
                           .stage = Stage::Resolve,
                           .since = now,
                           .alarms = calendar::alarms_of(office, left, now, {})},
              promise(kFirst, Stage::Sign, "1wd", now, "blue"),
              rung_promise(kFirst, "1wd", now, "service", Tier::Community),
              OrderDispatched{.id = kFirst,
                              .number = 2,
                              .unit = {"waiwu"},
                              .tier = Tier::Community,
                              .rule = {"deferral:reviewed"},
                              .raised_to_duty = false,
                              .queue_due = shanghai("2026-03-24 10:00"),
                              .told = {}}});
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, shanghai("2026-03-30 09:00"));
  EXPECT_EQ(story.state().line("waiwu")->size(), 1U);
  EXPECT_EQ(story.the_case().dossier->review_at, kNever);
  story.take("waiwu").contact().finish();
}

TEST(Deferral, IsReviewedAgainWithinTheMaximum) {
  Scenario story(changtai_rules());
  story.submit(kParking).when(defer(1)).time_passes_to(shanghai("2026-03-10 09:00"));
  story.when(review(false, 0)).then_refused(Reason::CapExceeded);
  story.when(review(false, 91)).then_refused(Reason::CapExceeded);
  const Timestamp again = shanghai("2026-06-08 09:00");
  story.when(review(false, 90))
      .then({DeferralReviewed{.id = kFirst,
                              .by = {"clinic"},
                              .panel = PanelKind::JointClinic,
                              .resumes = false,
                              .review_at = again,
                              .note = {}}});
  EXPECT_FALSE(story.the_case().dossier->review_due);
  story.time_passes_to(again - 1ms).then_nothing().time_passes_to(again);
  EXPECT_EQ(story.facts<ReviewDue>(), (std::vector<ReviewDue>{{.id = kFirst, .due = again}}));
}

TEST(Deferral, IsReviewedByTheClinicOrTheConference) {
  Scenario story(changtai_rules());
  story.submit(kParking).when(review(true)).then_refused(Reason::WrongState);
  story.when(defer(30));
  ReviewDeferral wish = review(true);
  wish.panel = PanelKind::FiveParty;
  story.when(wish).then_refused(Reason::BadValue);
  wish.by = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  // Also before its day, when the reason is gone.
  wish = review(true);
  wish.panel = PanelKind::JointConference;
  story.when(wish);
  EXPECT_EQ(story.the_case().status, Status::Dispatched);
}

TEST(Deferral, HasAReviewDayApprovalAndReason) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  story.when(defer(0)).then_refused(Reason::CapExceeded);
  story.when(defer(91)).then_refused(Reason::CapExceeded);
  story.when(defer(4'000'000'000)).then_refused(Reason::CapExceeded);
  story.when(defer(14, "")).then_refused(Reason::MissingIdentity);
  story.when(defer(14, "wang", "")).then_refused(Reason::ApprovalRequired);
  story.when(defer(14, "wang", "wang")).then_refused(Reason::ApprovalRequired);
  DeferCase wish = defer(14);
  wish.reason = {};
  story.when(wish).then_refused(Reason::MissingReason);
  story.when(defer(90));
  EXPECT_EQ(story.facts<CaseDeferred>().front().review_at, shanghai("2026-06-07 09:00"));
  story.when(defer(90)).then_nothing();
}

TEST(Deferral, IsTooLateOnceThePromiseIsBroken) {
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit(kParking).take("waiwu").at(shanghai("2026-03-16 09:00") + late).when(defer(14));
    if (late == 0ms) {
      EXPECT_EQ(story.facts<CaseDeferred>().size(), 1U);
    } else {
      story.then_refused(Reason::AlreadyOverdue);
    }
  }
}

TEST(Deferral, TakesTheWorkFromWhoHasIt) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").when(defer(14));
  EXPECT_EQ(story.the_case().token, Token{});
  story.contact().then_refused(Reason::TokenSuperseded);
  story.when(review(true))
      .pull("waiwu")
      .when(defer(14))
      .sign()
      .then_refused(Reason::TokenSuperseded);
}

TEST(Deferral, EndsAPauseWithoutAStretchBetween) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  story.when(SuspendCase{.id = kFirst,
                         .token = story.token(),
                         .worker = {"chen"},
                         .reason = {"waits_for_requester"},
                         .approved_by = {},
                         .note = {}});
  story.at(kMorning + 1h)
      .when(defer(14))
      .then({CaseResumed{.id = kFirst, .by = {}, .rule = {"deferred"}},
             CaseDeferred{.id = kFirst,
                          .by = {"wang"},
                          .approved_by = {"lead"},
                          .reason = "the ground is frozen",
                          .review_at = shanghai("2026-03-23 10:00")}});
}

TEST(Deferral, IsForWorkThatIsNotDone) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").finish().when(defer(14)).then_refused(Reason::WrongState);
  story.post_check(true).when(defer(14)).then_refused(Reason::WrongState);
  story.call_back(Satisfaction::Satisfied).when(defer(14)).then_refused(Reason::CaseClosed);
}

TEST(Deferral, IsNotForWhatIsRed) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .severity = Severity::Red}).when(defer(1));
  story.then_refused(Reason::WrongState);
}

TEST(Deferral, ClimbsNoLadderAndIsNotResumedByHand) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .severity = Severity::Yellow}).when(defer(1));
  story.time_passes_to(shanghai("2026-03-31 09:00"));
  EXPECT_TRUE(story.facts<CaseEscalated>().empty());
  EXPECT_TRUE(story.facts<CardIssued>().empty());
  story.when(ResumeCase{.id = kFirst, .by = {"wang"}, .note = {}}).then_refused(Reason::WrongState);
}

TEST(Deferral, RestsTheVisitThatWasPromised) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .request_type = RequestType::Help});
  story.at(kMorning + 4min).when(defer(1)).time_passes_to(kMorning + 48h);
  EXPECT_TRUE(story.facts<ClockRanOut>().empty());
  story.when(review(true));
  EXPECT_EQ(story.the_case().clock(Stage::FirstResponse)->alarms.due, kMorning + 48h + 1min);
}

}  // namespace whistle::casework::deferring_test
