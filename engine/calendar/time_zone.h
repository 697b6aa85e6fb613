#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engine/core/time_point.h"

namespace whistle::calendar {

// A time as the clock on the wall shows it, without a zone.
using LocalTime = std::chrono::local_time<Milliseconds>;

// A zone as plain data: offsets from UTC and the instants they change. Read from the system's zone
// database by the config floor, so that this floor needs neither files nor a library.
// Immutable after construction; any thread.
class TimeZone {
 public:
  struct Transition {
    Timestamp at;                 // from this instant on ...
    std::chrono::seconds offset;  // ... local time is UTC plus this
  };

  // UTC.
  TimeZone() = default;
  // `initial` holds before the first transition. Requires: transitions ascend strictly, and every
  // offset is shorter than a day.
  TimeZone(std::string name, std::chrono::seconds initial, std::vector<Transition> transitions);

  const std::string& name() const { return name_; }
  LocalTime to_local(Timestamp instant) const;

  // The instant a local time names. A time the clocks skip (spring) is the first instant after the
  // gap; a time they show twice (autumn) is the earlier one.
  Timestamp to_instant(LocalTime local) const;
  // The same for a time at which something ends: of two instants the later one, so that a stretch
  // across the repeated hour contains it. The clocks show `local` or later from here on.
  Timestamp to_closing_instant(LocalTime local) const;

 private:
  // The number of transitions up to and including `instant`: 0 is the time before the first.
  std::size_t stretch_at(Timestamp instant) const;
  std::chrono::seconds offset_of(std::size_t stretch) const;

  std::string name_{"UTC"};
  std::chrono::seconds initial_{0};
  std::vector<Transition> transitions_;
};

}  // namespace whistle::calendar
