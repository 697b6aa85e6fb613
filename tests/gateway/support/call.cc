#include "tests/gateway/support/call.h"

#include <boost/beast/core/string.hpp>

#include "adapters/gateway/http/target.h"

namespace whistle::gateway::support {

http::Request request_of(http::Method method, const std::string& target, std::string body,
                         std::vector<std::pair<std::string, std::string>> headers) {
  auto read = http::read_target(target);
  if (!read) throw std::logic_error("no target: " + target);
  http::Request request;
  request.method = method;
  request.path = std::move(read->path);
  request.query = std::move(read->query);
  request.headers = http::Fields(std::move(headers));
  request.body = std::move(body);
  request.remote = "127.0.0.1";
  return request;
}

http::Response ask(const http::Router& router, http::Request request) {
  http::Router::Found found = router.find(request.method, request.path);
  if (found.route == nullptr) {
    if (found.allow.empty()) return http::problem(404, "NO_SUCH_PATH", "nothing is there");
    http::Response response = http::problem(405, "METHOD_NOT_ALLOWED", "not with this method");
    response.headers.emplace_back("Allow", found.allow);
    return response;
  }
  request.captures = std::move(found.captures);
  return run(found.route->handler(std::move(request)));
}

http::Response get(const http::Router& router, const std::string& target) {
  return ask(router, request_of(http::Method::Get, target));
}

http::Response post(const http::Router& router, const std::string& target, std::string body,
                    std::vector<std::pair<std::string, std::string>> headers) {
  return ask(router, request_of(http::Method::Post, target, std::move(body), std::move(headers)));
}

std::string header_of(const http::Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (boost::beast::iequals(key, name)) return value;
  }
  return {};
}

boost::asio::awaitable<bool> MemorySink::write(std::shared_ptr<const std::string> bytes) {
  if (left_ == 0) co_return false;
  --left_;
  written_ += *bytes;
  co_return true;
}

}  // namespace whistle::gateway::support
