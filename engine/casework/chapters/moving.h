#pragma once

#include <optional>
#include <vector>

#include "engine/casework/chapters/draft.h"

// What two rule books say differently of one open case.
namespace whistle::casework {

// A promise that runs, or rests, and that the new book limits in another way; nothing: the new book
// makes no such promise. What is broken already is left out: it stays broken.
struct LimitChange {
  Stage stage{};
  std::optional<policy::GrantedLimit> now;
};

// In the order of the stages. Requires: both drafts are about the same open case, each under its
// own book.
std::vector<LimitChange> limits_that_differ(const Draft& before, const Draft& after);

// Where the new book would have sent a case that waits where the old one sent it; nothing: both
// agree, or it waits elsewhere or not at all. Who climbed or was handed on stays there.
std::optional<policy::Destination> route_that_differs(const Draft& before, const Draft& after);

}  // namespace whistle::casework
