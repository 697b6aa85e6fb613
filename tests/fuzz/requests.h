#pragma once

#include <optional>
#include <string_view>

#include "engine/casework/commands/commands.h"
#include "engine/core/outcome.h"
#include "engine/service/frames.h"

namespace whistle::fuzz {

// Reads a body as the service would; `kind` chooses the method, any number will do. Nothing for
// requests that only look.
Outcome<std::optional<casework::Command>, service::Problem> command_of(unsigned kind,
                                                                       std::string_view body);

}  // namespace whistle::fuzz
