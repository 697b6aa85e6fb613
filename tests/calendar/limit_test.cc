#include "engine/calendar/limit.h"

#include <gmock/gmock.h>

namespace whistle::calendar::limit_test {

using testing::HasSubstr;

TEST(Limit, ReadsEveryUnit) {
  EXPECT_EQ(*parse_limit("5m"), (Limit{5, LimitUnit::Minute}));
  EXPECT_EQ(*parse_limit("2h"), (Limit{2, LimitUnit::Hour}));
  EXPECT_EQ(*parse_limit("15d"), (Limit{15, LimitUnit::NaturalDay}));
  EXPECT_EQ(*parse_limit("4wh"), (Limit{4, LimitUnit::WorkHour}));
  EXPECT_EQ(*parse_limit("5wd"), (Limit{5, LimitUnit::WorkDay}));
  EXPECT_EQ(*parse_limit("5wd-end"), (Limit{5, LimitUnit::WorkDayEnd}));
}

TEST(Limit, IsReadBackAsWritten) {
  for (const LimitUnit unit : {LimitUnit::Minute, LimitUnit::Hour, LimitUnit::NaturalDay,
                               LimitUnit::WorkHour, LimitUnit::WorkDay, LimitUnit::WorkDayEnd}) {
    for (const std::int32_t value : {1, 9, 10, 99'999, 100'000}) {
      const Limit limit{value, unit};
      const auto read = parse_limit(to_text(limit));
      ASSERT_TRUE(read) << to_text(limit);
      EXPECT_EQ(*read, limit);
    }
  }
}

TEST(Limit, IsBetweenOneAndAHundredThousand) {
  EXPECT_FALSE(parse_limit("0m"));
  EXPECT_TRUE(parse_limit("1m"));
  EXPECT_TRUE(parse_limit("100000m"));
  EXPECT_FALSE(parse_limit("100001m"));
  EXPECT_FALSE(parse_limit("99999999999999999999m"));
}

TEST(Limit, SaysWhatIsWrong) {
  EXPECT_THAT(parse_limit("wd").error(), HasSubstr("does not start with a number"));
  EXPECT_THAT(parse_limit("0d").error(), HasSubstr("not between 1 and 100000"));
  EXPECT_THAT(parse_limit("5w").error(), HasSubstr("unknown unit 'w'"));
}

TEST(Limit, RefusesWhatOnlyLooksLikeOne) {
  for (const char* text : {"", "-", "5", "-5m", "+5m", " 5m", "5m ", "5 m", "5M", "5min", "0x5m",
                           "5.5h", "5wd-", "5wd-end-end", "5wdend", "５m", "5工作日"}) {
    EXPECT_FALSE(parse_limit(text)) << text;
  }
}

TEST(Limit, RunsInWorkingTimeOnlyWhenItsUnitSaysSo) {
  EXPECT_FALSE(is_working({1, LimitUnit::Minute}));
  EXPECT_FALSE(is_working({1, LimitUnit::Hour}));
  EXPECT_FALSE(is_working({1, LimitUnit::NaturalDay}));
  EXPECT_TRUE(is_working({1, LimitUnit::WorkHour}));
  EXPECT_TRUE(is_working({1, LimitUnit::WorkDay}));
  EXPECT_TRUE(is_working({1, LimitUnit::WorkDayEnd}));
}

}  // namespace whistle::calendar::limit_test
