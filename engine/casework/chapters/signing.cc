#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/limits.h"

// Pulled under a lease, then signed for. A lease is minutes, an ownership days; each has a token,
// and only the newest token of a case works.
namespace whistle::casework {
namespace {

void sign(Draft& draft, const WorkerName& worker, Token token) {
  const policy::Ladder* ladder = draft.context.policy.ladder(draft.category, draft.severity);
  const policy::Rung* rung =
      ladder != nullptr ? draft.context.policy.rung(*ladder, draft.tier) : nullptr;
  draft.record(OrderSigned{.id = draft.id, .worker = worker, .token = token});
  draft.meet(Stage::Sign);
  if (rung != nullptr && rung->mode == policy::RungMode::Parallel) draft.meet(Stage::Rung);
  if (draft.transferred_from) {
    draft.meet(Stage::Transfer);
    draft.record(
        TransferAccepted{.id = draft.id, .from = draft.transferred_from, .to = draft.unit});
    draft.transferred_from = {};
  }
  // The resident of an assistance is called by the lead.
  // Who sits in a mediation has been contacted.
  const bool in_talks = draft.dossier().panel_stops_clocks;
  if (!draft.contacted && !in_talks && draft.kind != CaseKind::Assist) draft.start(Stage::Contact);
}

// The centre's desks: what waits there is read and sent on, never signed for.
bool is_desk(const UnitCode& unit) {
  return unit.value == kTriageDesk || unit.value == kDispatchDesk;
}

void append(std::vector<Event>& all, std::vector<Event> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// The order is leased under this token, or was and nobody else has been granted it since.
Outcome<const Case*, Refusal> leased_case(const Context& context, CaseId id, Token token) {
  const auto item = open_case(context, id);
  if (!item) return item;
  if (!token || (*item)->token != token) {
    return refuse(Reason::TokenSuperseded, "this token does not hold the order; pull it again");
  }
  if ((*item)->place != Place::Lease && (*item)->place != Place::Queue) {
    return refuse(Reason::WrongState,
                  "the case is " + std::string(to_word((*item)->status)) + ", not leased");
  }
  return item;
}

// The same pull of one named order again, after a lost answer: the worker holds it already.
std::optional<Decided> pulled_before(const PullOrders& command, const Context& context) {
  const Case* item = context.state.find(command.only);
  if (item == nullptr) return std::nullopt;
  const Symbols& symbols = context.state.symbols();
  const bool held = item->place == Place::Lease || item->place == Place::Hands;
  if (!held || symbols.name(item->unit) != command.unit.value ||
      symbols.name(item->worker) != command.worker.value) {
    return std::nullopt;
  }
  if (item->place == Place::Lease && command.sign_at_once && item->status == Status::Dispatched) {
    Draft draft(context, *item);
    const Token token{context.state.counters().last_token.value + 1};
    sign(draft, command.worker, token);
    return Decided{std::move(draft.events), PullAnswer{{{item->id, token, kNever}}}};
  }
  return Decided{{}, PullAnswer{{{item->id, item->token, item->lease_until}}}};
}

}  // namespace

Decision on(const PullOrders& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  if (!is_desk(command.unit) && context.policy.unit(command.unit) == nullptr) {
    return refuse(Reason::UnknownUnit, "unit: no unit " + command.unit.value + " in rule book " +
                                           context.policy.book().name);
  }
  if (command.only) {
    if (auto before = pulled_before(command, context)) return *std::move(before);
  }
  const bool sign_at_once = command.sign_at_once && !is_desk(command.unit);
  const std::uint32_t max = std::clamp(command.max, 1U, kPullMax);
  std::vector<const Case*> chosen;
  if (command.only) {
    const Case* item = context.state.find(command.only);
    const bool waits = item != nullptr && item->place == Place::Queue &&
                       context.state.symbols().name(item->unit) == command.unit.value;
    if (waits) chosen.push_back(item);
  } else if (const queues::WaitingLine* line = context.state.line(command.unit.value)) {
    line->in_order(context.now, [&](const queues::Position& position) {
      chosen.push_back(context.state.find(position.id));
      return chosen.size() < max;
    });
  }
  Decided decided;
  PullAnswer answer;
  Token token = context.state.counters().last_token;
  for (const Case* item : chosen) {
    token = {token.value + 1};
    const Timestamp until = context.now + context.policy.settings().lease;
    Draft draft(context, *item);
    draft.record(
        OrderLeased{.id = item->id, .worker = command.worker, .token = token, .until = until});
    if (sign_at_once) {
      token = {token.value + 1};
      sign(draft, command.worker, token);
    }
    append(decided.events, std::move(draft.events));
    answer.grants.push_back({item->id, token, sign_at_once ? kNever : until});
  }
  decided.answer = std::move(answer);
  return decided;
}

Decision on(const RenewLease& command, const Context& context) {
  const auto item = leased_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->place != Place::Lease) {
    return refuse(Reason::TokenSuperseded, "the lease has lapsed; pull the order again");
  }
  const Timestamp until = context.now + context.policy.settings().lease;
  return Decided{{LeaseRenewed{.id = command.id, .until = until}},
                 TokenAnswer{command.token, until}};
}

Decision on(const ReleaseOrder& command, const Context& context) {
  const auto item = leased_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  // A lapsed lease is back in the line already; nothing is left to do.
  if ((*item)->place == Place::Queue) return Decided{{}, NoAnswer{}};
  return Decided{
      {OrderReleased{.id = command.id, .token = command.token, .reason = command.reason}},
      NoAnswer{}};
}

Decision on(const SignForOrder& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case* item = *found;
  // The same signature again, after a lost answer: the same answer.
  if (item->place == Place::Hands && command.token && item->lease_token == command.token) {
    return Decided{{}, TokenAnswer{item->token, kNever}};
  }
  // A lease that lapsed while nobody else was granted the order still counts: the work is wanted.
  const auto leased = leased_case(context, command.id, command.token);
  if (!leased) return Failure{leased.error()};
  if (item->status != Status::Dispatched) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word(item->status)) +
                                          "; only a dispatched order can be signed for");
  }
  Draft draft(context, *item);
  const Token token{context.state.counters().last_token.value + 1};
  sign(draft, command.worker, token);
  return Decided{std::move(draft.events), TokenAnswer{token, kNever}};
}

Outcome<const Case*, Refusal> open_case(const Context& context, CaseId id) {
  if (const Case* item = context.state.find(id)) return item;
  if (id && id <= context.state.counters().last_case) {
    return refuse(Reason::CaseClosed, "case " + std::to_string(id.value) + " is closed");
  }
  return refuse(Reason::UnknownCase, "there is no case " + std::to_string(id.value));
}

Outcome<const Case*, Refusal> owned_case(const Context& context, CaseId id, Token token) {
  const auto item = open_case(context, id);
  if (!item) return item;
  if (!token || (*item)->token != token) {
    return refuse(Reason::TokenSuperseded, "this token does not hold the case; it is with " +
                                               context.state.symbols().name((*item)->unit));
  }
  if ((*item)->status == Status::Dispatched) {
    return refuse(Reason::WrongState, "the order is not signed for yet; sign first");
  }
  if ((*item)->status == Status::Returned) {
    return refuse(Reason::WrongState, "the case was returned; reassign it or rule on it");
  }
  return item;
}

std::string_view to_word(Status status) {
  switch (status) {
    case Status::AwaitsTriage:
      return "awaits_triage";
    case Status::Dispatched:
      return "dispatched";
    case Status::SignedFor:
      return "signed_for";
    case Status::Finished:
      return "finished";
    case Status::Replied:
      return "replied";
    case Status::Closed:
      return "closed";
    case Status::Returned:
      return "returned";
    case Status::Deferred:
      return "deferred";
  }
  return "?";
}

}  // namespace whistle::casework
