#pragma once

#include <cstdint>
#include <string_view>

#include "engine/core/time_point.h"
#include "engine/policy/rule_book.h"

// Values as the wire spells them, where no table of words does.
namespace whistle::service {

// Milliseconds since 1970, or 0 for never.
inline std::int64_t to_ms(Timestamp at) { return at == kNever ? 0 : at.time_since_epoch().count(); }

constexpr std::string_view mode_word(policy::RungMode mode) {
  switch (mode) {
    case policy::RungMode::HandOver:
      return "hand_over";
    case policy::RungMode::Supervise:
      return "supervise";
    case policy::RungMode::Parallel:
      return "parallel";
  }
  return "?";
}

}  // namespace whistle::service
