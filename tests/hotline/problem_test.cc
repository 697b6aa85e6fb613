#include "adapters/hotline/problem.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::hotline::problem_test {

TEST(ShownValue, LeavesOrdinaryValuesAsTheyAre) {
  EXPECT_EQ(shown_value("Street Light Outage"), "'Street Light Outage'");
  EXPECT_EQ(shown_value("2015-02-31 08:00"), "'2015-02-31 08:00'");
  EXPECT_EQ(shown_value("路灯"), "'路灯'");
  EXPECT_EQ(shown_value(""), "''");
}

TEST(ShownValue, HidesWhatLeadsToAPerson) {
  EXPECT_EQ(shown_value("请打13800138000"), "'请打138********'");
  EXPECT_EQ(shown_value("138-0013 8000"), "'138-**** ****'");
  EXPECT_EQ(shown_value("11010519491231002X"), "'110**************X'");
  EXPECT_EQ(shown_value("写信到zhang.san@example.com"), "'写信到z********@example.com'");
}

TEST(ShownValue, IsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 61; ++i) text += "灯";
  EXPECT_EQ(shown_value(text), "'" + text.substr(0, 180) + "...'");
}

}  // namespace whistle::hotline::problem_test
