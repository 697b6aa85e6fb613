#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/core/time_point.h"
#include "engine/journal/kept_answer.h"
#include "engine/service/frames.h"

// How much is taken on at once, and what is said when it is too much.
namespace whistle::service {

// [limits] of whistled.toml, which explains each.
struct Limits {
  std::uint64_t memory_bytes{UINT64_MAX};
  Milliseconds intake_lag{Milliseconds::max()};
  std::uint64_t disk_free_bytes{};
  std::uint64_t watchers{1'024};
  std::uint64_t cursors{256};
  std::uint64_t waiting_pulls{4'096};
  std::uint64_t pulls_per_connection{64};
  std::uint64_t kept_answers{journal::kAnswersMax};
  std::uint64_t sessions{10'000};
  int connection_messages{10'000};  // ZeroMQ counts them so
  std::uint64_t command_ring{};     // kept by the pipeline, too
  // Kept by the pipeline, shown here.
  std::uint64_t commands_per_group{};
  std::uint64_t ticks_per_turn{};
};

// Those that refuse something when they are reached.
enum class Limit : std::uint8_t {
  Memory,
  IntakeLag,
  DiskFree,
  CommandRing,
  Watchers,
  Cursors,
  WaitingPulls,
  Sessions,
  PullsPerConnection,
  KeptAnswers,
};
inline constexpr std::size_t kLimits = 10;

std::string_view name_of(Limit limit);    // as whistled.toml has it: limits.memory_bytes
std::string_view unit_of(Limit limit);    // of which there are so many: bytes
std::string_view reason_of(Limit limit);  // of a refusal: MEMORY_HIGH

// RESOURCE_EXHAUSTED, with the limit's name, its value and what is used of it.
Problem exhausted(Limit limit, std::uint64_t value, std::uint64_t used,
                  std::uint32_t retry_after_ms);

// How often each limit has refused something since start. Thread: the service thread.
class Refusals {
 public:
  // Counts a problem that a limit made; any other counts for none.
  void note(const Problem& problem);

  std::uint64_t of(Limit limit) const { return counts_[static_cast<std::size_t>(limit)]; }
  // New complaints that were refused for load, by whichever limit.
  std::uint64_t of_intake() const;

 private:
  std::array<std::uint64_t, kLimits> counts_{};
};

}  // namespace whistle::service
