#include "engine/service/watermarks.h"

namespace whistle::service {
namespace {

constexpr std::uint64_t kMarginShare = 16;
constexpr int kLagShare = 2;

// When to try again. A disk is not emptied by waiting, memory is given back within some seconds,
// and the writer makes up for a second in less than one.
constexpr std::uint32_t kDiskRetryMs = 60'000;
constexpr std::uint32_t kMemoryRetryMs = 5'000;
constexpr std::uint32_t kLagRetryMs = 1'000;

}  // namespace

std::optional<Problem> Watermarks::refusal(const Readings& now) {
  const std::uint64_t floor = limits_.disk_free_bytes;
  disk_low_ = now.disk_free_bytes < (disk_low_ ? floor + floor / kMarginShare : floor);
  const std::uint64_t ceiling = limits_.memory_bytes;
  memory_high_ = now.memory_bytes >= (memory_high_ ? ceiling - ceiling / kMarginShare : ceiling);
  lags_ = lags_ ? now.lag > limits_.intake_lag / kLagShare : now.lag >= limits_.intake_lag;

  if (disk_low_) return exhausted(Limit::DiskFree, floor, now.disk_free_bytes, kDiskRetryMs);
  if (memory_high_) return exhausted(Limit::Memory, ceiling, now.memory_bytes, kMemoryRetryMs);
  if (!lags_) return std::nullopt;
  return exhausted(Limit::IntakeLag, static_cast<std::uint64_t>(limits_.intake_lag.count()),
                   static_cast<std::uint64_t>(now.lag.count()), kLagRetryMs);
}

}  // namespace whistle::service
