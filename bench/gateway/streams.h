#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace whistle::bench::gateway {

// Connections that listen to the event stream, as browsers do, and read all that comes.
// Thread: they are read on one of their own.
class Streams {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  // Returns when each has been sent its first bytes. Ends the process with a message when one is
  // refused.
  Streams(std::uint16_t port, std::size_t count, const std::string& target, const Headers& headers);
  ~Streams();
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  // Received by all of them together since they began.
  std::uint64_t bytes() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace whistle::bench::gateway
