#include <optional>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"

// Signed for (签收): from then on a unit answers for the order, for days. A lease is minutes; each
// has a token, and only the newest token of a case works.
namespace whistle::casework {

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
