#include "bench/peers/figures.h"

#include <gtest/gtest.h>

namespace whistle::bench::peers::figures_test {

TEST(Figures, MedianIsTheOneInTheMiddle) {
  Figures figures;
  for (const double value : {9.0, 1.0, 5.0}) figures.add("odd", value);
  for (const double value : {8.0, 2.0, 100.0, 4.0}) figures.add("even", value);
  EXPECT_EQ(figures.median("odd"), 5);
  EXPECT_EQ(figures.median("even"), 6);
}

TEST(Figures, WhatWasNotMeasuredHasNeitherMedianNorRatio) {
  Figures figures;
  figures.add("one", 1);
  figures.add("none", 0);
  EXPECT_EQ(figures.median("other"), std::nullopt);
  EXPECT_EQ(figures.ratio("one", "other"), std::nullopt);
  EXPECT_EQ(figures.ratio("other", "one"), std::nullopt);
  EXPECT_EQ(figures.ratio("one", "none"), std::nullopt);
}

TEST(Figures, RatioIsThatOfTheMedians) {
  Figures figures;
  for (const double value : {10.0, 30.0, 20.0}) figures.add("ours", value);
  for (const double value : {4.0, 5.0, 100.0}) figures.add("theirs", value);
  EXPECT_EQ(figures.ratio("ours", "theirs"), 4);
}

TEST(ReadFigures, TakesLinesWithATabAndANumberAndNothingElse) {
  const auto figures = read_figures(
      "wire.lifecycle.window_32                  0.5 s\n"
      "wire.lifecycle.window_32.per_second\t19545.6\n"
      "wire.lifecycle.window_32.p50_ms\t1e-2\n"
      "talk\twithout a number\n"
      "cut off\t1.5");
  EXPECT_EQ(figures,
            (std::map<std::string, double>{{"wire.lifecycle.window_32.per_second", 19545.6},
                                           {"wire.lifecycle.window_32.p50_ms", 0.01},
                                           {"cut off", 1.5}}));
  EXPECT_TRUE(read_figures("").empty());
}

}  // namespace whistle::bench::peers::figures_test
