#include <memory>
#include <random>

#include "adapters/client/watch.h"
#include "tests/crash/loads.h"

namespace whistle::tests {

std::vector<FactPlace> run_watcher(const LoadParts& parts, const WatcherWish& wish,
                                   const std::atomic<std::uint64_t>& last) {
  constexpr std::uint32_t kPatienceMs = 200;
  constexpr std::uint64_t kStaysFor = 40;  // messages, about
  std::mt19937_64 random(parts.seed);
  std::vector<FactPlace> seen;
  std::uint64_t resume_after = 0;
  // Zero until the load is over.
  const auto is_done = [&] { return last != 0 && resume_after >= last; };
  while (!is_done()) {
    client::Watch watch(parts.options);
    watch.subscribe({.resume_after = resume_after, .from_now = false, .events = wish.events});
    const std::uint64_t messages = wish.comes_and_goes ? 1 + random() % kStaysFor : UINT64_MAX;
    for (std::uint64_t i = 0; i < messages && !is_done(); ++i) {
      const auto events = watch.next(kPatienceMs);
      // An engine that has forgotten what it told refuses to go on from there.
      if (watch.problem()) break;
      if (!events) continue;
      for (const v1::Fact& fact : events->facts()) seen.push_back({fact.sequence(), fact.index()});
      resume_after = watch.seen_sequence();
    }
  }
  return seen;
}

}  // namespace whistle::tests
