#include "bench/limits/chart.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace whistle::bench::limits::chart_test {

Chart chart() {
  return {.title = "offered & accepted",
          .across = "seconds",
          .up = "complaints a second",
          .curves = {{"offered", {0, 40'000, 40'000}}, {"accepted", {0, 18'000, 19'000}}}};
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

TEST(Chart, HasALineForEachCurveAndSaysWhatItIs) {
  const std::string svg = to_svg(chart());
  EXPECT_EQ(count(svg, "<polyline"), 2U);
  for (const char* word : {"offered", "accepted", "seconds", "complaints a second"}) {
    EXPECT_NE(svg.find(word), std::string::npos) << word;
  }
}

TEST(Chart, CanBeReadOnDarkPaper) {
  EXPECT_NE(to_svg(chart()).find("prefers-color-scheme:dark"), std::string::npos);
}

TEST(Chart, LabelsTheAxisUpToTheHighestValue) {
  EXPECT_NE(to_svg(chart()).find(">40,000<"), std::string::npos);
}

TEST(Chart, WritesTextsAsTexts) {
  const std::string svg = to_svg(chart());
  EXPECT_NE(svg.find("offered &amp; accepted"), std::string::npos);
  EXPECT_EQ(svg.find("offered & accepted"), std::string::npos);
}

TEST(Chart, OfNothingIsStillAPicture) {
  const std::string svg =
      to_svg({.title = "nothing", .across = {}, .up = {}, .curves = {{"", {}}}});
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf"), std::string::npos);
}

}  // namespace whistle::bench::limits::chart_test
