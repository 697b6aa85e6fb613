#pragma once

#include <string>

#include "engine/core/outcome.h"
#include "engine/policy/policy.h"
#include "engine/service/frames.h"
#include "engine/service/watch_filter.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::service {

// What somebody wishes to watch, checked. Fails with FIELD_VIOLATION, naming the field.
Outcome<WatchFilter, Problem> to_filter(const v1::WatchRequest& request,
                                        const policy::Policy& policy);

// Nothing wrong with how it says where to start and under which name, as far as the request alone
// can tell.
Outcome<Done, Problem> check_start(const v1::WatchRequest& request);

// True for what may be the name of a cursor.
bool is_cursor_name(const std::string& name);

}  // namespace whistle::service
