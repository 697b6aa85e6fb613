#pragma once

#include <string>
#include <string_view>

#include "engine/casework/state/registers.h"

namespace whistle::service {

// "whistle", "duty", "list_entry", "storm", "area_mode", "account", "score" or "appealable".
std::string_view kind_word(const casework::RegisterRow& row);

// A row as JSON in one line: fields by their names in row.proto, words for enumerations,
// milliseconds since 1970 for instants; an instant that never comes is left out. The counters of a
// score are an object of those that are not zero, by the word of what they count.
std::string to_json(const casework::RegisterRow& row);

}  // namespace whistle::service
