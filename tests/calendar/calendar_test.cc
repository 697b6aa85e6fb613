#include "engine/calendar/calendar.h"

#include <gmock/gmock.h>

#include "tests/calendar/sample_calendars.h"

namespace whistle::calendar::calendar_test {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;

const Calendar& chinese_office() {
  static const Calendar office = made(chinese_office_rules());
  return office;
}

const Calendar& boston_office() {
  static const Calendar office = made(boston_office_rules());
  return office;
}

std::string opens(const Calendar& calendar, std::string_view local) {
  return shown(calendar.rules().zone, calendar.next_open(at(calendar, local)));
}

std::string added(const Calendar& calendar, std::string_view start, Milliseconds budget) {
  return shown(calendar.rules().zone, calendar.add(at(calendar, start), budget));
}

Milliseconds worked(const Calendar& calendar, std::string_view from, std::string_view until) {
  return calendar.worked(at(calendar, from), at(calendar, until));
}

TEST(Calendar, TellsWhenItIsOpen) {
  // From Friday noon to Monday noon; what is begun is told whole, the weekend is not.
  const auto open = chinese_office().open_between(at(chinese_office(), "2026-03-06 11:00"),
                                                  at(chinese_office(), "2026-03-09 09:00"));
  const auto text = [](Timestamp instant) { return shown(chinese_office().rules().zone, instant); };
  ASSERT_EQ(open.size(), 3U);
  EXPECT_EQ(text(open[0].from) + " " + text(open[0].until), "2026-03-06 08:00 2026-03-06 12:00");
  EXPECT_EQ(text(open[2].from), "2026-03-09 08:00");
  Milliseconds sum{};
  for (const auto& each : open) sum += each.until - each.from;
  EXPECT_EQ(sum, chinese_office().worked(open.front().from, open.back().until));
  EXPECT_TRUE(chinese_office().open_between(open[0].until, open[0].until).empty());
}

// The values of the MIT calendar that the rules were taken from.
TEST(Calendar, AgreesWithTheChineseOracle) {
  EXPECT_EQ(due(chinese_office(), "2026-02-13 17:50", "4wh"), "2026-02-14 11:50");
  EXPECT_EQ(due(chinese_office(), "2026-02-13 17:50", "12wh"), "2026-02-24 11:50");
  EXPECT_EQ(due(chinese_office(), "2026-02-13 17:50", "5wd"), "2026-02-27 17:50");
  EXPECT_EQ(due(chinese_office(), "2025-09-30 16:00", "1wd"), "2025-10-09 16:00");
  EXPECT_EQ(due(chinese_office(), "2026-05-08 17:00", "2wh"), "2026-05-09 09:00");
  EXPECT_EQ(due(chinese_office(), "2026-01-03 09:00", "4wh"), "2026-01-04 12:00");
  EXPECT_EQ(due(chinese_office(), "2026-03-06 13:00", "1wh"), "2026-03-06 15:00");
  EXPECT_EQ(due(chinese_office(), "2026-09-18 18:00", "1wh"), "2026-09-20 09:00");
  EXPECT_EQ(due(chinese_office(), "2026-02-16 23:00", "2h"), "2026-02-17 01:00");
}

TEST(Calendar, LandsAtClosingTimeOrAtTheNextOpening) {
  CalendarRules rules = chinese_office_rules();
  rules.landing = Landing::Opening;
  const Calendar opening = made(std::move(rules));

  EXPECT_EQ(due(chinese_office(), "2026-03-06 08:00", "4wh"), "2026-03-06 12:00");
  EXPECT_EQ(due(opening, "2026-03-06 08:00", "4wh"), "2026-03-06 14:00");
  EXPECT_EQ(due(chinese_office(), "2026-03-06 08:00", "1wd"), "2026-03-06 18:00");
  EXPECT_EQ(due(opening, "2026-03-06 08:00", "1wd"), "2026-03-09 08:00");
  // One millisecond less is the same instant either way.
  const Milliseconds nearly = hours{4} - Milliseconds{1};
  EXPECT_EQ(added(chinese_office(), "2026-03-06 08:00", nearly), "2026-03-06 11:59:59+999ms");
  EXPECT_EQ(added(opening, "2026-03-06 08:00", nearly), "2026-03-06 11:59:59+999ms");
}

// Requests and targets of Boston's 311 export, January to March 2015 (City of Boston open data,
// public domain). 19 January and 16 February are holidays; the clocks change on 8 March.
TEST(Calendar, MeetsTheTargetsOfBoston) {
  EXPECT_EQ(due(boston_office(), "2015-01-01 00:25:23", "10wd"), "2015-01-16 08:30");
  EXPECT_EQ(due(boston_office(), "2015-01-01 17:39:47", "10wd"), "2015-01-16 08:30");
  EXPECT_EQ(due(boston_office(), "2015-01-02 07:02:34", "10wd"), "2015-01-16 08:30");
  EXPECT_EQ(due(boston_office(), "2015-01-02 09:08:46", "10wd"), "2015-01-16 09:08:46");
  EXPECT_EQ(due(boston_office(), "2015-01-02 17:46:06", "10wd"), "2015-01-20 08:30");
  EXPECT_EQ(due(boston_office(), "2015-01-16 16:42:04", "10wd"), "2015-02-02 16:42:04");
  EXPECT_EQ(due(boston_office(), "2015-02-13 06:07:31", "10wd"), "2015-03-02 08:30");
  EXPECT_EQ(due(boston_office(), "2015-03-05 14:04:43", "10wd"), "2015-03-19 14:04:43");
  EXPECT_EQ(due(boston_office(), "2015-03-07 10:12:44", "10wd"), "2015-03-23 08:30");
  EXPECT_EQ(due(boston_office(), "2015-02-20 15:56:31", "30d"), "2015-03-22 15:56:31");
}

TEST(Calendar, LandsInBostonAtTheOpeningAfterTenFullDays) {
  CalendarRules rules = boston_office_rules();
  rules.landing = Landing::Closing;

  EXPECT_EQ(due(boston_office(), "2015-01-02 08:30", "10wd"), "2015-01-16 08:30");
  EXPECT_EQ(due(made(std::move(rules)), "2015-01-02 08:30", "10wd"), "2015-01-15 17:00");
}

TEST(Calendar, EndsAtTheEndOfTheNthWorkingDayAfterTheDayOfIntake) {
  EXPECT_EQ(due(chinese_office(), "2026-03-02 09:00", "1wd-end"), "2026-03-03 18:00");
  EXPECT_EQ(due(chinese_office(), "2026-03-02 09:00", "5wd-end"), "2026-03-09 18:00");
  // Before and after hours it is still the day of intake.
  EXPECT_EQ(due(chinese_office(), "2026-03-02 00:00", "1wd-end"), "2026-03-03 18:00");
  EXPECT_EQ(due(chinese_office(), "2026-03-02 23:59:59", "1wd-end"), "2026-03-03 18:00");
  // A day off is left out like any other day of intake: Monday is the first working day after it.
  EXPECT_EQ(due(chinese_office(), "2026-03-06 20:00", "1wd-end"), "2026-03-09 18:00");
  EXPECT_EQ(due(chinese_office(), "2026-03-07 10:00", "1wd-end"), "2026-03-09 18:00");
  EXPECT_EQ(due(chinese_office(), "2026-03-08 23:00", "1wd-end"), "2026-03-09 18:00");
  // Over the Spring Festival, with make-up Saturdays on both sides.
  EXPECT_EQ(due(chinese_office(), "2026-02-13 17:50", "1wd-end"), "2026-02-14 18:00");
  EXPECT_EQ(due(chinese_office(), "2026-02-13 17:50", "6wd-end"), "2026-02-28 18:00");
}

TEST(Calendar, EndsWorkingDaysAtClosingTimeWhateverTheLanding) {
  EXPECT_EQ(due(boston_office(), "2015-01-02 08:30", "1wd-end"), "2015-01-05 17:00");
}

TEST(Calendar, CountsTheHoursThatAPartialClosureLeaves) {
  CalendarRules rules = boston_office_rules();
  rules.exceptions[day("2015-01-27")] = {};
  rules.exceptions[day("2015-01-28")] = {from_to("10:00", "17:00")};
  rules.exceptions[day("2015-01-29")] = {from_to("08:30", "12:00")};
  const Calendar snow = made(std::move(rules));

  EXPECT_EQ(opens(snow, "2015-01-26 17:00"), "2015-01-28 10:00");
  EXPECT_EQ(worked(snow, "2015-01-26 00:00", "2015-01-30 00:00"),
            minutes{510} + hours{7} + minutes{210});
  // A working day is worth 510 minutes on short days too: 420 on Wednesday, 90 on Thursday.
  EXPECT_EQ(due(snow, "2015-01-26 17:00", "1wd"), "2015-01-29 10:00");
  EXPECT_EQ(due(snow, "2015-01-28 15:00", "1wd-end"), "2015-01-29 12:00");
}

TEST(Calendar, KnowsWhenItIsOpen) {
  const auto open = [](std::string_view local) {
    return chinese_office().is_open(at(chinese_office(), local));
  };

  EXPECT_FALSE(open("2026-03-06 07:59:59"));
  EXPECT_TRUE(open("2026-03-06 08:00"));
  EXPECT_TRUE(open("2026-03-06 11:59:59"));
  EXPECT_FALSE(open("2026-03-06 12:00"));
  EXPECT_TRUE(open("2026-02-14 09:00"));   // a Saturday made up
  EXPECT_FALSE(open("2026-02-16 09:00"));  // a Monday off
}

TEST(Calendar, FindsTheNextOpening) {
  EXPECT_EQ(opens(chinese_office(), "2026-03-06 09:17"), "2026-03-06 09:17");
  EXPECT_EQ(opens(chinese_office(), "2026-03-06 12:00"), "2026-03-06 14:00");
  EXPECT_EQ(opens(chinese_office(), "2026-02-14 18:00"), "2026-02-24 08:00");
}

TEST(Calendar, UsesUpABudgetOfZeroAtTheNextOpening) {
  EXPECT_EQ(added(chinese_office(), "2026-03-06 09:17", hours{0}), "2026-03-06 09:17");
  EXPECT_EQ(added(chinese_office(), "2026-03-06 18:00", hours{0}), "2026-03-09 08:00");
  EXPECT_EQ(added(boston_office(), "2015-01-02 17:00", hours{0}), "2015-01-05 08:30");
}

TEST(Calendar, WorksNothingInAnEmptyOrReversedSpan) {
  EXPECT_EQ(worked(chinese_office(), "2026-03-06 09:00", "2026-03-06 09:00"), hours{0});
  EXPECT_EQ(worked(chinese_office(), "2026-03-06 10:00", "2026-03-06 09:00"), hours{0});
  EXPECT_EQ(worked(chinese_office(), "2026-03-07 00:00", "2026-03-09 08:00"), hours{0});
}

TEST(Calendar, EndsWithTheCoveredDays) {
  EXPECT_EQ(opens(chinese_office(), "2026-12-31 17:59:59"), "2026-12-31 17:59:59");
  EXPECT_EQ(opens(chinese_office(), "2026-12-31 18:00"), "never");
  EXPECT_EQ(due(chinese_office(), "2026-12-31 08:00", "8wh"), "2026-12-31 18:00");
  EXPECT_EQ(due(chinese_office(), "2026-12-31 08:00", "9wh"), "never");
  EXPECT_EQ(due(chinese_office(), "2026-12-30 08:00", "1wd-end"), "2026-12-31 18:00");
  EXPECT_EQ(due(chinese_office(), "2026-12-30 08:00", "2wd-end"), "never");
  EXPECT_EQ(due(chinese_office(), "2026-12-31 08:00", "100000wd-end"), "never");
  // Continuous limits know no table, and a table that lands at openings ends one opening earlier.
  EXPECT_EQ(due(chinese_office(), "2026-12-31 23:00", "2h"), "2027-01-01 01:00");
  EXPECT_EQ(due(boston_office(), "2015-12-31 08:30", "1wd"), "never");
}

TEST(Calendar, CountsNothingBeforeTheCoveredDays) {
  EXPECT_EQ(worked(chinese_office(), "2024-12-02 00:00", "2025-01-02 09:00"), hours{1});
  EXPECT_EQ(due(chinese_office(), "2024-12-02 09:00", "1wh"), "2025-01-02 09:00");
}

TEST(Calendar, HasNoDueInstantAtTheEndOfTime) {
  for (const char* limit : {"1m", "1h", "1d", "100000d", "1wh", "1wd", "1wd-end"}) {
    EXPECT_EQ(chinese_office().due(kNever, limit_of(limit)), kNever) << limit;
  }
}

TEST(Calendar, CountsTheHoursThatPassWhenTheClocksChange) {
  const Calendar always = made(always_rules(new_york()));

  EXPECT_EQ(worked(always, "2015-03-08 00:00", "2015-03-09 00:00"), hours{23});
  EXPECT_EQ(worked(always, "2015-11-01 00:00", "2015-11-02 00:00"), hours{25});
  EXPECT_EQ(worked(always, "2015-06-01 00:00", "2015-06-02 00:00"), hours{24});
  // The same wall-clock time a day later, and 24 hours later.
  EXPECT_EQ(due(always, "2015-03-07 12:00", "1d"), "2015-03-08 12:00");
  EXPECT_EQ(due(always, "2015-03-07 12:00", "24h"), "2015-03-08 13:00");
  EXPECT_EQ(due(always, "2015-03-07 02:30", "1d"), "2015-03-08 03:00");
  EXPECT_EQ(due(always, "2015-10-31 12:00", "1d"), "2015-11-01 12:00");
  EXPECT_EQ(due(always, "2015-10-31 12:00", "24h"), "2015-11-01 11:00");
  EXPECT_EQ(due(always, "2015-10-31 12:00", "1wd"), "2015-11-01 11:00");
}

TEST(Calendar, LaysNightHoursAcrossTheGapAndTheRepeatedHour) {
  CalendarRules rules = always_rules(new_york());
  for (DayHours& each : rules.week) {
    each = {from_to("00:30", "01:30"), from_to("02:15", "02:45"), from_to("02:50", "04:00")};
  }
  const Calendar night = made(std::move(rules));

  // An ordinary night has 160 minutes. In spring 02:15 to 02:45 is skipped, and the last stretch
  // begins at 03:00. In autumn the first one runs until the second 01:30.
  EXPECT_EQ(worked(night, "2015-06-01 00:00", "2015-06-02 00:00"), minutes{160});
  EXPECT_EQ(worked(night, "2015-03-08 00:00", "2015-03-09 00:00"), minutes{120});
  EXPECT_EQ(worked(night, "2015-11-01 00:00", "2015-11-02 00:00"), minutes{220});
  EXPECT_EQ(opens(night, "2015-03-08 01:45"), "2015-03-08 03:00");
}

TEST(Calendar, CountsTimeOnceThatTwoStretchesClaim) {
  CalendarRules rules = always_rules(new_york());
  for (DayHours& each : rules.week) {
    each = {from_to("01:00", "01:15"), from_to("01:45", "02:00")};
  }
  const Calendar night = made(std::move(rules));

  EXPECT_EQ(worked(night, "2015-11-01 00:00", "2015-11-02 00:00"), hours{2});
}

TEST(Calendar, DoesNotCountADaySkippedByTheClocksAsAWorkingDay) {
  CalendarRules rules = always_rules(new_york());
  for (DayHours& each : rules.week) each = {from_to("02:15", "02:45")};
  const Calendar night = made(std::move(rules));

  EXPECT_EQ(due(night, "2015-03-07 12:00", "1wd-end"), "2015-03-09 02:45");
}

TEST(Calendar, TellsHowMuchTimeALimitIsWorth) {
  const Timestamp friday = at(chinese_office(), "2026-02-13 17:50");
  const auto budget = [friday](std::string_view limit) {
    return chinese_office().budget(friday, limit_of(limit));
  };

  EXPECT_EQ(budget("30m"), minutes{30});
  EXPECT_EQ(budget("2h"), hours{2});
  EXPECT_EQ(budget("15d"), hours{24 * 15});
  EXPECT_EQ(budget("4wh"), hours{4});
  EXPECT_EQ(budget("5wd"), hours{40});
  EXPECT_EQ(budget("2wd-end"), minutes{10} + hours{16});
  EXPECT_EQ(budget("1000wd-end"), Milliseconds::max());
}

TEST(Calendar, MeasuresInTheLimitsOwnWay) {
  const Timestamp friday = at(chinese_office(), "2026-03-06 17:00");
  const Timestamp monday = at(chinese_office(), "2026-03-09 09:00");

  EXPECT_EQ(chinese_office().elapsed(friday, monday, limit_of("1h")), hours{64});
  EXPECT_EQ(chinese_office().elapsed(friday, monday, limit_of("1wh")), hours{2});
  EXPECT_EQ(chinese_office().elapsed(monday, friday, limit_of("1h")), hours{0});
  EXPECT_EQ(chinese_office().elapsed(monday, friday, limit_of("1wh")), hours{0});
  EXPECT_EQ(chinese_office().after(friday, hours{2}, limit_of("1h")), friday + hours{2});
  EXPECT_EQ(chinese_office().after(friday, hours{2}, limit_of("1wh")), monday);
}

TEST(Calendar, RefusesACalendarWithoutWorkingTime) {
  CalendarRules rules = chinese_office_rules();
  rules.week = {};
  rules.exceptions.clear();

  const auto calendar = Calendar::make(rules);

  ASSERT_FALSE(calendar);
  EXPECT_EQ(calendar.error(), "calendar 'office': there is no working time");
  // One open minute is enough.
  rules.exceptions[day("2026-03-06")] = {from_to("08:00", "08:01")};
  EXPECT_TRUE(Calendar::make(rules));
  // But not on a day that is not covered.
  rules.last_day = day("2026-03-05");
  EXPECT_FALSE(Calendar::make(rules));
}

TEST(Calendar, RefusesHoursThatMakeNoSense) {
  const auto error_with = [](DayHours bad) {
    CalendarRules rules = chinese_office_rules();
    rules.exceptions[day("2026-03-06")] = std::move(bad);
    const auto calendar = Calendar::make(std::move(rules));
    return calendar ? "" : calendar.error();
  };

  EXPECT_EQ(error_with({from_to("00:00", "24:00")}), "");
  EXPECT_THAT(error_with({from_to("08:00", "08:00")}), HasSubstr("2026-03-06: hours end before"));
  EXPECT_THAT(error_with({from_to("08:00", "07:00")}), HasSubstr("end before"));
  EXPECT_THAT(error_with({from_to("08:00", "24:01")}), HasSubstr("after 24:00"));
  EXPECT_THAT(error_with({{-minutes{1}, hours{8}}}), HasSubstr("before 00:00"));
  EXPECT_THAT(error_with({from_to("08:00", "12:00"), from_to("12:00", "18:00")}),
              HasSubstr("not ascending or touch"));
  EXPECT_THAT(error_with({from_to("14:00", "18:00"), from_to("08:00", "12:00")}),
              HasSubstr("not ascending"));
}

TEST(Calendar, RefusesSpansAndWorkingDaysThatMakeNoSense) {
  CalendarRules rules = chinese_office_rules();
  rules.last_day = rules.first_day - std::chrono::days{1};
  EXPECT_FALSE(Calendar::make(rules));
  rules.last_day = rules.first_day + std::chrono::days{60 * 366};
  EXPECT_TRUE(Calendar::make(rules));
  rules.last_day += std::chrono::days{1};
  EXPECT_FALSE(Calendar::make(rules));

  rules = chinese_office_rules();
  rules.working_day = hours{0};
  EXPECT_FALSE(Calendar::make(rules));
  rules.working_day = hours{24};
  EXPECT_TRUE(Calendar::make(rules));
  rules.working_day += Milliseconds{1};
  EXPECT_FALSE(Calendar::make(rules));
}

}  // namespace whistle::calendar::calendar_test
