#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace whistle::bench::limits {

// Many who watch everything and whose own share of the processor is as small as can be: each is a
// TCP connection that has shaken hands (ZMTP 3.0 without encryption), asked to watch, gives credit
// again and again, and has the kernel throw away what comes. What comes is counted in bytes.
// Thread: one; the reading is done by another one.
class MuteWatchers {
 public:
  // `endpoint` is "tcp://127.0.0.1:PORT". Ends the process when somebody may not watch.
  MuteWatchers(const std::string& endpoint, std::size_t count);
  ~MuteWatchers();
  MuteWatchers(const MuteWatchers&) = delete;
  MuteWatchers& operator=(const MuteWatchers&) = delete;

  std::uint64_t bytes() const { return bytes_; }
  // Waits until all have come as far as who has got most of the bytes, give or take a tenth: their
  // messages are cut differently. Returns how many seconds that took; ends the process when it
  // takes too long.
  double wait_until_level(std::uint64_t bytes_of_each) const;
  // What the thread that reads has used of the processor so far, in seconds.
  double processor_seconds() const { return processor_seconds_; }

 private:
  struct Watcher {
    int descriptor{-1};
    std::uint64_t since_credit{};
  };
  void run(const std::stop_token& ended);
  void give_credit();  // all of them, whatever they have got
  void read(std::size_t number);

  const std::string credit_;  // the message
  std::vector<Watcher> watchers_;
  std::vector<std::atomic<std::uint64_t>> received_;
  std::atomic<std::uint64_t> bytes_{};
  std::atomic<double> processor_seconds_{};
  std::jthread thread_;
};

}  // namespace whistle::bench::limits
