#pragma once

#include <functional>
#include <utility>

#include "tests/simulation/agenda.h"
#include "tests/simulation/chance.h"

namespace whistle::simulation {

// Between the engine and everybody else: messages take their time, overtake each other, get lost
// and come twice.
class Network {
 public:
  Network(Agenda& agenda, Chance& chance)
      : agenda_(agenda),
        chance_(chance),
        loss_(chance.between(4, 30)),
        repeat_(chance.between(4, 30)) {}

  void send(std::function<void()> arrive) {
    if (healed_) return agenda_.in(Milliseconds{1}, std::move(arrive));
    if (chance_.once_in(repeat_)) agenda_.in(chance_.delay(), arrive);
    if (!chance_.once_in(loss_)) agenda_.in(chance_.delay(), std::move(arrive));
  }

  // From now on every message arrives, once.
  void heal() { healed_ = true; }

 private:
  Agenda& agenda_;
  Chance& chance_;
  std::uint64_t loss_;    // one message in so many
  std::uint64_t repeat_;  // one message in so many
  bool healed_{};
};

}  // namespace whistle::simulation
