#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "whistle/v1/envelope.pb.h"

namespace whistle::gateway::people {

// Who a request comes from, proven by a session or an api key. What they may do is decided by the
// engine (Header.acting_for); the gateway only says who they are.
struct Person {
  std::string name;                  // of the account; the record keeps it
  std::string title;                 // as shown to people
  std::vector<std::string> roles;    // intake worker dispatcher supervisor admin
  std::vector<std::uint64_t> areas;  // empty: no limit
  std::vector<std::string> units;    // empty: no limit

  bool operator==(const Person&) const = default;
};

v1::Operator operator_of(const Person& person);

}  // namespace whistle::gateway::people
