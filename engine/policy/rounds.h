#pragma once

#include <chrono>
#include <cstdint>

namespace whistle::policy {

// Rounds of one length that follow each other without a gap, counted from Monday 2024-01-01. A
// round begins on its first day and ends where the next one begins. Immutable; any thread.
class Rounds {
 public:
  // Requires: the number is at least 1.
  static Rounds of_days(std::uint32_t days);
  static Rounds of_months(std::uint32_t months);

  // The round in which a day lies: 0 is the one that begins on 2024-01-01.
  std::int64_t index_of(std::chrono::local_days day) const;
  std::chrono::local_days first_day(std::int64_t index) const;

 private:
  Rounds(std::uint32_t length, bool months) : length_(length), months_(months) {}

  std::int64_t length_;
  bool months_;
};

}  // namespace whistle::policy
