#include "tests/simulation/simulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

// Leases under everything that can go wrong between the engine and those who work: see README.md.
namespace whistle::simulation::simulation_test {

constexpr std::uint64_t kSeeds = 10'000;
constexpr std::uint64_t kShards = 10;

EngineRoom::Counts& operator+=(EngineRoom::Counts& sum, const EngineRoom::Counts& more) {
  sum.crashes += more.crashes;
  sum.lost_records += more.lost_records;
  sum.stale += more.stale;
  sum.late += more.late;
  sum.lapses += more.lapses;
  sum.grants += more.grants;
  sum.retold += more.retold;
  sum.reused += more.reused;
  return sum;
}

std::string how_to_run(std::uint64_t seed) {
  return "seed " + std::to_string(seed) + "; alone: WHISTLE_SEED=" + std::to_string(seed) +
         " simulation_test --gtest_filter='*OneSeed'";
}

// So many runs in a row; the shards are there for machines with more than one processor.
class Simulations : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Simulations, KeepLeasesToOneHolder) {
  EngineRoom::Counts counts;
  for (std::uint64_t i = 0; i < kSeeds / kShards; ++i) {
    const std::uint64_t seed = GetParam() * (kSeeds / kShards) + i;
    Simulation simulation(seed);
    ASSERT_EQ(simulation.run(), "") << how_to_run(seed);
    counts += simulation.counts();
  }
  // What never happened was not tested.
  EXPECT_GT(counts.crashes, 500U);
  EXPECT_GT(counts.lost_records, 100U);
  EXPECT_GT(counts.stale, 500U);
  EXPECT_GT(counts.late, 10U);
  EXPECT_GT(counts.lapses, 100U);
  EXPECT_GT(counts.grants, 1000U);
  EXPECT_GT(counts.retold, 500U);
  EXPECT_GT(counts.reused, 20U);
  std::string figures =
      std::to_string(counts.grants) + " grants, " + std::to_string(counts.lapses) + " lapses, " +
      std::to_string(counts.stale) + " stale wishes, " + std::to_string(counts.late) +
      " late signatures, " + std::to_string(counts.crashes) + " crashes, " +
      std::to_string(counts.lost_records) + " records lost, " + std::to_string(counts.retold) +
      " answers told again, " + std::to_string(counts.reused) + " keys reused";
  RecordProperty("figures", figures);
  std::printf("%s\n", figures.c_str());
}

INSTANTIATE_TEST_SUITE_P(Shards, Simulations, testing::Range(std::uint64_t{0}, kShards));

TEST(Simulation, OfOneSeed) {
  const char* wanted = std::getenv("WHISTLE_SEED");
  const std::uint64_t seed = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 1;
  EXPECT_EQ(Simulation(seed).run(), "") << "seed " << seed;
}

TEST(Simulation, IsTheSameForTheSameSeed) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Simulation first(seed);
    Simulation second(seed);
    EXPECT_EQ(first.run(), second.run());
    EXPECT_EQ(first.fingerprint(), second.fingerprint()) << "seed " << seed;
    EXPECT_EQ(first.steps(), second.steps()) << "seed " << seed;
  }
}

struct WrongEngine {
  Mutant mutant;
  std::vector<std::string> found;  // parts of what may be said of it: one fault shows in many ways
};
class WrongEngines : public testing::TestWithParam<WrongEngine> {};

// A check that cannot fail checks nothing: each of these engines is wrong in one way.
TEST_P(WrongEngines, AreFound) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const std::string broken = Simulation(seed, GetParam().mutant).run();
    if (broken.empty()) continue;
    const bool is_found = std::ranges::any_of(GetParam().found, [&](const std::string& part) {
      return broken.find(part) != std::string::npos;
    });
    EXPECT_TRUE(is_found) << broken << ", seed " << seed;
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), broken.c_str());
    return;
  }
  FAIL() << "500 runs saw nothing wrong";
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongEngines,
    testing::Values(WrongEngine{Mutant::ForgetsFencing, {"stale token"}},
                    WrongEngine{Mutant::StealsLeases, {"released by somebody"}},
                    WrongEngine{Mutant::TellsTooEarly, {"told", "done twice"}},
                    WrongEngine{Mutant::PretendsToSync, {"lost", "told", "done twice"}},
                    WrongEngine{Mutant::ForgetsReceipts, {"answered in two ways", "duplicated"}},
                    WrongEngine{Mutant::ForgetsKeys, {"under"}},
                    WrongEngine{Mutant::LeavesAnswers, {"under"}}));

}  // namespace whistle::simulation::simulation_test
