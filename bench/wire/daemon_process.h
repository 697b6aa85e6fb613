#pragma once

#include <sys/types.h>

#include <filesystem>

#include "adapters/client/options.h"

namespace whistle::bench {

// whistled as a child process with the rule book of Changtai, on free ports of 127.0.0.1.
class DaemonProcess {
 public:
  // The program stands beside the one that runs. Its log and journal go below `folder`, which is
  // made anew. Returns when it is ready; ends this process with a message when it cannot start.
  explicit DaemonProcess(const std::filesystem::path& folder);
  // Asks it to stop and waits until it has.
  ~DaemonProcess();
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

  const client::Endpoints& endpoints() const { return endpoints_; }

 private:
  void start();
  void wait_until_ready();

  std::filesystem::path folder_;
  client::Endpoints endpoints_;
  pid_t child_{-1};
};

}  // namespace whistle::bench
