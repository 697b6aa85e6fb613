#include "adapters/replay/closing_crew.h"

#include <gtest/gtest.h>

#include "tests/replay/stage.h"

namespace whistle::replay::closing_crew_test {

constexpr std::int64_t kMinute = 60'000;

struct Closing : Stage {
  Closing() { use_closing_crew(); }
};

TEST(ClosingCrew, FinishesWhenTheExportClosedTheRequest) {
  Closing stage;
  stage.add("a", 1).aftermath.closed_at_ms = 7 * kMinute;
  EXPECT_EQ(stage.play(60), (Log{"1 submit a", "1 pull 1 u1", "7 finish 1"}));
  EXPECT_TRUE(stage.crew->surprises().empty());
}

TEST(ClosingCrew, LeavesOpenWhatIsNeverClosedOrLater) {
  Closing stage;
  stage.add("never", 1);
  stage.add("later", 2).aftermath.closed_at_ms = 61 * kMinute;
  EXPECT_EQ(stage.play(60),
            (Log{"1 submit never", "1 pull 1 u1", "2 submit later", "2 pull 2 u1"}));
}

TEST(ClosingCrew, FinishesAtOnceWhatWasClosedBeforeItWasOpened) {
  Closing stage;
  stage.add("a", 5).aftermath.closed_at_ms = 3 * kMinute;
  EXPECT_EQ(stage.play(60), (Log{"5 submit a", "5 pull 1 u1", "5 finish 1"}));
}

TEST(ClosingCrew, FollowsACaseThatWasHandedOver) {
  Closing stage;
  stage.engine.due_ms = 4 * kMinute;
  stage.engine.hand_overs = {{4, 1, "u2"}};
  stage.add("a", 1).aftermath.closed_at_ms = 7 * kMinute;
  stage.add("b", 7).aftermath.closed_at_ms = 7 * kMinute;
  EXPECT_EQ(stage.play(60),
            (Log{"1 submit a", "1 pull 1 u1", "4 hand_over 1 u2", "7 submit b", "7 finish 1",
                 "7 pull 1 u2", "7 finish 1", "7 pull 2 u1", "7 finish 2"}));
  EXPECT_FALSE(stage.engine.went_back);
  EXPECT_EQ(stage.engine.cases[1].status, "closed");
}

TEST(ClosingCrew, DoesNotTouchWhatWasNotFiled) {
  Closing stage;
  stage.engine.disposition = "merged";
  stage.add("a", 1).aftermath.closed_at_ms = 7 * kMinute;
  EXPECT_EQ(stage.play(60), Log{"1 submit a"});
}

TEST(ClosingCrew, TakesAClosedCaseForItsOwnWorkOnlyAfterARepeat) {
  for (const bool resent : {true, false}) {
    Closing stage;
    stage.engine.refusals_are_resent = resent;
    stage.add("a", 1).aftermath.closed_at_ms = 7 * kMinute;
    stage.look_on = [&](std::int64_t at_ms) {
      if (at_ms >= 5 * kMinute) stage.engine.cases[1].status = "closed";
    };
    stage.play(60);
    const Surprises none;
    EXPECT_EQ(stage.crew->surprises(), resent ? none : Surprises({{"finish CASE_CLOSED", 1}}));
  }
}

}  // namespace whistle::replay::closing_crew_test
