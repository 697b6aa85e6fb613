#pragma once

#include "engine/casework/chapters/draft.h"

namespace whistle::casework {

// A case of a large class came to be known in a storm area: it joins the storm there, or it is the
// one that makes a storm of those before it. Does nothing where the rules know no storms. Grouping
// drops no complaint and changes no route.
void join_storm(Draft& draft, AreaCode storm_area, const std::string& major);

// The storm area of a case, and none where the rules know no storms.
AreaCode storm_area_of(const policy::Policy& policy, AreaCode area);

}  // namespace whistle::casework
