#include "adapters/gateway/http/answer_head.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/field.hpp>
#include <string_view>
#include <utility>

namespace whistle::gateway::http {
namespace {

// Styles may stand in attributes, as charts set them; scripts come from our own files alone.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSafety{{
    {"Content-Security-Policy",
     "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
     "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
     "form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
}};

bool is_token(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char letter) {
    const bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    return is_letter || (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
  });
}

bool is_value(std::string_view value) {
  return std::ranges::all_of(value, [](char letter) {
    return static_cast<unsigned char>(letter) >= 0x20U && letter != 0x7f;
  });
}

}  // namespace

Head head_of(const Response& response, bool encrypted, unsigned version) {
  Head head;
  head.version(version);
  head.result(response.status);
  head.set(boost::beast::http::field::server, "whistle");
  for (const auto& [name, value] : kSafety) {
    head.set({name.data(), name.size()}, {value.data(), value.size()});
  }
  if (encrypted) head.set("Strict-Transport-Security", "max-age=31536000");
  if (!response.content_type.empty()) {
    head.set(boost::beast::http::field::content_type, response.content_type);
  }
  // A cookie may come several times; of all others the handler's takes the place of ours.
  for (const auto& [name, value] : response.headers) head.erase(name);
  for (const auto& [name, value] : response.headers) head.insert(name, value);
  return head;
}

bool is_fit_to_send(const Response& response) {
  return is_value(response.content_type) && response.status >= 200 && response.status < 600 &&
         std::ranges::all_of(response.headers, [](const auto& header) {
           return is_token(header.first) && is_value(header.second);
         });
}

}  // namespace whistle::gateway::http
