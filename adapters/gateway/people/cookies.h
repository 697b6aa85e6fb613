#pragma once

#include <string_view>
#include <vector>

#include "adapters/gateway/http/request.h"

namespace whistle::gateway::people {

// All values that the request's Cookie headers have under this name: a neighbour's site can add
// one, so the first need not be ours.
std::vector<std::string_view> cookies_of(const http::Request& request, std::string_view name);

// "host:port" of "https://host:port"; empty: not an origin.
std::string_view authority_of(std::string_view origin);

}  // namespace whistle::gateway::people
