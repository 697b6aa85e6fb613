#pragma once

#include <string>
#include <variant>

#include "adapters/gateway/api/pseudonym.h"
#include "adapters/gateway/http/request.h"
#include "adapters/gateway/http/response.h"
#include "adapters/gateway/search/index.h"

namespace whistle::gateway::api {

// What a query of /api/v1/cases chooses, or 400 with the argument's name.
std::variant<search::Wish, http::Response> wish_of(const http::Fields& query,
                                                   const Pseudonym& pseudonym);
std::string json_of(const search::Cases& found, const search::Wish& wish);
std::string json_of(const std::vector<search::Load>& loads, std::int64_t time_ms);

}  // namespace whistle::gateway::api
