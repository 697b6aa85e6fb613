#pragma once

#include <cstdint>
#include <optional>

#include "adapters/hotline/feed.h"

namespace whistle::replay {

// How far the engine's promises agree with those the city's own system wrote down.
//
//   target    the share, of the requests that have a target, whose due time is within a minute of
//   it on time   the share, of all requests, whose verdict equals the export's. By the engine a
//   request
//             closed within the replay has the verdict it was closed with; one that the export
//             closes later is on time if that is by its due time; one that is open in the export if
//             its due time is not before the export was taken; one without a limit always. A
//             request without a verdict in the export agrees with nothing.
class Agreement {
 public:
  // `taken_ms`: when the export was taken, as far as it shows: its latest opening or closing.
  explicit Agreement(std::int64_t taken_ms) : taken_ms_(taken_ms) {}

  // `due_ms` as the engine answered, 0: no limit; `closed_on_time` its verdict when it closed the
  // case within the replay.
  void add(const hotline::Aftermath& exported, std::int64_t due_ms,
           std::optional<bool> closed_on_time);

  std::uint64_t targets() const { return targets_; }
  std::uint64_t verdicts() const { return verdicts_; }
  // 0 when nothing was compared.
  double target_share() const;
  double on_time_share() const;

 private:
  std::int64_t taken_ms_;
  std::uint64_t targets_ = 0;
  std::uint64_t targets_met_ = 0;
  std::uint64_t verdicts_ = 0;
  std::uint64_t verdicts_met_ = 0;
};

}  // namespace whistle::replay
