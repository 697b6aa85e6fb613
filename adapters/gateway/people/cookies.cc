#include "adapters/gateway/people/cookies.h"

namespace whistle::gateway::people {

std::vector<std::string_view> cookies_of(const http::Request& request, std::string_view name) {
  std::vector<std::string_view> values;
  for (std::string_view header : request.headers.get_all("cookie")) {
    while (!header.empty()) {
      const std::size_t end = header.find(';');
      std::string_view pair = header.substr(0, end);
      header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        values.push_back(pair.substr(equals + 1));
      }
    }
  }
  return values;
}

std::string_view authority_of(std::string_view origin) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  }
  return {};
}

}  // namespace whistle::gateway::people
