#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/inlined_vector.h>
#include <absl/container/node_hash_map.h>

#include "engine/casework/decide.h"
#include "engine/casework/reports/what_if_acts.h"
#include "engine/casework/reports/what_if_course.h"
#include "engine/casework/state/by_symbol.h"
#include "engine/core/shared.h"

// A shadow run: a stretch of the journal under one rule book.
namespace whistle::casework {

// What a unit's or a desk's line had to bear.
struct Load {
  std::uint64_t arrivals{};  // orders
  std::uint64_t peak{};      // most that waited at once
};

// The engine itself is the model: what rules decide is decided by decide() and made true by
// State::apply(), alarms fire at their own instants. What people did they do again at the same
// instants, to the cases that hold the complaints they did it about:
//
// - Who signed, made contact, finished, ... does so at that instant, whichever unit has the case
//   now. Who does not have it in hand takes it first.
// - What a person read at the triage desk is read by the rules when they are certain now. What the
//   rules read then and cannot now waits for a person, until the first act about the case; it is
//   then classified as it was in the journal.
// - Several cases that were one are worked on together; one that was several follows the oldest.
// - A case that the journal closed is closed: checks and calls that only this book asks for are
//   made at that instant.
// - A complaint that only this book makes a case had nobody to work on it: it arrives in a line,
//   and its promises are not judged.
// - Wishes that this book refuses are counted by reason, and change nothing.
//
// Thread: one.
class Shadow {
 public:
  // `policy` must outlive the run. It begins with nothing open.
  explicit Shadow(const policy::Policy& policy) : policy_(policy) { state_.keep_no_score(); }

  // Makes an operating mode true that held before the stretch.
  void begin_with(const ModeChanged& mode) { state_.apply(mode); }
  // `findings` is how this book reads the arrival. Requires: turns come in order.
  void follow(const Turn& turn, const Shared<triage::Findings>& findings);
  // Alarms until and at that instant; then all courses end as they stand.
  void end_at(Timestamp until);

  std::vector<CoursePointer> take_ended() { return courses_.take_ended(); }
  template <class Visit>
  void each_load(Visit visit) const {
    loads_.each(
        [&](Symbol unit, const Load& load) { visit(UnitCode{state_.symbols().name(unit)}, load); });
  }
  // Wishes refused, by reason.
  const std::map<Reason, std::uint64_t>& refused() const { return refused_; }
  const State& state() const { return state_; }

 private:
  // Nearly always one.
  using Followers = absl::InlinedVector<CaseId, 2>;
  using Complaints = absl::InlinedVector<ComplaintId, 2>;
  // What the run knows of a case of its own.
  struct Life {
    CaseId driver{};        // of the journal: whose acts are done to it
    Complaints complaints;  // by their numbers in the journal, the first one first
    // As it was classified in the journal, for want of a certain reading.
    CategoryCode category;
    AreaCode area{};
  };
  struct Held {
    CaseId id{};              // of the run
    ComplaintId complaint{};  // its number in the run
  };

  void pass(Timestamp to);
  Outcome<Answer, Refusal> decide_and_apply(const Command& wish);
  bool wish(const Command& wish) { return decide_and_apply(wish).has_value(); }
  void apply(const Event& event);
  // A case came into a line: as a new order there, or back.
  void measure_line(CaseId id, bool is_arrival);
  void forget(CaseId id);

  void arrive(const Arrival& arrival, const Shared<triage::Findings>& findings);
  void remember_reading(const Arrival& arrival);

  void act(const Act& act);
  void on(const Command& wish);
  void on(const AssistAsked& asked);
  void on(const Unmerged& taken);
  void on(const BecameOne& both);
  void on(const Ended& ended);

  // Does an act of the journal to one case of the run. An overload for each wish that needs more
  // than numbers and a token.
  void redo(const Case& item, const PullOrders& wish);
  void redo(const Case& item, const SignForOrder& wish);
  void redo(const Case& item, const ClassifyCase& wish);
  void redo(const Case& item, const DisposeCase& wish);
  void redo(const Case& item, const ReleaseOrder& wish);
  void redo(const Case& item, const RenewLease& wish);
  void redo(const Case& item, const ReturnOrder& wish);
  void redo(const Case& item, const ReassignCase& wish);
  void redo(const Case& item, const RuleOnObjection& wish);
  void redo(const Case& item, const TransferOrder& wish);
  void redo(const Case& item, const PostCheckCase& wish);
  void redo(const Case& item, const ExcuseAssist& wish);
  template <class Wish>
  void redo(const Case& item, const Wish& wish);
  void call_back(const CallBack& wish);
  void try_callback(const NoteUnreachable& wish);

  // The cases of the run that follow a case of the journal.
  Followers followers(CaseId driver) const;
  void drive(CaseId id, CaseId driver);
  const Case* holding(ComplaintId complaint) const;

  // Make the case what an act needs; nullptr when it cannot be.
  const Case* read_by_person(CaseId id);
  const Case* in_hand(CaseId id, const WorkerName& worker);
  const Case* replied(CaseId id);
  bool take(const Case& item, const WorkerName& worker);
  void close(CaseId id);
  void close_once_more(const Case& item);
  std::string_view unit_of(const Case& item) const { return state_.symbols().name(item.unit); }
  WorkerName holder_of(const Case& item) const { return {state_.symbols().name(item.worker)}; }

  const policy::Policy& policy_;
  State state_;
  Timestamp now_{};
  Courses courses_;
  ComplaintId arriving_{};                            // by its number in the journal
  absl::flat_hash_map<CaseId, Followers> followers_;  // by case of the journal
  absl::node_hash_map<CaseId, Life> lives_;           // by case of the run
  absl::flat_hash_map<ComplaintId, Held> held_;       // of open cases, by the journal's
  absl::flat_hash_map<CaseId, CaseId> assists_;       // of the run, by the journal's
  BySymbol<Load> loads_;
  std::map<Reason, std::uint64_t> refused_;
};

}  // namespace whistle::casework
