#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace whistle::hotline {

// So many per so long.
struct Rate {
  double per_second = 0;  // 0: no limit

  bool operator==(const Rate&) const = default;
};

// "50/s", "3000/min", "10/h", "50" (per second); "0" is no limit. Nothing when it is none of these.
std::optional<Rate> parse_rate(std::string_view text);

// A token bucket: allows the rate on average and `burst` at once after a pause. Time is given, in
// milliseconds of any clock. Kept as the instant at which the bucket will be full again, so that
// nothing is lost to rounding.
class TokenBucket {
 public:
  // Full at the beginning.
  TokenBucket(Rate rate, std::int64_t burst);

  // Takes a token if there is one.
  bool take(std::int64_t now_ms);
  // How long until there is one, rounded up; 0: now.
  std::int64_t wait_ms(std::int64_t now_ms) const;

 private:
  std::int64_t token_ns_ = 0;  // that a token takes to come; 0: no limit
  std::int64_t slack_ns_ = 0;  // how far full_at_ns_ may lie ahead when a token is taken
  std::int64_t full_at_ns_ = 0;
};

}  // namespace whistle::hotline
