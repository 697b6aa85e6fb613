#pragma once

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/client/options.h"
#include "adapters/gateway/http/request.h"
#include "whistle/v1/envelope.pb.h"

namespace whistle::gateway::api {

// What a client says in a query, beside the fields of the request.
struct Argument {
  std::string_view name;
  std::string_view type;  // of JSON schema: string integer boolean
  std::string_view about;
};

// One route of /api/v1: what it takes and gives. The routes, and what is said of them in the
// description, are made from this.
struct Operation {
  // What answers: the engine, asked with a message that is filled from path, query and body; or a
  // part of the gateway.
  enum class By : std::uint8_t {
    Engine,
    Complaint,   // as Engine, but a telephone in it becomes a pseudonym
    Wish,        // an ActRequest with the wish that the path names
    Complaints,  // all of a case
    Search,
    Board,
    RuleFile,
    Packs,
    Plan,
    WhatIf,
    WhatIfResult,
    Map,
    Upload,
    Picture,
    Elsewhere,  // another room adds the route; only described here
  };
  By by{By::Engine};
  http::Method method{http::Method::Get};
  std::string_view pattern;
  std::string_view summary;
  client::Line line{client::Line::Work};
  v1::Method asks{};                              // Engine
  const google::protobuf::Descriptor* request{};  // none: no body, and only `arguments`
  const google::protobuf::Descriptor* reply{};    // none: see `summary`
  std::string_view part{};                        // field that the body is; empty: the whole
  bool is_wish{};                                 // takes an Idempotency-Key
  std::vector<Argument> arguments{};
};

const std::vector<Operation>& operations();
// The names in braces of a pattern, and the field that each fills.
std::vector<std::string_view> captures_of(std::string_view pattern);
std::string_view field_of(std::string_view capture);

}  // namespace whistle::gateway::api
