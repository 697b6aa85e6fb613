#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/deciding.h"
#include "engine/casework/chapters/pulling.h"
#include "engine/casework/limits.h"

// Pulled under a lease, from one line or from several as if they were one.
namespace whistle::casework {
namespace {

// The same pull of one named order again, after a lost answer: the worker holds it already.
std::optional<Decided> pulled_before(const PullOrders& command, const Context& context) {
  const Case* item = context.state.find(command.only);
  if (item == nullptr) return std::nullopt;
  const Symbols& symbols = context.state.symbols();
  const bool held = item->place == Place::Lease || item->place == Place::Hands;
  if (!held || !names(command, symbols.name(item->unit)) ||
      symbols.name(item->worker) != command.worker.value) {
    return std::nullopt;
  }
  if (item->place == Place::Lease && command.sign_at_once && item->status == Status::Dispatched) {
    Draft draft(context, *item);
    const Token token{context.state.counters().last_token.value + 1};
    sign(draft, command.worker, token);
    return Decided{std::move(draft.events), PullAnswer{{{item->id, token, kNever, kNever}}}};
  }
  return Decided{{}, PullAnswer{{{item->id, item->token, item->lease_until, item->receive_by}}}};
}

// One order for one worker, under the next token or two.
Grant grant(const Case& item, const PullOrders& command, const Context& context, Token& token,
            std::vector<Event>& events) {
  const policy::Settings& settings = context.policy.settings();
  const bool signs = command.sign_at_once && !is_desk(context.state.symbols().name(item.unit));
  const Timestamp until = context.now + settings.lease;
  // Who signs at once has nothing to receive.
  const bool is_sent = !signs && settings.receipt > Milliseconds{0};
  const Timestamp receive_by = is_sent ? std::min(until, context.now + settings.receipt) : kNever;
  token = {token.value + 1};
  Draft draft(context, item);
  draft.record(OrderLeased{.id = item.id,
                           .worker = command.worker,
                           .token = token,
                           .until = until,
                           .receive_by = receive_by});
  if (signs) {
    token = {token.value + 1};
    sign(draft, command.worker, token);
  }
  append(events, std::move(draft.events));
  return {item.id, token, signs ? kNever : until, receive_by};
}

}  // namespace

std::optional<Refusal> check_unit(const UnitCode& unit, const Context& context) {
  if (is_desk(unit.value) || context.policy.unit(unit) != nullptr) return std::nullopt;
  return Refusal{Reason::UnknownUnit,
                 "unit: no unit " + unit.value + " in rule book " + context.policy.book().name};
}

std::optional<Refusal> check(const PullOrders& command, const Context& context) {
  if (!command.worker) return Refusal{Reason::MissingIdentity, "worker: is empty"};
  if (auto refusal = check_unit(command.unit, context)) return refusal;
  for (const UnitCode& unit : command.more_units) {
    if (auto refusal = check_unit(unit, context)) return refusal;
  }
  return std::nullopt;
}

std::vector<UnitCode> units_of(const PullOrders& command) {
  std::vector<UnitCode> units;
  each_unit(command, [&](const UnitCode& unit) { units.push_back(unit); });
  return units;
}

bool names(const PullOrders& command, const std::string& unit) {
  return command.unit.value == unit ||
         std::ranges::any_of(command.more_units,
                             [&](const UnitCode& more) { return more.value == unit; });
}

std::string_view left_out_by(const Wanted& wanted, const Case& item, const Context& context) {
  const auto none_of = [](const auto& list, const auto& matches) {
    return !list.empty() && std::ranges::none_of(list, matches);
  };
  const std::string& category = context.state.symbols().name(item.category);
  const auto is_within = [&](AreaCode one) {
    return item.area == one || context.policy.is_within(item.area, one);
  };
  if (none_of(wanted.severities, [&](Severity one) { return one == item.severity; })) {
    return "severities";
  }
  if (none_of(wanted.categories, [&](const auto& one) { return one.value == category; })) {
    return "categories";
  }
  return none_of(wanted.areas, is_within) ? "areas" : "";
}

std::vector<const Case*> would_be_granted(const PullOrders& command, const Context& context) {
  const State& state = context.state;
  const std::uint32_t max = std::clamp(command.max, 1U, kPullMax);
  std::vector<const Case*> chosen;
  if (command.only) {
    const Case* item = state.find(command.only);
    const bool waits = item != nullptr && item->place == Place::Queue &&
                       names(command, state.symbols().name(item->unit)) &&
                       left_out_by(command.wanted, *item, context).empty();
    if (waits) chosen.push_back(item);
    return chosen;
  }
  const Streak streak = state.streak_of(command.worker.value);
  queues::LinesWalk walk(context.now, streak.length, streak.last);
  each_unit(command, [&](const UnitCode& unit) {
    if (const queues::WaitingLine* line = state.line(unit.value)) walk.add(*line);
  });
  const bool everything = command.wanted.everything();
  std::size_t looked_at = 0;
  while (const queues::Position* next = walk.next()) {
    const Case* item = state.find(next->id);
    const bool granted = everything || left_out_by(command.wanted, *item, context).empty();
    if (granted) chosen.push_back(item);
    if (chosen.size() >= max || ++looked_at >= kPassedOverMax) break;
    walk.advance(granted);
  }
  return chosen;
}

Decision on(const PullOrders& command, const Context& context) {
  if (auto refusal = check(command, context)) return Failure{*std::move(refusal)};
  if (command.only) {
    if (auto before = pulled_before(command, context)) return *std::move(before);
  }
  Decided decided;
  PullAnswer answer;
  Token token = context.state.counters().last_token;
  for (const Case* item : would_be_granted(command, context)) {
    answer.grants.push_back(grant(*item, command, context, token, decided.events));
  }
  decided.answer = std::move(answer);
  return decided;
}

}  // namespace whistle::casework
