#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/cli/run.h"
#include "adapters/cli/world.h"
#include "tests/end_to_end/engine_process.h"

// What config/README.md shows of a case in Changtai is what the programs print.
namespace whistle::tests::explain_document_test {

constexpr std::string_view kHeading = "## Why a case went as it did";
constexpr std::string_view kPrompt = "$ whistle ";
// A long command goes on in the next line.
constexpr std::string_view kGoesOn = "    ";

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  bool within = false;
  bool quoted = false;
  for (const char each : line) {
    if (each == '"') {
      quoted = !quoted;
      within = true;
      if (quoted) words.emplace_back();
    } else if (each == ' ' && !quoted) {
      within = false;
    } else {
      if (!within) words.emplace_back();
      within = true;
      words.back() += each;
    }
  }
  return words;
}

class ExplainDocument : public testing::Test {
 protected:
  ExplainDocument() : engine_("changtai") { engine_.start(); }

  std::string run(const std::string& line) {
    std::vector<std::string> words{
        "--intake", engine_.endpoint("intake"), "--work",  engine_.endpoint("work"),
        "--watch",  engine_.endpoint("watch"),  "--admin", engine_.endpoint("admin")};
    for (std::string& word : words_of(line)) words.push_back(std::move(word));
    const std::map<std::string, std::string> environment{
        {"WHISTLE_WORKER", "林师傅"}, {"XDG_STATE_HOME", engine_.folder() / "state"}};
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    cli::World world{.in = in,
                     .out = out,
                     .err = err,
                     .variable = [&](const std::string& name) -> std::optional<std::string> {
                       const auto found = environment.find(name);
                       if (found == environment.end()) return std::nullopt;
                       return found->second;
                     }};
    EXPECT_EQ(cli::run(words, world), 0) << line << '\n' << err.str();
    return out.str();
  }

  EngineProcess engine_;
};

TEST_F(ExplainDocument, ShowsWhatTheProgramPrints) {
  std::ifstream document(std::string(SOURCE_DIR) + "/config/README.md");
  std::string shown;
  std::string printed;
  std::string command;
  bool is_example = false;
  int examples = 0;
  const auto answer = [&] {
    if (!command.empty()) printed += run(command.substr(kPrompt.size()));
    command.clear();
  };
  bool is_here = false;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("## ")) is_here = line == kHeading;
    if (!is_here) continue;
    if (line.starts_with("```") && is_example) {
      answer();
      is_example = false;
    }
    const bool goes_on = !command.empty() && command.ends_with('\\') && line.starts_with(kGoesOn);
    if (goes_on) {
      command.back() = ' ';
      command += line.substr(kGoesOn.size());
    } else if (is_example || line.starts_with(kPrompt)) {
      answer();
    }
    if (line.starts_with(kPrompt)) {
      command = line;
      is_example = true;
      ++examples;
    }
    if (!is_example) continue;
    shown += line + "\n";
    if (goes_on || line.starts_with(kPrompt)) printed += line + "\n";
  }
  EXPECT_EQ(shown, printed);
  EXPECT_GT(examples, 1);
}

}  // namespace whistle::tests::explain_document_test
