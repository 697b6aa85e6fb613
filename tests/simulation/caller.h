#pragma once

#include <cstdint>
#include <functional>

#include "tests/simulation/engine_room.h"
#include "tests/simulation/network.h"

namespace whistle::simulation {

// How everybody talks to the engine: a request is sent again until it is answered or too often.
// Every second one has a key of its own; a few have one that was another's.
class Caller {
 public:
  // Null when nobody answered. Called once.
  using Answered = std::function<void(const runtime::Reply*)>;

  Caller(Agenda& agenda, Chance& chance, Network& network, EngineRoom& room)
      : agenda_(agenda), chance_(chance), network_(network), room_(room) {}

  // `times`: how often it is sent at most.
  void ask(const casework::Command& wish, std::uint32_t times, Answered answered);

 private:
  struct Call;
  Once some_key();
  void send(const std::shared_ptr<Call>& call);

  Agenda& agenda_;
  Chance& chance_;
  Network& network_;
  EngineRoom& room_;
  std::uint64_t wishes_{};
  std::uint64_t keys_{};
};

}  // namespace whistle::simulation
