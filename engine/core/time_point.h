#pragma once

#include <chrono>

namespace whistle {

using Milliseconds = std::chrono::milliseconds;

// An instant: milliseconds since 1970-01-01T00:00Z, no leap seconds. Only the runtime floor reads
// a clock; everywhere else an instant is data.
using Timestamp = std::chrono::sys_time<Milliseconds>;

// Later than any deadline: "never".
inline constexpr Timestamp kNever = Timestamp::max();

}  // namespace whistle
