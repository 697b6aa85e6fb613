#include <gtest/gtest.h>

#include "engine/policy/policy.h"
#include "engine/policy/rounds.h"
#include "tests/policy/sample_book.h"

namespace whistle::policy::duties_test {

using calendar::day;
using calendar::wall;

constexpr Milliseconds kMoment{1};

Timestamp china(std::string_view text) { return calendar::shanghai().to_instant(wall(text)); }

DutyRule every(std::uint16_t days, std::uint16_t months) {
  DutyRule rule;
  rule.days = days;
  rule.months = months;
  return rule;
}
DutyRule days(std::uint16_t count) { return every(count, 0); }
DutyRule months(std::uint16_t count) { return every(0, count); }

// The end of the round that contains the instant, on the wall in China.
std::string end_of(const DutyRule& rule, Timestamp at) {
  return calendar::shown(calendar::shanghai(), Policy(sample_book()).round_end(rule, at));
}
std::string end_of(const DutyRule& rule, std::string_view at) { return end_of(rule, china(at)); }

DutyRule named(const char* code, CareTier care, const char* rule) {
  DutyRule made;
  made.code = {code};
  made.care = care;
  made.rule = {rule};
  return made;
}

TEST(Duty, IsThatOfTheCareTierElseThatForAll) {
  RuleBook book = sample_book();
  book.duties = {named("visit", CareTier::None, "all"), named("visit", CareTier::Red, "red"),
                 named("patrol", CareTier::None, "patrol"), named("meal", CareTier::Blue, "meal")};
  const Policy policy(std::move(book));

  EXPECT_EQ(policy.duty({"visit"}, CareTier::Red)->rule.value, "red");
  EXPECT_EQ(policy.duty({"visit"}, CareTier::Blue)->rule.value, "all");
  EXPECT_EQ(policy.duty({"visit"}, CareTier::None)->rule.value, "all");
  EXPECT_EQ(policy.duty({"patrol"}, CareTier::Red)->rule.value, "patrol");
  EXPECT_EQ(policy.duty({"meal"}, CareTier::Red), nullptr);
  EXPECT_EQ(policy.duty({"meal"}, CareTier::None), nullptr);
  EXPECT_EQ(policy.duty({"nothing"}, CareTier::None), nullptr);
}

TEST(RoundEnd, OfADayIsTheNextMidnight) {
  EXPECT_EQ(end_of(days(1), "2026-03-09 00:00"), "2026-03-10 00:00");
  EXPECT_EQ(end_of(days(1), "2026-03-09 12:00"), "2026-03-10 00:00");
  EXPECT_EQ(end_of(days(1), china("2026-03-10 00:00") - kMoment), "2026-03-10 00:00");
  EXPECT_EQ(end_of(days(1), "2026-03-10 00:00"), "2026-03-11 00:00");
}

TEST(RoundEnd, OfAWeekIsMonday) {
  // 2026-03-09 is a Monday.
  EXPECT_EQ(end_of(days(7), "2026-03-09 00:00"), "2026-03-16 00:00");
  EXPECT_EQ(end_of(days(7), china("2026-03-09 00:00") - kMoment), "2026-03-09 00:00");
  EXPECT_EQ(end_of(days(7), "2026-03-15 23:59:59"), "2026-03-16 00:00");
  EXPECT_EQ(end_of(days(7), "2024-01-01 00:00"), "2024-01-08 00:00");
}

TEST(RoundEnd, OfSeveralWeeksCountsFromTheFirstMondayOf2024) {
  EXPECT_EQ(end_of(days(14), "2024-01-01 00:00"), "2024-01-15 00:00");
  EXPECT_EQ(end_of(days(14), china("2024-01-15 00:00") - kMoment), "2024-01-15 00:00");
  EXPECT_EQ(end_of(days(14), "2024-01-15 00:00"), "2024-01-29 00:00");
  // 798 days are 57 fortnights.
  EXPECT_EQ(end_of(days(14), "2026-03-08 12:00"), "2026-03-09 00:00");
  EXPECT_EQ(end_of(days(14), "2026-03-09 12:00"), "2026-03-23 00:00");
}

TEST(RoundEnd, OfMonthsIsTheFirstOfAMonth) {
  EXPECT_EQ(end_of(months(1), "2026-02-01 00:00"), "2026-03-01 00:00");
  EXPECT_EQ(end_of(months(1), china("2026-03-01 00:00") - kMoment), "2026-03-01 00:00");
  EXPECT_EQ(end_of(months(1), "2026-03-01 00:00"), "2026-04-01 00:00");
  EXPECT_EQ(end_of(months(1), "2026-12-31 12:00"), "2027-01-01 00:00");
  EXPECT_EQ(end_of(months(3), "2026-03-31 23:59"), "2026-04-01 00:00");
  EXPECT_EQ(end_of(months(3), "2026-04-01 00:00"), "2026-07-01 00:00");
  EXPECT_EQ(end_of(months(6), "2026-06-30 12:00"), "2026-07-01 00:00");
  EXPECT_EQ(end_of(months(6), "2026-07-01 00:00"), "2027-01-01 00:00");
  EXPECT_EQ(end_of(months(12), "2026-01-01 00:00"), "2027-01-01 00:00");
}

TEST(RoundEnd, IsKnownBefore2024) {
  EXPECT_EQ(end_of(days(7), "2023-12-31 12:00"), "2024-01-01 00:00");
  EXPECT_EQ(end_of(days(7), "2023-12-25 00:00"), "2024-01-01 00:00");
  EXPECT_EQ(end_of(days(7), china("2023-12-25 00:00") - kMoment), "2023-12-25 00:00");
  EXPECT_EQ(end_of(months(3), "2023-12-31 12:00"), "2024-01-01 00:00");
  EXPECT_EQ(end_of(months(12), "1970-01-02 00:00"), "1971-01-01 00:00");
}

TEST(RoundEnd, IsMidnightOnTheWallWhereTheClocksChange) {
  RuleBook book = sample_book();
  book.default_calendar = 1;  // Boston
  const Policy policy(std::move(book));
  const auto end = [&](std::string_view at) {
    return calendar::shown(calendar::new_york(),
                           policy.round_end(days(1), calendar::new_york().to_instant(wall(at))));
  };

  // The day the clocks go forward has 23 hours, the day they go back 25.
  EXPECT_EQ(end("2015-03-08 00:30"), "2015-03-09 00:00");
  EXPECT_EQ(end("2015-03-08 23:30"), "2015-03-09 00:00");
  EXPECT_EQ(end("2015-11-01 00:30"), "2015-11-02 00:00");
  EXPECT_EQ(end("2015-11-01 23:30"), "2015-11-02 00:00");
}

// Where the clocks go back at midnight, the day before comes back for an hour.
TEST(RoundEnd, IsTheLaterOfTwoMidnights) {
  using std::chrono::hours;
  calendar::CalendarRules rules = calendar::chinese_office_rules();
  const Timestamp back{wall("2026-03-10 00:00").time_since_epoch()};  // shown as 2026-03-09 23:00
  rules.zone = calendar::TimeZone("Test/Midnight", hours{0}, {{back, -hours{1}}});
  RuleBook book = sample_book();
  book.calendars[0] = calendar::made(std::move(rules));
  const Policy policy(std::move(book));

  EXPECT_EQ(policy.round_end(days(1), back - kMoment), back + hours{1});
  EXPECT_EQ(policy.round_end(days(1), back), back + hours{1});
  EXPECT_EQ(policy.round_end(days(1), back + hours{1} - kMoment), back + hours{1});
  EXPECT_EQ(policy.round_end(days(1), back + hours{1}), back + hours{25});
}

TEST(RoundEnd, FollowsTheOneBeforeWithoutAGap) {
  const Policy policy(sample_book());
  for (const DutyRule& rule : {days(1), days(7), days(10), months(1), months(4)}) {
    Timestamp at = china("2025-12-30 07:00");
    for (int round = 0; round < 40; ++round) {
      const Timestamp end = policy.round_end(rule, at);
      ASSERT_GT(end, at);
      ASSERT_EQ(policy.round_end(rule, end - kMoment), end);
      at = end;
    }
  }
}

TEST(Rounds, AreNumberedFromTheBeginningOf2024) {
  const Rounds weeks = Rounds::of_days(7);
  const Rounds quarters = Rounds::of_months(3);

  EXPECT_EQ(weeks.index_of(day("2024-01-07")), 0);
  EXPECT_EQ(weeks.index_of(day("2024-01-08")), 1);
  EXPECT_EQ(weeks.index_of(day("2023-12-31")), -1);
  EXPECT_EQ(weeks.first_day(-1), day("2023-12-25"));
  EXPECT_EQ(quarters.index_of(day("2024-03-31")), 0);
  EXPECT_EQ(quarters.index_of(day("2024-04-01")), 1);
  EXPECT_EQ(quarters.index_of(day("2023-10-01")), -1);
  EXPECT_EQ(quarters.index_of(day("2023-09-30")), -2);
  EXPECT_EQ(quarters.first_day(9), day("2026-04-01"));
}

TEST(Period, IsTheMonthInTheZoneOfTheDefaultCalendar) {
  const Policy policy(sample_book());

  EXPECT_EQ(policy.period_of(china("2026-03-01 00:00")), 202603U);
  EXPECT_EQ(policy.period_of(china("2026-03-01 00:00") - kMoment), 202602U);
  EXPECT_EQ(policy.period_of(china("2026-12-31 23:59")), 202612U);
}

Rota rota(const char* unit, std::string_view from, std::uint16_t days,
          std::vector<WorkerName> persons) {
  Rota made;
  made.unit = {unit};
  made.from = day(from);
  made.days = days;
  made.persons = std::move(persons);
  made.rule = {"rota:" + std::string(from)};
  return made;
}

Policy with(std::vector<Rota> rotas) {
  RuleBook book = sample_book();
  book.rotas = std::move(rotas);
  return Policy(std::move(book));
}

std::string turn(const Policy& policy, Timestamp at, const char* unit = "building") {
  const auto turn = policy.on_duty({unit}, at);
  return turn ? turn->person.value + " by " + turn->rule.value : "nobody";
}
std::string turn(const Policy& policy, std::string_view at, const char* unit = "building") {
  return turn(policy, china(at), unit);
}

TEST(OnDuty, ChangesAtMidnightAfterSoManyDays) {
  const Policy policy = with({rota("building", "2026-03-09", 7, {{"Chen"}, {"Lin"}, {"Wu"}})});

  EXPECT_EQ(turn(policy, "2026-03-09 00:00"), "Chen by rota:2026-03-09");
  EXPECT_EQ(turn(policy, china("2026-03-16 00:00") - kMoment), "Chen by rota:2026-03-09");
  EXPECT_EQ(turn(policy, "2026-03-16 00:00"), "Lin by rota:2026-03-09");
  EXPECT_EQ(turn(policy, "2026-03-29 12:00"), "Wu by rota:2026-03-09");
  EXPECT_EQ(turn(policy, "2026-03-30 00:00"), "Chen by rota:2026-03-09") << "in turn again";
}

TEST(OnDuty, IsNobodyBeforeTheRosterBeginsOrWithoutOne) {
  const Policy policy = with({rota("building", "2026-03-09", 7, {{"Chen"}})});

  EXPECT_EQ(turn(policy, china("2026-03-09 00:00") - kMoment), "nobody");
  EXPECT_EQ(turn(policy, "2026-03-09 00:00", "compound"), "nobody");
  EXPECT_EQ(turn(policy, "2026-03-09 00:00", ""), "nobody");
}

TEST(OnDuty, FollowsTheRosterThatBeganLast) {
  const Policy policy = with({rota("building", "2026-04-01", 1, {{"Xu"}, {"Yang"}}),
                              rota("building", "2026-03-09", 7, {{"Chen"}, {"Lin"}})});

  EXPECT_EQ(turn(policy, china("2026-04-01 00:00") - kMoment), "Lin by rota:2026-03-09");
  EXPECT_EQ(turn(policy, "2026-04-01 00:00"), "Xu by rota:2026-04-01");
  EXPECT_EQ(turn(policy, "2026-04-02 00:00"), "Yang by rota:2026-04-01");
}

}  // namespace whistle::policy::duties_test
