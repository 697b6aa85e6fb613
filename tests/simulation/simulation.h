#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "tests/simulation/caller.h"
#include "tests/simulation/worker.h"

namespace whistle::simulation {

// One run: a few complaints, two or three workers and the centre, on a bad network, with an engine
// that is killed now and then. Afterwards everything heals, and what was promised is compared with
// what is there. One thread, no clock: the seed decides everything.
class Simulation {
 public:
  explicit Simulation(std::uint64_t seed, Mutant mutant = Mutant::None);

  // What was broken, or nothing.
  std::string run();

  const EngineRoom::Counts& counts() const { return room_.counts(); }
  // Of everything that happened, as far as the journal knows: equal for equal runs.
  journal::Hash fingerprint() const { return room_.journal().head().hash; }
  std::uint64_t steps() const { return steps_; }

 private:
  void submit(std::uint64_t serial);
  void send(const casework::SubmitComplaint& wish);
  void look_after();  // the centre: checks what is finished, calls residents back
  void disturb();
  void recall();
  void heal();
  void come_to_rest();
  void drain();
  void pull_all(const std::string& unit);

  Verdict verdict_;
  Chance chance_;
  Agenda agenda_;
  Network network_;
  EngineRoom room_;
  Caller caller_;
  std::deque<Worker> workers_;
  std::uint64_t complaints_;
  std::uint64_t crash_;  // one step in so many, before which the engine is killed
  std::uint64_t steps_{};
  bool calm_{};
};

}  // namespace whistle::simulation
