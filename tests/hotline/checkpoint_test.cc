#include "adapters/hotline/checkpoint.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace whistle::hotline::checkpoint_test {

std::string temporary(const std::string& name) {
  std::string path = testing::TempDir() + name;
  std::filesystem::remove(path);
  return path;
}

TEST(Unanswered, MovesOnlyPastRowsThatAreAnswered) {
  Unanswered unanswered;
  unanswered.sent(1, 10);
  unanswered.sent(2, 20);
  unanswered.sent(3, 30);
  unanswered.answered(3);
  unanswered.answered(2);
  EXPECT_EQ(unanswered.row(), 0U);
  EXPECT_EQ(unanswered.offset(), 0U);
  EXPECT_EQ(unanswered.waiting(), 1U);
  unanswered.answered(1);
  EXPECT_EQ(unanswered.row(), 3U);
  EXPECT_EQ(unanswered.offset(), 30U);
  EXPECT_EQ(unanswered.waiting(), 0U);
}

TEST(Unanswered, TakesARepeatedAnswerOnce) {
  Unanswered unanswered(5, 50);
  unanswered.sent(6, 60);
  unanswered.sent(7, 70);
  unanswered.answered(6);
  unanswered.answered(6);
  EXPECT_EQ(unanswered.row(), 6U);
  EXPECT_EQ(unanswered.waiting(), 1U);
}

TEST(Checkpoint, ComesBackAsItWasSaved) {
  const std::string path = temporary("checkpoint.json");
  EXPECT_EQ(*load_checkpoint(path), std::nullopt);
  const Checkpoint kept{"day.jsonl", 12, 3456, {3456, 0xCAFE}};
  EXPECT_EQ(save_checkpoint(path, {"day.jsonl", 1, 2, {3, 4}}), std::nullopt);
  EXPECT_EQ(save_checkpoint(path, kept), std::nullopt);
  EXPECT_EQ(*load_checkpoint(path), kept);
  EXPECT_FALSE(std::filesystem::exists(path + ".new"));
}

TEST(Checkpoint, IsNotGuessedFromADamagedFile) {
  const std::string path = temporary("damaged.json");
  for (const char* content :
       {"", "{", "{\"feed\": \"x\"}", "[]",
        R"({"feed":"x","row":-1,"offset":0,"head_bytes":0,"head_crc32":0})"}) {
    std::ofstream(path, std::ios::trunc) << content;
    const auto loaded = load_checkpoint(path);
    ASSERT_FALSE(loaded) << content;
    EXPECT_TRUE(to_text(loaded.problem()).starts_with(path + ":1:1: ")) << content;
  }
}

TEST(Checkpoint, CannotBeSavedWhereNoFolderIs) {
  EXPECT_NE(save_checkpoint(testing::TempDir() + "absent/mark", {}), std::nullopt);
}

TEST(Head, TellsFeedsApartAndGrowthFromChange) {
  const std::string path = temporary("head.jsonl");
  std::ofstream(path) << "first\nsecond\n";
  const auto before = head_of(path, 6);
  std::ofstream(path, std::ios::app) << "third\n";
  EXPECT_EQ(*head_of(path, 6), *before);
  std::ofstream(path, std::ios::trunc) << "other\nsecond\n";
  EXPECT_NE(*head_of(path, 6), *before);
  EXPECT_EQ(head_of(path, 4096)->bytes, 13U);
}

}  // namespace whistle::hotline::checkpoint_test
