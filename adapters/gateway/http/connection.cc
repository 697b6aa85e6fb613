#include "adapters/gateway/http/connection.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <exception>

#include "adapters/gateway/http/answer_head.h"
#include "adapters/gateway/http/target.h"

namespace whistle::gateway::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

constexpr std::size_t kFirstBytes = 4096;
constexpr std::size_t kLingerBytesMax = std::size_t{1} << 20;
constexpr std::chrono::milliseconds kLingerTime{1000};
constexpr std::string_view kNoRoute = "-";

std::optional<Method> method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
      return Method::Get;
    case beast::http::verb::head:
      return Method::Head;
    case beast::http::verb::post:
      return Method::Post;
    case beast::http::verb::put:
      return Method::Put;
    case beast::http::verb::delete_:
      return Method::Delete;
    case beast::http::verb::options:
      return Method::Options;
    default:  // thirty verbs of which nobody here knows anything
      return std::nullopt;
  }
}

Response options_of(const std::string& allow) {
  Response response;
  response.status = 204;
  response.headers.emplace_back("Allow", allow);
  return response;
}

Response nothing_there(const std::string& allow) {
  if (allow.empty()) return problem(404, "NO_SUCH_PATH", "there is nothing at this path");
  Response response = problem(405, "METHOD_NOT_ALLOWED", "this path takes " + allow);
  response.headers.emplace_back("Allow", allow);
  return response;
}

}  // namespace

// Pieces of a chunked body. HTTP/1.0 knows no chunks: its stream ends with the connection.
class Connection::StreamSink final : public Sink {
 public:
  StreamSink(Connection& connection, bool chunked) : connection_(connection), chunked_(chunked) {}

  asio::awaitable<bool> write(std::shared_ptr<const std::string> bytes) override {
    if (broken_ || connection_.stopping_) co_return false;
    if (bytes->empty()) co_return true;
    connection_.give_time(Waits::Writing, connection_.common_.settings.limits.write_time);
    error_code error;
    const asio::const_buffer piece(bytes->data(), bytes->size());
    if (chunked_) {
      co_await asio::async_write(connection_.stream_, beast::http::make_chunk(piece),
                                 redirect_error(use_awaitable, error));
    } else {
      co_await asio::async_write(connection_.stream_, piece, redirect_error(use_awaitable, error));
    }
    connection_.deadline_.reset();
    connection_.written_ += bytes->size();
    broken_ = static_cast<bool>(error);
    co_return !broken_;
  }

  bool is_broken() const { return broken_; }

 private:
  Connection& connection_;
  bool chunked_;
  bool broken_{};
};

Connection::Connection(Stream stream, std::string peer, Common& common)
    : stream_(std::move(stream)),
      peer_(std::move(peer)),
      common_(common),
      timer_(stream_.get_executor()),
      buffer_(common.settings.limits.header_bytes + kFirstBytes) {}

void Connection::give_time(Waits what, std::chrono::milliseconds time) {
  waits_ = what;
  deadline_ = Clock::now() + time;
  timer_.expires_at(*deadline_);
  timer_.async_wait([self = shared_from_this()](error_code cancelled) {
    if (!cancelled) self->time_is_up();
  });
}

void Connection::time_is_up() {
  if (!deadline_ || Clock::now() < *deadline_) return;
  deadline_.reset();
  time_was_up_ = true;
  if (waits_ != Waits::Idle) ++common_.timeouts;
  error_code ignored;
  if (waits_ == Waits::Reading) {
    stream_.socket().shutdown(Stream::Socket::shutdown_receive, ignored);
  } else {
    stream_.socket().close(ignored);
  }
}

void Connection::stop() {
  stopping_ = true;
  if (!in_request_) close();
}

void Connection::close() {
  error_code ignored;
  stream_.socket().close(ignored);
  timer_.cancel();
}

asio::awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  if (co_await handshake()) {
    while (!stopping_ && co_await serve_one()) {
    }
    co_await linger();
  }
  deadline_.reset();
  close();
}

asio::awaitable<void> Connection::refuse(Response response) {
  const auto self = shared_from_this();
  if (co_await handshake() && co_await wait_for_bytes()) {
    co_await write(std::move(response), false, false, 11);
    co_await linger();
  }
  deadline_.reset();
  close();
}

asio::awaitable<bool> Connection::handshake() {
  if (!stream_.is_encrypted()) co_return true;
  give_time(Waits::Idle, common_.settings.limits.header_time);
  error_code error;
  co_await stream_.tls().async_handshake(asio::ssl::stream_base::server,
                                         redirect_error(use_awaitable, error));
  deadline_.reset();
  co_return !error;
}

// A client that was refused may still be sending: closing at once would reset the connection, and
// the answer might never be read.
asio::awaitable<void> Connection::linger() {
  if (stopping_ || !stream_.socket().is_open()) co_return;
  error_code error;
  if (stream_.is_encrypted()) {
    give_time(Waits::Idle, kLingerTime);
    co_await stream_.tls().async_shutdown(redirect_error(use_awaitable, error));
    co_return;
  }
  stream_.socket().shutdown(Stream::Socket::shutdown_send, error);
  give_time(Waits::Idle, kLingerTime);
  buffer_.clear();
  for (std::size_t taken = 0; !error && taken < kLingerBytesMax;) {
    taken += co_await stream_.async_read_some(buffer_.prepare(kFirstBytes),
                                              redirect_error(use_awaitable, error));
  }
}

asio::awaitable<bool> Connection::wait_for_bytes() {
  if (buffer_.size() > 0) co_return true;
  // What a large header took is not kept while nothing comes.
  if (buffer_.capacity() > kFirstBytes) buffer_.shrink_to_fit();
  give_time(Waits::Idle, common_.settings.limits.idle_time);
  error_code error;
  const std::size_t bytes = co_await stream_.async_read_some(buffer_.prepare(kFirstBytes),
                                                             redirect_error(use_awaitable, error));
  deadline_.reset();
  buffer_.commit(bytes);
  co_return !error && bytes > 0;
}

Response Connection::refusal_of(error_code error, const Parser& parser) const {
  const Limits& limits = common_.settings.limits;
  if (time_was_up_) return problem(408, "TOO_SLOW", "the request did not come in time");
  if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow) {
    if (parser.get().target().empty()) {
      return problem(414, "TARGET_TOO_LONG",
                     "at most " + std::to_string(limits.target_bytes) + " bytes");
    }
    return problem(431, "HEADER_TOO_LARGE",
                   "at most " + std::to_string(limits.header_bytes) + " bytes");
  }
  if (error == beast::http::error::body_limit) {
    return problem(413, "BODY_TOO_LARGE", "this path takes less");
  }
  return problem(400, "BAD_REQUEST", "this is no HTTP/1.1 request: " + error.message());
}

std::optional<Response> Connection::read_line(const Parser& parser, Request& request) const {
  const auto& message = parser.get();
  if (message.target().size() > common_.settings.limits.target_bytes) {
    return problem(414, "TARGET_TOO_LONG",
                   "at most " + std::to_string(common_.settings.limits.target_bytes) + " bytes");
  }
  const auto method = method_of(message.method());
  if (!method) return problem(501, "UNKNOWN_METHOD", "no path takes this method");
  request.method = *method;
  if (message.version() != 10 && message.version() != 11) {
    return problem(505, "HTTP_VERSION", "HTTP/1.1 is spoken here");
  }
  if (message.version() == 11 && message.count(beast::http::field::host) != 1) {
    return problem(400, "BAD_REQUEST", "there must be one Host");
  }
  // Two opinions of where a request ends are how requests are smuggled past a proxy.
  if (message.count(beast::http::field::transfer_encoding) > 0 &&
      message.count(beast::http::field::content_length) > 0) {
    return problem(400, "BAD_REQUEST", "Content-Length and Transfer-Encoding exclude each other");
  }
  auto target = read_target({message.target().data(), message.target().size()});
  if (!target && *method == Method::Options && message.target() == "*") target = Target{"*", {}};
  if (!target) return problem(400, "BAD_TARGET", "this is no path that could be here");
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::ranges::transform(name, name.begin(), [](char letter) {
      return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    request.headers.add(std::move(name), std::string(field.value()));
  }
  const auto& trusted = common_.settings.trusted_proxies;
  request.remote = client_behind(request.headers.get("x-forwarded-for"), peer_, trusted);
  request.encrypted =
      stream_.is_encrypted() ||
      (is_in(peer_, trusted) && beast::iequals(request.headers.get("x-forwarded-proto"), "https"));
  return std::nullopt;
}

asio::awaitable<std::optional<Response>> Connection::read_body(Parser& parser, const Route& route) {
  const auto length = parser.content_length();
  if (length && *length > route.body_bytes_max) {
    co_return problem(413, "BODY_TOO_LARGE",
                      "at most " + std::to_string(route.body_bytes_max) + " bytes");
  }
  parser.body_limit(route.body_bytes_max);
  if (parser.is_done()) co_return std::nullopt;
  give_time(Waits::Reading, common_.settings.limits.body_time);
  error_code error;
  if (beast::iequals(parser.get()[beast::http::field::expect], "100-continue")) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream_, asio::buffer(kContinue),
                               redirect_error(use_awaitable, error));
  }
  if (!error) {
    co_await beast::http::async_read(stream_, buffer_, parser,
                                     redirect_error(use_awaitable, error));
  }
  deadline_.reset();
  if (error) co_return refusal_of(error, parser);
  co_return std::nullopt;
}

asio::awaitable<Response> Connection::answer(const Route& route, Request request) {
  try {
    Response response = co_await route.handler(std::move(request));
    if (is_fit_to_send(response)) co_return response;
    spdlog::error("{}: an answer with a header that cannot be sent", route.pattern);
  } catch (const std::exception& failure) {
    spdlog::error("{}: {}", route.pattern, failure.what());
  }
  co_return problem(500, "INTERNAL", "something went wrong here; it was noted");
}

asio::awaitable<bool> Connection::serve_one() {
  if (!co_await wait_for_bytes()) co_return false;
  in_request_ = true;
  const Limits& limits = common_.settings.limits;
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  // What a path takes is known once it is read.
  parser.body_limit(boost::none);
  give_time(Waits::Reading, limits.header_time);
  error_code error;
  co_await beast::http::async_read_header(stream_, buffer_, parser,
                                          redirect_error(use_awaitable, error));
  deadline_.reset();
  const auto since = Clock::now();
  if (error == beast::http::error::end_of_stream && !time_was_up_) co_return false;

  Request request;
  std::optional<Response> refusal;
  if (error) {
    refusal = refusal_of(error, parser);
  } else {
    refusal = read_line(parser, request);
  }
  Router::Found found;
  if (!refusal) {
    found = common_.router.find(request.method, request.path);
    if (found.route == nullptr && request.method == Method::Options &&
        (request.path == "*" || !found.allow.empty())) {
      refusal =
          options_of(found.allow.empty() ? "GET, HEAD, POST, PUT, DELETE, OPTIONS" : found.allow);
    } else if (found.route == nullptr) {
      refusal = nothing_there(found.allow);
    }
  }
  const bool was_bad = error || (refusal && refusal->status == 400);
  const std::string_view pattern =
      found.route != nullptr ? std::string_view(found.route->pattern) : kNoRoute;
  const bool is_head = request.method == Method::Head;
  const unsigned version = parser.get().version() == 10 ? 10 : 11;
  bool keep_alive = !was_bad && parser.get().keep_alive() && !stopping_ &&
                    ++served_ < limits.requests_per_connection;
  // What comes after a body that was not read is no request.
  if (refusal && !parser.is_done()) keep_alive = false;
  Response response;
  if (!refusal) refusal = co_await read_body(parser, *found.route);
  if (refusal) {
    if (!parser.is_done()) keep_alive = false;
    response = *std::move(refusal);
  } else {
    request.captures = std::move(found.captures);
    request.body = std::move(parser.get().body());
    const Method method = request.method;
    response = co_await answer(*found.route, std::move(request));
    request.method = method;
  }
  const std::uint16_t status = response.status;
  written_ = 0;
  const bool goes_on =
      co_await write(std::move(response), is_head, keep_alive && !stopping_, version);
  note(request.method, pattern, status, since);
  in_request_ = false;
  co_return goes_on;
}

asio::awaitable<bool> Connection::write(Response response, bool is_head, bool keep_alive,
                                        unsigned version) {
  if (response.stream && !is_head) co_return co_await write_stream(response, keep_alive, version);
  auto message = head_of(response, stream_.is_encrypted(), version);
  message.keep_alive(keep_alive);
  if (response.status != 204 && response.status != 304 && !response.stream) {
    message.content_length(response.body.size());
  }
  give_time(Waits::Writing, common_.settings.limits.write_time);
  error_code error;
  beast::http::response_serializer<beast::http::empty_body> serializer(message);
  co_await beast::http::async_write_header(stream_, serializer,
                                           redirect_error(use_awaitable, error));
  if (!error && !is_head && !response.body.empty()) {
    co_await asio::async_write(stream_, asio::buffer(response.body),
                               redirect_error(use_awaitable, error));
    written_ = response.body.size();
  }
  deadline_.reset();
  co_return !error && keep_alive;
}

asio::awaitable<bool> Connection::write_stream(Response& response, bool keep_alive,
                                               unsigned version) {
  auto message = head_of(response, stream_.is_encrypted(), version);
  const bool chunked = version == 11;
  message.keep_alive(keep_alive && chunked);
  if (chunked) message.chunked(true);
  give_time(Waits::Writing, common_.settings.limits.write_time);
  error_code error;
  beast::http::response_serializer<beast::http::empty_body> serializer(message);
  co_await beast::http::async_write_header(stream_, serializer,
                                           redirect_error(use_awaitable, error));
  deadline_.reset();
  if (error) co_return false;
  StreamSink sink(*this, chunked);
  try {
    co_await response.stream(sink);
  } catch (const std::exception& failure) {
    // The client sees an answer without its end, which is what it is.
    spdlog::error("a stream broke: {}", failure.what());
    co_return false;
  }
  if (sink.is_broken() || !chunked) co_return false;
  give_time(Waits::Writing, common_.settings.limits.write_time);
  co_await asio::async_write(stream_, beast::http::make_chunk_last(),
                             redirect_error(use_awaitable, error));
  deadline_.reset();
  co_return !error && keep_alive && !stopping_;
}

void Connection::note(Method method, std::string_view pattern, std::uint16_t status,
                      Clock::time_point since) {
  const Served served{method, pattern, status, written_,
                      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - since)};
  constexpr double kPerMs = 1000.0;
  spdlog::info("{} {} {} {} bytes {:.1f} ms", word_of(method), pattern, status, served.bytes,
               static_cast<double>(served.taken.count()) / kPerMs);
  if (common_.observer) common_.observer(served);
}

}  // namespace whistle::gateway::http
