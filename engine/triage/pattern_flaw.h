#pragma once

#include <optional>
#include <string>

#include "engine/policy/rule_book.h"

namespace whistle::triage {

// What keeps a pattern from being sought, in words: "is empty", or what is wrong with an
// expression; nothing when all is well. Any thread.
std::optional<std::string> flaw_of(const policy::Pattern& pattern);

}  // namespace whistle::triage
