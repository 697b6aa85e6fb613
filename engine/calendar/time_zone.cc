#include "engine/calendar/time_zone.h"

#include <algorithm>
#include <utility>

#include "engine/core/check.h"

namespace whistle::calendar {
namespace {

// No zone is further from UTC, so a stretch that contains a local time read as UTC is at most this
// far from the stretch sought.
constexpr std::chrono::hours kOffsetMax{24};

bool is_offset(std::chrono::seconds offset) { return offset > -kOffsetMax && offset < kOffsetMax; }

Timestamp minus(LocalTime local, std::chrono::seconds offset) {
  return Timestamp{local.time_since_epoch() - offset};
}

LocalTime plus(Timestamp instant, std::chrono::seconds offset) {
  return LocalTime{instant.time_since_epoch() + offset};
}

}  // namespace

TimeZone::TimeZone(std::string name, std::chrono::seconds initial,
                   std::vector<Transition> transitions)
    : name_(std::move(name)), initial_(initial), transitions_(std::move(transitions)) {
  WHISTLE_CHECK(is_offset(initial_));
  for (std::size_t i = 0; i < transitions_.size(); ++i) {
    WHISTLE_CHECK(is_offset(transitions_[i].offset));
    WHISTLE_CHECK(i == 0 || transitions_[i - 1].at < transitions_[i].at);
  }
}

LocalTime TimeZone::to_local(Timestamp instant) const {
  return plus(instant, offset_of(stretch_at(instant)));
}

// The first stretch of constant offset that lasts until its clocks show more than `local`.
Timestamp TimeZone::to_instant(LocalTime local) const {
  std::size_t stretch = stretch_at(minus(local, kOffsetMax));
  while (stretch < transitions_.size() &&
         plus(transitions_[stretch].at, offset_of(stretch)) <= local) {
    ++stretch;
  }
  const Timestamp instant = minus(local, offset_of(stretch));
  return stretch == 0 ? instant : std::max(instant, transitions_[stretch - 1].at);
}

// The last stretch of constant offset that begins while its clocks show less than `local`.
Timestamp TimeZone::to_closing_instant(LocalTime local) const {
  std::size_t stretch = stretch_at(minus(local, -kOffsetMax));
  while (stretch > 0 && plus(transitions_[stretch - 1].at, offset_of(stretch)) >= local) {
    --stretch;
  }
  const Timestamp instant = minus(local, offset_of(stretch));
  return stretch == transitions_.size() ? instant : std::min(instant, transitions_[stretch].at);
}

std::size_t TimeZone::stretch_at(Timestamp instant) const {
  const auto next = std::upper_bound(
      transitions_.begin(), transitions_.end(), instant,
      [](Timestamp at, const Transition& transition) { return at < transition.at; });
  return static_cast<std::size_t>(next - transitions_.begin());
}

std::chrono::seconds TimeZone::offset_of(std::size_t stretch) const {
  return stretch == 0 ? initial_ : transitions_[stretch - 1].offset;
}

}  // namespace whistle::calendar
