#include "adapters/gateway/open311/failure.h"

#include <algorithm>

namespace whistle::gateway::open311 {
namespace {

constexpr std::uint32_t kRetryAfterMs = 5000;

std::string words_of(const client::Problem& problem) {
  return problem.message.empty() ? problem.reason : problem.message;
}

Failures later(std::uint16_t code, const client::Problem& problem, std::string description) {
  const std::uint32_t after = problem.retry_after_ms > 0 ? problem.retry_after_ms : kRetryAfterMs;
  return {Failure{code, std::move(description), after}};
}

}  // namespace

Failures failures_of(const client::Problem& problem) {
  switch (problem.code) {
    case client::kInvalidArgument:
      if (problem.reason == "UNKNOWN_CATEGORY") return failure(404, words_of(problem));
      return failure(400, words_of(problem));
    case client::kFailedPrecondition:
      return failure(400, words_of(problem));
    case client::kNotFound:
      return failure(404, words_of(problem));
    case client::kPermissionDenied:
      return failure(403, "this api_key may not do that: " + words_of(problem));
    case client::kResourceExhausted:
      if (problem.reason == "RATE_LIMIT") return later(429, problem, "too many requests");
      return later(503, problem, "the service is busy; please try again");
    case client::kDeadlineExceeded:
    case client::kAborted:
    case client::kUnavailable:
    case client::kUnauthenticated:
      return later(503, problem, "the service does not answer; please try again");
    default:
      return failure(500, "the service could not do this");
  }
}

http::Response answer(const Node& root, Format format, std::uint16_t status) {
  http::Response response;
  response.status = status;
  response.content_type =
      format == Format::Xml ? "text/xml; charset=utf-8" : "application/json; charset=utf-8";
  response.body = format == Format::Xml ? to_xml(root) : to_json(root);
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response answer(const Failures& failures, Format format) {
  std::vector<Node> errors;
  std::uint32_t retry_after_ms = 0;
  for (const Failure& one : failures) {
    errors.push_back(record("error", {{"code", static_cast<std::int64_t>(one.code)},
                                      {"description", one.description}}));
    retry_after_ms = std::max(retry_after_ms, one.retry_after_ms);
  }
  http::Response response =
      answer(list("errors", std::move(errors)), format, failures.front().code);
  if (retry_after_ms > 0) {
    constexpr std::uint32_t kSecond = 1000;
    const std::uint32_t seconds = retry_after_ms / kSecond + (retry_after_ms % kSecond > 0 ? 1 : 0);
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
  }
  return response;
}

}  // namespace whistle::gateway::open311
