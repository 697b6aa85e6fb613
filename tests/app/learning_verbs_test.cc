#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "engine/app/feed_rows.h"
#include "engine/triage/model.h"
#include "tests/app/learning_asking.h"

namespace whistle::app::learning_verbs_test {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kHistory = "config/examples/history.jsonl";

// A feed beside the models, with a name no other test uses.
std::string feed_of(const std::string& name, const std::string& content) {
  const std::string path = model_path(name);
  std::ofstream(path) << content;
  return path;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<FeedRow> rows_of(const std::string& name, const std::string& content) {
  return read_feed(feed_of(name, content)).value();
}

std::string problems_of(const std::string& name, const std::string& content) {
  const auto rows = read_feed(feed_of(name, content));
  if (rows) return "";
  std::string text;
  for (const config::Problem& problem : rows.error()) {
    text += std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
            problem.message + "\n";
  }
  return text;
}

TEST(FeedRows, AreReadFromJsonLines) {
  const auto rows = rows_of("a.jsonl",
                            "{\"text\":\"甲\",\"label\":\"x\",\"group\":7,\"date\":[1]}\n"
                            "\n"
                            "{\"subject\":\"乙\",\"text\":\"丙\",\"category\":\"y\"}\n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].complaint.text, "甲");
  EXPECT_EQ(rows[0].label, "x");
  EXPECT_EQ(rows[0].group, "7");
  EXPECT_EQ(rows[1].label, "y");
  EXPECT_EQ(rows[1].complaint.category, CategoryCode{"y"});
  EXPECT_EQ(rows[1].place.line, 3U);
}

TEST(FeedRows, AreReadFromCsvWithWhateverColumns) {
  const auto rows = rows_of("a.csv",
                            "\xEF\xBB\xBF# export\n"
                            "date,text,label\n"
                            "2026-01-01,\"甲，\n乙\",x\n");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].complaint.text, "甲，\n乙");
  EXPECT_EQ(rows[0].label, "x");
}

TEST(FeedRows, TellEveryBadLine) {
  EXPECT_EQ(problems_of("b.jsonl",
                        "{\"text\":\"甲\"}\n"
                        "{\"text\":\n"
                        "{\"label\":\"x\"}\n"
                        "{\"text\":\"\xFF\"}\n"
                        "{\"text\":\"乙\",\"area_code\":\"here\"}\n"
                        "[]\n"
                        "{\"text\":1e400}\n"),
            "2:9: not JSON\n"
            "3:1: text: is missing; what the resident said\n"
            "4:10: broken UTF-8\n"
            "5:1: area_code: \"here\" is not a number\n"
            "6:1: not a JSON object\n"
            "7:1: a number is too large\n");
  EXPECT_THAT(problems_of("c.csv", "words,label\n甲,x\n"), HasSubstr("a column `text`"));
  EXPECT_THAT(problems_of("d.csv", ""), HasSubstr("is empty"));
  EXPECT_FALSE(read_feed("no/such/feed"));
}

TEST(Train, GivesTheSameModelForTheSameFeed) {
  ASSERT_EQ(ask_learning(std::string("train ") + kHistory + " --out one.model").code, 0);
  ASSERT_EQ(ask_learning(std::string("train ") + kHistory + " --out two.model").code, 0);
  const std::string bytes = bytes_of(model_path("one.model"));
  EXPECT_EQ(bytes, bytes_of(model_path("two.model")));
  EXPECT_TRUE(triage::Model::parse(bytes));
  EXPECT_FALSE(std::filesystem::exists(model_path("one.model.new")));
}

TEST(Train, ReportsInJson) {
  const Answer answer = ask_learning(std::string("train ") + kHistory + " --out j.model --json");
  ASSERT_EQ(answer.code, 0) << answer.err;
  const auto report = nlohmann::json::parse(answer.out);
  EXPECT_EQ(report["texts"], 60);
  EXPECT_EQ(report["held_out"], 12);
  EXPECT_EQ(report["trained_on"], 48);
  EXPECT_EQ(report["categories"].size(), 5U);
  EXPECT_EQ(report["confusion"].size(), 5U);
  EXPECT_EQ(report["coverage"].size(), 11U);
  EXPECT_EQ(report["model"]["bytes"], bytes_of(model_path("j.model")).size());
  EXPECT_EQ(report["model"]["version"],
            triage::Model::parse(bytes_of(model_path("j.model")))->hash());
}

TEST(Train, NamesLabelsThatTheRuleBookDoesNotKnow) {
  const std::string feed = feed_of("e.jsonl",
                                   "{\"text\":\"甲\",\"label\":\"01037\"}\n"
                                   "{\"text\":\"乙\",\"label\":\"01038x\"}\n"
                                   "{\"text\":\"丙\"}\n");
  const Answer answer = ask_learning("train " + feed + " --out e.model");
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.err, HasSubstr("e.jsonl:2:1: label: \"01038x\" is not a category"));
  EXPECT_THAT(answer.err, HasSubstr("e.jsonl:3:1: label: is missing"));
  EXPECT_FALSE(std::filesystem::exists(model_path("e.model")));
}

TEST(Train, LeavesRareLabelsOutAndSaysSo) {
  std::string content = bytes_of(std::string(SOURCE_DIR) + "/" + kHistory);
  content += "{\"text\":\"只有一次的事情\",\"label\":\"anything\"}\n";
  const std::string feed = feed_of("f.jsonl", content);
  const Answer answer = ask_learning("train " + feed + " --labels any --out f.model");
  ASSERT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("left out  anything: only 1 texts"));
}

TEST(Train, NeedsTwoLabels) {
  const std::string feed = feed_of("g.jsonl", "{\"text\":\"甲\",\"label\":\"01037\"}\n");
  EXPECT_EQ(ask_learning("train " + feed + " --min-rows 1 --out g.model").code, 2);
}

TEST(Train, TellsWhenTheModelCannotBeWritten) {
  EXPECT_EQ(ask_learning(std::string("train ") + kHistory + " --out missing/x.model").code, 1);
}

TEST(Triage, PrintsALineOfJsonForEachComplaint) {
  ASSERT_EQ(ask_learning(std::string("train ") + kHistory + " --out t.model").code, 0);
  const Answer answer = ask_learning("triage config/examples/new.jsonl --model t.model --json");
  ASSERT_EQ(answer.code, 0) << answer.err;
  std::istringstream lines(answer.out);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto found = nlohmann::json::parse(line);
    EXPECT_TRUE(found["category"].contains("guesses"));
    EXPECT_TRUE(found["severity"].contains("severity"));
    EXPECT_TRUE(found["place"].contains("certainty"));
  }
  EXPECT_EQ(count, 3);
}

TEST(Triage, WorksWithoutAModel) {
  const Answer answer = ask_learning("triage config/examples/new.jsonl");
  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, HasSubstr("category"));
  EXPECT_THAT(answer.out, testing::Not(HasSubstr("model:")));
}

TEST(Triage, RefusesAForeignModel) {
  const std::string foreign = model_path("foreign.model");
  std::ofstream(foreign) << "something else";
  const Answer answer = ask_learning("triage config/examples/new.jsonl --model foreign.model");
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.err, HasSubstr("foreign.model: the model is not a model"));
  EXPECT_THAT(answer.out, IsEmpty());
}

}  // namespace whistle::app::learning_verbs_test
