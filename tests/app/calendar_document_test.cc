#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/app/calendar_asking.h"

// What config/README.md shows of the calendar is what the program prints.
namespace whistle::app::calendar_document_test {

constexpr std::string_view kPrompt = "$ whistled ";
constexpr std::string_view kAsked = "$ whistled calendar ";

TEST(CalendarDocument, ShowsWhatTheProgramPrints) {
  std::ifstream document(std::string(SOURCE_DIR) + "/config/README.md");
  std::string shown;
  std::string printed;
  int examples = 0;
  bool is_example = false;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("```")) is_example = false;
    if (line.starts_with(kAsked)) {
      const Answer answer = ask(line.substr(kPrompt.size()));
      EXPECT_EQ(answer.code, 0) << line << '\n' << answer.err;
      printed += line + "\n" + answer.out;
      is_example = true;
      ++examples;
    }
    if (is_example) shown += line + "\n";
  }

  EXPECT_EQ(shown, printed);
  EXPECT_GT(examples, 1);
}

}  // namespace whistle::app::calendar_document_test
