#include "engine/calendar/ruler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace whistle::calendar::ruler_test {

using std::chrono::hours;
using Place = std::pair<std::size_t, std::size_t>;

TEST(Ruler, OfNothingLeavesNothingToLookAt) {
  EXPECT_EQ(Ruler().around(hours{5}), (Place{0, 0}));
  EXPECT_EQ(Ruler(std::vector<Milliseconds>{}).around(hours{5}), (Place{0, 0}));
}

TEST(Ruler, LooksBetweenTwoMarks) {
  const Ruler ruler({hours{10}, hours{20}, hours{40}, hours{200}});
  EXPECT_EQ(ruler.around(hours{9}), (Place{0, 0}));    // before the first
  EXPECT_EQ(ruler.around(hours{10}), (Place{0, 2}));   // within a day of the first
  EXPECT_EQ(ruler.around(hours{34}), (Place{2, 3}));   // on the second mark
  EXPECT_EQ(ruler.around(hours{100}), (Place{3, 3}));  // where there is nothing
  EXPECT_EQ(ruler.around(hours{200}), (Place{3, 4}));  // at the last
  EXPECT_EQ(ruler.around(hours{201}), (Place{4, 4}));  // behind it
}

TEST(Ruler, ReachesFromTheBeginningOfTimeToItsEnd) {
  const Ruler ruler({hours{-10}, hours{10}});
  EXPECT_EQ(ruler.around(Milliseconds::min()), (Place{0, 0}));
  EXPECT_EQ(ruler.around(Milliseconds::max()), (Place{2, 2}));
}

TEST(Ruler, FindsWhatASearchAmongAllFinds) {
  std::mt19937_64 random(20260309);
  const auto up_to = [&](std::int64_t end) {
    return Milliseconds{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end))};
  };
  for (int round = 0; round < 200; ++round) {
    const Milliseconds start = up_to(1'000'000'000) - Milliseconds{500'000'000};
    std::vector<Milliseconds> values(1 + random() % 50);
    for (Milliseconds& each : values) each = start + up_to(1'000'000'000);
    std::ranges::sort(values);
    const Ruler ruler(values);
    for (int look = 0; look < 100; ++look) {
      const Milliseconds value =
          look % 2 == 0 ? values[random() % values.size()] : start + up_to(1'100'000'000);
      const auto [first, last] = ruler.around(value);
      const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
      const auto end = values.begin() + static_cast<std::ptrdiff_t>(last);
      ASSERT_EQ(std::lower_bound(begin, end, value), std::ranges::lower_bound(values, value));
      ASSERT_EQ(std::upper_bound(begin, end, value), std::ranges::upper_bound(values, value));
    }
  }
}

}  // namespace whistle::calendar::ruler_test
