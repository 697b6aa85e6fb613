#pragma once

#include <cstdint>
#include <string>

// A real engine is killed again and again while everybody works; then everything it ever said is
// compared with its journal.
namespace whistle::tests {

struct TortureWish {
  std::uint64_t kills{200};
  std::uint64_t seed{1};
  bool quiet{};          // no progress
  std::string engine{};  // path of another whistled than the one built beside this program
};

// All but the first three must be zero.
struct Findings {
  std::uint64_t kills{};
  std::uint64_t accepted{};  // complaints that were answered
  std::uint64_t effects{};   // what workers were told to have done
  std::uint64_t lost{};
  std::uint64_t duplicated{};
  std::uint64_t stale_completions{};
  std::uint64_t lost_effects{};
  std::uint64_t watch_gaps{};
  std::uint64_t watch_repeats{};
  std::uint64_t unsound{};  // the journal does not verify, or the engine did not stop cleanly

  bool is_good() const {
    return lost + duplicated + stale_completions + lost_effects + watch_gaps + watch_repeats +
               unsound ==
           0;
  }
  std::string json() const;
};

// Throws std::runtime_error when it cannot be carried out.
Findings torture(const TortureWish& wish);

}  // namespace whistle::tests
