#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

namespace whistle::tests {

// Somebody on the wire: passes every byte on between a client and the engine, and keeps a copy.
// Thread: any; the passing is done on one of its own.
class Eavesdropper {
 public:
  // Listens on a free port of 127.0.0.1; `target` is "tcp://127.0.0.1:port".
  explicit Eavesdropper(const std::string& target);
  ~Eavesdropper();
  Eavesdropper(const Eavesdropper&) = delete;
  Eavesdropper& operator=(const Eavesdropper&) = delete;

  std::string endpoint() const;
  // All bytes so far, of both directions.
  std::string heard() const;

 private:
  void serve();
  void pass(int client, int engine);

  int listening_{-1};
  int port_{};
  int target_port_{};
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::string heard_;
  std::thread thread_;
};

}  // namespace whistle::tests
