#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "adapters/client/result.h"
#include "adapters/gateway/http/response.h"
#include "adapters/gateway/open311/document.h"

namespace whistle::gateway::open311 {

enum class Format : std::uint8_t { Xml, Json };

// Why there is no answer. The codes are those of HTTP; the standard has 404 for what does not
// exist, 403 for a wrong key, 400 for everything else a client can do wrong.
struct Failure {
  std::uint16_t code{400};
  std::string description;
  std::uint32_t retry_after_ms{};  // 0: trying again changes nothing

  bool operator==(const Failure&) const = default;
};
using Failures = std::vector<Failure>;  // never empty where it is told

// What was wanted, or all that is wrong at once.
template <class T>
using Checked = std::variant<T, Failures>;

inline Failures failure(std::uint16_t code, std::string description) {
  return {Failure{code, std::move(description), 0}};
}

// What the engine (or the index) says, for clients of this interface.
Failures failures_of(const client::Problem& problem);

// Everybody may read answers from a page of any origin.
http::Response answer(const Node& root, Format format, std::uint16_t status = 200);
http::Response answer(const Failures& failures, Format format);

}  // namespace whistle::gateway::open311
