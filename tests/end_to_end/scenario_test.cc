#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/scenario/read_scenario.h"
#include "adapters/scenario/runner.h"
#include "tests/end_to_end/engine_process.h"

namespace whistle::tests::scenario_test {

const std::filesystem::path kCities = std::filesystem::path(SOURCE_DIR) / "config/cities";

// Every place that has a scenario.
std::vector<std::string> places() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kCities)) {
    if (std::filesystem::exists(entry.path() / "scenario.toml")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::ranges::sort(names);
  return names;
}

class PlaceTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    auto read = scenario::load_scenario((kCities / GetParam() / "scenario.toml").string());
    for (const auto& problem : read.problems) ADD_FAILURE() << to_text(problem);
    ASSERT_TRUE(read.problems.empty());
    scenario_ = std::move(read.scenario);
  }

  void play(EngineProcess& engine, std::function<void(std::size_t)> before_step) {
    std::ostringstream out;
    client::Options options = engine.options();
    // An engine that has died must not hold everybody up.
    options.give_up_after_ms = 120'000;
    const scenario::Stage stage{.client = options,
                                .out = out,
                                .paint = cli::Paint(false),
                                .quiet = true,
                                .before_step = std::move(before_step)};
    const auto report = scenario::play(scenario_, stage);
    ASSERT_TRUE(report) << out.str();
    EXPECT_TRUE(report->passed()) << out.str();
    EXPECT_EQ(engine.stop(), 0);
    EXPECT_EQ(engine.verify(), 0);
  }

  scenario::Scenario scenario_;
};

TEST_P(PlaceTest, DoesWhatItsScenarioPromises) {
  EngineProcess engine(GetParam());
  engine.start(0);
  play(engine, {});
}

// What is durable is all there is: no step may notice that the engine was killed before it.
TEST_P(PlaceTest, DoesSoWhenTheEngineIsKilledAgainAndAgain) {
  EngineProcess engine(GetParam());
  engine.start(0);
  const std::size_t every = std::max<std::size_t>(1, scenario_.steps.size() / 4);
  play(engine, [&engine, every](std::size_t step) {
    if (step == 0 || step % every != 0) return;
    engine.kill();
    engine.start(0);
  });
}

INSTANTIATE_TEST_SUITE_P(Places, PlaceTest, testing::ValuesIn(places()),
                         [](const auto& place) { return place.param; });

}  // namespace whistle::tests::scenario_test
