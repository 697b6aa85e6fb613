#pragma once

#include <string>

namespace whistle::gateway::api {

// The OpenAPI 3.1 description of /api/v1, made from operations() and the messages they name; the
// same bytes each time.
std::string open_api();

}  // namespace whistle::gateway::api
