#include <csignal>
#include <cstdio>
#include <exception>
#include <variant>

#include "adapters/replay/options.h"
#include "adapters/replay/session.h"

namespace {

volatile std::sig_atomic_t interrupted = 0;
// The first signal ends in good order, the second at once.
void on_signal(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto parsed = whistle::replay::parse_options(argc, argv);
    if (const int* code = std::get_if<int>(&parsed)) return *code;
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    return whistle::replay::run(std::get<whistle::replay::Options>(parsed),
                                [] { return interrupted != 0; });
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "whistle-replay: %s\n", failure.what());
    return 1;
  }
}
