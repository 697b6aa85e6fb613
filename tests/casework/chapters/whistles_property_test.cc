#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/policy/policy.h"
#include "tests/support/event_text.h"
#include "tests/support/rule_books.h"

// Whatever is wished of whistles, in whatever order and however late: nobody who is held leaves
// alone, a closed whistle has nobody there, each step that is owed counts once, and alarms end.
namespace whistle::casework::whistles_property_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr int kWishes = 150;
constexpr int kWhistles = 2;  // few, so that each goes a long way
constexpr int kTurnsMax = 1000;

template <class Value>
Value any_of(std::initializer_list<Value> values) {
  return *rc::gen::elementOf(std::vector<Value>(values));
}
int any_below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

// Units of every tier, one that does not exist, and none.
UnitCode any_unit() {
  return {any_of<std::string>(
      {"banyan-1", "banyan", "waiwu", "jinli", "wuan", "water", "urban", "centre", "nobody", ""})};
}
// Those who make whistles go on are likelier than those who are refused.
UnitCode likely_unit(std::string likely) {
  return any_below(8) == 0 ? any_unit() : UnitCode{std::move(likely)};
}
UnitCode likely_invited() { return likely_unit(any_of<std::string>({"water", "urban", "jinli"})); }
WhistleId any_whistle() {
  const int number = any_below(10) == 0 ? any_below(10) : 1 + any_below(kWhistles);
  return {static_cast<std::uint64_t>(number)};
}
WorkerName any_worker() { return {any_below(10) == 0 ? "" : "li"}; }

BlowWhistle any_call(Timestamp now) {
  BlowWhistle wish;
  wish.whistler = likely_unit("wuan");
  wish.by = any_worker();
  wish.kind = any_of({WhistleKind::Routine, WhistleKind::Campaign, WhistleKind::Emergency,
                      WhistleKind::Enforcement, WhistleKind::Express});
  wish.invited = {likely_invited()};
  if (any_below(2) == 0) wish.invited.push_back(likely_invited());
  if (any_below(4) == 0) wish.lead = likely_invited();
  wish.area = {any_of({kBanyan.value, std::uint64_t{0}, std::uint64_t{7}})};
  wish.task = any_below(10) == 0 ? "" : "clear the fire lane";
  if (any_below(4) == 0) wish.arrive_at = now + std::chrono::hours{any_below(72) - 8};
  if (any_below(4) == 0) wish.finish_at = now + std::chrono::hours{any_below(300) - 8};
  return wish;
}

Command any_wish(Timestamp now, bool calls) {
  switch (calls ? 0 : 1 + any_below(8)) {
    case 0:
      return any_call(now);
    case 1:
      return AcknowledgeWhistle{any_whistle(), likely_invited(), any_worker()};
    case 2:
      return ReportIn{any_whistle(), likely_invited(), any_worker(), {}};
    case 3:
      return RecordMeasure{any_whistle(), likely_invited(), any_worker(), any_below(2) == 0,
                           "a measure"};
    case 4:
      return ReleaseUnit{any_whistle(), likely_invited(), likely_unit("wuan"), any_worker(), {}};
    case 5: {
      const UnitCode unit = likely_invited();
      return ReleaseUnit{any_whistle(), unit, unit, any_worker(), {}};
    }
    case 6:
      return CloseWhistle{any_whistle(), likely_unit("wuan"), any_worker(), {}};
    case 7: {
      const bool by_whistler = any_below(2) == 0;
      const auto stars = static_cast<std::uint32_t>(any_below(7));
      return RateWhistle{any_whistle(),
                         by_whistler ? likely_unit("wuan") : likely_invited(),
                         by_whistler ? likely_invited() : likely_unit("wuan"),
                         stars,
                         any_worker(),
                         {}};
    }
    default:
      return Tick{.max = static_cast<std::uint32_t>(any_below(8))};
  }
}

class Walk {
 public:
  void wish(const Command& command) {
    const Decision decision = decide({state_, policy_, now_}, command);
    if (!decision) {
      RC_ASSERT(!decision.error().detail.empty());
      return;
    }
    const auto* release = std::get_if<ReleaseUnit>(&command);
    if (release != nullptr && !decision->events.empty()) {
      const Whistle& row = *registers().find(release->id);
      RC_ASSERT(!row.hold || release->by_unit == row.whistler);
    }
    for (const Event& event : decision->events) {
      std::visit([this](const auto& fact) { note(fact); }, event);
      state_.apply(event);
      history_.push_back(event);
    }
    expect_order();
  }

  void wait(Milliseconds time) { now_ += time; }

  void run_out() {
    for (int turn = 0; state_.next_alarm() != kNever; ++turn) {
      RC_ASSERT(turn < kTurnsMax);
      now_ = std::max(now_, state_.next_alarm());
      wish(Tick{.max = 1024});
    }
  }

  void expect_the_same_from_its_facts() const {
    State again;
    for (const Event& event : history_) again.apply(event);
    RC_ASSERT(again.registers().whistles() == registers().whistles());
    RC_ASSERT(again.registers().scores() == registers().scores());
    RC_ASSERT(again.next_alarm() == state_.next_alarm());
  }

  Timestamp now() const { return now_; }
  int calls() const { return static_cast<int>(registers().counters().last_whistle.value); }

 private:
  const Registers& registers() const { return state_.registers(); }

  // A step that is owed and is done or missed; the first of the two counts.
  void note_step(WhistleId id, const UnitCode& unit, WhistleStep step) {
    if (registers().find(id)->due(step) != kNever) steps_.insert({id, unit, step});
  }
  template <class Fact>
  void note(const Fact&) {}
  void note(const WhistleAcknowledged& fact) {
    note_step(fact.id, fact.unit, WhistleStep::Acknowledge);
  }
  void note(const UnitReportedIn& fact) { note_step(fact.id, fact.unit, WhistleStep::Arrive); }
  void note(const MeasureRecorded& fact) {
    if (fact.plan) note_step(fact.id, fact.unit, WhistleStep::Plan);
  }
  void note(const UnitReleased& fact) { note_step(fact.id, fact.unit, WhistleStep::Finish); }
  void note(const WhistleMissed& fact) {
    RC_ASSERT(steps_.insert({fact.id, fact.unit, fact.step}).second);
  }
  void note(const UnitCarded& fact) {
    Card& card = cards_[{fact.whistle, fact.unit}];
    RC_ASSERT(fact.card > card);
    card = fact.card;
  }

  void expect_order() const {
    for (const auto& [id, row] : registers().whistles()) {
      RC_ASSERT(row.invited.size() >= 1U);
      RC_ASSERT(!row.closed || std::ranges::all_of(row.invited, &Invited::released));
    }
    std::int64_t counted = 0;
    std::int64_t in_time = 0;
    for (const auto& [key, score] : registers().scores()) {
      counted += score.count(Measure::WhistleSteps);
      in_time += score.count(Measure::WhistleStepsInTime);
    }
    RC_ASSERT(counted == static_cast<std::int64_t>(steps_.size()));
    RC_ASSERT(in_time <= counted);
  }

  policy::Policy policy_{changtai_rules()};
  State state_;
  Timestamp now_{shanghai("2026-03-09 09:00")};
  std::vector<Event> history_;
  std::set<std::tuple<WhistleId, UnitCode, WhistleStep>> steps_;
  std::map<std::pair<WhistleId, UnitCode>, Card> cards_;
};

RC_GTEST_PROP(Whistles, KeepTheirOrderWhateverIsWished, ()) {
  Walk walk;
  for (int i = 0; i < kWishes; ++i) {
    walk.wish(any_wish(walk.now(), walk.calls() < kWhistles || any_below(40) == 0));
    if (any_below(8) == 0) walk.wait(std::chrono::minutes{any_below(8 * 60)});
  }
  walk.run_out();
  walk.expect_the_same_from_its_facts();
}

}  // namespace whistle::casework::whistles_property_test
