#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/decide.h"
#include "engine/core/shared.h"
#include "engine/journal/journal.h"
#include "engine/policy/policy.h"
#include "engine/runtime/distribution.h"
#include "engine/runtime/recent_answers.h"
#include "engine/runtime/recent_receipts.h"
#include "engine/runtime/terms.h"

namespace whistle::runtime {

// What a command came to. It may be told only once the journal has reached `durable_after`: even a
// refusal rests on facts that may not be on disk yet.
struct Reply {
  Outcome<casework::Answer, casework::Refusal> result;
  Sequence durable_after{};
  bool replayed{};  // a complaint, or a wish under its key, that had been answered before
};

// Owns the state, decides commands against it and applies what they lead to. The facts gather in a
// group until somebody takes it to the journal. No thread, no clock, no disk of its own: `now`
// comes with each call and never goes back. Thread: one, the writer.
class Engine {
 public:
  using Book = std::shared_ptr<const policy::Policy>;

  // `state` and `head` as recovered from the journal. `policy` is the rule book in force, `before`
  // the one before it: needed while cases still move from one to the other.
  Engine(Book policy, casework::State state, const journal::Head& head, Book before = nullptr);
  // For a rule book that outlives the engine.
  Engine(const policy::Policy& policy, casework::State state, const journal::Head& head)
      : Engine(Book(Book{}, &policy), std::move(state), head) {}

  // `caller` is written into the record beside what the wish says of itself. Under a key that was
  // answered before nothing is decided: the answer is told again. What was refused, and a pull that
  // was granted nothing, has done nothing; it leaves no answer behind and is decided anew.
  // Taken by value: a complaint's text goes on to the journal without being copied.
  Reply decide(casework::Command command, Timestamp now, const Caller& caller = {},
               const Terms& terms = {});

  // Fires the alarms that have come by `now`, of at most `max` cases. Returns how many cases.
  std::uint32_t tick(Timestamp now, std::uint32_t max);

  // When the next alarm comes, or kNever.
  Timestamp next_alarm() const { return state_.next_alarm(); }
  Timestamp now() const { return now_; }
  // From the instants of alarms to their decisions.
  const Distribution& alarm_lag() const { return *alarm_lag_; }
  const casework::State& state() const { return state_; }
  // The rule book in force: another one after a wish to adopt it.
  const policy::Policy& policy() const { return *policy_; }
  Sequence last_sequence() const { return last_; }
  // The longest that a case's alarm ever had to wait, since start; changes that reach all cases in
  // turns are not late.
  Milliseconds lateness_max() const { return lateness_max_; }

  // Facts that wait for the journal, in records.
  std::size_t forming() const { return group_.records.size(); }
  // The facts of those records.
  std::size_t forming_events() const { return forming_events_; }
  // The group that has formed, with the rows it changed; a new one begins. Requires: forming() > 0.
  journal::Group take_group();
  // The answers that wait for the journal, when no group forms to carry them.
  // Requires: forming() == 0.
  std::vector<journal::KeptAnswer> take_answers();

 private:
  // A case that a record is about, and how it stood before.
  struct Named {
    CaseId id{};
    std::optional<journal::Stood> before;
  };

  std::optional<Reply> told_before(const WishKey& key, const Caller& caller) const;
  void keep(const WishKey& key, const Caller& caller, const casework::Answer& answer);
  Reply decide_anew(casework::Command command, const Caller& caller);
  void keep_words(Complaint complaint, const casework::Receipt& receipt);
  void record(const casework::Command& command, std::vector<casework::Event> events,
              const Caller& caller);
  void apply(const casework::Event& event);
  void begin_trails(const std::vector<casework::Event>& events);
  void end_trails();
  std::optional<journal::Stood> stood(CaseId id) const;
  journal::Standing in_words(const journal::Stood& stood) const;

  casework::Context context() const { return {state_, *policy_, now_, before_.get()}; }

  Book policy_;
  Shared<std::string> version_;  // the version of policy_, shared by its records
  Book before_;                  // nothing: no case moves
  casework::State state_;
  RecentReceipts recent_;
  RecentAnswers recent_answers_;
  std::uint64_t last_answer_;
  Sequence last_;
  Timestamp now_;
  Milliseconds lateness_max_{};
  std::unique_ptr<Distribution> alarm_lag_ = std::make_unique<Distribution>();
  journal::Group group_;
  std::size_t forming_events_{};
  std::vector<CaseId> touched_;  // by the group, with repetitions
  std::vector<Named> named_;     // by the record that is being made
};

}  // namespace whistle::runtime
