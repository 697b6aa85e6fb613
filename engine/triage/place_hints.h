#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/complaint.h"
#include "engine/triage/area_names.h"
#include "engine/triage/outlines.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// Something that points to an area, or to one of several.
struct PlaceHint {
  std::vector<Bearer> bearers;
  std::optional<Span> words;  // none for the point
};

// The names that stand for themselves, by their start: "武安" inside "武安社区" does not, nor in
// "武安路".
std::vector<Match> visible_names(const Reading& reading);

// All hints of a complaint, each once: names and codes in the order of the text, then the point.
std::vector<PlaceHint> hints_of(const Reading& reading, const std::vector<Match>& visible,
                                const Complaint& complaint, const AreaNames& names,
                                const Outlines& outlines);

}  // namespace whistle::triage
