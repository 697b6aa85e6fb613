#include "adapters/cli/time_text.h"

#include <gtest/gtest.h>

namespace whistle::cli::time_text_test {

// 2026-08-22T06:05:09.999Z
constexpr std::int64_t kAugust = 1'787'378'709'999;

TEST(Zone, ShowsTheTimeWithItsOffset) {
  EXPECT_EQ(Zone::named("Asia/Shanghai")->text(kAugust), "2026-08-22T14:05:09+08:00");
  EXPECT_EQ(Zone::named("+08:00")->text(kAugust), "2026-08-22T14:05:09+08:00");
  EXPECT_EQ(Zone::named("America/New_York")->text(kAugust), "2026-08-22T02:05:09-04:00");
  EXPECT_EQ(Zone::named("-03:30")->text(kAugust), "2026-08-22T02:35:09-03:30");
  EXPECT_EQ(Zone::utc().text(kAugust), "2026-08-22T06:05:09+00:00");
}

TEST(Zone, ShowsTimesBefore1970) { EXPECT_EQ(Zone::utc().text(-1), "1969-12-31T23:59:59+00:00"); }

TEST(Zone, ShowsADashForNoTime) {
  EXPECT_EQ(Zone::utc().text_or_dash(0), "-");
  EXPECT_EQ(Zone::utc().text_or_dash(1000), "1970-01-01T00:00:01+00:00");
}

TEST(Zone, IsNotMadeFromAnyName) {
  EXPECT_FALSE(Zone::named(""));
  EXPECT_FALSE(Zone::named("Mars/Olympus"));
  EXPECT_FALSE(Zone::named("+08"));
  EXPECT_FALSE(Zone::named("+08:00x"));
  EXPECT_FALSE(Zone::named("+16:00"));
  EXPECT_FALSE(Zone::named("+08:60"));
  EXPECT_TRUE(Zone::named("Z"));
}

TEST(Zone, ReadsATimeWithAnOffset) {
  const Zone zone = Zone::utc();
  EXPECT_EQ(zone.parse("2026-08-22T14:05:09+08:00"), kAugust - 999);
  EXPECT_EQ(zone.parse("2026-08-22 14:05:09+08:00"), kAugust - 999);
  EXPECT_EQ(zone.parse("2026-08-22T06:05:09Z"), kAugust - 999);
  EXPECT_EQ(zone.parse("2026-08-22T02:35:09-03:30"), kAugust - 999);
}

TEST(Zone, ReadsATimeOfItsOwn) {
  EXPECT_EQ(Zone::named("Asia/Shanghai")->parse("2026-08-22T14:05"), kAugust - 9'999);
  EXPECT_EQ(Zone::named("+08:00")->parse("2026-08-22T14:05"), kAugust - 9'999);
  EXPECT_EQ(Zone::utc().parse("2026-08-22 06:05"), kAugust - 9'999);
}

TEST(Zone, ReadsMilliseconds) {
  EXPECT_EQ(Zone::utc().parse("1787378709999"), kAugust);
  EXPECT_EQ(Zone::utc().parse("0"), 0);
  EXPECT_EQ(Zone::utc().parse("-5"), -5);
}

TEST(Zone, RefusesWhatIsNoTime) {
  const Zone zone = Zone::utc();
  for (const char* text :
       {"", "now", "2026-08-22", "2026-13-01T00:00", "2026-02-29T00:00", "2026-08-22T24:00",
        "2026-08-22T14:60", "2026-08-22T14:05:60", "2026-08-22T14:05+8", "2026-08-22T14:05+08:00 ",
        "2026-8-22T14:05", "99999999999999999999"}) {
    EXPECT_FALSE(zone.parse(text)) << text;
  }
}

TEST(Zone, RefusesTheHourThatIsSkipped) {
  const auto zone = Zone::named("America/New_York");
  // Clocks went from 02:00 to 03:00.
  EXPECT_FALSE(zone->parse("2026-03-08T02:30"));
  EXPECT_TRUE(zone->parse("2026-03-08T03:00"));
}

TEST(Zone, TakesTheFirstOfTheHourThatComesTwice) {
  const auto zone = Zone::named("America/New_York");
  EXPECT_EQ(zone->parse("2026-11-01T01:30"), zone->parse("2026-11-01T01:30-04:00"));
}

}  // namespace whistle::cli::time_text_test
