#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/client/context.h"
#include "adapters/client/options.h"
#include "adapters/gateway/stream/strand.h"

namespace whistle::gateway::stream {

// All strands, each with a thread of its own, since a watch blocks who waits for it. Who sees the
// same shares one; who lags behind it has one of its own until it has caught up.
//
// Thread: that of the server. Requires: the readers' executor outlives this.
class Hub {
 public:
  struct Limits {
    std::size_t watches = 64;  // of the engine, and threads
    Strand::Limits strand{};
  };
  Hub(client::Options options, std::shared_ptr<client::Context> context, const Limits& limits,
      boost::asio::any_io_executor readers);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // Holds a strand: when nobody holds it any more, its watch ends.
  using Hold = std::shared_ptr<Strand>;
  // Nothing: there are as many watches as may be.
  Hold share(const std::string& name, const client::Selection& selection,
             std::optional<std::uint64_t> from);
  Hold make_own(const client::Selection& selection);

  std::size_t watches() const;

 private:
  struct Worker {
    std::shared_ptr<Strand> strand;
    std::shared_ptr<std::atomic<bool>> ended;
    std::thread thread;
  };

  Hold start(std::shared_ptr<Strand> strand);
  // Takes what is left of threads that have ended.
  void bury();

  client::Options options_;
  std::shared_ptr<client::Context> context_;
  Limits limits_;
  boost::asio::any_io_executor readers_;
  std::vector<Worker> workers_;
  std::map<std::string, std::weak_ptr<Strand>> shared_;
};

}  // namespace whistle::gateway::stream
