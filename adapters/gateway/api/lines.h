#pragma once

#include <algorithm>

#include "adapters/client/options.h"
#include "adapters/gateway/people/person.h"

namespace whistle::gateway::api {

// The socket on which something is asked for a person: who only takes complaints in has no business
// on that of workers, and may ask most on their own.
inline client::Line line_for(client::Line usual, const people::Person& person) {
  const bool only_takes_in =
      !person.roles.empty() &&
      std::ranges::all_of(person.roles, [](const auto& role) { return role == "intake"; });
  return usual == client::Line::Work && only_takes_in ? client::Line::Intake : usual;
}

}  // namespace whistle::gateway::api
