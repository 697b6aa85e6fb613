#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <chrono>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "engine/casework/decide.h"
#include "tests/support/recount.h"
#include "tests/support/rule_books.h"

// Whatever is wished of duties, in whatever order and however late: alarms always move, and cards
// follow what was missed.
namespace whistle::casework::duties_property_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = shanghai("2026-03-09 09:00");

int any_below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }
template <class Value>
Value any_of(std::initializer_list<Value> values) {
  return *rc::gen::elementOf(std::vector<Value>(values));
}
CareTier any_care() {
  return any_of({CareTier::None, CareTier::Red, CareTier::Yellow, CareTier::Blue});
}
DutyId any_duty() { return {static_cast<std::uint64_t>(any_below(6))}; }

Command any_wish() {
  switch (any_below(6)) {
    case 0:
      return AssignDuty{.kind = {any_of<std::string>({"care_visit", "grid_patrol", "report_in"})},
                        .unit = {any_of<std::string>({"waiwu", "wuan", "nobody", ""})},
                        .by = {any_below(8) == 0 ? "" : "wang"},
                        .person = {any_of<std::string>({"", "lin"})},
                        .subject = any_of<std::string>({"", "household-1", "household-2"}),
                        .area = {any_of<std::uint64_t>({0, kBanyan.value, 9})},
                        .care = any_care()};
    case 1:
      return ChangeCareTier{.id = any_duty(),
                            .by = {any_below(8) == 0 ? "" : "doctor"},
                            .care = any_care(),
                            .reason = any_below(8) == 0 ? "" : "a fall"};
    case 2:
      if (any_below(3) != 0) return Tick{.max = 3};
      return EndDuty{.id = any_duty(), .by = {"wang"}, .reason = "moved"};
    case 3:
      return Tick{.max = static_cast<std::uint32_t>(any_below(4))};
    default:
      return DoDuty{.id = any_duty(), .worker = {any_below(8) == 0 ? "" : "lin"}, .note = {}};
  }
}

RC_GTEST_PROP(DutiesProperty, AlarmsAlwaysMoveAndCardsFollowWhatWasMissed, ()) {
  const policy::Policy policy(changtai_rules());
  State state;
  Timestamp now = kMorning;
  std::vector<Event> history;
  std::map<DutyId, std::uint32_t> in_a_row;
  for (int step = 0; step < 80; ++step) {
    now += any_of<Milliseconds>({0ms, 1ms, 1h, 9h, 24h, 24h * 9, 24h * 40});
    const Decision decision = decide({state, policy, now}, any_wish());
    if (!decision) {
      RC_ASSERT(!decision.error().detail.empty());
      continue;
    }
    DutyId carded_for;
    for (const Event& event : decision->events) {
      if (const auto* round = std::get_if<DutyRoundEnded>(&event)) {
        RC_ASSERT(round->next_due > now && round->due <= now);
        std::uint32_t& missed = in_a_row[round->id];
        missed = round->missed ? missed + 1 : 0;
        carded_for = round->id;
      }
      if (const auto* card = std::get_if<UnitCarded>(&event)) {
        RC_ASSERT(card->duty == carded_for);
        RC_ASSERT((card->card == Card::Red) == (in_a_row.at(carded_for) >= 2));
      }
      state.apply(event);
      history.push_back(event);
    }
  }
  // Whatever is due moves on when somebody looks.
  const Decision told = decide({state, policy, now}, Tick{.max = 1000});
  for (const Event& event : told->events) state.apply(event);
  history.insert(history.end(), told->events.begin(), told->events.end());
  RC_ASSERT(state.next_alarm() > now);
  RC_ASSERT(scores_difference(state, history) == "");
  State again;
  for (const Event& event : history) again.apply(event);
  RC_ASSERT(again.registers().duties() == state.registers().duties());
  RC_ASSERT(again.registers().scores() == state.registers().scores());
  RC_ASSERT(again.next_alarm() == state.next_alarm());
}

}  // namespace whistle::casework::duties_property_test
