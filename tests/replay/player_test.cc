#include "adapters/replay/player.h"

#include <gtest/gtest.h>

#include "tests/replay/stage.h"

namespace whistle::replay::player_test {

TEST(Player, PlaysTheStretchAndNothingElse) {
  Stage stage;
  stage.use_closing_crew();
  stage.add("before", -1);
  stage.add("first", 0);
  stage.add("last", 59);
  stage.add("after", 60);
  EXPECT_EQ(stage.play(60),
            (Log{"0 submit first", "0 pull 1 u1", "59 submit last", "59 pull 2 u1"}));
  EXPECT_EQ(stage.account.complaints(), 2U);
  EXPECT_EQ(stage.player->outcomes().size(), 2U);
}

TEST(Player, LetsEachRequestMeetTheEngineAtItsTime) {
  Stage stage;
  stage.use_closing_crew();
  for (int i = 0; i < 20; ++i) {
    stage.add("r" + std::to_string(i), i).aftermath.closed_at_ms = (40 - i) * 60'000;
  }
  stage.play(60);
  EXPECT_FALSE(stage.engine.went_back);
}

TEST(Player, LetsRequestsOfOneLineOverlap) {
  Stage stage;
  stage.use_closing_crew();
  for (int i = 0; i < 5; ++i) stage.add("r" + std::to_string(i), 0).aftermath.closed_at_ms = 60'000;
  stage.play(60);
  EXPECT_EQ(stage.engine.pending_max, 5U);
}

TEST(Player, WaitsWhenTheOrderOfTwoLinesMatters) {
  Stage stage;
  stage.use_closing_crew();
  for (int i = 0; i < 5; ++i) stage.add("r" + std::to_string(i), i);
  stage.play(60);
  EXPECT_EQ(stage.engine.pending_max, 1U);
}

TEST(Player, TakesTheTimeOnTheWallItWasGiven) {
  Stage stage;
  stage.use_closing_crew();
  stage.add("half", 30);
  std::int64_t submitted_at_ms = 0;
  stage.look_on = [&](std::int64_t) {
    if (submitted_at_ms == 0 && !stage.engine.log.empty()) submitted_at_ms = stage.wall.now_ms();
  };
  stage.play(60, 10);
  EXPECT_EQ(submitted_at_ms, 5000 + 5000);
  EXPECT_EQ(stage.wall.now_ms(), 5000 + 10'000);
}

TEST(Player, StopsWhenToldTo) {
  Stage stage;
  stage.use_closing_crew();
  stage.add("first", 1);
  stage.add("second", 30);
  stage.look_on = [&](std::int64_t at_ms) {
    if (at_ms >= 600'000) stage.player->stop();
  };
  EXPECT_EQ(stage.play(60), (Log{"1 submit first", "1 pull 1 u1"}));
}

TEST(Player, CountsWhatTheEngineRefuses) {
  Stage stage;
  stage.use_closing_crew();
  stage.engine.refuse_submits = "BAD_UTF8";
  stage.add("bad", 1);
  stage.play(60);
  EXPECT_EQ(stage.player->refusals(), (Surprises{{"BAD_UTF8", 1}}));
  EXPECT_TRUE(stage.player->outcomes().empty());
  EXPECT_FALSE(stage.account.accepted("bad"));
}

}  // namespace whistle::replay::player_test
