#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/search/copy.h"
#include "adapters/gateway/search/source.h"

namespace whistle::gateway::search {

struct FollowerSettings {
  std::filesystem::path file{};
  // Closed cases are forgotten so long after they were closed; 0: never.
  std::int64_t keep_closed_days = 3 * 365;
  std::uint64_t facts_at_once = 10'000;  // in one transaction, at least one message
  std::size_t read_at_once = 1'000;      // cases, and complaints, asked about in one go
  // While the journal is far from read, reading waits until so much is to be read: most cases
  // change several times.
  std::size_t unread_max = 50'000;
  std::uint64_t near = 1'000;  // records behind the head that are not far
  // The copy may have so many pages of 4 KiB; then it stops as on a full disk. 0: no limit.
  std::uint64_t pages_max = 0;
};

// Keeps the copy behind the engine. What goes wrong is said once and tried again: an engine that is
// away, a disk that is full; a broken file and another journal begin anew.
// Thread: step() one at a time; the rest any.
class Follower {
 public:
  // `source` outlives the follower.
  Follower(FollowerSettings settings, Source& source, Say say);

  // Takes what has come, waiting at most so long when there is nothing to do, and reads a piece of
  // what has changed. False: something is in the way; wait a little before the next.
  bool step(std::uint32_t timeout_ms);

  // Records that the copy is behind the engine; nothing: it is not connected, or not begun.
  std::optional<std::uint64_t> behind() const;
  // Counts up when the file is another one: who has it open must open it again.
  std::uint64_t generation() const { return generation_; }
  // A reader has found the file broken.
  void suspect() { suspected_ = true; }
  bool is_ready() const { return ready_; }  // there is a file to read

 private:
  bool begin();
  bool handle(const client::Problem& refusal);
  void take_what_comes(std::uint32_t timeout_ms);
  void take(const v1::WatchEvents& events, std::vector<v1::Fact>& facts, std::uint64_t& up_to);
  bool read_some();
  bool refresh_geography();
  void forget_old();
  void anew(const std::string& why);
  void complain(const std::string& what);
  void publish();

  FollowerSettings settings_;
  Source& source_;
  Say say_;
  std::optional<Copy> copy_;
  bool following_ = false;
  bool in_snapshot_ = false;
  bool by_snapshot_ = false;  // what is followed began with one
  bool geography_asked_ = false;
  std::string policy_seen_;
  std::int64_t now_ms_ = 0;  // the engine's
  std::string last_complaint_;
  std::atomic<std::uint64_t> generation_{0};
  std::atomic<bool> suspected_{false};
  std::atomic<bool> ready_{false};
  std::atomic<std::int64_t> behind_{-1};
};

}  // namespace whistle::gateway::search
