#include "tests/simulation/caller.h"

#include <memory>
#include <string>
#include <utility>

namespace whistle::simulation {

struct Caller::Call {
  casework::Command wish;
  Once once;
  std::uint32_t times;
  Answered answered;
  bool over{};

  void end(const runtime::Reply* reply) {
    if (std::exchange(over, true)) return;
    answered(reply);
  }
};

namespace {

// The others may be repeated as they are: what a worker holds, or has left, is told as it is now.
bool takes_key(const casework::Command& wish) {
  return !std::holds_alternative<casework::ReceiveLeases>(wish) &&
         !std::holds_alternative<casework::DrainWorker>(wish);
}

}  // namespace

void Caller::ask(const casework::Command& wish, std::uint32_t times, Answered answered) {
  const Once once = takes_key(wish) ? some_key() : Once{};
  send(std::make_shared<Call>(Call{wish, once, times, std::move(answered)}));
}

Once Caller::some_key() {
  Once once;
  if (chance_.once_in(2)) return once;
  const bool is_reused = keys_ > 0 && chance_.once_in(30);
  once.key = "key-" + std::to_string(is_reused ? chance_.between(1, keys_) : ++keys_);
  ++wishes_;
  for (std::size_t i = 0; i < sizeof wishes_; ++i) {
    once.fingerprint.at(i) = static_cast<std::uint8_t>(wishes_ >> (8 * i));
  }
  return once;
}

void Caller::send(const std::shared_ptr<Call>& call) {
  if (call->over) return;
  if (call->times == 0) return call->end(nullptr);
  --call->times;
  network_.send([this, call] {
    room_.take(call->wish, call->once, [this, call](const runtime::Reply& reply) {
      network_.send([call, reply] { call->end(&reply); });
    });
  });
  agenda_.in(Milliseconds{chance_.between(50, 8'000)}, [this, call] { send(call); });
}

}  // namespace whistle::simulation
