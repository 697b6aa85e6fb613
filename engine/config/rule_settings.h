#pragma once

#include <optional>
#include <string_view>

#include "engine/config/toml_file.h"
#include "engine/policy/rule_book.h"

namespace whistle::config {

// The bounds of rulebook.toml.
inline constexpr Range<std::int64_t> kCertainScore{1, 1'000};
inline constexpr Range<std::int64_t> kCertainLead{0, 1'000};
inline constexpr Range<std::int64_t> kSubjectFactor{1, 10};
inline constexpr Range<double> kModelConfidence{0.01, 1};
inline constexpr Range<std::int64_t> kYellowSum{1, 9};
inline constexpr Range<std::int64_t> kRequestersYellow{1, 1'000};
inline constexpr Range<Milliseconds> kMergeWindow{std::chrono::minutes{1},
                                                  std::chrono::hours{24 * 365}};
inline constexpr Range<double> kDueSoonRatio{0.01, 0.99};
inline constexpr Range<double> kRedRatio{1, 100};
inline constexpr Range<std::int64_t> kPenaltyPoints{-1'000, 0};
inline constexpr Range<std::int64_t> kRewardPoints{0, 1'000};
inline constexpr Range<Milliseconds> kReceipt{std::chrono::seconds{0}, std::chrono::seconds{30}};
inline constexpr Range<std::int64_t> kAttempts{1, 1'000};
inline constexpr Range<Milliseconds> kLease{std::chrono::seconds{1}, std::chrono::hours{24}};
inline constexpr Range<std::int64_t> kTextBytes{256, 1'048'576};
inline constexpr Range<Milliseconds> kFutureTolerance{Milliseconds{0}, std::chrono::hours{24}};

// Takes the value, if there is one.
template <class T, class Read>
void assign(T& target, const std::optional<Read>& value) {
  if (value) target = static_cast<T>(*value);
}

// Reads a list of colours over `target`, if there is one.
void read_colours(TomlSection section, std::string_view key, policy::ColourSet& target,
                  Problems& problems);

// Reads all sections but the calendars and the modes over `defaults`: a key that is missing keeps
// its default.
policy::Settings read_rule_settings(TomlSection root, policy::Settings defaults,
                                    Problems& problems);

}  // namespace whistle::config
