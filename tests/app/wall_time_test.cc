#include "engine/app/wall_time.h"

#include <gmock/gmock.h>

#include "tests/calendar/sample_calendars.h"

namespace whistle::app::wall_time_test {

using calendar::new_york;
using calendar::shanghai;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

std::string read(std::string_view text, const calendar::TimeZone& zone = shanghai()) {
  const auto at = read_time(text, zone);
  return at ? iso_text(*at, zone) : "wrong: " + at.error();
}

TEST(WallTime, IsReadInTheZoneOfTheCalendar) {
  EXPECT_EQ(read("2026-02-13 17:50"), "2026-02-13T17:50:00+08:00");
  EXPECT_EQ(read("2026-02-13T17:50"), "2026-02-13T17:50:00+08:00");
  EXPECT_EQ(read("2026-02-13 17:50:09"), "2026-02-13T17:50:09+08:00");
  EXPECT_EQ(read("2026-02-13 17:50", new_york()), "2026-02-13T17:50:00-05:00");
}

TEST(WallTime, IsReadWithAnOffset) {
  EXPECT_EQ(read("2026-02-13T17:50+08:00"), "2026-02-13T17:50:00+08:00");
  EXPECT_EQ(read("2026-02-13T09:50Z"), "2026-02-13T17:50:00+08:00");
  EXPECT_EQ(read("2026-02-13 09:50:09z"), "2026-02-13T17:50:09+08:00");
  EXPECT_EQ(read("2026-02-13T06:20-03:30"), "2026-02-13T17:50:00+08:00");
}

TEST(WallTime, IsRefusedWithWhatWouldBeRight) {
  for (const char* text :
       {"", "tomorrow", "2026-02-13", "2026-02-13 ", "2026-02-13_17:50", "2026-02-30 17:50",
        "2026-02-13 24:00", "2026-02-13 17:60", "2026-02-13 17:50:60", "2026-02-13 7:50",
        "2026-02-13 17:50:", "2026-02-13 17:50+", "2026-02-13 17:50+08", "2026-02-13 17:50+16:00",
        "2026-02-13 17:50+08:60", "2026-02-13 17:50Zulu", "2026-02-13 -1:50", "2026-02-13 17:+5",
        "1770976200000"}) {
    EXPECT_THAT(read(text),
                HasSubstr("is not a time; a day and a time of day such as \"2026-02-13 17:50\""))
        << text;
  }
}

TEST(WallTime, IsRefusedWhenTheClocksSkipIt) {
  EXPECT_EQ(read("2015-03-08 01:59", new_york()), "2015-03-08T01:59:00-05:00");
  EXPECT_EQ(read("2015-03-08 02:30", new_york()),
            "wrong: \"2015-03-08 02:30\" is skipped by the clocks of America/New_York, which go on "
            "at 03:00");
  EXPECT_EQ(read("2015-03-08 03:00", new_york()), "2015-03-08T03:00:00-04:00");
}

TEST(WallTime, IsTheEarlierOneWhenTheClocksShowItTwice) {
  EXPECT_EQ(read("2015-11-01 01:30", new_york()), "2015-11-01T01:30:00-04:00");
  EXPECT_EQ(read("2015-11-01 01:30-05:00", new_york()), "2015-11-01T01:30:00-05:00");
}

TEST(WallTime, IsShownWithItsWeekdayAndOffset) {
  const auto shown = [](std::string_view text) {
    return time_text(*read_time(text, shanghai()), shanghai());
  };
  EXPECT_EQ(shown("2026-02-13 17:50"), "2026-02-13 Fri 17:50 +08:00");
  EXPECT_EQ(shown("2026-02-15 00:00:07"), "2026-02-15 Sun 00:00:07 +08:00");
}

TEST(WallTime, ShowsSpansInHours) {
  EXPECT_EQ(span_text(Milliseconds{0}), "-");
  EXPECT_EQ(span_text(minutes{10}), "10m");
  EXPECT_EQ(span_text(hours{3} + minutes{50}), "3h 50m");
  EXPECT_EQ(span_text(hours{40} + seconds{1}), "40h 1s");
}

}  // namespace whistle::app::wall_time_test
