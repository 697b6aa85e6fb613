#include "engine/triage/trial.h"

#include <gtest/gtest.h>

#include "tests/triage/small_lessons.h"

namespace whistle::triage::trial_test {

Trial asked(std::vector<Lesson> lessons) {
  const Model model({small_model(), ""});
  Trial trial({"fire-lane", "lift", "pipe-leak"});
  trial.ask(model, lessons);
  return trial;
}

const Lesson kLift{"", "电梯停了，轿厢卡住", "lift", ""};
const Lesson kLeak{"", "管道渗水，一直滴水", "pipe-leak", ""};
// What the model cannot know: a lift that is said to be a leak.
const Lesson kWrong{"", "电梯停了", "pipe-leak", ""};

TEST(Trial, CountsWhatIsRight) {
  const Trial trial = asked({kLift, kLeak, kWrong, kLift});
  EXPECT_EQ(trial.texts(), 4U);
  EXPECT_DOUBLE_EQ(trial.accuracy(), 0.75);
  EXPECT_EQ(trial.confusion()[1][1], 2U);
  EXPECT_EQ(trial.confusion()[2][1], 1U);
}

TEST(Trial, GivesTheFiguresOfEachLabel) {
  const auto figures = asked({kLift, kLeak, kWrong, kLift}).by_label();
  ASSERT_EQ(figures.size(), 3U);
  EXPECT_EQ(figures[0].support, 0U);
  EXPECT_DOUBLE_EQ(figures[0].f1, 0);
  EXPECT_DOUBLE_EQ(figures[1].precision, 2.0 / 3);
  EXPECT_DOUBLE_EQ(figures[1].recall, 1);
  EXPECT_DOUBLE_EQ(figures[1].f1, 0.8);
  EXPECT_DOUBLE_EQ(figures[2].precision, 1);
  EXPECT_DOUBLE_EQ(figures[2].recall, 0.5);
}

TEST(Trial, MeansOverTheLabelsThatOccur) {
  EXPECT_DOUBLE_EQ(asked({kLift, kLeak, kWrong, kLift}).macro_f1(), (0.8 + 2.0 / 3) / 2);
}

TEST(Trial, AsksTheSurestFirst) {
  const Trial trial = asked({kWrong, kLift, kLift, kLift});
  const auto all = trial.at_coverage(1);
  const auto half = trial.at_coverage(0.5);
  EXPECT_GE(half.confidence, all.confidence);
  EXPECT_GE(half.accuracy, all.accuracy);
  EXPECT_DOUBLE_EQ(trial.at_confidence(0).share, 1);
  EXPECT_DOUBLE_EQ(trial.at_confidence(1.1).share, 0);
}

TEST(Trial, OfNothingIsNothing) {
  const Trial trial = asked({});
  EXPECT_DOUBLE_EQ(trial.accuracy(), 0);
  EXPECT_DOUBLE_EQ(trial.macro_f1(), 0);
}

}  // namespace whistle::triage::trial_test
