#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/casework/commands/commands.h"
#include "engine/casework/events/events.h"
#include "engine/casework/refusal.h"
#include "engine/casework/state/state.h"
#include "engine/core/outcome.h"
#include "engine/policy/policy.h"

namespace whistle::casework {

// All that a decision may look at. Nothing else exists for it, so nothing else matters.
struct Context {
  const State& state;
  const policy::Policy& policy;
  Timestamp now;
  // The rule book before this one, while cases move from one to the other.
  const policy::Policy* before{};
};

// What the one who asked is told, once the events are durable.
struct NoAnswer {
  bool operator==(const NoAnswer&) const = default;
};
struct Grant {  // an order handed to a worker
  CaseId id{};
  Token token{};
  Timestamp until{kNever};       // kNever when signed for
  Timestamp receive_by{kNever};  // kNever when signed for or received

  bool operator==(const Grant&) const = default;
};
struct PullAnswer {
  std::vector<Grant> grants;

  bool operator==(const PullAnswer&) const = default;
};
struct TokenAnswer {  // SignForOrder, RenewLease
  Token token{};
  Timestamp until{kNever};

  bool operator==(const TokenAnswer&) const = default;
};
struct HeldAnswer {  // ReceiveLeases: each as asked
  struct Lease {
    CaseId id{};
    Token token{};
    Timestamp until{kNever};  // kNever when signed for
    bool lost{};              // the token does not hold the order

    bool operator==(const Lease&) const = default;
  };
  std::vector<Lease> leases;

  bool operator==(const HeldAnswer&) const = default;
};
struct DrainAnswer {
  std::uint32_t leases{};      // that went back
  std::uint32_t signed_for{};  // that stay with the unit

  bool operator==(const DrainAnswer&) const = default;
};
struct NumberAnswer {  // what was made: a whistle, a duty, an entry, a case
  std::uint64_t id{};
  Token token{};  // when the wish changed who holds the order

  bool operator==(const NumberAnswer&) const = default;
};
struct TickAnswer {
  std::uint32_t cases{};

  bool operator==(const TickAnswer&) const = default;
};
using Answer = std::variant<NoAnswer, Receipt, PullAnswer, TokenAnswer, TickAnswer, NumberAnswer,
                            HeldAnswer, DrainAnswer>;

struct Decided {
  std::vector<Event> events;  // empty when the wish was already fulfilled
  Answer answer;

  bool operator==(const Decided&) const = default;
};
using Decision = Outcome<Decided, Refusal>;

// Decides one command. Pure: the same context and command give the same decision.
Decision decide(const Context& context, const Command& command);

}  // namespace whistle::casework
