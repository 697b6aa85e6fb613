#include "adapters/replay/rows.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::replay::rows_test {

using hotline::parse_instant;

hotline::GoodRow row_at(const char* instant) {
  hotline::GoodRow row;
  row.complaint.set_occurred_at_ms(*parse_instant(instant));
  return row;
}

Rows boston() {
  Rows rows;
  rows.local = LocalTime(*hotline::Zone::find("America/New_York"));
  rows.from_export = true;
  rows.rows = {row_at("2015-03-07T13:00:00Z"), row_at("2015-03-09T13:00:00Z")};
  return rows;
}

TEST(Stretch, CoversTheDaysOfTheFeed) {
  const auto stretch = stretch_of(boston(), "", "");
  ASSERT_TRUE(stretch);
  EXPECT_EQ(stretch->from_ms, parse_instant("2015-03-07T05:00:00Z"));
  // The clocks were set forward on the 8th.
  EXPECT_EQ(stretch->to_ms, parse_instant("2015-03-10T04:00:00Z"));
}

TEST(Stretch, GivesAFeedThatIsNoExportOneDayMore) {
  Rows rows;
  rows.local = LocalTime(8 * hotline::kHourMs);
  rows.rows = {row_at("2026-03-11T00:07:02+08:00"), row_at("2026-03-11T23:48:19+08:00")};
  const auto stretch = stretch_of(rows, "", "");
  ASSERT_TRUE(stretch);
  EXPECT_EQ(stretch->from_ms, parse_instant("2026-03-11T00:00:00+08:00"));
  EXPECT_EQ(stretch->to_ms, parse_instant("2026-03-13T00:00:00+08:00"));
}

TEST(Stretch, IncludesItsLastDay) {
  const auto stretch = stretch_of(boston(), "2015-03-08", "2015-03-08");
  ASSERT_TRUE(stretch);
  EXPECT_EQ(stretch->to_ms - stretch->from_ms, 23 * hotline::kHourMs);
}

TEST(Stretch, IsNothingWhenTheDatesAreWrong) {
  EXPECT_FALSE(stretch_of(boston(), "2015-03-09", "2015-03-08"));
  EXPECT_FALSE(stretch_of(boston(), "2015-02-30", ""));
  EXPECT_FALSE(stretch_of(Rows{}, "", ""));
}

TEST(LoadRows, FindsTheFeedOfThePackAndWhatItSays) {
  const auto loaded = load_rows({SOURCE_DIR "/config/cities/boston/", "", "", false});
  for (const auto& problem : loaded.problems) ADD_FAILURE() << to_text(problem);
  EXPECT_EQ(loaded.source, "boston");
  EXPECT_EQ(loaded.rows.rows.size(), 2405U);
  EXPECT_TRUE(loaded.rows.from_export);
  EXPECT_TRUE(loaded.rows.compares);
  const auto stretch = stretch_of(loaded.rows, "", "");
  ASSERT_TRUE(stretch);
  EXPECT_EQ(loaded.rows.local.text(stretch->from_ms), "2015-03-09 00:00");
  EXPECT_EQ(loaded.rows.local.text(stretch->to_ms), "2015-03-16 00:00");
}

TEST(LoadRows, ReadsTheOffsetOfAJsonFeed) {
  const auto loaded = load_rows({SOURCE_DIR "/config/cities/changtai", "", "", false});
  for (const auto& problem : loaded.problems) ADD_FAILURE() << to_text(problem);
  EXPECT_FALSE(loaded.rows.from_export);
  EXPECT_FALSE(loaded.rows.compares);
  ASSERT_FALSE(loaded.rows.rows.empty());
  const std::int64_t first_ms = loaded.rows.rows.front().complaint.occurred_at_ms();
  EXPECT_EQ(loaded.rows.local.to_wall_ms(first_ms) - first_ms, 8 * hotline::kHourMs);
}

TEST(LoadRows, SaysWhatIsMissing) {
  const auto loaded = load_rows({SOURCE_DIR "/config/base", "", "", false});
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(to_text(loaded.problems[0]),
            SOURCE_DIR "/config/base/feed: no feed here; name one with --feed");
}

}  // namespace whistle::replay::rows_test
