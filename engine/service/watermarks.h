#pragma once

#include <cstdint>
#include <optional>

#include "engine/service/limits.h"

namespace whistle::service {

// How the engine is, as far as that decides whether it takes on more.
struct Readings {
  std::uint64_t memory_bytes{};  // resident
  Milliseconds lag{};            // since the oldest wish came that is not on disk yet
  std::uint64_t disk_free_bytes{UINT64_MAX};
};

// Whether new complaints may be taken. What was accepted goes on whatever they say. Each mark holds
// from when it is reached until there is room again, not only a little: memory a sixteenth below
// the limit, free space a sixteenth above it, the lag at half of it. Nothing is read here: readings
// come from outside. Thread: one at a time.
class Watermarks {
 public:
  explicit Watermarks(const Limits& limits) : limits_(limits) {}

  // Nothing when complaints may be taken; else why not, and when to try again. The disk comes
  // before memory and memory before lag: what takes the longest to pass is told.
  std::optional<Problem> refusal(const Readings& now);

 private:
  Limits limits_;
  bool disk_low_{};
  bool memory_high_{};
  bool lags_{};
};

}  // namespace whistle::service
