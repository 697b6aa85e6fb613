#include "adapters/gateway/api/status.h"

namespace whistle::gateway::api {

std::uint16_t status_of(const client::Problem& problem) {
  switch (problem.code) {
    case client::kInvalidArgument:
      return 400;
    case client::kDeadlineExceeded:
      return 504;
    case client::kNotFound:
      return 404;
    case client::kPermissionDenied:
      return 403;
    case client::kResourceExhausted:
      return problem.reason == "RATE_LIMIT" ? 429 : 503;
    case client::kFailedPrecondition:
    case client::kAborted:
      return 409;
    case client::kOutOfRange:
      return 410;
    case client::kUnimplemented:
      return 501;
    case client::kUnavailable:
      return 503;
    default:  // codes that the protocol does not use, and what is between the engine and us
      return 502;
  }
}

http::Response problem_of(const client::Problem& problem) {
  return http::problem(status_of(problem), problem.reason, problem.message, problem.retry_after_ms);
}

}  // namespace whistle::gateway::api
