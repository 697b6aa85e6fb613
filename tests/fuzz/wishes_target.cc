#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/journal/memory_journal.h"
#include "engine/runtime/engine.h"
#include "tests/fuzz/requests.h"
#include "tests/fuzz/targets.h"
#include "tests/support/invariants.h"
#include "tests/support/rule_books.h"
#include "tests/support/scenario.h"

namespace whistle::fuzz {
namespace {

constexpr int kRequestsMax = 64;

const policy::Policy& policy() {
  static const policy::Policy policy(support::changtai_rules());
  return policy;
}

// A district where something is going on: a case in each state that a stranger might name.
class District {
 public:
  District() : engine_(policy(), casework::State(), {}) {
    for (const char* category : {"parking", "streetlight", "litter", "noise"}) {
      support::Report report;
      report.category = category;
      decide(support::complaint_of(report, ++serial_, now_));
    }
    for (const char* unit : {"waiwu", "wuan"}) {
      decide(casework::PullOrders{.unit = {unit}, .worker = {"chen"}, .sign_at_once = true});
    }
    decide(casework::PullOrders{.unit = {"banyan-1"}, .worker = {"chen"}});
    commit();
  }

  void decide(casework::Command wish) {
    if (auto* submit = std::get_if<casework::SubmitComplaint>(&wish)) {
      submit->looked_up_through = engine_.state().counters().last_complaint;
      // Triage would have found something.
      triage::Findings& found = submit->findings.edit();
      found.category.category = {"parking"};
      found.category.certainty = triage::Certainty::Certain;
      found.place.area = support::kBanyan1;
      found.place.certainty = triage::Certainty::Certain;
      found.severity.rule = {"severity:test"};
    }
    engine_.decide(std::move(wish), now_);
  }
  void pass(unsigned minutes) {
    now_ += std::chrono::minutes{minutes};
    engine_.tick(now_, 64);
  }
  // Everything decided can be written and read again.
  void commit() {
    if (engine_.forming() == 0) return;
    WHISTLE_FUZZ_EXPECT(journal_.append(engine_.take_group()).has_value());
  }
  void look() const {
    const std::string broken = support::broken_invariant(engine_.state());
    WHISTLE_FUZZ_EXPECT(broken.empty());
    casework::State again;
    WHISTLE_FUZZ_EXPECT(journal_.recover(again, [](std::uint64_t) {}).has_value());
    WHISTLE_FUZZ_EXPECT(again.open_cases() == engine_.state().open_cases());
  }

 private:
  journal::MemoryJournal journal_;
  runtime::Engine engine_;
  Timestamp now_{support::Scenario::morning()};
  std::uint64_t serial_{};
};

}  // namespace

// Each request: how many minutes pass, its kind, its body.
void try_wishes(std::string_view bytes) {
  District district;
  Cutter cutter(bytes);
  for (int i = 0; i < kRequestsMax && !cutter.empty(); ++i) {
    district.pass(cutter.byte());
    const unsigned kind = cutter.byte();
    auto read = command_of(kind, cutter.piece());
    if (read && *read) district.decide(*std::move(*read));
  }
  district.commit();
  district.look();
}

}  // namespace whistle::fuzz
