#include "adapters/hotline/rate.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace whistle::hotline {
namespace {

constexpr double kSecondNs = 1e9;
constexpr std::int64_t kMillisecondNs = 1'000'000;

}  // namespace

std::optional<Rate> parse_rate(std::string_view text) {
  double amount = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, amount);
  if (error != std::errc() || !(amount >= 0) || !std::isfinite(amount)) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(last - end));
  if (unit.empty() || unit == "/s") return Rate{amount};
  if (unit == "/min" || unit == "/m") return Rate{amount / 60};
  if (unit == "/h") return Rate{amount / 3600};
  return std::nullopt;
}

TokenBucket::TokenBucket(Rate rate, std::int64_t burst) {
  if (rate.per_second <= 0) return;
  const double longest = 24.0 * 3600 * kSecondNs;
  token_ns_ = static_cast<std::int64_t>(std::min(kSecondNs / rate.per_second, longest));
  // Up to the last nanosecond of a millisecond early, or each token would be late by the rounding.
  slack_ns_ = token_ns_ * (std::clamp<std::int64_t>(burst, 1, 10'000) - 1) + kMillisecondNs - 1;
}

bool TokenBucket::take(std::int64_t now_ms) {
  if (wait_ms(now_ms) != 0) return false;
  full_at_ns_ = std::max(full_at_ns_, now_ms * kMillisecondNs) + token_ns_;
  return true;
}

std::int64_t TokenBucket::wait_ms(std::int64_t now_ms) const {
  const std::int64_t ahead_ns = full_at_ns_ - slack_ns_ - now_ms * kMillisecondNs;
  return ahead_ns <= 0 ? 0 : (ahead_ns + kMillisecondNs - 1) / kMillisecondNs;
}

}  // namespace whistle::hotline
