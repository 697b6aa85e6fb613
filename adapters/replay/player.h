#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "adapters/replay/account.h"
#include "adapters/replay/crew.h"
#include "adapters/replay/engine.h"
#include "adapters/replay/rows.h"
#include "adapters/replay/timeline.h"
#include "adapters/replay/wall.h"

namespace whistle::replay {

// What the engine answered to an accepted complaint, as far as it is compared later.
struct Outcome {
  std::uint64_t case_id = 0;
  std::int64_t due_ms = 0;
};

// Plays the rows of a stretch against the engine: submits each at its instant, lets the crew do its
// work, and lets time run to the end. Requests go out in the order of their instants; see Action
// for what may overlap. Thread: one.
class Player {
 public:
  struct Parts {
    Engine& engine;
    Timeline& timeline;
    Account& account;
    Crew& crew;
    Wall& wall;
    // Called often, with the instant that is played: reads the stream, draws.
    std::function<void(std::int64_t at_ms)> look_on;
    // The counters after time was let pass, some hundred times in a replay.
    std::function<void(const v1::StatusReply&)> on_status;
  };

  Player(Parts parts, const Rows& rows, Stretch stretch, std::int64_t seconds);
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  // Returns when the stretch is over and everything is answered, or after stop().
  void play();
  // May be called from look_on().
  void stop() { stopped_ = true; }

  // By the number of the row in `rows`; rows outside the stretch and refused ones have none.
  const std::unordered_map<std::size_t, Outcome>& outcomes() const { return outcomes_; }
  // Complaints the engine refused, by reason.
  const Surprises& refusals() const { return refusals_; }

 private:
  void plan_submits();
  void plan_clock();
  void submit(std::size_t index);
  bool overlaps(const Action& next) const;
  void wait_for(const Action& next);
  void settle();
  std::int64_t wall_ms_of(std::int64_t at_ms) const;

  Parts parts_;
  const Rows& rows_;
  Stretch stretch_;
  std::int64_t duration_ms_;  // on the wall; 0: as fast as possible
  std::int64_t began_ms_ = 0;
  client::Line line_ = client::Line::Admin;
  bool alone_ = true;  // nothing may be sent before the answers that are due
  bool stopped_ = false;
  std::unordered_map<std::size_t, Outcome> outcomes_;
  Surprises refusals_;
};

}  // namespace whistle::replay
