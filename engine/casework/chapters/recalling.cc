#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/limits.h"

// Whoever supervises takes an order out of somebody's hands; it waits in the line of its unit
// again. A lease goes back to its old place. What was signed for is a new order: its unit must sign
// again, while the promises to the resident run on.
namespace whistle::casework {
namespace {

Decided recall_lease(const RecallOrder& command, const Case& item, const Context& context) {
  Decided decided;
  decided.events.emplace_back(OrderRecalled{.id = item.id,
                                            .token = item.token,
                                            .worker = {context.state.symbols().name(item.worker)},
                                            .by = command.by,
                                            .reason = command.reason});
  decided.answer = NoAnswer{};
  return decided;
}

Decided recall_ownership(const RecallOrder& command, const Case& item, const Context& context) {
  Draft draft(context, item);
  const RuleName rule{"recalled:" + command.reason};
  let_go(draft, rule);
  draft.record(OrderRecalled{.id = item.id,
                             .token = item.token,
                             .worker = {context.state.symbols().name(item.worker)},
                             .by = command.by,
                             .reason = command.reason});
  dispatch(draft, {.unit = draft.unit, .tier = draft.tier, .rule = rule, .raised_to_duty = false});
  return {std::move(draft.events), NoAnswer{}};
}

}  // namespace

Decision on(const RecallOrder& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (command.reason.empty()) return refuse(Reason::MissingReason, "reason: is empty; say why");
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (item.place == Place::Lease) return recall_lease(command, item, context);
  if (item.place != Place::Hands || item.status != Status::SignedFor) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word(item.status)) +
                                          " and in nobody's hands; there is nothing to recall");
  }
  if (item.dossier->panel_stops_clocks) {
    return refuse(Reason::WrongState, "a mediation goes on; conclude the panel first");
  }
  if (item.order_number >= kOrdersMax) {
    return refuse(Reason::LimitReached,
                  "the case was given to units " + std::to_string(kOrdersMax) + " times");
  }
  return recall_ownership(command, item, context);
}

}  // namespace whistle::casework
