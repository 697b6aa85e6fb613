#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace whistle::gateway::http {

// Where the bytes of an answer without end go (server-sent events). Thread: that of the server.
class Sink {
 public:
  virtual ~Sink() = default;
  // Resumes when the bytes were handed to the operating system. False: the client is gone, or took
  // nothing for as long as the server waits; nothing more can be written.
  virtual boost::asio::awaitable<bool> write(std::shared_ptr<const std::string> bytes) = 0;
};

struct Response {
  std::uint16_t status{200};
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers{};
  // Instead of a body: called once the header was sent; the answer ends when it returns.
  std::function<boost::asio::awaitable<void>(Sink&)> stream{};
};

// RFC 9457: status, a stable reason, what is wrong and where. `retry_after_ms` becomes a
// Retry-After header, rounded up to seconds; 0: none.
Response problem(std::uint16_t status, const std::string& reason, const std::string& message,
                 std::uint32_t retry_after_ms = 0);
Response json(std::string body, std::uint16_t status = 200);

}  // namespace whistle::gateway::http
