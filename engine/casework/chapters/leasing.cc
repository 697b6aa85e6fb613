#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/pulling.h"
#include "engine/casework/limits.h"

// What becomes of a lease until somebody signs: received, renewed, given back, or not arrived. A
// grant that nobody receives in time goes back uncounted; it is lost in the post, not neglected.
namespace whistle::casework {
namespace {

Refusal too_many_leases(std::size_t asked) {
  return {Reason::BadValue,
          "leases: " + std::to_string(asked) + ", at most " + std::to_string(kPullMax)};
}

HeldAnswer::Lease lost(const Held& held) {
  return {.id = held.id, .token = held.token, .until = kNever, .lost = true};
}

}  // namespace

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

Decision on(const ReceiveLeases& command, const Context& context) {
  if (command.leases.empty() || command.leases.size() > kPullMax) {
    return Failure{too_many_leases(command.leases.size())};
  }
  const Timestamp until = context.now + context.policy.settings().lease;
  Decided decided;
  HeldAnswer answer;
  std::set<CaseId> seen;
  for (const Held& held : command.leases) {
    const Case* item = context.state.find(held.id);
    const bool holds = item != nullptr && !command.out_of_reach.contains(held.id) && held.token &&
                       (item->token == held.token || item->lease_token == held.token);
    if (!holds || item->place == Place::Queue) {
      answer.leases.push_back(lost(held));
      continue;
    }
    if (item->place != Place::Lease) {
      answer.leases.push_back({.id = held.id, .token = item->token});
      continue;
    }
    const bool is_new = item->receive_by != kNever && seen.insert(held.id).second;
    if (is_new) {
      decided.events.emplace_back(
          LeaseReceived{.id = held.id, .token = held.token, .until = until});
    }
    const bool received_now = item->receive_by != kNever;
    answer.leases.push_back(
        {.id = held.id, .token = held.token, .until = received_now ? until : item->lease_until});
  }
  decided.answer = std::move(answer);
  return decided;
}

Decision on(const UndeliverLeases& command, const Context& context) {
  Decided decided;
  decided.answer = NoAnswer{};
  std::set<CaseId> seen;
  for (const Held& held : command.leases) {
    const Case* item = context.state.find(held.id);
    const bool undelivered = item != nullptr && item->place == Place::Lease &&
                             item->token == held.token && item->receive_by != kNever;
    if (!undelivered || !seen.insert(held.id).second) continue;
    decided.events.emplace_back(OrderReleased{
        .id = held.id, .token = held.token, .reason = "unreachable", .failed = false});
  }
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
  Draft draft(context, **item);
  draft.record(OrderReleased{.id = command.id,
                             .token = command.token,
                             .reason = command.reason,
                             .failed = command.failed});
  if (command.failed) park_if_too_often(draft, ParkCause::Failures);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const DrainWorker& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  if (auto refusal = check_unit(command.unit, context)) return Failure{*std::move(refusal)};
  Decided decided;
  DrainAnswer answer;
  for (const CaseId id : context.state.held(command.unit.value)) {
    const Case& item = *context.state.find(id);
    if (context.state.symbols().name(item.worker) != command.worker.value) continue;
    if (item.place == Place::Hands) {
      ++answer.signed_for;
      continue;
    }
    ++answer.leases;
    decided.events.emplace_back(
        OrderReleased{.id = id, .token = item.token, .reason = "drain", .failed = false});
  }
  decided.answer = answer;
  return decided;
}

}  // namespace whistle::casework
