#include "engine/config/zone_database.h"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>

#include <gtest/gtest.h>

#include "engine/config/zone_rule.h"

namespace whistle::config::zone_database_test {

using namespace std::chrono;
using namespace std::chrono_literals;

Timestamp utc(int y, unsigned m, unsigned d, minutes time = 0min) {
  return sys_days{year{y} / month{m} / day{d}} + time;
}

seconds offset_at(const calendar::TimeZone& zone, Timestamp instant) {
  return floor<seconds>(zone.to_local(instant).time_since_epoch() - instant.time_since_epoch());
}

TEST(ZoneDatabase, KnowsAZoneWithoutDaylightSaving) {
  const auto zone = find_zone("Asia/Shanghai");
  ASSERT_TRUE(zone);
  EXPECT_EQ(zone->name(), "Asia/Shanghai");
  EXPECT_EQ(offset_at(*zone, utc(2026, 1, 1)), 8h);
  EXPECT_EQ(offset_at(*zone, utc(2026, 7, 1)), 8h);
  EXPECT_EQ(offset_at(*zone, utc(1988, 7, 1)), 9h);
}

TEST(ZoneDatabase, ChangesAtTheSecondOfDaylightSaving) {
  const auto zone = find_zone("America/New_York");
  ASSERT_TRUE(zone);
  EXPECT_EQ(offset_at(*zone, utc(2015, 3, 8, 7h) - 1ms), -5h);
  EXPECT_EQ(offset_at(*zone, utc(2015, 3, 8, 7h)), -4h);
  EXPECT_EQ(offset_at(*zone, utc(2015, 11, 1, 6h) - 1ms), -4h);
  EXPECT_EQ(offset_at(*zone, utc(2015, 11, 1, 6h)), -5h);
}

// The table of a zone file ends in 2037; after it the rule at its end holds.
TEST(ZoneDatabase, ChangesAtTheSecondOfDaylightSavingIn2050) {
  const auto zone = find_zone("America/New_York");
  ASSERT_TRUE(zone);
  EXPECT_EQ(offset_at(*zone, utc(2050, 3, 13, 7h) - 1ms), -5h);
  EXPECT_EQ(offset_at(*zone, utc(2050, 3, 13, 7h)), -4h);
  EXPECT_EQ(offset_at(*zone, utc(2050, 11, 6, 6h) - 1ms), -4h);
  EXPECT_EQ(offset_at(*zone, utc(2050, 11, 6, 6h)), -5h);
}

TEST(ZoneDatabase, AgreesWithTheSystemLibraryEveryDayFrom1970To2060) {
  for (const char* name : {"Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Sydney",
                           "Australia/Lord_Howe", "Asia/Jerusalem", "Asia/Gaza", "America/Nuuk",
                           "Africa/Casablanca", "Europe/Dublin", "Pacific/Apia", "UTC"}) {
    const auto zone = find_zone(name);
    ASSERT_TRUE(zone) << name;
    setenv("TZ", name, 1);
    tzset();
    for (Timestamp at = utc(1970, 1, 1); at < utc(2061, 1, 1); at += 6h) {
      const std::time_t instant = system_clock::to_time_t(at);
      std::tm local{};
      localtime_r(&instant, &local);
      ASSERT_EQ(offset_at(*zone, at), seconds{local.tm_gmtoff}) << name << " " << instant;
    }
  }
  unsetenv("TZ");
  tzset();
}

TEST(ZoneDatabase, RefusesAnUnknownZoneWithAHint) {
  EXPECT_EQ(find_zone("Asia/Shangai").error(),
            "there is no time zone \"Asia/Shangai\"; did you mean \"Asia/Shanghai\"?");
  EXPECT_EQ(find_zone("").error(), "there is no time zone \"\"");
  EXPECT_EQ(find_zone("../../../etc/passwd").error(),
            "there is no time zone \"../../../etc/passwd\"");
}

TEST(ZoneRule, ReadsTheFormsThatZoneFilesUse) {
  for (const char* text :
       {"CST-8", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "EET-2EEST,M3.4.4/50,M10.4.4/50",
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "IST-1GMT0,M10.5.0,M3.5.0/1"}) {
    EXPECT_TRUE(ZoneRule::parse(text)) << text;
  }
}

TEST(ZoneRule, RefusesEverythingElse) {
  for (const char* text : {"", "EST", "E5", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
                           "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "<EST5",
                           "EST5EDT,J60,J300", "EST5EDT,M3.2.0,M11.1.0x", "EST999"}) {
    EXPECT_FALSE(ZoneRule::parse(text)) << text;
  }
}

}  // namespace whistle::config::zone_database_test
