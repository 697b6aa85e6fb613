#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "adapters/hotline/feed.h"
#include "adapters/replay/engine.h"
#include "adapters/replay/timeline.h"

namespace whistle::replay {

// Refusals the crew did not expect, by their reason.
using Surprises = std::map<std::string, std::uint64_t>;

// The people who work on the cases. Thread: the player's.
class Crew {
 public:
  virtual ~Crew() = default;
  // A complaint was accepted, at `at_ms`. Puts what the crew will do about it on the timeline.
  // `row` lives as long as the replay.
  virtual void accepted(const hotline::GoodRow& row, const v1::SubmitReply& reply,
                        std::int64_t at_ms) = 0;
  virtual const Surprises& surprises() const = 0;
};

}  // namespace whistle::replay
