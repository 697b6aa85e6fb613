#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/client/options.h"
#include "tests/crash/account.h"

// Those who keep a real engine busy while it is killed. Each runs in a thread of its own until
// `over`, and asks until it is answered.
namespace whistle::tests {

struct LoadParts {
  client::Options options;
  Account& account;
  const std::atomic<bool>& over;
  std::uint64_t seed{};
};

// A hotline adapter: complaints, many on their way at once.
void run_intake(const LoadParts& parts);

// A worker who pulls, signs, works and finishes; lets leases lapse at times, and shows old tokens.
// Lets time pass as well: the clock is driven.
void run_worker(const LoadParts& parts, const std::string& name);

// Where a fact stands in the journal.
struct FactPlace {
  std::uint64_t sequence{};
  std::uint32_t index{};

  auto operator<=>(const FactPlace&) const = default;
};

// A supervisor who sees everything that is there, or only some kinds of facts.
struct WatcherWish {
  std::vector<std::string> events;  // empty: all
  bool comes_and_goes{};            // ends and resumes where it was, again and again
};
// Runs until it has seen everything up to `last`, which is told before the watcher may end.
std::vector<FactPlace> run_watcher(const LoadParts& parts, const WatcherWish& wish,
                                   const std::atomic<std::uint64_t>& last);

}  // namespace whistle::tests
