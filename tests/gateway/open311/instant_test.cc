#include "adapters/gateway/open311/instant.h"

#include <gtest/gtest.h>

namespace whistle::gateway::open311::instant_test {

constexpr std::int64_t kNoon = 1'772'366'400'000;  // 2026-03-01T12:00:00Z

TEST(Instant, IsReadInEveryZone) {
  for (const char* text :
       {"2026-03-01T12:00:00Z", "2026-03-01T20:00:00+08:00", "2026-03-01T07:00:00-05:00",
        "2026-03-01T20:00:00 08:00", "2026-03-01T20:00:00+0800", "2026-03-01T12:00:00",
        "2026-03-01T12:00Z", "2026-03-01 12:00:00Z", "2026-03-01T12:00:00.000Z"}) {
    EXPECT_EQ(read_instant(text), kNoon) << text;
  }
  EXPECT_EQ(read_instant("2026-03-01T12:00:00.1239Z"), kNoon + 123);
  EXPECT_EQ(read_instant("2026-03-01"), kNoon - 12 * 60 * 60 * 1000);
}

TEST(Instant, IsRefusedWhenItIsNone) {
  for (const char* text :
       {"", "yesterday", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-01T24:00:00Z",
        "2026-03-01T12:60:00Z", "2026-03-01T12:00:00.Z", "2026-03-01T12:00:00X",
        "2026-03-01T12:00:00Zx", "0026-03-01T12:00:00Z", "-026-03-01", "2026-3-1",
        "2026-03-01T12:00:00+15:00", "99999999999999999999"}) {
    EXPECT_FALSE(read_instant(text)) << text;
  }
}

TEST(Instant, IsWrittenInWholeSecondsOfUtc) {
  EXPECT_EQ(write_instant(kNoon + 999), "2026-03-01T12:00:00Z");
  EXPECT_EQ(write_instant(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(read_instant(write_instant(kNoon)), kNoon);
}

}  // namespace whistle::gateway::open311::instant_test
