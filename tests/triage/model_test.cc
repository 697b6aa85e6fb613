#include "engine/triage/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "tests/triage/small_lessons.h"

namespace whistle::triage::model_test {

using testing::HasSubstr;

const Model& trained() {
  static const Model model = Model::parse(write_model(small_model())).value();
  return model;
}

std::vector<ModelGuess> asked(const std::string& text, const std::string& subject = "") {
  ModelDesk desk;
  return trained().weigh(fold(subject + "\n" + text), desk);
}

std::string label_of(const std::string& text) {
  return trained().labels()[asked(text).front().label];
}

TEST(Model, FindsTheMatterOfATextItHasNotSeen) {
  EXPECT_EQ(label_of("轿厢里面按钮不亮，电梯不动"), "lift");
  EXPECT_EQ(label_of("卧室墙角渗水，滴到床上"), "pipe-leak");
  EXPECT_EQ(label_of("通道口停着两辆车，消防车进不来"), "fire-lane");
}

TEST(Model, GivesAllLabelsWithProbabilitiesOfOneTogether) {
  const auto guesses = asked("电梯停了");
  ASSERT_EQ(guesses.size(), 3U);
  float sum = 0;
  float before = 1;
  for (const ModelGuess& guess : guesses) {
    EXPECT_LE(guess.probability, before);
    before = guess.probability;
    sum += guess.probability;
  }
  EXPECT_NEAR(sum, 1, 1e-5);
}

TEST(Model, IsSurerOfAPlainTextThanOfAMixedOne) {
  EXPECT_GT(asked("电梯轿厢卡住了").front().probability,
            asked("电梯旁边的管道渗水").front().probability);
}

TEST(Model, TakesOtherFormsOfTheSameWordsForTheSame) {
  EXPECT_EQ(asked("电 梯 停 了，Ａ座").front().probability,
            asked("电梯停了，a座").front().probability);
}

TEST(Model, HearsTheSubjectMoreThanTheText) {
  EXPECT_EQ(trained().labels()[asked("电梯旁边渗水", "管道渗水").front().label], "pipe-leak");
  EXPECT_EQ(trained().labels()[asked("电梯旁边渗水", "电梯停了").front().label], "lift");
}

TEST(Model, NamesTheWordsThatWeighedMost) {
  ModelDesk desk;
  const std::string text = fold("\n请看一下，轿厢卡住了");
  const auto guesses = trained().weigh(text, desk);
  const auto spans = trained().heaviest(guesses.front().label, 2, desk);
  ASSERT_FALSE(spans.empty());
  EXPECT_THAT(text.substr(spans[0].from, spans[0].until - spans[0].from),
              testing::AnyOf(HasSubstr("轿"), HasSubstr("厢")));
  EXPECT_LE(spans.size(), 2U);
}

TEST(Model, KnowsNoWordOfAForeignText) {
  ModelDesk desk;
  const auto guesses = trained().weigh(fold("\nпривет"), desk);
  EXPECT_EQ(guesses.size(), 3U);
  EXPECT_TRUE(trained().heaviest(guesses.front().label, 5, desk).empty());
  EXPECT_EQ(trained().weigh("", desk).size(), 3U);
}

TEST(Model, AnswersTheSameAtAnyDesk) {
  ModelDesk desk;
  trained().weigh(fold("\n管道渗水"), desk);
  const auto again = trained().weigh(fold("\n电梯停了"), desk);
  EXPECT_EQ(again.front().probability, asked("电梯停了").front().probability);
}

TEST(Training, GivesTheSameBytesForTheSameLessons) {
  EXPECT_EQ(write_model(small_model()), write_model(small_model()));
}

TEST(Training, TellsTwoLabelsApart) {
  std::vector<Lesson> lessons = small_lessons();
  std::erase_if(lessons, [](const Lesson& lesson) { return lesson.label == "lift"; });
  const auto numbers = train_model(lessons, group_lessons(lessons), {});
  ASSERT_TRUE(numbers);
  const Model model({*numbers, ""});
  ModelDesk desk;
  EXPECT_EQ(model.labels()[model.weigh(fold("\n管道渗水"), desk).front().label], "pipe-leak");
  EXPECT_EQ(model.labels()[model.weigh(fold("\n车堵住通道"), desk).front().label], "fire-lane");
}

TEST(Training, KeepsTheGramsThatTellMost) {
  const std::vector<Lesson> lessons = small_lessons();
  const auto few = train_model(lessons, group_lessons(lessons), {.grams_max = 12});
  ASSERT_TRUE(few);
  EXPECT_EQ(few->keys.size(), 12U);
  const Model model({*few, ""});
  ModelDesk desk;
  EXPECT_EQ(model.labels()[model.weigh(fold("\n电梯"), desk).front().label], "lift");
}

TEST(Training, NeedsTwoLabelsAndSomethingInCommon) {
  std::vector<Lesson> lessons = small_lessons();
  for (Lesson& lesson : lessons) lesson.label = "lift";
  EXPECT_FALSE(train_model(lessons, group_lessons(lessons), {}));
  const std::vector<Lesson> strangers{{"", "甲", "lift", ""}, {"", "乙", "pipe-leak", ""}};
  EXPECT_FALSE(train_model(strangers, group_lessons(strangers), {}));
  EXPECT_FALSE(train_model({}, {}, {}));
}

}  // namespace whistle::triage::model_test
