#include "bench/triage/place_figures.h"

#include <gtest/gtest.h>

#include "bench/triage/figures.h"

// The floors that places are held to. `whistle_triage_figures` measures all sentences; here every
// fortieth community speaks.
namespace whistle::bench::place_figures_test {

constexpr std::size_t kStride = 40;
constexpr double kWrongMax = 0.01;
constexpr double kRightMin = 0.97;
constexpr double kReportedMin = 0.90;

TEST(PlaceFigures, StayAboveTheirFloors) {
  const auto figures = measure_places(shared_data("area_targets.csv.gz"), kStride);
  if (!figures) GTEST_SKIP() << "there is no list of areas here";
  EXPECT_GT(figures->unambiguous, 700U);
  EXPECT_GT(figures->ambiguous, 20U);
  EXPECT_LE(share(figures->wrong, figures->sentences()), kWrongMax) << figures->first_wrong;
  EXPECT_GE(share(figures->right, figures->unambiguous), kRightMin)
      << "unsure " << figures->unsure << ", missed " << figures->missed;
  EXPECT_GE(share(figures->reported, figures->ambiguous), kReportedMin);
  EXPECT_EQ(figures->empty, figures->nowhere);
}

TEST(PlaceFigures, AreNoneWithoutTheList) {
  EXPECT_FALSE(measure_places("/there/is/no/such/list.csv.gz"));
}

}  // namespace whistle::bench::place_figures_test
