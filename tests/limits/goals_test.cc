#include "bench/limits/goals.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace whistle::bench::limits::goals_test {

const Goal& goal(const std::string& figure) {
  for (const Goal& each : goals()) {
    if (figure == each.figure) return each;
  }
  ADD_FAILURE() << figure << " is no goal";
  return goals().front();
}

TEST(Goals, AreReachedFromTheRightSide) {
  Values values;
  values.add("curve.ratio", 0.75);
  values.add("idle_pull.p99_ms", 5.5);
  values.add("restart.seconds", 1.5);
  EXPECT_EQ(reached(goal("curve.ratio"), values), Reached::Must);
  EXPECT_EQ(reached(goal("idle_pull.p99_ms"), values), Reached::No);
  EXPECT_EQ(reached(goal("restart.seconds"), values), Reached::Aim);
}

TEST(Goals, OfWhatWasNotMeasuredNothingIsTold) {
  Values values;
  values.add("curve.ratio", 1);
  EXPECT_EQ(reached(goal("watched.ratio"), values), std::nullopt);
  EXPECT_EQ(to_table(values).find("watchers"), std::string::npos);
}

TEST(Values, AreReadAsTheyArePrintedAndTheirMedianCounts) {
  Values values;
  values.add_printed("curve.ratio\t0.5\nnot a figure\ncurve.ratio\t0.9\n");
  values.add_printed("curve.ratio\t0.8\ncurve.ratio\tnonsense\n");
  ASSERT_TRUE(values.median("curve.ratio"));
  EXPECT_DOUBLE_EQ(*values.median("curve.ratio"), 0.8);
  EXPECT_EQ(values.median("nonsense"), std::nullopt);
}

TEST(Values, BetweenTwoTheMedianIsInTheMiddle) {
  Values values;
  values.add("x", 1);
  values.add("x", 4);
  EXPECT_DOUBLE_EQ(*values.median("x"), 2.5);
}

TEST(Goals, AreOneLineOfJson) {
  Values values;
  values.add("curve.ratio", 0.95);
  values.add("curve.on_per_second", 7000);
  const std::string line = to_json(values, {"clocks"});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto read = nlohmann::json::parse(line);
  EXPECT_DOUBLE_EQ(read.at("curve_ratio"), 0.95);
  EXPECT_DOUBLE_EQ(read.at("curve_on_per_second"), 7000);
  EXPECT_EQ(read.at("reached").at("curve_ratio"), "aim");
  EXPECT_EQ(read.at("failed").at(0), "clocks");
}

TEST(Goals, StandInATableAsPeopleReadNumbers) {
  Values values;
  values.add("slow_disk.most.per_second", 12345.6);
  values.add("idle_pull.p99_ms", 1.234);
  const std::string table = to_table(values);
  EXPECT_NE(table.find("| 12,346 | - |"), std::string::npos) << table;
  EXPECT_NE(table.find("| at most 5 | at most 2 | 1.23 | aim |"), std::string::npos) << table;
}

}  // namespace whistle::bench::limits::goals_test
