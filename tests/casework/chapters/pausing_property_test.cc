#include <chrono>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/support/invariants.h"
#include "tests/support/scenario.h"

// Suspended, extended, deferred, reviewed, in any order: the time a promise has used up is that of
// the stretches in which it ran, and nothing else.
namespace whistle::casework::pausing_property_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

// RapidCheck begins with small numbers; here all are equally likely.
int any_between(int from, int until) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, until));
}

// One case, any wishes about time, and the stretches in which its promise to resolve ran.
class Stretches {
 public:
  Stretches() : policy_(rules()) { wish(complaint_of({.category = "parking"}, 1, now_)); }

  void step() {
    // Mostly hours, and days at times: a promise that is broken can be rested no more.
    pass(std::chrono::minutes{any_between(0, any_between(0, 6) == 0 ? 7 * 24 * 60 : 150)});
    const Case& item = *state_.find(kFirst);
    const std::string by = "chen";
    switch (any_between(0, 16)) {
      case 0:
      case 1:
      case 2:
      case 3:
        wish(PullOrders{.unit = {state_.symbols().name(item.unit)},
                        .worker = {by},
                        .max = 1,
                        .only = {},
                        .sign_at_once = *rc::gen::arbitrary<bool>()});
        break;
      case 4:
      case 5:
        wish(SuspendCase{.id = kFirst,
                         .token = item.token,
                         .worker = {by},
                         .reason = {*rc::gen::element<std::string>("waits_for_requester", "season",
                                                                   "third_party")},
                         .approved_by = {"lead"},
                         .note = {}});
        break;
      case 6:
        wish(ResumeCase{.id = kFirst, .by = {by}, .note = {}});
        break;
      case 7:
      case 8:
      case 9:
        wish(AskExtension{
            .id = kFirst,
            .token = item.token,
            .worker = {by},
            .more = {any_between(-1, 8),
                     *rc::gen::element(calendar::LimitUnit::Hour, calendar::LimitUnit::NaturalDay,
                                       calendar::LimitUnit::WorkHour,
                                       calendar::LimitUnit::WorkDayEnd)},
            .reason = "parts"});
        break;
      case 10:
      case 11:
        wish(RuleOnExtension{
            .id = kFirst, .by = {"lead"}, .granted = *rc::gen::arbitrary<bool>(), .note = {}});
        break;
      case 12:
        wish(DeferCase{.id = kFirst,
                       .by = {by},
                       .approved_by = {"lead"},
                       .reason = "winter",
                       .review_in_days = static_cast<std::uint32_t>(any_between(0, 95))});
        break;
      case 13:
      case 14:
        wish(ReviewDeferral{.id = kFirst,
                            .by = {"lead"},
                            .panel = PanelKind::JointClinic,
                            .resumes = *rc::gen::arbitrary<bool>(),
                            .review_in_days = static_cast<std::uint32_t>(any_between(0, 95)),
                            .note = {}});
        break;
      default:
        wish(RaiseCase{.id = kFirst, .token = item.token, .worker = {by}, .reason = "a road"});
        break;
    }
  }

 private:
  // Extensions enough to see many.
  static policy::RuleBook rules() {
    policy::RuleBook book = changtai_rules();
    book.settings.pauses.free_extensions = 3;
    book.settings.pauses.extensions_max = 8;
    return book;
  }

  // Alarms are told at their own instants.
  void pass(Milliseconds time) {
    const Timestamp until = now_ + time;
    while (state_.next_alarm() <= until) {
      now_ = std::max(now_, state_.next_alarm());
      RC_ASSERT(wish(Tick{.max = 16}));
    }
    now_ = until;
  }

  // Returns whether anything followed.
  bool wish(const Command& command) {
    const Decision decision = decide({state_, policy_, now_}, command);
    if (!decision) return false;
    for (const Event& event : decision->events) {
      state_.apply(event);
      note(event);
    }
    expect_sound();
    return !decision->events.empty();
  }

  void note(const Event& event) {
    if (const auto* start = std::get_if<ClockStarted>(&event);
        start != nullptr && start->stage == Stage::Resolve) {
      limit_ = start->reading.limit;
      since_ = start->since;
    }
    if (const auto* pause = std::get_if<ClockPaused>(&event);
        pause != nullptr && pause->stage == Stage::Resolve) {
      RC_ASSERT(since_.has_value());
      ran_ += office_.elapsed(*since_, now_, limit_);
      since_.reset();
      RC_ASSERT(pause->consumed == ran_);
    }
    if (const auto* go_on = std::get_if<ClockResumed>(&event);
        go_on != nullptr && go_on->stage == Stage::Resolve) {
      RC_ASSERT(!since_ && go_on->since == now_);
      since_ = go_on->since;
    }
  }

  void expect_sound() const {
    const Case& item = *state_.find(kFirst);
    const CaseClock& resolve = *item.clock(Stage::Resolve);
    RC_ASSERT(resolve.reading.consumed == ran_);
    RC_ASSERT(ran_ >= 0ms);
    RC_ASSERT(resolve.running == since_.has_value());
    const bool rests = item.status == Status::Deferred || item.dossier->suspended;
    RC_ASSERT(resolve.running != rests);
    bool in_line = false;
    state_.each_line([&](const std::string&, const queues::WaitingLine& line) {
      in_line = in_line || line.size() > 0;
    });
    RC_ASSERT(in_line == (item.place == Place::Queue));
    RC_ASSERT((item.status == Status::Deferred) == (item.place == Place::Ledger));
    RC_ASSERT(!item.dossier->suspended || (item.status == Status::SignedFor));
    RC_ASSERT(broken_invariant(state_) == std::string());
  }

  const calendar::Calendar office_ = office_calendar();
  policy::Policy policy_;
  State state_;
  Timestamp now_ = kMorning;
  calendar::Limit limit_{};
  std::optional<Timestamp> since_;  // of the present stretch
  Milliseconds ran_{};              // in the stretches before it
};

RC_GTEST_PROP(PausedTime, IsWhatIsLeftOfTheStretchesInWorkingTime, ()) {
  Stretches story;
  const int steps = any_between(1, 120);
  for (int i = 0; i < steps; ++i) story.step();
}

}  // namespace whistle::casework::pausing_property_test
