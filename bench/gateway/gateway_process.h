#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "adapters/client/options.h"

namespace whistle::bench::gateway {

// whistle-gateway as a child process, on a free port of 127.0.0.1, beside an engine.
class GatewayProcess {
 public:
  // The program stands beside the one that runs. What it keeps and its log go below `folder`, which
  // is made anew. Returns when it is ready; ends this process with a message when it cannot start.
  GatewayProcess(const std::filesystem::path& folder, const client::Endpoints& engine);
  // Asks it to stop and waits until it has.
  ~GatewayProcess();
  GatewayProcess(const GatewayProcess&) = delete;
  GatewayProcess& operator=(const GatewayProcess&) = delete;

  std::uint16_t port() const { return port_; }
  // Of a program that may do everything.
  const std::string& key() const { return key_; }
  std::uint64_t resident_bytes() const;

 private:
  void write_accounts();
  void start(const client::Endpoints& engine);

  std::filesystem::path folder_;
  std::string key_;
  std::uint16_t port_{};
  pid_t child_{-1};
};

}  // namespace whistle::bench::gateway
