#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/client/result.h"
#include "adapters/hotline/checkpoint.h"
#include "adapters/hotline/feed.h"
#include "adapters/hotline/rate.h"
#include "whistle/v1/complaint.pb.h"

namespace whistle::hotline {

using SubmitResult = client::Result<v1::SubmitReply>;

// Where complaints go. The engine in life, a fake in tests.
class Intake {
 public:
  virtual ~Intake() = default;
  // Sends without waiting; `done` is called once, later, from within the owner's loop.
  virtual void submit(const v1::Complaint& complaint, std::function<void(SubmitResult)> done) = 0;
};

struct FeederOptions {
  std::uint32_t window = 256;  // complaints without an answer at any moment
  Rate rate;
  std::uint64_t limit = 0;  // stop after so many rows; 0: never
  Checkpoint start;         // rows up to start.row are passed over
};

struct FeederCounts {
  std::uint64_t rows = 0;    // read in this run, bad ones included
  std::uint64_t passed = 0;  // over, because the checkpoint says they are answered
  std::uint64_t sent = 0;
  std::uint64_t accepted = 0;  // answered with a complaint number; the following are among them
  std::uint64_t filed = 0;
  std::uint64_t merged = 0;
  std::uint64_t declined = 0;
  std::uint64_t triage = 0;
  std::uint64_t replayed = 0;  // the engine had them already
  std::uint64_t refused = 0;   // by the engine
  std::uint64_t bad = 0;       // never sent

  bool operator==(const FeederCounts&) const = default;
};

// Brings the rows of a feed to the engine: in order, so many at a time, not faster than the rate.
// Does no waiting of its own and reads no clock. Thread: one at a time.
class Feeder {
 public:
  // Called for each row the engine never sees or refuses; `raw` is empty for refused ones.
  using OnReject = std::function<void(const Problem& problem, const std::string& raw)>;

  Feeder(Feed& feed, Intake& intake, FeederOptions options, OnReject on_reject);
  Feeder(const Feeder&) = delete;
  Feeder& operator=(const Feeder&) = delete;

  // Sends what may be sent now. Returns in how many milliseconds more may be; nothing when only an
  // answer can change that, or when all is sent.
  std::optional<std::int64_t> send_some(std::int64_t now_ms);
  // Sends nothing more.
  void stop() { ended_ = true; }

  // All is sent and answered, or stopped and answered, or failed.
  bool finished() const { return failure_ || (ended_ && unanswered_.waiting() == 0); }
  // Why the feeder gave up: the feed cannot be read, or the engine refuses to talk to us at all.
  const std::optional<Problem>& failure() const { return failure_; }

  const FeederCounts& counts() const { return counts_; }
  const Unanswered& unanswered() const { return unanswered_; }

 private:
  bool read_row();
  void take_answer(const RowPlace& place, const std::string& external_id, SubmitResult result);
  void count(const v1::SubmitReply& reply);

  Feed& feed_;
  Intake& intake_;
  FeederOptions options_;
  OnReject on_reject_;
  TokenBucket bucket_;
  Unanswered unanswered_;
  FeederCounts counts_;
  std::optional<GoodRow> next_;  // read and not sent
  bool ended_ = false;
  std::optional<Problem> failure_;
};

}  // namespace whistle::hotline
