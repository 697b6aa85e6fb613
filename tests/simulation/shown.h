#pragma once

#include <optional>

#include "engine/casework/commands/commands.h"

namespace whistle::simulation {

// The case and the token a wish is about, of those that show one.
struct Shown {
  CaseId id{};
  Token token{};
};
std::optional<Shown> shown_by(const casework::Command& command);

// The same wish with another token.
casework::Command with_token(casework::Command command, Token token);

}  // namespace whistle::simulation
