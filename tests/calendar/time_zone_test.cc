#include "engine/calendar/time_zone.h"

#include <gtest/gtest.h>

#include "tests/calendar/sample_calendars.h"

namespace whistle::calendar::time_zone_test {

using std::chrono::hours;
using std::chrono::minutes;

Timestamp utc(std::string_view text) { return Timestamp{wall(text).time_since_epoch()}; }

TEST(TimeZone, IsUtcByDefault) {
  const TimeZone zone;

  EXPECT_EQ(zone.name(), "UTC");
  EXPECT_EQ(shown(zone, utc("2015-03-08 07:00")), "2015-03-08 07:00");
  EXPECT_EQ(zone.to_instant(wall("2015-03-08 07:00")), utc("2015-03-08 07:00"));
}

TEST(TimeZone, AddsItsOffset) {
  EXPECT_EQ(shown(shanghai(), utc("2026-02-13 20:30")), "2026-02-14 04:30");
  EXPECT_EQ(shanghai().to_instant(wall("2026-02-14 04:30")), utc("2026-02-13 20:30"));
  EXPECT_EQ(shanghai().to_closing_instant(wall("2026-02-14 04:30")), utc("2026-02-13 20:30"));
}

TEST(TimeZone, ChangesItsOffsetAtTheTransition) {
  const Timestamp spring = utc("2015-03-08 07:00");

  EXPECT_EQ(shown(new_york(), spring - Milliseconds{1}), "2015-03-08 01:59:59+999ms");
  EXPECT_EQ(shown(new_york(), spring), "2015-03-08 03:00");
}

TEST(TimeZone, HoldsItsFirstAndLastOffsetForEver) {
  EXPECT_EQ(shown(new_york(), utc("1999-07-01 12:00")), "1999-07-01 07:00");
  EXPECT_EQ(shown(new_york(), utc("2030-07-01 12:00")), "2030-07-01 07:00");
  EXPECT_EQ(new_york().to_instant(wall("1999-07-01 07:00")), utc("1999-07-01 12:00"));
  EXPECT_EQ(new_york().to_instant(wall("2030-07-01 07:00")), utc("2030-07-01 12:00"));
}

TEST(TimeZone, MovesSkippedTimesToTheEndOfTheGap) {
  const Timestamp spring = utc("2015-03-08 07:00");

  for (const char* skipped : {"2015-03-08 02:00", "2015-03-08 02:30", "2015-03-08 02:59:59"}) {
    EXPECT_EQ(new_york().to_instant(wall(skipped)), spring) << skipped;
    EXPECT_EQ(new_york().to_closing_instant(wall(skipped)), spring) << skipped;
  }
  EXPECT_EQ(new_york().to_instant(wall("2015-03-08 01:59:59")), spring - Milliseconds{1000});
  EXPECT_EQ(new_york().to_instant(wall("2015-03-08 03:00")), spring);
  EXPECT_EQ(new_york().to_instant(wall("2015-03-08 03:00:01")), spring + Milliseconds{1000});
}

TEST(TimeZone, TakesTheEarlierOfRepeatedTimesAndTheLaterToClose) {
  const Timestamp autumn = utc("2015-11-01 06:00");

  EXPECT_EQ(new_york().to_instant(wall("2015-11-01 01:30")), autumn - minutes{30});
  EXPECT_EQ(new_york().to_closing_instant(wall("2015-11-01 01:30")), autumn + minutes{30});
}

TEST(TimeZone, TreatsTheEdgesOfTheRepeatedHourAsWhatTheyAre) {
  const Timestamp autumn = utc("2015-11-01 06:00");

  // 01:00 is shown twice, but what ended at 01:00 was over before the clocks went back to it.
  EXPECT_EQ(new_york().to_instant(wall("2015-11-01 01:00")), autumn - hours{1});
  EXPECT_EQ(new_york().to_closing_instant(wall("2015-11-01 01:00")), autumn - hours{1});
  // 02:00 is shown once: the clocks go back on reaching it.
  EXPECT_EQ(new_york().to_instant(wall("2015-11-01 02:00")), autumn + hours{1});
  EXPECT_EQ(new_york().to_closing_instant(wall("2015-11-01 02:00")), autumn + hours{1});
}

TEST(TimeZone, KnowsAZoneThatSkippedAWholeDay) {
  // Samoa went from UTC-10 to UTC+14 and had no 30 December 2011.
  const Timestamp skip = utc("2011-12-30 10:00");
  const TimeZone samoa("Pacific/Apia", -hours{10}, {{skip, hours{14}}});

  EXPECT_EQ(shown(samoa, skip - Milliseconds{1}), "2011-12-29 23:59:59+999ms");
  EXPECT_EQ(shown(samoa, skip), "2011-12-31 00:00");
  EXPECT_EQ(samoa.to_instant(wall("2011-12-30 12:00")), skip);
  EXPECT_EQ(samoa.to_closing_instant(wall("2011-12-30 12:00")), skip);
}

TEST(TimeZoneDeathTest, WantsTransitionsInOrderAndOffsetsShorterThanADay) {
  const Timestamp noon = utc("2015-01-01 12:00");

  EXPECT_DEATH(TimeZone("x", hours{0}, {{noon, hours{1}}, {noon, hours{2}}}), "check failed");
  EXPECT_DEATH(TimeZone("x", hours{24}, {}), "check failed");
  EXPECT_DEATH(TimeZone("x", hours{0}, {{noon, -hours{24}}}), "check failed");
}

}  // namespace whistle::calendar::time_zone_test
