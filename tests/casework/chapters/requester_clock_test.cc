#include <chrono>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/scenario.h"

// Two clocks: the unit's, which rests while others have the case, and the requester's, the public
// promise, which goes on until the case is closed.
namespace whistle::casework::requester_clock_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
const Timestamp kDue = shanghai("2026-03-16 09:00");
constexpr CaseId kFirst{1};
const Report kParking{.category = "parking"};

const CaseClock& promise_of(const Scenario& story) {
  const CaseClock* clock = story.the_case().clock(Stage::Requester);
  EXPECT_NE(clock, nullptr);
  static const CaseClock none{};
  return clock != nullptr ? *clock : none;
}

void suspend(Scenario& story, std::string reason) {
  story.when(SuspendCase{.id = kFirst,
                         .token = story.token(),
                         .worker = {"chen"},
                         .reason = {std::move(reason)},
                         .approved_by = {"lead"},
                         .note = {}});
}

TEST(RequesterClock, BeginsWithTheCaseAndIsNotThereWhereTheBookGrantsNone) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(kParking);
  EXPECT_EQ(promise_of(story).alarms.due, kDue);
  Scenario without(changtai_rules());
  without.submit(kParking);
  EXPECT_EQ(without.the_case().clock(Stage::Requester), nullptr);
}

TEST(RequesterClock, RunsOnWhileOthersCheck) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(kParking).take("waiwu").finish();
  EXPECT_FALSE(story.the_case().clock(Stage::Resolve)->running);
  EXPECT_TRUE(promise_of(story).running);
  story.at(kMorning + 1h).post_check(true);
  EXPECT_TRUE(promise_of(story).running);
  story.call_back(Satisfaction::Satisfied);
  const std::vector<ClockMet> met = story.facts<ClockMet>();
  EXPECT_EQ(std::ranges::count(met, Stage::Requester, &ClockMet::stage), 1);
}

TEST(RequesterClock, IsBrokenWithoutACardAndMovesNothing) {
  Scenario story(with_requester_limits(without_checks(changtai_rules())));
  story.submit(kParking).take("waiwu");
  suspend(story, "third_party");
  story.time_passes_to(kDue);
  EXPECT_TRUE(story.facts<ClockRanOut>().empty());
  story.time_passes_to(kDue + 1ms)
      .then({ClockRanOut{
          .id = kFirst, .stage = Stage::Requester, .due = kDue, .unit = {"waiwu"}, .far = false}});
  EXPECT_EQ(story.the_case().card, Card::None);
  EXPECT_EQ(story.state().tallies().overdue, 1U);
}

TEST(RequesterClock, RestsOnlyForAReasonThatStopsIt) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(kParking).take("waiwu").at(kMorning + 1h);
  suspend(story, "third_party");
  EXPECT_TRUE(promise_of(story).running);
  story.when(ResumeCase{.id = kFirst, .by = {"chen"}, .note = {}});
  EXPECT_EQ(promise_of(story).alarms.due, kDue);
  suspend(story, "season");
  EXPECT_FALSE(promise_of(story).running);
  EXPECT_EQ(promise_of(story).reading.consumed, 1h);
  story.at(kMorning + 25h).when(ResumeCase{.id = kFirst, .by = {"chen"}, .note = {}});
  EXPECT_EQ(promise_of(story).alarms.due, shanghai("2026-03-17 09:00"));
}

TEST(RequesterClock, RestsWhileTheCaseIsDeferred) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(kParking).at(kMorning + 1h);
  story.when(DeferCase{.id = kFirst,
                       .by = {"wang"},
                       .approved_by = {"lead"},
                       .reason = "winter",
                       .review_in_days = 7});
  EXPECT_FALSE(promise_of(story).running);
  story.time_passes_to(kMorning + 7 * 24h + 1h);
  story.when(ReviewDeferral{.id = kFirst,
                            .by = {"clinic"},
                            .panel = PanelKind::JointClinic,
                            .resumes = true,
                            .review_in_days = 0,
                            .note = {}});
  EXPECT_EQ(promise_of(story).alarms.due, shanghai("2026-03-23 09:00"));
}

TEST(RequesterClock, OutlivesOrdersAndRework) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(kParking).take("waiwu").raise().take("wuan").finish().post_check(false);
  EXPECT_EQ(promise_of(story).alarms.due, kDue);
  EXPECT_EQ(promise_of(story).started, kMorning);
}

}  // namespace whistle::casework::requester_clock_test
