#pragma once

#include <cstddef>
#include <memory>
#include <ostream>
#include <string>

#include "engine/app/what_if_run.h"
#include "engine/calendar/time_zone.h"

namespace whistle::app {

// Which books were compared.
struct WhatIfHeading {
  std::string name;    // of the present book
  std::string before;  // versions
  std::string after;
  std::size_t rule_changes{};  // rows and values that differ
};

// Prints while the comparison runs: a year has more complaints than anybody wants in memory.
class WhatIfPrinter {
 public:
  WhatIfPrinter() = default;
  WhatIfPrinter(const WhatIfPrinter&) = delete;
  WhatIfPrinter& operator=(const WhatIfPrinter&) = delete;
  virtual ~WhatIfPrinter() = default;

  virtual void begin(const Stretch& stretch) = 0;
  virtual void differs(const casework::CourseDifference& found) = 0;
  virtual void end(const WhatIfRun& run) = 0;
};

// Tables for people: the first twenty rows of each. `heading`, `zone` and `out` must outlive it.
std::unique_ptr<WhatIfPrinter> print_what_if(const WhatIfHeading& heading,
                                             const calendar::TimeZone& zone, std::ostream& out);
// One line, nothing left out; instants in milliseconds since 1970 UTC, null for never. Complaints
// that differ come first, the sums after them.
std::unique_ptr<WhatIfPrinter> print_what_if_json(const WhatIfHeading& heading, std::ostream& out);

}  // namespace whistle::app
