#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "bench/peers/peer.h"

namespace whistle::bench::peers {

enum class Step : std::uint8_t { Submit, Pull, Finish };

// For peers that answer each complaint of a step by itself: who still waits for how many answers.
// Thread: one.
class Pending {
 public:
  Pending(std::size_t clients, Listener& listener) : clients_(clients), listener_(&listener) {}

  void begin(std::size_t client, Step step, std::size_t answers) {
    clients_[client] = {step, answers, {}};
  }
  void grant(std::size_t client, Grant grant) {
    clients_[client].grants.push_back(std::move(grant));
  }
  // So many answers have come; tells the listener when they were the last.
  void answered(std::size_t client, std::size_t answers = 1) {
    Waiting& waiting = clients_[client];
    if (waiting.answers < answers) throw PeerError("it answers more than it was asked");
    waiting.answers -= answers;
    if (waiting.answers == 0) tell(client, waiting);
  }
  // No more will come.
  void ended(std::size_t client) { answered(client, clients_[client].answers); }
  std::size_t awaited(std::size_t client) const { return clients_[client].answers; }

 private:
  struct Waiting {
    Step step{};
    std::size_t answers{};
    std::vector<Grant> grants;
  };

  void tell(std::size_t client, Waiting& waiting) {
    switch (waiting.step) {
      case Step::Submit:
        return listener_->on_submitted(client);
      case Step::Pull:
        return listener_->on_pulled(client, std::move(waiting.grants));
      case Step::Finish:
        return listener_->on_finished(client);
    }
  }

  std::vector<Waiting> clients_;
  Listener* listener_;
};

}  // namespace whistle::bench::peers
