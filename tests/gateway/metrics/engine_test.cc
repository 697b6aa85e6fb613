#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "adapters/gateway/metrics/engine_figures.h"
#include "tests/end_to_end/engine_process.h"

// What a real engine counts, what the protocol says that it counts, and what we tell of it.
namespace whistle::gateway::metrics::engine_test {

using testing::HasSubstr;
using Names = std::set<std::string>;

struct Kinds {
  Names happened;
  Names standing;
};

Names words_of(const std::string& text) {
  static const std::regex kWord("[a-z_]+");
  Names words;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), kWord);
       it != std::sregex_iterator(); ++it) {
    words.insert(it->str());
  }
  return words;
}

// The comment of Count: "... without prefix and unit: NAMES; and how many there are now: NAMES."
Kinds promised() {
  std::ifstream file(std::string(SOURCE_DIR) + "/proto/whistle/v1/admin.proto");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  text = std::regex_replace(text, std::regex("\\s*\n//\\s*|\\s+"), " ");
  static const std::regex kBoth(
      "prefix and unit: ([a-z_ ]+); and how many there are now: ([a-z_ ]+)");
  std::smatch match;
  if (!std::regex_search(text, match, kBoth)) return {};
  return {words_of(match[1]), words_of(match[2])};
}

Kinds told() {
  Kinds kinds;
  for (const EngineCount& each : engine_counts()) {
    (each.stands ? kinds.standing : kinds.happened).emplace(each.name);
  }
  return kinds;
}

TEST(CountsOfAnEngine, AreAllTold) {
  tests::EngineProcess engine("changtai");
  engine.start();
  client::Client client(engine.options());
  const auto status = client.status();
  ASSERT_TRUE(status);
  Names counted;
  for (const auto& count : status->counts()) counted.insert(count.name());
  Names known;
  for (const EngineCount& each : engine_counts()) known.emplace(each.name);
  EXPECT_EQ(counted, known);
  Exposition to(Format::Prometheus);
  write_status(*status, to);
  const std::string text = to.take();
  for (const char* figure :
       {"civ_journal_fsync_seconds_count", "civ_engine_answer_seconds_count",
        "civ_escalation_lag_seconds_count", "civ_engine_limit{limit=\"limits.watchers\"}"}) {
    EXPECT_THAT(text, HasSubstr(figure));
  }
  EXPECT_EQ(engine.stop(), 0);
}

TEST(CountsOfAnEngine, AreOfTheKindThatTheProtocolSays) {
  EXPECT_FALSE(promised().standing.empty());
  EXPECT_EQ(told().happened, promised().happened);
  EXPECT_EQ(told().standing, promised().standing);
}

}  // namespace whistle::gateway::metrics::engine_test
