#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include "engine/casework/decide.h"
#include "tests/support/rule_books.h"

namespace whistle::support {

// Wishes as a busy and clumsy district would make them: mostly sensible, sometimes with a stale
// token, for a closed case or in the wrong order. The same seed and the same state give the same
// wishes.
class RandomWishes {
 public:
  explicit RandomWishes(std::uint32_t seed) : random_(seed) {}

  casework::Command next(const casework::State& state, Timestamp now);
  // How long until the next wish: mostly no time or seconds, at times hours, rarely weeks.
  Milliseconds pause();

  // Notes a token that a wish was answered with; it may be shown long after.
  void note(const casework::Answer& answer);

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_()) % bound; }
  bool once_in(std::uint32_t times) { return below(times) == 0; }
  template <class Value>
  Value one_of(std::span<const Value> values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }

  casework::Command complaint(Timestamp now);
  casework::Command pull();
  casework::Command work(const casework::State& state);
  casework::Command classification(CaseId id, Token token);
  casework::Command centre(const casework::Case& item);
  // An open case, or at times one that is closed or that nobody knows.
  CaseId some_case(const casework::State& state);
  Token some_token(const casework::Case* item);

  std::mt19937 random_;
  std::uint64_t serial_{};
  std::vector<Token> seen_;
};

}  // namespace whistle::support
