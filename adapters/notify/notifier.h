#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "adapters/client/watch.h"
#include "adapters/notify/sink.h"

namespace whistle::notify {

// Watches under a name, hands what comes to a sink, and acknowledges what the sink has settled.
// Ended at any moment, killed included, it goes on after what was acknowledged: everything is
// delivered at least once.
class Notifier {
 public:
  enum class End {
    Stopped,     // as asked
    Refused,     // the engine ended the watch: problem()
    SinkFailed,  // problem()
  };

  // `goes_on` is asked between messages; false ends the run. `sink` outlives the notifier.
  Notifier(client::Watch& watch, Sink& sink, std::function<bool()> goes_on)
      : watch_(watch), sink_(sink), goes_on_(std::move(goes_on)) {}

  // Requires: `selection` names a cursor.
  End run(client::Selection selection);

  const std::string& problem() const { return problem_; }
  std::uint64_t delivered() const { return delivered_; }

 private:
  Sink::Outcome deliver(const v1::WatchEvents& events);
  // Lets the last acknowledgement arrive.
  void say_goodbye();

  client::Watch& watch_;
  Sink& sink_;
  std::function<bool()> goes_on_;
  std::string problem_;
  std::uint64_t delivered_{};
  std::uint64_t acknowledged_{};
};

}  // namespace whistle::notify
