#include "adapters/scenario/times.h"

#include <gtest/gtest.h>

namespace whistle::scenario::times_test {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
// 2026-03-09T09:00+08:00.
constexpr std::int64_t kMonday = 1'773'018'000'000;

const Zone& shanghai() {
  static const Zone zone = *Zone::find("Asia/Shanghai");
  return zone;
}

std::int64_t after(const std::string& text, const Zone& zone = shanghai(),
                   std::int64_t before = kMonday) {
  const auto when = parse_when(text);
  EXPECT_TRUE(when) << text;
  return when ? instant_of(*when, zone, before) : 0;
}

TEST(Times, AreWrittenAsShortAsTheyCanBe) {
  EXPECT_EQ(local_text(shanghai(), kMonday), "2026-03-09 09:00");
  EXPECT_EQ(local_text(shanghai(), kMonday + 5'000), "2026-03-09 09:00:05");
  EXPECT_EQ(local_text(shanghai(), kMonday + 1), "2026-03-09 09:00:00.001");
  for (const std::int64_t ms : {kMonday, kMonday + 5'000, kMonday + 1}) {
    EXPECT_EQ(parse_local(shanghai(), local_text(shanghai(), ms)), ms);
  }
}

TEST(Times, AreReadAsSpansClocksDaysAndInstants) {
  EXPECT_EQ(after("+5m"), kMonday + 5 * kMinute);
  EXPECT_EQ(after("+5m 1s"), kMonday + 5 * kMinute + 1000);
  EXPECT_EQ(after("+2h30m"), kMonday + 2 * kHour + 30 * kMinute);
  EXPECT_EQ(after("+1ms"), kMonday + 1);
  EXPECT_EQ(after("+1d"), kMonday + kDay);
  EXPECT_EQ(after("+1d 2h"), kMonday + kDay + 2 * kHour);
  EXPECT_EQ(after("14:05"), kMonday + 5 * kHour + 5 * kMinute);
  EXPECT_EQ(after("08:00"), kMonday - kHour);
  EXPECT_EQ(after("+1d 08:30"), kMonday + kDay - 30 * kMinute);
  EXPECT_EQ(after("2026-03-10 08:30"), kMonday + kDay - 30 * kMinute);
  EXPECT_EQ(after("2026-03-10T08:30:00.001"), kMonday + kDay - 30 * kMinute + 1);
}

TEST(Times, CountDaysOnTheWall) {
  // 2026-03-07T12:00 in New York; the clocks go forward the night after.
  const Zone zone = *Zone::find("America/New_York");
  const std::int64_t noon = *parse_local(zone, "2026-03-07 12:00");
  EXPECT_EQ(after("+1d", zone, noon), noon + 23 * kHour);
  EXPECT_EQ(after("+24h", zone, noon), noon + kDay);
}

TEST(Times, RefuseWhatIsNone) {
  for (const char* text : {"", "+", "5m", "+5", "+m", "+5x", "25:00", "9:00", "+5m 08:30",
                           "2026-02-30 09:00", "2026-03-09", "+-5m", "+5m,", "soon"}) {
    EXPECT_FALSE(parse_when(text)) << text;
  }
}

}  // namespace whistle::scenario::times_test
