#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "whistle/v1/story.pb.h"

// The sentences of a story, for people.
namespace whistle::cli {

// "1:28 wh" of working time, to the nearest minute; else as duration_text says it.
std::string spent_text(std::int64_t milliseconds, bool working_time);

// Why a unit was not given the case. A reason of a newer engine stands for itself.
std::string why_passed_over(const v1::ConsideredUnit& other);

// "kept with 1:28 wh to spare", "broken, 0:40 wh late", "runs", ...
std::string outcome_of(const v1::Promise& promise);

// Whether it made the case climb: "climbed to X", "did not climb: it was kept". Empty when nothing
// is to be said: a promise that moves no case, or one that is open.
std::string climb_of(const v1::Promise& promise);

// "finished", "suspended (wait_parts)", ...
std::string cause_text(std::string_view why);

}  // namespace whistle::cli
