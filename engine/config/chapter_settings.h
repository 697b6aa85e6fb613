#pragma once

#include <cstdint>
#include <string_view>

#include "engine/config/overlay.h"
#include "engine/config/toml_file.h"
#include "engine/policy/rule_book.h"

// The sections of rulebook.toml that belong to one chapter of casework each: returns to modes.
namespace whistle::config {

inline constexpr Range<std::int64_t> kReturnsPerUnit{0, 100};
inline constexpr Range<std::int64_t> kReturnsBeforeRuling{1, 100};
inline constexpr Range<std::int64_t> kExtensions{0, 100};
inline constexpr Range<std::int64_t> kReviewDays{1, 3'650};
inline constexpr Range<std::int64_t> kClinicDays{1, 366};
inline constexpr Range<std::int64_t> kCallbackAttempts{1, 100};
inline constexpr Range<std::int64_t> kUnhappyForCard{1, 100};
inline constexpr Range<std::int64_t> kStormCount{0, 1'000'000};
inline constexpr Range<Milliseconds> kStormWindow{std::chrono::minutes{1},
                                                  std::chrono::hours{24 * 30}};
inline constexpr Range<Milliseconds> kAcknowledge{std::chrono::minutes{1},
                                                  std::chrono::hours{24 * 30}};
inline constexpr Range<std::int64_t> kClaimDays{1, 3'650};
inline constexpr Range<std::int64_t> kPointsPerHour{0, 1'000};
inline constexpr Range<std::int64_t> kFundFen{0, 100'000'000};
inline constexpr Range<double> kFraction{0, 1};
inline constexpr Range<std::int64_t> kAppealDays{1, 366};
inline constexpr Range<std::int64_t> kPercent{0, 100};
inline constexpr std::size_t kStarsMax = 5;
inline constexpr Range<std::int64_t> kExposedTop{1, 1'000};

// Reads the sections over what `settings` says already: a key that is missing keeps its value.
// Those of [modes] name other parts of the book and are read below.
void read_chapter_settings(TomlSection root, policy::Settings& settings, Problems& problems);

// The names of [modes] and where they stand. Empty: there is no wartime, no duty of it.
struct ModeTexts {
  TomlText wartime_calendar;
  TomlText wartime_duty;
};
void read_mode_texts(TomlSection root, ModeTexts& texts);

// What the names mean. The calendar of wartime must be open day and night.
policy::ModeRules mode_rules(const ModeTexts& texts, const policy::RuleBook& book,
                             const Names& calendars, const Names& duties, Problems& problems);

}  // namespace whistle::config
