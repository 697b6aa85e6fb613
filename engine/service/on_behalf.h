#pragma once

#include <optional>
#include <vector>

#include "engine/core/outcome.h"
#include "engine/core/principal.h"
#include "engine/policy/policy.h"
#include "engine/service/frames.h"

// Whom a gateway asks for: header.acting_for.
namespace whistle::service {

// The person as somebody whose rights can be judged, named "gateway/zhang.san"; nothing when nobody
// is named. `gateway`: whose key it is; nullptr on a socket that asks for none. Else what the
// client is told:
//
//   INVALID_ARGUMENT   FIELD_VIOLATION: no name, a name or a list over its bounds, an unknown role,
//   a
//                      BUNDLE
//   PERMISSION_DENIED  ROLE: who asks is no gateway
Outcome<std::optional<Principal>, Problem> person_behind(const Request& request,
                                                         const Principal* gateway);

// The areas that lie within one of both; an absent list is everywhere.
std::optional<std::vector<AreaCode>> common_areas(const std::optional<std::vector<AreaCode>>& one,
                                                  const std::optional<std::vector<AreaCode>>& other,
                                                  const policy::Policy& policy);

}  // namespace whistle::service
