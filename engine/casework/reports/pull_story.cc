#include "engine/casework/reports/pull_story.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/pulling.h"
#include "engine/casework/limits.h"

namespace whistle::casework {
namespace {

std::uint32_t parked_from(const UnitCode& unit, const State& state) {
  const queues::WaitingLine* desk = state.line(kDispatchDesk);
  if (desk == nullptr) return 0;
  std::uint32_t parked = 0;
  std::size_t looked_at = 0;
  queues::in_order(*desk, Timestamp{}, [&](const queues::Position& position) {
    if (state.find(position.id)->dossier->parked_from == unit) ++parked;
    return ++looked_at < kPassedOverMax;
  });
  return parked;
}

std::uint32_t passed_over(const queues::WaitingLine& line, const PullOrders& wish,
                          const Context& context) {
  if (wish.wanted.everything()) return 0;
  std::uint32_t passed = 0;
  std::size_t looked_at = 0;
  queues::in_order(line, context.now, [&](const queues::Position& position) {
    if (!left_out_by(wish.wanted, *context.state.find(position.id), context).empty()) ++passed;
    return ++looked_at < kPassedOverMax;
  });
  return passed;
}

PullStory::Line line_of(const UnitCode& unit, const PullOrders& wish, const Context& context) {
  const State& state = context.state;
  PullStory::Line told{.unit = unit};
  if (const queues::WaitingLine* line = state.line(unit.value)) {
    told.waiting = static_cast<std::uint32_t>(line->size());
    told.passed_over = passed_over(*line, wish, context);
  }
  for (const CaseId id : state.held(unit.value)) {
    const Case& item = *state.find(id);
    if (item.place == Place::Hands) {
      ++told.signed_for;
    } else {
      ++told.leased;
      told.next_lapse = std::min({told.next_lapse, item.lease_until, item.receive_by});
    }
  }
  told.parked = parked_from(unit, state);
  return told;
}

// Of an order that waits in one of the lines; empty: it would be granted.
std::string why_not(const Case& item, const PullOrders& wish, const Context& context) {
  const std::string_view filter = left_out_by(wish.wanted, item, context);
  if (filter.empty()) return {};
  return "case " + std::to_string(item.id.value) + " waits in the line of " +
         context.state.symbols().name(item.unit) + "; " + std::string(filter) + " leaves it out";
}

// Words for people. Who may pull from these lines may know of nothing else: whether a case is
// another unit's, closed or not there at all looks alike.
std::string whereabouts(CaseId id, const PullOrders& wish, const Context& context) {
  const std::string name = "case " + std::to_string(id.value);
  const Case* item = context.state.find(id);
  const auto& symbols = context.state.symbols();
  if (item == nullptr || !names(wish, symbols.name(item->unit))) {
    return name + " is none of these lines'";
  }
  const std::string& unit = symbols.name(item->unit);
  const std::string& worker = symbols.name(item->worker);
  switch (item->place) {
    case Place::Queue:
      return why_not(*item, wish, context);
    case Place::Lease:
      return name + " is leased to " + worker + " of " + unit;
    case Place::Hands:
      return worker + " of " + unit + " has signed for " + name;
    case Place::Desk:
      return name + " is " + std::string(to_word(item->status)) + "; the centre has it";
    case Place::Ledger:
      return name + " is on the deferred ledger";
  }
  return {};
}

}  // namespace

Outcome<PullStory, Refusal> pull_story(const PullOrders& wish, const Context& context) {
  if (auto refusal = check(wish, context)) return Failure{*std::move(refusal)};
  PullStory story;
  for (const UnitCode& unit : units_of(wish)) story.lines.push_back(line_of(unit, wish, context));
  for (const Case* item : would_be_granted(wish, context)) story.next.push_back(item->id);
  if (wish.only) story.only = whereabouts(wish.only, wish, context);
  return story;
}

}  // namespace whistle::casework
