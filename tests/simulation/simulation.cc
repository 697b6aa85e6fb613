#include "tests/simulation/simulation.h"

#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/rule_books.h"
#include "tests/support/scenario.h"

namespace whistle::simulation {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every wish is named below
using support::Report;

constexpr std::array<std::string_view, 5> kCategories{"parking", "streetlight", "litter", "burst",
                                                      "noise"};
constexpr std::array<Severity, 3> kColours{Severity::Blue, Severity::Yellow, Severity::Red};

// Compiled once for all runs.
const policy::Policy& policy() {
  static const policy::Policy policy([] {
    policy::RuleBook book = support::changtai_rules();
    book.settings.receipt = std::chrono::seconds{5};
    return book;
  }());
  return policy;
}

bool waits_for_a_unit(const Case& item, const State& state) {
  const std::string& unit = state.symbols().name(item.unit);
  return item.place == Place::Queue && unit != kTriageDesk && unit != kDispatchDesk;
}

}  // namespace

Simulation::Simulation(std::uint64_t seed, Mutant mutant)
    : chance_(seed),
      agenda_(support::Scenario::morning()),
      network_(agenda_, chance_),
      room_(agenda_, chance_, policy(), verdict_, mutant),
      caller_(agenda_, chance_, network_, room_),
      complaints_(chance_.between(1, 3)),
      crash_(chance_.between(40, 200)) {
  const std::uint64_t workers = chance_.between(2, 3);
  for (std::uint64_t i = 1; i <= workers; ++i) {
    workers_.emplace_back("worker-" + std::to_string(i), agenda_, chance_, caller_, room_);
  }
}

std::string Simulation::run() {
  for (std::uint64_t serial = 1; serial <= complaints_; ++serial) submit(serial);
  for (Worker& worker : workers_) worker.start();
  look_after();
  const std::uint64_t last_step = chance_.between(120, 360);
  while (steps_ < last_step && verdict_.good()) {
    disturb();
    agenda_.step();
    ++steps_;
  }
  if (verdict_.good()) heal();
  if (verdict_.good()) drain();
  if (verdict_.good()) room_.ledger().compare(room_.journal(), complaints_);
  return verdict_.what();
}

void Simulation::submit(std::uint64_t serial) {
  Report report;
  report.category = chance_.one_of<std::string_view>(kCategories);
  report.severity = chance_.one_of<Severity>(kColours);
  const SubmitComplaint wish = support::complaint_of(report, serial, agenda_.now());
  agenda_.in(chance_.delay(), [this, wish] { send(wish); });
}

// A complaint is sent until it is answered. Refused because the engine is ahead of its look-up, it
// is sent once more.
void Simulation::send(const SubmitComplaint& wish) {
  constexpr std::uint32_t kUntilAnswered = 1'000'000;
  caller_.ask(wish, kUntilAnswered, [this, wish](const runtime::Reply* reply) {
    if (reply == nullptr || !reply->result) send(wish);
  });
}

void Simulation::look_after() {
  agenda_.in(chance_.delay(), [this] {
    if (calm_) return;
    if (room_.state() != nullptr) {
      room_.state()->each_case([this](const Case& item) {
        if (item.status == Status::Finished) {
          caller_.ask(
              PostCheckCase{
                  .id = item.id, .by = {"desk"}, .passed = !chance_.once_in(2), .note = {}},
              1, [](const runtime::Reply*) {});
        }
        if (item.status == Status::Replied) {
          caller_.ask(CallBack{.id = item.id, .by = {"desk"}, .note = {}}, 1,
                      [](const runtime::Reply*) {});
        }
      });
    }
    look_after();
  });
}

void Simulation::disturb() {
  if (chance_.once_in(crash_)) room_.crash();
  if (chance_.once_in(90)) workers_[chance_.below(workers_.size())].crash();
  if (chance_.once_in(60)) recall();
}

// Somebody above takes an order out of somebody's hands, or tries to.
void Simulation::recall() {
  const CaseId id{chance_.between(1, complaints_)};
  caller_.ask(RecallOrder{.id = id, .by = {"supervisor"}, .reason = "test"}, 1,
              [](const runtime::Reply*) {});
}

// Whatever is still on its way arrives; then nobody says anything any more.
void Simulation::heal() {
  network_.heal();
  room_.calm_down();
  calm_ = true;
  for (Worker& worker : workers_) worker.retire();
  come_to_rest();
}

void Simulation::come_to_rest() {
  constexpr std::uint64_t kFarTooLong = 5000;
  for (std::uint64_t i = 0; i < kFarTooLong && !agenda_.empty() && verdict_.good(); ++i) {
    agenda_.step();
    ++steps_;
  }
  verdict_.expect(agenda_.empty(), "it never comes to rest");
}

// Leases lapse, and every order that nobody holds can be had by who asks for it.
void Simulation::drain() {
  const State* state = room_.state();
  verdict_.expect(state != nullptr, "the engine is down in the end");
  if (state == nullptr) return;
  room_.pass_time(agenda_.now() + policy().settings().lease);
  agenda_.in(policy().settings().lease, [this] {
    for (const policy::Unit& unit : policy().book().units) pull_all(unit.code.value);
  });
  come_to_rest();
  room_.settle();
  state->each_case([&](const Case& item) {
    verdict_.expect(!waits_for_a_unit(item, *state), "an order that nobody can have");
  });
}

void Simulation::pull_all(const std::string& unit) {
  room_.take(PullOrders{.unit = {unit}, .worker = {"diligent"}, .max = 100, .only = {}},
             [](const runtime::Reply&) {});
}

}  // namespace whistle::simulation
