#pragma once

#include <string>
#include <string_view>

#include "engine/core/outcome.h"

namespace whistle::config {

// Checks "POLYGON ((lon lat, lon lat, ...))": numbers within the world's bounds, every ring closed
// and of four points at least. Fails in words.
Outcome<Done, std::string> check_outline(std::string_view text);

}  // namespace whistle::config
