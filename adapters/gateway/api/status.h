#pragma once

#include <cstdint>

#include "adapters/client/result.h"
#include "adapters/gateway/http/response.h"

namespace whistle::gateway::api {

// The engine's codes as HTTP says them:
//
//   INVALID_ARGUMENT      400      ABORTED          409
//   DEADLINE_EXCEEDED     504      OUT_OF_RANGE     410
//   NOT_FOUND             404      UNIMPLEMENTED    501
//   PERMISSION_DENIED     403      UNAVAILABLE      503
//   RESOURCE_EXHAUSTED    429 for RATE_LIMIT, which is about who asks, else 503
//   FAILED_PRECONDITION   409      UNAUTHENTICATED  502: it is the gateway's own key
//   all others            502
std::uint16_t status_of(const client::Problem& problem);
http::Response problem_of(const client::Problem& problem);

}  // namespace whistle::gateway::api
