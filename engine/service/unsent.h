#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <unordered_map>
#include <utility>

#include "engine/service/frames.h"

namespace whistle::service {

// Bytes of answers and events that wait for each connection. ZeroMQ bounds messages, and one has a
// hundred bytes or four million: who asks for much and reads nothing would have gigabytes kept.
// Thread: the loop's; a Share may end on any.
class Unsent {
 public:
  // One message that waits: its bytes count until this ends.
  class Share {
   public:
    Share(std::shared_ptr<std::atomic<std::size_t>> sum, std::size_t bytes)
        : sum_(std::move(sum)), bytes_(bytes) {
      sum_->fetch_add(bytes_);
    }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { sum_->fetch_sub(bytes_); }

   private:
    std::shared_ptr<std::atomic<std::size_t>> sum_;
    std::size_t bytes_;
  };

  // At most so many bytes wait for one connection; a single larger message may.
  explicit Unsent(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // nullptr when too much waits for the connection already.
  std::unique_ptr<Share> add(const Peer& peer, std::size_t bytes);

  // For which something waits, or did lately.
  std::size_t connections() const { return sums_.size(); }

 private:
  static constexpr std::size_t kFewConnections = 64;

  void forget_who_has_all();

  const std::size_t bytes_max_;
  std::unordered_map<Peer, std::shared_ptr<std::atomic<std::size_t>>> sums_;
  std::size_t look_again_at_{kFewConnections};  // connections
};

}  // namespace whistle::service
