#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/gateway/open311/arguments.h"
#include "adapters/gateway/open311/ports.h"
#include "adapters/gateway/open311/settings.h"

// When a POST is the second attempt of an earlier one. The standard has no word for it, so clients
// whose connection broke send it again. The engine files one complaint for each external id of a
// source; so what is the same attempt must get the same id:
//
//   Idempotency-Key     the client says so itself; for ever
//   a report's number   an attribute such as fixmystreet_id, with the same service; for ever
//   otherwise           all arguments and pictures, with the same key, within a window. A request
//   that
//                       names a person, account or device has a long one: nobody says the same
//                       again word for word at the same place. One that does not has a short one:
//                       two neighbours may press the same button.
namespace whistle::gateway::open311 {

struct ExternalId {
  std::string now;
  // What it would have been in the window before. Who was answered under that less than a window
  // ago has sent this before.
  std::optional<std::string> before;
  std::int64_t window_ms{};
};

ExternalId external_id_of(const Caller& caller, std::string_view idempotency_key,
                          const Arguments& arguments, const Settings& settings,
                          std::int64_t now_ms);

// For wishes of an update: the same for the same update_id of the same caller.
std::string wish_key_of(const Caller& caller, std::string_view update_id);

}  // namespace whistle::gateway::open311
