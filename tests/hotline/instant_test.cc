#include "adapters/hotline/instant.h"

#include <gtest/gtest.h>

#include <optional>

namespace whistle::hotline::instant_test {

TEST(Instant, ReadsOffsetsAndFractions) {
  EXPECT_EQ(parse_instant("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_instant("2026-03-11T00:07:02+08:00"), 1773158822000);
  EXPECT_EQ(parse_instant("2026-03-10T16:07:02.250Z"), 1773158822250);
  EXPECT_EQ(parse_instant("2026-03-10 11:07:02-0500"), 1773158822000);
  EXPECT_EQ(parse_instant("2026-03-10T16:07Z"), 1773158820000);
}

TEST(Instant, RefusesWhatIsNoInstant) {
  for (const char* text :
       {"", "2026-03-11", "2026-03-11T00:07:02", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-03-11T24:00:00Z", "2026-03-11T23:60:00Z", "2026-03-11T23:59:60Z",
        "2026-03-11T00:07:02+08:00x", "26-03-11T00:07:02Z", "2026-03-11T00:07:02+24:00"}) {
    EXPECT_EQ(parse_instant(text), std::nullopt) << text;
  }
  EXPECT_NE(parse_instant("2024-02-29T23:59:59Z"), std::nullopt);
}

TEST(Instant, ReadsWallTimesWithoutAnOffsetOnly) {
  EXPECT_EQ(parse_wall_time("1970-01-02T00:00:01"), kDayMs + 1000);
  EXPECT_EQ(parse_wall_time("1970-01-02T00:00:01Z"), std::nullopt);
  EXPECT_EQ(parse_date("1970-01-02"), kDayMs);
  EXPECT_EQ(parse_date("1970-01-02T00:00"), std::nullopt);
  EXPECT_EQ(parse_offset("2026-03-11T00:07:02+08:00"), 8 * kHourMs);
}

TEST(Zone, FollowsDaylightSavingTime) {
  const auto zone = Zone::find("America/New_York");
  ASSERT_TRUE(zone);
  const auto utc = [&](const char* wall) { return zone->to_utc_ms(*parse_wall_time(wall)); };
  EXPECT_EQ(utc("2015-03-08T01:59:59"), parse_instant("2015-03-08T06:59:59Z"));
  EXPECT_EQ(utc("2015-03-08T03:00:00"), parse_instant("2015-03-08T07:00:00Z"));
  // Never came: as if the clocks had not been touched.
  EXPECT_EQ(utc("2015-03-08T02:30:00"), parse_instant("2015-03-08T07:30:00Z"));
  // Came twice: the first.
  EXPECT_EQ(utc("2015-11-01T01:30:00"), parse_instant("2015-11-01T05:30:00Z"));
  EXPECT_EQ(zone->to_wall_ms(*parse_instant("2015-03-08T07:00:00Z")),
            parse_wall_time("2015-03-08T03:00:00"));
}

TEST(Zone, IsNotFoundByAWrongName) {
  const auto zone = Zone::find("America/Bostom");
  ASSERT_FALSE(zone);
  EXPECT_EQ(zone.problem().what, "unknown time zone 'America/Bostom'");
}

}  // namespace whistle::hotline::instant_test
