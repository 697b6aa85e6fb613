#include "tests/simulation/caller.h"

#include <memory>
#include <utility>

namespace whistle::simulation {

struct Caller::Call {
  casework::Command wish;
  std::uint32_t times;
  Answered answered;
  bool over{};

  void end(const runtime::Reply* reply) {
    if (std::exchange(over, true)) return;
    answered(reply);
  }
};

void Caller::ask(const casework::Command& wish, std::uint32_t times, Answered answered) {
  send(std::make_shared<Call>(Call{wish, times, std::move(answered)}));
}

void Caller::send(const std::shared_ptr<Call>& call) {
  if (call->over) return;
  if (call->times == 0) return call->end(nullptr);
  --call->times;
  network_.send([this, call] {
    room_.take(call->wish, [this, call](const runtime::Reply& reply) {
      network_.send([call, reply] { call->end(&reply); });
    });
  });
  agenda_.in(Milliseconds{chance_.between(50, 8'000)}, [this, call] { send(call); });
}

}  // namespace whistle::simulation
