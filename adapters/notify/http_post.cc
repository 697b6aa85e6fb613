#include "adapters/notify/http_post.h"

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <cstdint>
#include <exception>

namespace whistle::notify {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::use_awaitable;

constexpr int kHttp11 = 11;
// Answers are thrown away; a receiver that says more than this is cut off.
constexpr std::uint64_t kAnswerBytesMax = std::uint64_t{64} * 1024;

bool is_port(const std::string& text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0 && port <= 65535;
}

std::chrono::seconds retry_after(const http::response<http::string_body>& answer) {
  const auto text = answer[http::field::retry_after];
  std::uint32_t seconds = 0;
  // A date, which is allowed as well, means no number: then our own pauses do.
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  return std::chrono::seconds{is_number ? seconds : 0};
}

http::request<http::string_body> message_of(const Url& url, const HttpRequest& request) {
  http::request<http::string_body> message{http::verb::post, url.target, kHttp11};
  message.set(http::field::host, url.port == "80" ? url.host : url.host + ":" + url.port);
  message.set(http::field::user_agent, "whistle-notify");
  message.set(http::field::connection, "close");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

asio::awaitable<void> exchange(const Url& url, const HttpRequest& request,
                               std::chrono::milliseconds patience, HttpAnswer& answer) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver(executor);
  const auto addresses = co_await resolver.async_resolve(url.host, url.port, use_awaitable);
  beast::tcp_stream stream(executor);
  stream.expires_after(patience);
  co_await stream.async_connect(addresses, use_awaitable);
  const auto message = message_of(url, request);
  stream.expires_after(patience);
  co_await http::async_write(stream, message, use_awaitable);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kAnswerBytesMax);
  stream.expires_after(patience);
  co_await http::async_read_header(stream, buffer, parser, use_awaitable);
  // What it says beyond the status is nothing to us.
  answer.status = parser.get().result_int();
  answer.retry_after = retry_after(parser.get());
}

}  // namespace

std::optional<Url> parse_url(const std::string& text) {
  constexpr std::string_view kScheme = "http://";
  if (!text.starts_with(kScheme)) return std::nullopt;
  const std::string rest = text.substr(kScheme.size());
  const std::size_t end = std::min(rest.find('/'), rest.size());
  std::string authority = rest.substr(0, end);
  Url url;
  if (end < rest.size()) url.target = rest.substr(end);
  const bool is_clean = std::ranges::all_of(
      text, [](unsigned char letter) { return letter > ' ' && letter < 0x7f && letter != '@'; });
  if (!is_clean) return std::nullopt;
  // "[::1]:8080": the colons within belong to the address.
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  const bool has_port =
      colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  if (has_port) {
    url.port = authority.substr(colon + 1);
    authority.resize(colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']')) {
    authority = authority.substr(1, authority.size() - 2);
  }
  url.host = authority;
  if (url.host.empty() || !is_port(url.port)) return std::nullopt;
  return url;
}

HttpAnswer http_post(const Url& url, const HttpRequest& request,
                     std::chrono::milliseconds patience) {
  HttpAnswer answer;
  asio::io_context loop;
  asio::co_spawn(loop, exchange(url, request, patience, answer),
                 [&answer](const std::exception_ptr& failed) {
                   if (!failed) return;
                   answer.status = 0;
                   try {
                     std::rethrow_exception(failed);
                   } catch (const std::exception& error) {
                     answer.problem = error.what();
                   }
                 });
  loop.run();
  return answer;
}

}  // namespace whistle::notify
