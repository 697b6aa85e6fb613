#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/client/options.h"

namespace whistle::bench {

// How it is run.
struct DaemonSetup {
  bool guarded{};  // its sockets ask for keys, and options() has one for everything
  std::string program{"whistled"};  // beside the one that runs
  std::filesystem::path journal{};  // one that is there; empty: a new one
  std::string settings{};           // TOML, in place of the defaults
};

// whistled as a child process with the rule book of Changtai, on free ports of 127.0.0.1.
class DaemonProcess {
 public:
  // The program stands beside the one that runs. Its log and journal go below `folder`, which is
  // made anew. Returns when it is ready; ends this process with a message when it cannot start.
  // `guarded`: its sockets ask for keys, and options() has one that may do everything.
  explicit DaemonProcess(const std::filesystem::path& folder, bool guarded = false)
      : DaemonProcess(folder, DaemonSetup{.guarded = guarded}) {}
  DaemonProcess(const std::filesystem::path& folder, DaemonSetup setup);
  // Asks it to stop and waits until it has.
  ~DaemonProcess();
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

  const client::Endpoints& endpoints() const { return options_.endpoints; }
  // Where it is, and the keys to talk to it.
  const client::Options& options() const { return options_; }
  const std::filesystem::path& journal() const { return setup_.journal; }

  // As a power cut does, but for what the kernel has of its files.
  void kill();
  // What it has used of all cores since it began, in seconds.
  double processor_seconds() const;
  std::uint64_t resident_bytes() const;

 private:
  void start();
  std::vector<std::string> lock_up();
  void wait_until_ready();

  std::filesystem::path folder_;
  DaemonSetup setup_;
  client::Options options_;
  pid_t child_{-1};
};

}  // namespace whistle::bench
