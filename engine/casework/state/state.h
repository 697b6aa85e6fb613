#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/container/btree_set.h>

#include "engine/casework/events/events.h"
#include "engine/casework/state/by_symbol.h"
#include "engine/casework/state/case.h"
#include "engine/casework/state/case_shelf.h"
#include "engine/casework/state/cause_index.h"
#include "engine/casework/state/registers.h"
#include "engine/casework/state/streaks.h"
#include "engine/casework/state/symbols.h"
#include "engine/queues/alarms.h"
#include "engine/queues/waiting_line.h"

namespace whistle::casework {

// The line of complaints that need a person to read them.
inline constexpr std::string_view kTriageDesk = "triage";
// The line of returned orders, and of dispatch objections.
inline constexpr std::string_view kDispatchDesk = "dispatch";

// Counters kept by apply. They survive restarts and equal a recount from the journal.
struct Tallies {
  std::uint64_t complaints{};  // received in all
  std::uint64_t cases{};       // filed
  std::uint64_t merged{};
  std::uint64_t declined{};
  std::array<std::uint64_t, 3> by_colour{};  // cases filed: red, yellow, blue
  std::array<std::uint64_t, 6> by_tier{};    // first dispatch of each case, Building first
  std::uint64_t awaited_triage{};
  std::uint64_t escalations{};
  std::uint64_t overdue{};  // clocks that ran out
  std::uint64_t yellow_cards{};
  std::uint64_t red_cards{};
  std::uint64_t reworked{};
  std::uint64_t closed{};
  std::uint64_t closed_on_time{};

  bool operator==(const Tallies&) const = default;
};

// The numbers that must go on where they stopped.
struct Counters {
  ComplaintId last_complaint{};
  CaseId last_case{};
  Token last_token{};
  std::uint64_t last_entered{};

  bool operator==(const Counters&) const = default;
};

// All open cases, and what is derived from them: lines, alarms, indexes. Changed by apply() only.
// Invariants: a case is in exactly one place; it is in its unit's line if and only if its place is
// Queue; whoever asks finds its alarm to be the earliest of its clocks and its lease.
// Thread: the writer only.
class State {
 public:
  State();
  State(State&&) = default;
  State& operator=(State&&) = default;

  // From now on the scoreboard stands still: for who runs a state that nobody reads it of. It costs
  // a tenth of a run, and no decision looks at it.
  void keep_no_score() { keeps_score_ = false; }
  // Makes a fact true. Checks its invariants: a wrong decision stops the process before it is
  // remembered.
  void apply(const Event& event);

  // The open case, or nullptr. Good until put_away() or until it is struck off: the case is taken
  // from the shelf and stays at hand, which is why looking is the writer's business as well.
  const Case* find(CaseId id) const { return shelf_.find(id); }
  // Cases that were not used lately go back to the shelf, packed. To be called between decisions by
  // who drives the state; else all that were ever looked at stay at hand.
  void put_away(std::size_t keep = CaseShelf::kAtHand) const { shelf_.put_away(keep); }
  // The cases whose alarm has come, earliest first, at most `max`.
  std::vector<CaseId> due(Timestamp now, std::size_t max) const { return alarms().due(now, max); }
  // The next instant at which a case or a register does something by itself.
  Timestamp next_alarm() const { return std::min(alarms().next(), registers_.next_alarm()); }

  // The line of a unit, or nullptr when nothing has ever waited there.
  const queues::WaitingLine* line(std::string_view unit) const;
  const queues::WaitingLine* line(Symbol unit) const { return lines_.find(unit); }
  Streak streak_of(std::string_view worker) const { return streaks_.of(symbols_.find(worker)); }
  // What people of a unit hold, leased or signed for; ascending.
  using Held = absl::btree_set<CaseId>;
  const Held& held(std::string_view unit) const;
  std::size_t open_cases() const { return shelf_.size(); }
  // The open case that came first, which has the lowest number; 0 when none is open.
  CaseId oldest_open() const { return shelf_.first(); }
  const Symbols& symbols() const { return symbols_; }
  const Counters& counters() const { return counters_; }
  const Tallies& tallies() const { return tallies_; }
  const Registers& registers() const { return registers_; }
  // The register rows that changed since this was called last, in order, as Registers::take_touched
  // tells them. For who stores them.
  template <class Visit>
  void take_touched_rows(Visit visit) {
    registers_.take_touched(visit);
  }
  void drop_touched_rows() { registers_.drop_touched(); }

  // The newest open case of a category whose complaints come from this area.
  const Case* same_cause(std::string_view category, AreaCode cause_area) const;
  // The newest open case that this requester (hash, not 0) reported of a category in this area.
  const Case* same_request(std::uint64_t requester, std::string_view category,
                           AreaCode cause_area) const;

  // Open cases of one large class in one area that came in after `since`, ascending.
  std::vector<CaseId> arrivals(AreaCode storm_area, std::string_view major, Timestamp since) const;

  // Ascending. A case is lent for the time of the visit only; meanwhile others may be looked at,
  // but nothing may change or be put away.
  template <class Visit>
  void each_case(Visit visit) const {
    shelf_.each(visit);
  }
  template <class Visit>
  void each_line(Visit visit) const {
    lines_.each(
        [&](Symbol unit, const queues::WaitingLine& line) { visit(symbols_.name(unit), line); });
  }

  // Where the memory is; of what is not listed, there is little or one for each unit.
  struct Use {
    CaseShelf::Bytes shelf;
    std::size_t alarms{};  // bytes
    std::size_t causes{};  // entries, and so on
    std::size_t arrivals{};
    std::size_t arrival_lines{};  // of an area and a large class
    std::size_t waiting{};
    std::size_t held{};
  };
  Use use() const;

  // Recovery: puts back what was stored. Requires: the state is new (counters, tallies) and the
  // case is not there yet. `intern` gives the symbols a stored case must use.
  Symbol intern(std::string_view name) { return symbols_.intern(name); }
  void restore(const Counters& counters, const Tallies& tallies);
  void restore(const Registers::Counters& counters) { registers_.restore(counters); }
  void restore(RegisterRow row) { registers_.restore(std::move(row)); }
  void restore(Case stored);
  // Due after the last case: until then a check stops who asks for a cause, or gives a case one.
  void end_restoring() { causes_.settle(); }

 private:
  void on(const CaseFiled& event);
  void on(const ComplaintDeclined& event);
  void on(const ComplaintMerged& event);
  void on(const CaseClassified& event);
  void on(const CaseRecoloured& event);
  void on(const OrderDispatched& event);
  void on(const OrderLeased& event);
  void on(const LeaseRenewed& event);
  void on(const LeaseLapsed& event);
  void on(const OrderReleased& event);
  void on(const OrderSigned& event);
  void on(const FirstContacted& event);
  void on(const ArrivedOnSite& event);
  void on(const ProgressNoted& event);
  void on(const HandlingFinished& event);
  void on(const PostChecked& event);
  void on(const RequesterReplied& event);
  void on(const CalledBack& event);
  void on(const CaseReworked& event);
  void on(const CaseClosed& event);
  void on(const CaseStruckOff& event);
  void on(const ClockStarted& event);
  void on(const ClockPaused& event);
  void on(const ClockResumed& event);
  void on(const ClockMet& event);
  void on(const ClockDropped& event);
  void on(const ClockDueSoon& event);
  void on(const ClockRanOut& event);
  void on(const CardIssued& event);
  void on(const CaseEscalated& event);
  void on(const LadderExhausted& event);
  // apply_intake.cc
  void on(const ComplaintAnswered& event);
  void on(const CaseDisposed& event);
  void on(const EmergencyTransferred& event);
  void on(const CompanionNamed& event);
  void on(const ProposalLinked& event);
  void on(const ComplaintUnmerged& event);
  void on(const CaseSplit& event);
  void on(const CaseMerged& event);
  void on(const MassRequestDeclared& event);
  void on(const StormJoined& event);
  // apply_orders.cc
  void on(const OrderCopied& event);
  void on(const OrderAssigned& event);
  void on(const AssistOrdered& event);
  void on(const AssistReported& event);
  void on(const AssistExcused& event);
  void on(const AssistWithdrawn& event);
  void on(const LeaseReceived& event);
  void on(const LeaseUndelivered& event);
  void on(const OrderParked& event);
  void on(const OrderRecalled& event);
  void on(const OrderReturned& event);
  void on(const DispatchObjected& event);
  void on(const ObjectionRuled& event);
  void on(const UnitDesignated& event);
  void on(const OrderTransferred& event);
  void on(const TransferAccepted& event);
  void on(const TransferSnappedBack& event);
  void on(const EvidenceAdded& event);
  void on(const MilestoneReached& event);
  // apply_pauses.cc
  void on(const CaseSuspended& event);
  void on(const CaseResumed& event);
  void on(const ExtensionAsked& event);
  void on(const ExtensionRuled& event);
  void on(const CaseDeferred& event);
  void on(const ReviewDue& event);
  void on(const DeferralReviewed& event);
  void on(const PanelConvened& event);
  void on(const PanelConcluded& event);
  // apply_supervision.cc
  void on(const CaseReminded& event);
  void on(const CaseSupervised& event);
  void on(const EscalationAcknowledged& event);
  void on(const AcknowledgementExpired& event);
  void on(const CallbackTried& event);
  // What the registers hold.
  template <class Fact>
  requires requires(Registers& registers, const Fact& fact) { registers.on(fact); }
  void on(const Fact& fact) { registers_.on(fact); }
  // Adds to the scoreboard what a fact is worth; called before the fact is made true. tallying.cc
  void count(const Event& event);

  Case& existing(CaseId id);
  void erase(Case& item);
  void move(Case& item, Status to);
  // Takes the case out of its place and puts it into another: the only functions that touch lines.
  void leave_place(Case& item);
  void enter_queue(Case& item, Symbol unit);
  void enter(Case& item, Place place);
  // Into the line of who sends it on.
  void go_to_dispatcher(Case& item);
  // A lease is over; the order is back where it stood.
  void end_lease(Case& item);
  // The card of a unit for a case; it never falls.
  void raise_card(Case& item, const UnitCode& unit, Card card);
  void index_cause(const Case& item);
  void index_request(const Case& item, std::uint64_t requester);
  void forget_cause(const Case& item);
  void index_arrival(const Case& item);
  void forget_arrival(const Case& item);
  const Case* newest(const CauseKey& cause) const;
  // To be called after clocks or lease of a case have changed. Facts about one case come one after
  // the other and many move its alarm, so it is set when another case has its turn, or somebody
  // asks for alarms.
  void arm(const Case& item) {
    if (item.id != to_arm_) set_alarm();
    to_arm_ = item.id;
  }
  void set_alarm() const;
  void clear_alarm(CaseId id);
  const queues::Alarms& alarms() const {
    set_alarm();
    return alarms_;
  }

  Symbols symbols_;
  // Behind const: whoever looks at a case takes it from the shelf, which changes no case.
  mutable CaseShelf shelf_;
  BySymbol<queues::WaitingLine> lines_;
  BySymbol<Held> held_;  // by unit: leased or signed for
  Streaks streaks_;
  // Behind const: whoever asks for alarms sets the one that is owed.
  mutable queues::Alarms alarms_;
  mutable CaseId to_arm_;  // the one case whose alarm in alarms_ may be old; 0: none
  CauseIndex causes_;      // each case without requester, and with each of its requesters
  // Open cases by storm area and large class; ascending by arrival.
  std::map<std::pair<AreaCode, Symbol>, absl::btree_set<std::pair<Timestamp, CaseId>>> arrivals_;
  Registers registers_;
  Counters counters_;
  Tallies tallies_;
  bool keeps_score_{true};
};

}  // namespace whistle::casework
