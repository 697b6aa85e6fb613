#pragma once

#include "adapters/cli/ink.h"
#include "adapters/cli/time_text.h"

namespace whistle::cli {

// How text for people looks here and now.
struct Style {
  Zone zone = Zone::utc();
  Paint paint{false};
};

}  // namespace whistle::cli
