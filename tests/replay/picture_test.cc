#include "adapters/replay/picture.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::replay::picture_test {

v1::Fact fact_of(const std::string& event,
                 std::initializer_list<std::pair<const char*, const char*>> details) {
  v1::Fact fact;
  fact.set_event(event);
  fact.set_case_id(57);
  fact.set_time_ms(*hotline::parse_instant("2026-03-11T14:05:30+08:00"));
  for (const auto& [name, value] : details) {
    auto* detail = fact.add_details();
    detail->set_name(name);
    detail->set_value(value);
  }
  return fact;
}

const LocalTime kLocal(8 * hotline::kHourMs);

TEST(Cut, CountsColumnsAndNotBytes) {
  EXPECT_EQ(cut("水管ab", 6), "水管ab");
  EXPECT_EQ(cut("水管ab", 5), "水管a");
  EXPECT_EQ(cut("水管ab", 3), "水");
  EXPECT_EQ(cut("abc", 0), "");
}

TEST(Cut, LetsEscapesThroughAndEndsThem) {
  EXPECT_EQ(cut("\x1b[31m红灯\x1b[0m", 2), "\x1b[31m红\x1b[0m");
}

TEST(Cut, SurvivesBrokenText) { EXPECT_EQ(cut("a\xFF\xE6", 3), "a\xFF\xE6"); }

TEST(News, TellsAnEscalationByNames) {
  const auto fact = fact_of("case_escalated", {{"from_unit", "compound-1"},
                                               {"from_unit_name", "榕荫里"},
                                               {"to_unit", "street-wuan"},
                                               {"mode", "hand_over"},
                                               {"rule", "rung:compound"}});
  EXPECT_EQ(news_of(fact, kLocal),
            "03-11 14:05  #57  榕荫里 → street-wuan  rung:compound (hand_over)");
}

TEST(News, TellsACardAndNothingElse) {
  const auto card = fact_of("card_issued", {{"card", "red_card"}, {"unit", "u"}, {"rule", "r"}});
  EXPECT_EQ(news_of(card, kLocal), "03-11 14:05  #57  红牌 red_card  u  r");
  EXPECT_EQ(news_of(fact_of("case_filed", {}), kLocal), "");
}

Picture picture() {
  Picture made;
  made.title = "长泰区";
  made.feed = "day.jsonl";
  made.local = kLocal;
  made.stretch = {0, 1000};
  made.now_ms = 250;
  made.tallies.set_red(1234567);
  made.latest = {"newest", "older"};
  return made;
}

TEST(Picture, HasAlwaysTheSameNumberOfLines) {
  Picture empty = picture();
  empty.latest.clear();
  EXPECT_EQ(lines_of(picture(), 80, false).size(), lines_of(empty, 80, false).size());
}

TEST(Picture, FitsTheTerminal) {
  for (const std::size_t width : {10U, 40U, 80U, 200U}) {
    for (const std::string& line : lines_of(picture(), width, false)) {
      EXPECT_EQ(cut(line, width), line);
    }
  }
}

TEST(Picture, NamesTheColoursInWords) {
  const auto lines = lines_of(picture(), 120, false);
  EXPECT_EQ(lines[4], "■ 红 red 1,234,567   ■ 黄 yellow 0   ■ 蓝 blue 0");
  EXPECT_EQ(lines_of(picture(), 120, true)[4].substr(0, 5), "\x1b[31m");
}

TEST(Picture, SaysThatItWaits) {
  Picture waiting = picture();
  waiting.connected = false;
  EXPECT_NE(line_of(waiting).find("waiting for the engine"), std::string::npos);
  EXPECT_EQ(line_of(picture()).find("waiting for the engine"), std::string::npos);
}

TEST(Progress, IsWithinItsBounds) {
  Picture made = picture();
  EXPECT_EQ(progress_of(made), 0.25);
  made.now_ms = 2000;
  EXPECT_EQ(progress_of(made), 1);
  made.now_ms = -5;
  EXPECT_EQ(progress_of(made), 0);
}

}  // namespace whistle::replay::picture_test
