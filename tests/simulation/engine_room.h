#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/journal/memory_journal.h"
#include "engine/runtime/engine.h"
#include "tests/simulation/agenda.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/holdings.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/verdict.h"

namespace whistle::simulation {

// An engine that is wrong in one way, to see that the checks would notice.
enum class Mutant : std::uint8_t {
  None,
  ForgetsFencing,   // takes any token for the current one
  StealsLeases,     // takes leases away from who has them when somebody pulls
  TellsTooEarly,    // answers before the disk has it
  PretendsToSync,   // says that it is on disk when it is not
  ForgetsReceipts,  // files a complaint again that was answered before it was started
  ForgetsKeys,      // does a wish again that was answered before it was started
  LeavesAnswers,    // does not write an answer with its record
};

// An engine with its journal: it decides at once, syncs later, answers when what it says is on
// disk, and may end without warning at any moment. Every decision is checked as it is made.
class EngineRoom {
 public:
  using Tell = std::function<void(const runtime::Reply&)>;

  EngineRoom(Agenda& agenda, Chance& chance, const policy::Policy& policy, Verdict& verdict,
             Mutant mutant);

  // A request arrives. While the engine is down it is lost.
  void take(const casework::Command& wish, const Once& once, Tell tell);
  // The process ends; a new one starts after a while.
  void crash();
  // No crash follows, and time passes only when told to.
  void calm_down() { calm_ = true; }
  // Fires what comes up to then, each alarm at its own instant.
  void pass_time(Timestamp until);
  // Everything decided goes to disk, and everything that waits is told.
  void settle();

  // Null while it is down.
  const casework::State* state() const { return engine_ ? &engine_->state() : nullptr; }
  const journal::Journal& journal() const { return journal_; }
  Ledger& ledger() { return ledger_; }

  // How often it came to what is worth testing.
  struct Counts {
    std::uint64_t crashes{};
    std::uint64_t lost_records{};  // decided, and forgotten by a crash
    std::uint64_t stale{};         // wishes with an old token
    std::uint64_t late{};          // signatures under a lapsed lease that were honoured
    std::uint64_t lapses{};
    std::uint64_t grants{};
    std::uint64_t retold{};  // answers to wishes that had been done before
    std::uint64_t reused{};  // keys that had been another wish's
  };
  const Counts& counts() const { return counts_; }

 private:
  struct Formed {
    journal::Group group;  // without records: answers alone
    Holdings after;
  };
  struct Waiting {
    casework::Command wish;
    Once once;
    runtime::Reply reply;
    Sequence record;
    std::uint64_t formed{};  // of all that ever formed: what it waits for, beside records
    Tell tell;
  };

  void start();
  void look_up(casework::SubmitComplaint& wish) const;
  runtime::Terms look_up(const Once& once) const;
  void decide(const casework::Command& wish, const Once& once, const runtime::Terms& terms,
              Tell tell);
  casework::Command spoiled(const casework::Command& wish);
  void check(const casework::Command& wish, const runtime::Reply& reply, bool changed);
  void form(const casework::Command* wish, Timestamp at);
  void form_answers();
  bool is_durable(const Waiting& waiting) const;
  void count(const std::vector<casework::Event>& facts);
  void count(const runtime::Reply& reply);
  void plan_sync();
  void sync(std::size_t groups);
  void tell();
  void tick(Timestamp now);
  void plan_tick();

  Agenda& agenda_;
  Chance& chance_;
  const policy::Policy& policy_;
  Verdict& verdict_;
  Mutant mutant_;
  journal::MemoryJournal journal_;
  std::unique_ptr<runtime::Engine> engine_;
  std::uint64_t life_{};  // of the process; what was planned in an earlier one does not happen
  std::deque<Formed> formed_;
  std::uint64_t synced_{};  // of all that ever formed
  std::vector<Waiting> waiting_;
  Sequence told_through_;
  ComplaintId durable_complaint_;
  Holdings live_;
  Holdings durable_;
  Ledger ledger_;
  Counts counts_;
  bool sync_planned_{};
  bool calm_{};
};

}  // namespace whistle::simulation
