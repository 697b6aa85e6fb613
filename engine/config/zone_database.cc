#include "engine/config/zone_database.h"

#include <exception>
#include <fstream>
#include <vector>

#include <date/tz.h>

#include "engine/config/problems.h"
#include "engine/config/zone_rule.h"

namespace whistle::config {
namespace {

using Transition = calendar::TimeZone::Transition;

// Where the library's own search ends on this system.
constexpr std::string_view kZoneFolder = "/usr/share/zoneinfo/";

Timestamp year_begin(int year) { return std::chrono::sys_days{std::chrono::year{year} / 1 / 1}; }

// A zone that the database lists.
calendar::TimeZone read_zone(const date::time_zone& zone) {
  const Timestamp end = year_begin(kZoneLastYear + 1);
  auto period =
      zone.get_info(std::chrono::time_point_cast<std::chrono::seconds>(year_begin(kZoneFirstYear)));
  const std::chrono::seconds initial = period.offset;

  std::vector<Transition> transitions;
  std::chrono::seconds offset = initial;
  int last_year = kZoneFirstYear - 1;
  while (Timestamp{period.end} < end) {
    period = zone.get_info(period.end);
    const Timestamp begin{period.begin};
    last_year = static_cast<int>(
        std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(begin)}.year());
    // Some transitions change only the zone's abbreviation.
    if (period.offset == offset) continue;
    offset = period.offset;
    transitions.push_back({begin, offset});
  }

  std::string rule_text;
  std::ifstream file(std::string(kZoneFolder) + zone.name(), std::ios::binary);
  for (std::string line; std::getline(file, line);) rule_text = line;
  const auto rule = ZoneRule::parse(rule_text);
  if (!rule) return {zone.name(), initial, std::move(transitions)};
  for (int year = last_year; year <= kZoneLastYear; ++year) {
    for (const Transition& change : rule->changes(std::chrono::year{year})) {
      const bool is_known = !transitions.empty() && change.at <= transitions.back().at;
      if (is_known || change.offset == offset) continue;
      offset = change.offset;
      transitions.push_back(change);
    }
  }
  return {zone.name(), initial, std::move(transitions)};
}

}  // namespace

Outcome<calendar::TimeZone, std::string> find_zone(std::string_view name) {
  try {
    std::vector<std::string_view> known;
    for (const date::time_zone& zone : date::get_tzdb().zones) {
      if (zone.name() == name) return read_zone(zone);
      known.push_back(zone.name());
    }
    return Failure{"there is no time zone " + in_quotes(name) + near_miss(name, known)};
  } catch (const std::exception& error) {
    return Failure{std::string("the time zone database cannot be read: ") + error.what()};
  }
}

}  // namespace whistle::config
