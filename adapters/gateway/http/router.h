#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/gateway/http/request.h"
#include "adapters/gateway/http/response.h"

namespace whistle::gateway::http {

// Runs on the thread of the server; what takes long goes elsewhere and resumes here.
using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

struct Route {
  Method method{Method::Get};
  std::string
      pattern;  // "/api/v1/cases/{id}"; a last "{path...}" takes the rest, which may be empty
  Handler handler;
  std::size_t body_bytes_max{64 << 10};
};

// Which handler answers which method and path. Filled before the server runs, then only read.
// Of two patterns that fit, the one with the earlier literal part wins; one that takes the rest is
// asked only when no other fits, whatever the method. A route for GET answers HEAD as well.
class Router {
 public:
  // Two routes with the same method and pattern are a bug, as is a pattern without a '/' in front:
  // std::logic_error.
  void add(Route route);

  struct Found {
    const Route* route{};  // none: nothing is there, or not with this method
    Fields captures{};
    std::string allow{};  // the methods the path knows, for 405; empty: 404
  };
  Found find(Method method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Part {
    enum class Kind : std::uint8_t { Literal, One, Rest } kind{Kind::Literal};
    std::string text;  // the literal, or the name of what is captured

    bool operator==(const Part&) const = default;
  };
  using Pattern = std::vector<Part>;

  static Pattern pattern_of(std::string_view text);
  static std::optional<Fields> fit(const Pattern& pattern, std::string_view path);
  static bool is_closer(const Pattern& left, const Pattern& right);

  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;  // of the route at the same place
};

}  // namespace whistle::gateway::http
