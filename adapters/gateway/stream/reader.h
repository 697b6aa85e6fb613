#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/gateway/http/response.h"
#include "adapters/gateway/stream/hub.h"

namespace whistle::gateway::stream {

// What is told of all readers.
struct Tally {
  std::size_t streams{};        // now
  std::uint64_t opened{};       // since start
  std::uint64_t records{};      // sent
  std::uint64_t dropped{};      // clients that took nothing, or went
  std::uint64_t fell_behind{};  // had to read on elsewhere
  std::uint64_t resets{};
};

struct Rhythm {
  std::chrono::milliseconds ping{15'000};
  std::chrono::milliseconds retry{2000};       // how long the browser waits before it comes back
  std::chrono::milliseconds longest{600'000};  // then it has to show its cookie again
  std::chrono::milliseconds answer{2000};      // how long a place ahead of the head is doubted
};

// Brings one browser what happens after the place it was at: from the strand it shares with others
// where that goes back far enough, else from one of its own until it does. Writes one piece at a
// time, so a slow browser costs that piece; when it takes nothing for as long as the server waits,
// it is dropped, and comes back with Last-Event-ID.
//
// Thread: that of the server.
class Reader {
 public:
  struct Wish {
    std::string name;                    // of the shared strand
    client::Selection selection;         // without a beginning
    std::optional<std::uint64_t> after;  // nothing: from now on
    std::string journal_id;              // that `after` is of; empty: whatever it is
    bool snapshot{};                     // the open cases first
  };
  // `may_stay` is asked with each ping.
  Reader(Hub& hub, std::shared_ptr<Strand> shared, Wish wish, const Rhythm& rhythm,
         std::function<bool()> may_stay, std::shared_ptr<Tally> tally);

  boost::asio::awaitable<void> run(http::Sink& sink);

 private:
  using Moment = std::chrono::steady_clock::time_point;
  enum class Step : std::uint8_t { GoOn, Wait, End };

  // Waits until it is known where the strand begins. False: it is over.
  boost::asio::awaitable<bool> find_place(http::Sink& sink);
  boost::asio::awaitable<Step> step(http::Sink& sink);
  boost::asio::awaitable<bool> keep_alive(http::Sink& sink);
  boost::asio::awaitable<bool> write(http::Sink& sink, std::string bytes);
  boost::asio::awaitable<void> reset(http::Sink& sink, client::Problem why);
  // Reads on from where it is: from the shared strand when that covers the place.
  bool read_on();
  bool join_shared();
  std::shared_ptr<Strand> strand() const { return own_ ? own_ : shared_; }

  Hub& hub_;
  std::shared_ptr<Strand> shared_;
  std::shared_ptr<Strand> own_;
  Wish wish_;
  Rhythm rhythm_;
  std::function<bool()> may_stay_;
  std::shared_ptr<Tally> tally_;

  bool is_placed_ = false;
  bool in_snapshot_ = false;
  std::uint64_t position_{};  // everything up to there was written
  std::uint64_t told_{};      // as an id
  std::uint64_t place_{};     // in the strand
  Moment ends_;
  Moment next_ping_;
};

}  // namespace whistle::gateway::stream
