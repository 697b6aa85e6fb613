#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/client/client.h"
#include "adapters/client/link.h"

namespace whistle::client {

// A request that has no answer yet.
struct Waiting {
  v1::Method method = v1::METHOD_UNSPECIFIED;
  std::string body;
  std::int64_t driven_time_ms = 0;
  std::string key;                     // a repeat under it is not done again; may be empty
  std::uint32_t decide_within_ms = 0;  // after the engine has read it
  std::optional<v1::Operator> acting_for{};
  std::function<void(Result<std::string>, bool resent)> done;
  Moment give_up = kNever;
  bool again_when_full = false;    // a submit waits and tries again instead of failing
  std::optional<Problem> refusal;  // the last "full" of the engine
  std::uint32_t sendings = 0;
  bool on_wire = false;
  bool answer_lost = false;  // an earlier sending was never answered
};

// A request that has one, or never will.
struct Finished {
  std::function<void(Result<std::string>, bool resent)> done;
  Result<std::string> answer;
  bool resent = false;  // an earlier sending was never answered
};

// A refusal as the problem that it is. `resent`: see Problem.
Problem problem_of(const v1::Status& status, bool resent);
// Refused for want of room, or because the engine stops: by what is sent once more by itself,
// alone.
bool is_worth_another_try(const v1::Status& status, v1::Method method);

// The requests of one line and the link they go over. Never waits: turn() does what can be done
// now, wake_at() and descriptor() say when to call it again.
//
// Thread: one at a time.
class RequestLine {
 public:
  RequestLine(std::shared_ptr<Context> context, Line line, const Options& options,
              Counters& counters);

  // Requires: ids ascend.
  void add(std::uint64_t request_id, Waiting waiting);
  // Connects, sends, receives, repeats and gives up. Answered requests are appended to `finished`.
  void turn(Moment now, std::vector<Finished>& finished);
  std::size_t pending() const { return waiting_.size() + unsendable_.size(); }
  // The next moment at which something is to be done without a change of the descriptor.
  Moment wake_at() const;
  int descriptor() const { return link_.descriptor(); }
  void believe(const std::string& next_server_key) { link_.believe(next_server_key); }

 private:
  struct Sending {
    std::uint64_t request_id = 0;
    std::uint32_t number = 0;  // of the sendings of that request
    Moment at{};
  };

  void connect(Moment now, std::vector<Finished>& finished);
  // Nothing that waits can be sent, ever.
  void fail_all(const Problem& problem, std::vector<Finished>& finished);
  void greet();
  // Closes the link; everything on the wire goes back to the front of the queue.
  void take_back(Moment reopen_at);
  bool receive_some(Moment now, std::vector<Finished>& finished);
  void take_answer(Received received, Moment now, std::vector<Finished>& finished);
  void take_welcome(const Received& received);
  // The engine asks us to go, and perhaps to come back.
  void take_farewell(const v1::Status& status, Moment now);
  // Ends the connection that the engine asked us to leave, once nothing more is to be heard there.
  void leave(Moment now);
  bool send_some(Moment now);
  bool is_on_wire(const Sending& sending) const;
  void wake_resting(Moment now);
  void end_silence(Moment now);
  void give_up(Moment now, std::vector<Finished>& finished);
  Moment silent_at() const;

  // Both belong to the client that owns this line.
  const Options& options_;
  Counters& counters_;
  std::string endpoint_;
  Link link_;
  BackOff reconnects_;
  BackOff silences_;
  std::chrono::milliseconds patience_;  // how long the present silence may last
  bool greeted_ = false;
  std::string resume_token_;  // of the session, for the next connection
  // The engine sends us away: nothing more is asked on this connection, and a new one is made then.
  std::optional<Moment> back_at_;
  bool ever_opened_ = false;
  Moment next_attempt_ = Moment::min();  // to connect, or to drop an attempt that leads nowhere
  Moment heard_ = Moment::min();         // since when the line is silent

  // Each waiting request is in exactly one of: queue_, on the wire (on_wire), resting_.
  std::map<std::uint64_t, Waiting> waiting_;
  std::deque<std::uint64_t> queue_;               // may hold ids that were given up
  std::deque<Sending> sendings_;                  // by time; may hold ids that are answered
  std::multimap<Moment, std::uint64_t> resting_;  // until the engine has room again
  std::size_t on_wire_ = 0;
  std::vector<Finished> unsendable_;
};

}  // namespace whistle::client
