#pragma once

#include "engine/core/colour.h"
#include "engine/core/words.h"

namespace whistle::casework {

// Whether a broken promise of this stage is a reason to climb, or costs a card alone.
bool moves_the_case(Stage stage, Severity severity);

}  // namespace whistle::casework
