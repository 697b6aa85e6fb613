#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whistle::gateway::open311 {

// W3C date and time, in milliseconds since 1970 UTC: 2026-03-01T08:30:00Z, also with a fraction or
// an offset; without a zone it is UTC, without a time the day's beginning. A blank where the
// offset's
// '+' should be is one: clients forget to encode it. Nothing: no instant between 1900 and 9999.
std::optional<std::int64_t> read_instant(std::string_view text);

// 2026-03-01T00:30:00Z: UTC, whole seconds. What every client reads.
std::string write_instant(std::int64_t ms);

}  // namespace whistle::gateway::open311
