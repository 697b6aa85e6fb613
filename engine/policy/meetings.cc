#include <chrono>
#include <cstdint>
#include <optional>

#include "engine/policy/policy.h"
#include "engine/policy/rounds.h"

namespace whistle::policy {
namespace {

constexpr std::chrono::hours kBegins{9};
constexpr std::uint32_t kMonthsOfAQuarter = 3;

// The days from which on a panel looks for a day to meet; nothing for one that meets when called.
std::optional<Rounds> meetings_of(PanelKind panel, const PauseRules& rules) {
  switch (panel) {
    case PanelKind::JointClinic:
      return Rounds::of_days(rules.clinic_days);
    case PanelKind::JointConference:
      return Rounds::of_months(kMonthsOfAQuarter);
    case PanelKind::ThreeParty:
    case PanelKind::FiveParty:
    case PanelKind::Mediation:
      return std::nullopt;
  }
  return std::nullopt;
}

// 09:00 of the first day, from this one on, on which anybody works.
Timestamp meeting_from(std::chrono::local_days day, const calendar::Calendar& calendar) {
  const calendar::TimeZone& zone = calendar.rules().zone;
  const Timestamp open = calendar.next_open(zone.to_instant(day));
  if (open == kNever) return kNever;
  return zone.to_instant(std::chrono::floor<std::chrono::days>(zone.to_local(open)) + kBegins);
}

}  // namespace

Timestamp Policy::next_meeting(PanelKind panel, Timestamp at) const {
  const std::optional<Rounds> rounds = meetings_of(panel, settings().pauses);
  if (!rounds) return at;
  // The round of today may still have its meeting to come, be it because of a holiday.
  for (std::int64_t index = rounds->index_of(local_day(at));; ++index) {
    const Timestamp meeting =
        meeting_from(rounds->first_day(index), calendar(book_.default_calendar));
    if (meeting > at) return meeting;
  }
}

}  // namespace whistle::policy
