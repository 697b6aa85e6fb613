#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace whistle::service {

// What a request may rely on by name (Header.must_understand), as Welcome lists it. What each one
// is stands at Welcome.features in envelope.proto; a name is never taken back nor given another
// sense.
inline constexpr auto kFeatures = std::to_array<std::string_view>({
    "sessions",
    "receipts",
    "holdings",
    "waiting_pulls",
    "idempotency_key",
    "timeout",
    "bundles",
    "operators",
    "complaints",
    "proposals",
    "rules",
    "packed_watch",
});

inline bool is_feature(std::string_view name) {
  return std::ranges::find(kFeatures, name) != kFeatures.end();
}

}  // namespace whistle::service
