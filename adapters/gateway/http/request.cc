#include "adapters/gateway/http/request.h"

#include <algorithm>

namespace whistle::gateway::http {

std::string_view Fields::get(std::string_view name) const {
  const auto found = std::ranges::find_if(all_, [&](const auto& one) { return one.first == name; });
  return found == all_.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string_view> Fields::get_all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : all_) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

std::string_view word_of(Method method) {
  switch (method) {
    case Method::Get:
      return "GET";
    case Method::Head:
      return "HEAD";
    case Method::Post:
      return "POST";
    case Method::Put:
      return "PUT";
    case Method::Delete:
      return "DELETE";
    case Method::Options:
      return "OPTIONS";
  }
  return "GET";
}

}  // namespace whistle::gateway::http
