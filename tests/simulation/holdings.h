#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "engine/casework/commands/commands.h"
#include "engine/casework/events/events.h"
#include "engine/casework/state/state.h"
#include "engine/core/time_point.h"

namespace whistle::simulation {

// Who holds which order, told by facts alone: a second opinion beside the engine's state, written
// from the rules of leases and not from its code.
//
//   free ──leased──▶ leased ──signed──▶ owned ──finished──▶ done
//    ▲  ◀─released─────┘ │ lapsed, undelivered: free again, but its token still signs
//    └──── dispatched anew, returned, parked, deferred, recalled: the token is worth nothing ───
class Holdings {
 public:
  // One decision: the facts, and the wish they came of; nothing for passing time.
  struct Step {
    const casework::Command* wish{};
    const std::vector<casework::Event>& facts;
    Timestamp at;
  };
  // Takes up the facts. Returns what they break, or nothing.
  std::string apply(const Step& step);

  // The only token of a case that works; zero: none does.
  Token current(CaseId id) const;
  // The lease behind an ownership: its signature may be repeated.
  Token signed_with(CaseId id) const;
  // A lapsed lease whose order nobody else was granted: its signature must be taken.
  bool may_sign_late(CaseId id, Token token) const;
  // How the engine's state differs from this; nothing when it does not.
  std::string difference(const casework::State& state) const;

 private:
  struct Holding {
    Token current{};
    Token lease{};
    Timestamp until{};
    Timestamp receive_by{kNever};
    WorkerName worker;
    bool leased{};
    bool lapsed{};
    bool owned{};
    bool at_desk{};  // of triage: read there, never signed for
  };

  template <class Fact>
  std::string on(const Fact& fact, const Step& step);
  std::string grant(const casework::OrderLeased& fact, const Step& step);
  std::string sign(const casework::OrderSigned& fact, const Step& step);
  std::string grow(Token token);
  void start_anew(CaseId id, bool at_desk);

  std::map<CaseId, Holding> holdings_;
  Token last_;
};

}  // namespace whistle::simulation
