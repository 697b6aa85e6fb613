#include <gtest/gtest.h>

#include "engine/policy/policy.h"
#include "tests/policy/sample_book.h"

namespace whistle::policy::limits_test {

using calendar::day;
using calendar::limit_of;
using calendar::wall;

// One row in the words of the table; `-` grants no limit.
LimitRule row(const char* rule, Stage stage, std::optional<Severity> severity, const char* category,
              const char* condition, std::string_view limit) {
  LimitRule row;
  row.stage = stage;
  row.severity = severity;
  row.category = {category};
  row.condition = {condition};
  if (limit != "-") row.limit = limit_of(limit);
  row.rule = {rule};
  return row;
}

LimitRule dated(LimitRule row, std::string_view from, std::string_view until) {
  if (!from.empty()) row.from = day(from);
  if (!until.empty()) row.until = day(until);
  return row;
}

Policy with(std::vector<LimitRule> limits) {
  RuleBook book = sample_book();
  book.limits = std::move(limits);
  return Policy(std::move(book));
}

struct Asked {
  Stage stage{Stage::Sign};
  Severity severity{Severity::Blue};
  const char* category{"leak"};
  const char* condition{""};
  std::string_view received{"2026-03-02 09:00"};  // in China
};

// The rule that speaks and what it grants, or "nothing".
std::string granted(const Policy& policy, const Asked& asked) {
  const auto limit = policy.limit({asked.stage,
                                   asked.severity,
                                   {asked.category},
                                   {asked.condition},
                                   calendar::shanghai().to_instant(wall(asked.received))});
  return limit ? limit->rule.value + " " + to_text(limit->limit) : "nothing";
}

constexpr auto kBlue = Severity::Blue;
constexpr auto kYellow = Severity::Yellow;

TEST(Limits, GrantNothingWithoutARow) {
  EXPECT_EQ(granted(with({}), {}), "nothing");
  EXPECT_EQ(granted(with({row("contact", Stage::Contact, {}, "", "", "1h")}), {}), "nothing");
  EXPECT_EQ(granted(with({row("yellow", Stage::Sign, kYellow, "", "", "1h")}), {}), "nothing");
  EXPECT_EQ(granted(with({row("other", Stage::Sign, {}, "other", "", "1h")}), {}), "nothing");
  EXPECT_EQ(granted(with({row("broken", Stage::Sign, {}, "", "broken", "1h")}), {}), "nothing");
}

TEST(Limits, PreferConditionToCategoryToColourToAny) {
  const LimitRule any = row("any", Stage::Sign, {}, "", "", "1h");
  const LimitRule colour = row("colour", Stage::Sign, kBlue, "", "", "2h");
  const LimitRule category = row("category", Stage::Sign, {}, "leak", "", "3h");
  const LimitRule both = row("category+colour", Stage::Sign, kBlue, "leak", "", "4h");
  const LimitRule condition = row("condition", Stage::Sign, {}, "", "burst", "5h");
  const LimitRule exact = row("category+condition", Stage::Sign, {}, "leak", "burst", "6h");
  const Asked asked{.condition = "burst"};

  EXPECT_EQ(granted(with({any}), asked), "any 1h");
  EXPECT_EQ(granted(with({any, colour}), asked), "colour 2h");
  EXPECT_EQ(granted(with({any, colour, category}), asked), "category 3h");
  EXPECT_EQ(granted(with({any, colour, category, both}), asked), "category+colour 4h");
  EXPECT_EQ(granted(with({any, colour, category, both, condition}), asked), "condition 5h");
  EXPECT_EQ(granted(with({any, colour, category, both, condition, exact}), asked),
            "category+condition 6h");
  // The order of the rows does not matter.
  EXPECT_EQ(granted(with({exact, condition, both, category, colour, any}), asked),
            "category+condition 6h");
}

TEST(Limits, LeaveOtherConditionsToTheCategory) {
  const Policy policy = with({row("category", Stage::Sign, {}, "leak", "", "3h"),
                              row("burst", Stage::Sign, {}, "leak", "burst", "6h")});

  EXPECT_EQ(granted(policy, {.condition = "burst"}), "burst 6h");
  EXPECT_EQ(granted(policy, {.condition = "drip"}), "category 3h");
  EXPECT_EQ(granted(policy, {}), "category 3h");
}

TEST(Limits, MayBeExplicitlyNone) {
  const Policy policy = with({row("colour", Stage::Sign, kBlue, "", "", "2h"),
                              row("none", Stage::Sign, {}, "leak", "", "-")});

  EXPECT_EQ(granted(policy, {}), "nothing");
  EXPECT_EQ(granted(policy, {.category = "routine"}), "colour 2h");
}

TEST(Limits, KnowCasesWithoutACategory) {
  const Policy policy = with({row("colour", Stage::Sign, kBlue, "", "", "2h"),
                              row("category", Stage::Sign, {}, "leak", "", "3h")});

  EXPECT_EQ(granted(policy, {.category = ""}), "colour 2h");
}

TEST(Limits, HoldFromTheirFirstLocalDayToTheirLast) {
  const Policy policy =
      with({dated(row("spring", Stage::Sign, {}, "", "", "1h"), "2026-03-01", "2026-05-31")});

  EXPECT_EQ(granted(policy, {.received = "2026-02-28 23:59:59"}), "nothing");
  EXPECT_EQ(granted(policy, {.received = "2026-03-01 00:00"}), "spring 1h");
  EXPECT_EQ(granted(policy, {.received = "2026-05-31 23:59:59"}), "spring 1h");
  EXPECT_EQ(granted(policy, {.received = "2026-06-01 00:00"}), "nothing");
}

TEST(Limits, MayBeOpenAtEitherEnd) {
  const Policy policy = with({dated(row("old", Stage::Sign, {}, "", "", "1h"), "", "2026-02-28"),
                              dated(row("new", Stage::Sign, {}, "", "", "2h"), "2026-03-01", "")});

  EXPECT_EQ(granted(policy, {.received = "2001-01-01 00:00"}), "old 1h");
  EXPECT_EQ(granted(policy, {.received = "2026-02-28 23:59:59"}), "old 1h");
  EXPECT_EQ(granted(policy, {.received = "2026-03-01 00:00"}), "new 2h");
}

TEST(Limits, PreferDatedRowsAndTheNewerOfTwo) {
  const LimitRule undated = row("undated", Stage::Sign, {}, "", "", "1h");
  const LimitRule winter =
      dated(row("winter", Stage::Sign, {}, "", "", "2h"), "2026-01-01", "2026-12-31");
  const LimitRule march =
      dated(row("march", Stage::Sign, {}, "", "", "3h"), "2026-03-01", "2026-03-31");

  EXPECT_EQ(granted(with({undated, winter, march}), {}), "march 3h");
  EXPECT_EQ(granted(with({march, winter, undated}), {}), "march 3h");
  EXPECT_EQ(granted(with({march, undated}), {}), "march 3h");
  // A date does not make a row more specific than a colour does.
  EXPECT_EQ(granted(with({march, row("colour", Stage::Sign, kBlue, "", "", "4h")}), {}),
            "colour 4h");
}

TEST(Limits, ReadDatesInTheZoneOfTheRowsCalendar) {
  LimitRule boston = dated(row("boston", Stage::Sign, {}, "", "", "1h"), "2015-02-16", "");
  boston.calendar = 1;
  const Policy policy = with({boston});

  // Midnight in Boston is one in the afternoon in China.
  EXPECT_EQ(granted(policy, {.received = "2015-02-16 12:59:59"}), "nothing");
  EXPECT_EQ(granted(policy, {.received = "2015-02-16 13:00"}), "boston 1h");
}

TEST(Limits, ToResolveKeepTheColoursPromiseUnlessTheCategoryEndsSooner) {
  const LimitRule colour = row("colour", Stage::Resolve, kYellow, "", "", "72h");
  const auto asked = Asked{.stage = Stage::Resolve, .severity = kYellow};
  const auto with_category = [&](std::string_view limit) {
    return with({colour, row("category", Stage::Resolve, {}, "leak", "", limit)});
  };

  EXPECT_EQ(granted(with_category("71h"), asked), "category 71h");
  EXPECT_EQ(granted(with_category("72h"), asked), "colour 72h");
  EXPECT_EQ(granted(with_category("73h"), asked), "colour 72h");
  EXPECT_EQ(granted(with_category("-"), asked), "colour 72h");
}

TEST(Limits, CompareWorkingAndContinuousTimeByWhenTheyEnd) {
  const Policy policy = with({row("colour", Stage::Resolve, kYellow, "", "", "72h"),
                              row("category", Stage::Resolve, {}, "leak", "", "2wd")});
  Asked asked{.stage = Stage::Resolve, .severity = kYellow};

  // Two working days from Monday morning end on Wednesday morning, from Friday on Tuesday.
  asked.received = "2026-03-02 09:00";
  EXPECT_EQ(granted(policy, asked), "category 2wd");
  asked.received = "2026-03-06 09:00";
  EXPECT_EQ(granted(policy, asked), "colour 72h");
}

TEST(Limits, ToResolveFollowTheConditionEvenWhenItEndsLater) {
  const LimitRule colour = row("colour", Stage::Resolve, kBlue, "", "", "5wd");
  const LimitRule category = row("category", Stage::Resolve, {}, "leak", "", "24h");
  const LimitRule complex = row("complex", Stage::Resolve, kBlue, "", "complex", "15d");
  const LimitRule exact = row("exact", Stage::Resolve, {}, "leak", "complex", "30d");
  const Asked asked{.stage = Stage::Resolve, .condition = "complex"};

  EXPECT_EQ(granted(with({colour, category, complex}), asked), "complex 15d");
  EXPECT_EQ(granted(with({colour, category, complex, exact}), asked), "exact 30d");
}

TEST(Limits, ToResolveFollowTheCategoryWhereNoColourPromisesAnything) {
  const LimitRule any = row("any", Stage::Resolve, {}, "", "", "5wd");
  const LimitRule yellow = row("yellow", Stage::Resolve, kYellow, "", "", "72h");
  const LimitRule category = row("category", Stage::Resolve, {}, "leak", "", "720d");
  const Asked asked{.stage = Stage::Resolve};

  EXPECT_EQ(granted(with({category}), asked), "category 720d");
  EXPECT_EQ(granted(with({category, yellow}), asked), "category 720d");
  EXPECT_EQ(granted(with({category, any}), asked), "category 720d");
}

TEST(Limits, OfOtherStagesFollowTheCategoryHoweverLong) {
  const Policy policy = with({row("colour", Stage::Contact, kBlue, "", "", "2h"),
                              row("category", Stage::Contact, {}, "leak", "", "9h")});

  EXPECT_EQ(granted(policy, {.stage = Stage::Contact}), "category 9h");
}

// The rows in a book with a calendar, the third, that is open day and night.
Policy at_war(std::vector<LimitRule> limits) {
  RuleBook book = sample_book();
  calendar::CalendarRules always = calendar::always_rules(calendar::shanghai());
  always.first_day = day("2025-01-01");
  always.last_day = day("2026-12-31");
  book.calendars.push_back(calendar::made(std::move(always)));
  book.settings.modes.wartime_calendar = 2;
  book.limits = std::move(limits);
  return Policy(std::move(book));
}

LimitQuery asked_at_war(Stage stage, Severity severity = kBlue) {
  return {.stage = stage,
          .severity = severity,
          .category = {"leak"},
          .condition = {},
          .received = calendar::shanghai().to_instant(wall("2026-03-06 17:00")),
          .wartime = true};
}

TEST(WartimeLimits, CountWorkingTimeDayAndNight) {
  const Policy policy = at_war({row("hours", Stage::Sign, {}, "", "", "4wh"),
                                row("days", Stage::Contact, {}, "", "", "2wd"),
                                row("end", Stage::Dispatch, {}, "", "", "1wd-end")});

  for (const Stage stage : {Stage::Sign, Stage::Contact, Stage::Dispatch}) {
    EXPECT_EQ(policy.limit(asked_at_war(stage))->calendar, 2) << to_word(stage);
  }
  EXPECT_EQ(policy.limit(asked_at_war(Stage::Sign))->rule.value, "hours wartime");
  // Friday 17:00 and four hours.
  const auto limit = policy.limit(asked_at_war(Stage::Sign));
  EXPECT_EQ(
      calendar::shown(
          calendar::shanghai(),
          policy.calendar(limit->calendar).due(asked_at_war(Stage::Sign).received, limit->limit)),
      "2026-03-06 21:00");
}

TEST(WartimeLimits, LeaveContinuousTimeAndPeaceAlone) {
  const Policy policy = at_war({row("sign", Stage::Sign, {}, "", "", "4wh"),
                                row("contact", Stage::Contact, {}, "", "", "2h"),
                                row("none", Stage::OnSite, {}, "", "", "-")});
  LimitQuery in_peace = asked_at_war(Stage::Sign);
  in_peace.wartime = false;

  EXPECT_EQ(policy.limit(asked_at_war(Stage::Contact))->calendar, 0);
  EXPECT_EQ(policy.limit(asked_at_war(Stage::Contact))->rule.value, "contact");
  EXPECT_EQ(policy.limit(in_peace)->calendar, 0);
  EXPECT_EQ(policy.limit(in_peace)->rule.value, "sign");
  EXPECT_FALSE(policy.limit(asked_at_war(Stage::OnSite)));
}

TEST(WartimeLimits, AreThoseOfPeaceWithoutACalendarOfWar) {
  const Policy policy = with({row("sign", Stage::Sign, {}, "", "", "4wh")});

  EXPECT_EQ(policy.limit(asked_at_war(Stage::Sign))->calendar, 0);
  EXPECT_EQ(policy.limit(asked_at_war(Stage::Sign))->rule.value, "sign");
}

TEST(WartimeLimits, CompareByWhenTheyEndThen) {
  const Policy policy = at_war({row("colour", Stage::Resolve, kYellow, "", "", "72h"),
                                row("category", Stage::Resolve, {}, "leak", "", "2wd")});
  LimitQuery asked = asked_at_war(Stage::Resolve, kYellow);

  // From Friday evening two working days end on Tuesday; two days of wartime on Sunday.
  EXPECT_EQ(policy.limit(asked)->rule.value, "category wartime");
  asked.wartime = false;
  EXPECT_EQ(policy.limit(asked)->rule.value, "colour");
}

TEST(Limits, CarryTheCalendarOfTheirRow) {
  LimitRule boston = row("boston", Stage::Sign, {}, "", "", "1wd");
  boston.calendar = 1;

  const auto limit = with({boston}).limit({Stage::Sign, kBlue, {"leak"}, {}, Timestamp{}});

  ASSERT_TRUE(limit);
  EXPECT_EQ(limit->calendar, 1);
}

}  // namespace whistle::policy::limits_test
