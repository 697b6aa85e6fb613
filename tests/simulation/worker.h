#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/caller.h"

namespace whistle::simulation {

// Pulls orders, thinks, renews or not, signs, works, finishes. Dies at times and forgets what it
// had; comes back under the same name, with old papers that it may show.
class Worker {
 public:
  Worker(std::string name, Agenda& agenda, Chance& chance, Caller& caller, EngineRoom& room)
      : name_{std::move(name)}, agenda_(agenda), chance_(chance), caller_(caller), room_(room) {}

  void start() { rest(); }
  void crash();
  // Finishes nothing more and pulls nothing more.
  void retire() { ++life_; }

 private:
  struct Paper {
    CaseId id{};
    Token token{};
    bool is_signed{};
  };

  void rest();
  void turn();
  void pull();
  void take(const casework::PullAnswer& answer);
  void think(Paper paper);
  void act(const Paper& paper);
  void act_on_lease(const Paper& paper);
  void act_on_signed(const Paper& paper);
  void show(const Paper& old);
  // An order under a token, asked with some patience; `then` only when it was granted.
  template <class Wish>
  void ask(const Paper& paper, std::function<void(const casework::Answer&)> then);
  std::string some_unit();

  WorkerName name_;
  Agenda& agenda_;
  Chance& chance_;
  Caller& caller_;
  EngineRoom& room_;
  std::uint64_t life_{};
  std::vector<Paper> papers_;  // every token it was ever told
};

}  // namespace whistle::simulation
