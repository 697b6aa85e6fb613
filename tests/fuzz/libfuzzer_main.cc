#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/targets.h"

// One program for all targets: WHISTLE_FUZZ_TARGET names the one to run. `./run fuzz NAME` sets it.
namespace {

const whistle::fuzz::Target& chosen() {
  const char* name = std::getenv("WHISTLE_FUZZ_TARGET");
  const auto* target = whistle::fuzz::target_of(name != nullptr ? name : "");
  if (target != nullptr) return *target;
  std::fputs("WHISTLE_FUZZ_TARGET names no target; there are:\n", stderr);
  for (const auto& each : whistle::fuzz::targets()) {
    std::fprintf(stderr, "  %.*s\n", static_cast<int>(each.name.size()), each.name.data());
  }
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const whistle::fuzz::Target& target = chosen();
  target.run({reinterpret_cast<const char*>(data), size});
  return 0;
}

// What is made once, a rule book with its patterns, must not look like an input that takes long.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  return LLVMFuzzerTestOneInput(nullptr, 0);
}
