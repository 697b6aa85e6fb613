#include "bench/peers/interrupt.h"

#include <csignal>

namespace whistle::bench::peers {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void raise_flag(int) { interrupted = 1; }

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = raise_flag;  // without SA_RESTART: whoever waits wakes up
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGHUP, &action, nullptr);
  // A server that ends is told by what is read from it.
  std::signal(SIGPIPE, SIG_IGN);
}

bool was_interrupted() { return interrupted != 0; }

void check_interrupt() {
  if (was_interrupted()) throw Interrupted{};
}

}  // namespace whistle::bench::peers
