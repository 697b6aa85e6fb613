#include "adapters/gateway/http/response.h"

#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

namespace whistle::gateway::http {

Response problem(std::uint16_t status, const std::string& reason, const std::string& message,
                 std::uint32_t retry_after_ms) {
  const auto title = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  nlohmann::ordered_json body{{"type", "about:blank"}, {"title", std::string(title)},
                              {"status", status},      {"detail", message},
                              {"reason", reason},      {"retry_after_ms", retry_after_ms}};
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  // What others wrote may be quoted in a message.
  response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (retry_after_ms > 0) {
    constexpr std::uint32_t kSecond = 1000;
    const std::uint32_t seconds = retry_after_ms / kSecond + (retry_after_ms % kSecond > 0 ? 1 : 0);
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
  }
  return response;
}

Response json(std::string body, std::uint16_t status) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

}  // namespace whistle::gateway::http
