#pragma once

#include "engine/casework/chapters/draft.h"

namespace whistle::casework {

// Everybody was asked: the promise to call back is kept and the case is closed.
void close_after_callbacks(Draft& draft, const RuleName& rule);

}  // namespace whistle::casework
