#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/replay/account.h"
#include "adapters/replay/closing_crew.h"
#include "adapters/replay/district_crew.h"
#include "adapters/replay/player.h"
#include "tests/replay/memory_engine.h"

namespace whistle::replay {

// A wall clock that moves when somebody pauses.
class ManualWall final : public Wall {
 public:
  std::int64_t now_ms() override { return now_ms_; }
  void pause_ms(std::int64_t duration_ms) override { now_ms_ += duration_ms; }

 private:
  std::int64_t now_ms_ = 5000;
};

// Everything a replay needs, around an engine in memory. Times in minutes.
struct Stage {
  hotline::GoodRow& add(const std::string& id, std::int64_t minute) {
    hotline::GoodRow row;
    row.complaint.set_external_id(id);
    row.complaint.set_occurred_at_ms(minute * 60'000);
    rows.rows.push_back(std::move(row));
    return rows.rows.back();
  }
  void use_closing_crew() { crew = std::make_unique<ClosingCrew>(engine, timeline); }
  void use_district_crew(std::uint64_t seed = 1) {
    crew = std::make_unique<DistrictCrew>(engine, timeline, LocalTime(), seed);
  }
  // What the engine met, in order.
  std::vector<std::string> play(std::int64_t to_minute, std::int64_t seconds = 0) {
    player.emplace(Player::Parts{engine, timeline, account, *crew, wall,
                                 [this](std::int64_t at_ms) {
                                   if (look_on) look_on(at_ms);
                                 },
                                 [](const v1::StatusReply&) {}},
                   rows, Stretch{0, to_minute * 60'000}, seconds);
    player->play();
    return engine.log;
  }

  Rows rows;
  MemoryEngine engine;
  Timeline timeline;
  Account account{"centre"};
  ManualWall wall;
  std::unique_ptr<Crew> crew;
  std::function<void(std::int64_t)> look_on;
  std::optional<Player> player;
};

using Log = std::vector<std::string>;

}  // namespace whistle::replay
