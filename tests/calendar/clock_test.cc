#include "engine/calendar/clock.h"

#include <gtest/gtest.h>

#include "tests/calendar/sample_calendars.h"

namespace whistle::calendar::clock_test {

using std::chrono::hours;
using std::chrono::minutes;

class Clock : public testing::Test {
 protected:
  Timestamp local(std::string_view text) const { return at(office_, text); }
  std::string shown_due(const ClockReading& clock, std::string_view since) const {
    return shown(office_.rules().zone, alarms_of(office_, clock, local(since), {}).due);
  }

  Calendar office_ = made(chinese_office_rules());
};

TEST_F(Clock, StartsWithAllItsTime) {
  const ClockReading clock = start_clock(office_, local("2026-03-06 17:00"), limit_of("5wd"));

  EXPECT_EQ(clock.limit, limit_of("5wd"));
  EXPECT_EQ(clock.granted, hours{40});
  EXPECT_EQ(clock.consumed, hours{0});
}

TEST_F(Clock, SetsItsAlarmsInTheLimitsOwnTime) {
  const Timestamp friday = local("2026-03-06 17:00");

  const auto working =
      alarms_of(office_, start_clock(office_, friday, limit_of("4wh")), friday, {0.75, 2.0});
  const auto continuous =
      alarms_of(office_, start_clock(office_, friday, limit_of("4h")), friday, {0.75, 2.0});

  EXPECT_EQ(working, (Alarms{local("2026-03-09 10:00"), local("2026-03-09 11:00"),
                             local("2026-03-09 17:00")}));
  EXPECT_EQ(continuous, (Alarms{friday + hours{3}, friday + hours{4}, friday + hours{8}}));
}

TEST_F(Clock, IsDueWhenTheCalendarSaysSo) {
  const Timestamp friday = local("2026-02-13 17:50");
  for (const char* text : {"30m", "2h", "15d", "4wh", "12wh", "5wd", "1wd-end", "5wd-end"}) {
    const Limit limit = limit_of(text);
    const ClockReading clock = start_clock(office_, friday, limit);

    EXPECT_EQ(alarms_of(office_, clock, friday, {}).due, office_.due(friday, limit)) << text;
  }
}

TEST_F(Clock, DoesNotRunWhilePaused) {
  // Two of four hours used up, then a week of waiting for somebody else.
  const ClockReading started = start_clock(office_, local("2026-03-02 08:00"), limit_of("4wh"));
  const ClockReading paused =
      pause_clock(office_, started, local("2026-03-02 08:00"), local("2026-03-02 10:00"));

  EXPECT_EQ(paused.consumed, hours{2});
  EXPECT_EQ(paused.granted, hours{4});
  EXPECT_EQ(shown_due(paused, "2026-03-09 17:00"), "2026-03-10 09:00");
}

TEST_F(Clock, LosesNothingByAPauseOverNight) {
  const ClockReading started = start_clock(office_, local("2026-03-02 17:00"), limit_of("4wh"));
  const ClockReading paused =
      pause_clock(office_, started, local("2026-03-02 17:00"), local("2026-03-02 20:00"));

  EXPECT_EQ(paused.consumed, hours{1});
  EXPECT_EQ(shown_due(started, "2026-03-02 17:00"), "2026-03-03 11:00");
  EXPECT_EQ(shown_due(paused, "2026-03-03 07:00"), "2026-03-03 11:00");
}

TEST_F(Clock, AddsUpItsStretches) {
  ClockReading clock = start_clock(office_, local("2026-03-02 08:00"), limit_of("60m"));
  for (int i = 0; i < 3; ++i) {
    clock = pause_clock(office_, clock, local("2026-03-02 08:00"), local("2026-03-02 08:15"));
  }

  EXPECT_EQ(clock.consumed, minutes{45});
  EXPECT_EQ(shown_due(clock, "2026-03-02 22:00"), "2026-03-02 22:15");
}

TEST_F(Clock, SoundsAtOnceWhatWasPassedBeforeThePause) {
  const Timestamp monday = local("2026-03-02 08:00");
  const ClockReading clock = pause_clock(office_, start_clock(office_, monday, limit_of("2wh")),
                                         monday, local("2026-03-02 11:00"));

  const Timestamp evening = local("2026-03-02 20:00");
  const Alarms alarms = alarms_of(office_, clock, evening, {0.75, 2.0});

  EXPECT_EQ(alarms, (Alarms{evening, evening, local("2026-03-03 09:00")}));
}

TEST_F(Clock, SoundsWhenItResumesWithNothingLeft) {
  const Timestamp morning = local("2026-03-02 08:00");
  const Timestamp evening = local("2026-03-02 20:00");
  const ClockReading clock = pause_clock(office_, start_clock(office_, morning, limit_of("8wh")),
                                         morning, local("2026-03-02 18:00"));

  EXPECT_EQ(alarms_of(office_, clock, evening, {}).due, evening);
}

TEST_F(Clock, KeepsItsDueInstantWhenPausedAndResumedAtThatInstant) {
  // Used up exactly at closing time: due then, or when the office opens again.
  CalendarRules rules = chinese_office_rules();
  rules.landing = Landing::Opening;
  const Calendar opening = made(std::move(rules));
  const Timestamp morning = local("2026-03-06 14:00");
  const Timestamp closing = local("2026-03-06 18:00");
  const ClockReading started = start_clock(office_, morning, limit_of("4wh"));

  EXPECT_EQ(alarms_of(office_, pause_clock(office_, started, morning, closing), closing, {}).due,
            closing);
  EXPECT_EQ(alarms_of(opening, pause_clock(opening, started, morning, closing), closing, {}).due,
            local("2026-03-09 08:00"));
}

TEST_F(Clock, EndsAWorkingDayAtClosingTimeWhateverTheLanding) {
  const Calendar boston = made(boston_office_rules());
  const Timestamp friday = at(boston, "2015-01-02 12:00");

  const ClockReading clock = start_clock(boston, friday, limit_of("1wd-end"));

  EXPECT_EQ(alarms_of(boston, clock, friday, {}).due, at(boston, "2015-01-05 17:00"));
}

TEST_F(Clock, NeverSoundsPastTheCoveredDays) {
  const Timestamp last = local("2026-12-30 08:00");

  const ClockReading days = start_clock(office_, last, limit_of("2wd-end"));
  const ClockReading time = start_clock(office_, last, limit_of("3wd"));

  EXPECT_EQ(alarms_of(office_, days, last, {}), Alarms{});
  EXPECT_EQ(alarms_of(office_, time, last, {0.5, 2.0}),
            (Alarms{local("2026-12-31 12:00"), kNever, kNever}));
}

TEST_F(Clock, RoundsSharesToTheMillisecond) {
  const Timestamp start = local("2026-03-06 08:00");

  const Alarms alarms =
      alarms_of(office_, start_clock(office_, start, limit_of("1m")), start, {1.0 / 3.0, 1.5});

  EXPECT_EQ(alarms.due_soon, start + Milliseconds{20'000});
  EXPECT_EQ(alarms.far_overdue, start + Milliseconds{90'000});
}

}  // namespace whistle::calendar::clock_test
