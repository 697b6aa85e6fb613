#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <string>

#include "tests/app/learning_asking.h"

// What config/README.md shows of training and triage is what the program prints.
namespace whistle::app::learning_document_test {

constexpr std::string_view kTrain = "$ whistled train ";
constexpr std::string_view kTriage = "$ whistled triage ";
constexpr std::string_view kProgram = "$ whistled ";

// Another library of linear algebra may round otherwise in the last place, and then the model has
// another name.
std::string without_hashes(const std::string& text) {
  static const std::regex hash("(version |model:)[0-9a-f]{12}");
  return std::regex_replace(text, hash, "$1...");
}

TEST(LearningDocument, ShowsWhatTheProgramPrints) {
  std::ifstream document(std::string(SOURCE_DIR) + "/config/README.md");
  std::string shown;
  std::string printed;
  int examples = 0;
  bool is_example = false;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("```")) is_example = false;
    if (line.starts_with(kTrain) || line.starts_with(kTriage)) {
      const Answer answer = ask_learning(line.substr(kProgram.size()));
      EXPECT_EQ(answer.code, 0) << line << '\n' << answer.err;
      printed += line + "\n" + answer.out;
      is_example = true;
      ++examples;
    }
    if (is_example) shown += line + "\n";
  }

  EXPECT_EQ(without_hashes(shown), without_hashes(printed));
  EXPECT_GT(examples, 1);
}

}  // namespace whistle::app::learning_document_test
