#pragma once

#include <cstddef>
#include <string>

#include "engine/casework/reports/clock_story.h"

namespace whistle::casework {

// What brought about the clock fact at `index` of a record, in a word: the last fact of the same
// case before it that says more than a clock does, else the first one after it, else the verb.
// "suspended:wait_parts", "finished", "escalated", "called_back", ...
std::string cause_of(const TrailRecord& record, std::size_t index, CaseId id);

}  // namespace whistle::casework
