#include "bench/triage/figures.h"

#include <gtest/gtest.h>

#include <sstream>

namespace whistle::bench::figures_test {

const std::vector<Section> kSections{
    {"place",
     {{"right", 0.98765432, Measure::Share, "located there"},
      {"areas", 11000, Measure::Count, "areas"}},
     {}},
    {"privacy", {}, "no texts"},
};

TEST(Figures, AreOneLineOfJson) {
  EXPECT_EQ(to_json(kSections),
            R"({"place":{"right":0.98765,"areas":11000.0},"privacy":"skipped"})");
}

TEST(Figures, AreATableForPeople) {
  std::ostringstream out;
  print_table(kSections, out);
  EXPECT_EQ(out.str(),
            "place\n"
            "       98.77 %  located there\n"
            "         11000  areas\n"
            "privacy\n"
            "  skipped: no texts\n");
}

TEST(Figures, ShareNothingWhollyRight) { EXPECT_EQ(share(0, 0), 1.0); }

}  // namespace whistle::bench::figures_test
