#include "adapters/cli/problem.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "adapters/cli/column.h"

namespace whistle::cli {

namespace {

using client::Problem;

std::string_view advice_for(const Problem& problem) {
  if (problem.reason == "TOKEN_SUPERSEDED") {
    return "somebody else has been given the order since; pull it again";
  }
  if (problem.reason == "CLOCK_NOT_DRIVEN") return "this engine runs on real time; leave out --at";
  if (problem.reason == "CANNOT_CONNECT") {
    return "is the engine running there? see --engine and WHISTLE_ENDPOINTS";
  }
  if (problem.reason == "KEY_REFUSED") {
    return "has it been listed among the principals, for this socket, and is its time not over?";
  }
  if (problem.reason == "IDEMPOTENCY_KEY_REUSED") {
    return "another wish was done under that name; give this one a name of its own";
  }
  if (problem.reason == "KEY_NEEDED") return "see --key and --server-key";
  if (problem.reason == "NO_KEYS_THERE") return "leave out --key and --server-key to go on without";
  return "";
}

void print_error(World& world, const nlohmann::ordered_json& error) {
  // Broken UTF-8 inside a message must not keep the rest of it from being read.
  world.err << nlohmann::ordered_json{{"error", error}}.dump(
                   -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
            << '\n';
}

}  // namespace

Exit exit_of(const Problem& problem) {
  switch (problem.code) {
    case client::kNotFound:
      return kNotFound;
    case client::kInvalidArgument:
    case client::kFailedPrecondition:
    case 6:   // already exists
    case 10:  // aborted
    case 11:  // out of range
      return kRefused;
    case client::kPermissionDenied:
    case client::kUnauthenticated:
      return kDenied;
    case client::kDeadlineExceeded:
    case client::kResourceExhausted:
    case client::kUnavailable:
      return kUnavailable;
    default:  // an open set: the engine may be newer than we are
      return kError;
  }
}

Exit report(World& world, bool json, const Problem& problem) {
  if (json) {
    print_error(world, {{"code", problem.code},
                        {"reason", problem.reason},
                        {"message", problem.message},
                        {"retry_after_ms", problem.retry_after_ms},
                        {"resent", problem.resent}});
    return exit_of(problem);
  }
  world.err << "whistle: " << printable(problem.reason);
  if (!problem.message.empty()) world.err << ": " << printable(problem.message);
  world.err << '\n';
  if (const auto advice = advice_for(problem); !advice.empty()) world.err << advice << '\n';
  if (problem.resent && problem.reason != "NO_ANSWER") {
    world.err << "the request was sent more than once: an earlier sending may have been carried "
                 "out; look at the case before you repeat it\n";
  }
  return exit_of(problem);
}

Exit report(World& world, bool json, Exit exit, const std::string& message) {
  if (json) {
    print_error(world, {{"code", exit == kUsage ? client::kInvalidArgument : client::kInternal},
                        {"reason", exit == kUsage ? "USAGE" : "LOCAL"},
                        {"message", message},
                        {"retry_after_ms", 0},
                        {"resent", false}});
  } else {
    world.err << "whistle: " << printable(message) << '\n';
  }
  return exit;
}

}  // namespace whistle::cli
