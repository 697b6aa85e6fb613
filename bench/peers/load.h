#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "bench/peers/account.h"
#include "bench/peers/peer.h"

namespace whistle::bench::peers {

// How the work is done.
struct Shape {
  std::size_t clients{};
  std::size_t batch{};  // complaints in each step
};

// For how long: a while that does not count, then the while that does.
struct Extent {
  double warm_up_seconds{};
  double seconds{};
  // After so long without anything done, the peer has failed.
  double patience_seconds{30};
};

// Keeps every client of a session at work: submit, pull, finish, and again. Only whole lifecycles
// count, and only those that end while the clock runs; afterwards all that was begun is ended.
// Thread: one.
class Load final : Listener {
 public:
  // `source` begins all keys. Texts are taken in turn; they outlive the load.
  Load(std::string source, std::span<const std::string> texts, Shape shape, Extent extent);

  // Lifecycles per second. Throws PeerError when anything was lost or handed out twice, when the
  // peer says that something is left, or when nothing is done for too long.
  double run(Peer& peer);
  // One complaint is lived through, then submitted again under its key; true when that leaves
  // nothing to hand out.
  bool deduplicates(Peer& peer);

 private:
  struct Client {
    std::vector<Message> messages;
    std::vector<Grant> grants;
  };

  void on_submitted(std::size_t client) override;
  void on_pulled(std::size_t client, std::vector<Grant> grants) override;
  void on_finished(std::size_t client) override;
  void start_next(std::size_t client);
  void poll_until_idle();
  double now() const { return watch_.seconds(); }

  std::span<const std::string> texts_;
  Shape shape_;
  Extent extent_;
  std::vector<Client> clients_;
  Account account_;
  Session* session_{};
  Stopwatch watch_;
  std::size_t busy_{};
  std::size_t steps_{};    // done so far
  std::size_t counted_{};  // lifecycles that ended while the clock ran
  bool only_once_{};       // no next lifecycle, and no pull after it
};

}  // namespace whistle::bench::peers
