#include "adapters/scenario/facts.h"

#include <gtest/gtest.h>

namespace whistle::scenario::facts_test {

// 2026-03-09T09:00+08:00.
constexpr std::int64_t kMonday = 1'773'018'000'000;

v1::Fact fact(const std::string& event,
              const std::vector<std::pair<std::string, std::string>>& details,
              std::uint64_t case_id = 1) {
  v1::Fact fact;
  fact.set_event(event);
  fact.set_case_id(case_id);
  fact.set_time_ms(kMonday);
  for (const auto& [name, value] : details) {
    auto* detail = fact.add_details();
    detail->set_name(name);
    detail->set_value(value);
  }
  return fact;
}

FactPattern pattern(const std::string& text) {
  auto parsed = parse_fact(text);
  EXPECT_TRUE(std::holds_alternative<FactPattern>(parsed)) << text;
  return std::get<FactPattern>(parsed);
}

std::vector<std::size_t> wrong(const std::vector<std::string>& texts,
                               const std::vector<v1::Fact>& facts) {
  static const Zone zone = *Zone::find("Asia/Shanghai");
  std::vector<FactPattern> patterns;
  for (const std::string& text : texts) patterns.push_back(pattern(text));
  return unmet(patterns, facts, zone,
               [](const std::string& text) { return text == "$unit" ? "wuan" : text; });
}

using Wrong = std::vector<std::size_t>;

TEST(Facts, AreReadWithTheirDetails) {
  const FactPattern read = pattern("!card_issued unit=$unit note~'水管 已' due='2026-03-10 09:00'");
  EXPECT_TRUE(read.none);
  EXPECT_EQ(read.event, "card_issued");
  using How = FactPattern::How;
  EXPECT_EQ(read.conditions,
            (std::vector<FactPattern::Condition>{{"unit", How::Is, "$unit"},
                                                 {"note", How::Contains, "水管 已"},
                                                 {"due", How::Is, "2026-03-10 09:00"}}));
}

TEST(Facts, ThatAreNoneAreTold) {
  for (const char* text : {"", "!", "card_issued unit", "card_issued =x",
                           "card_issued unit=", "card_issued note='open", "card_issued a b=c"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(parse_fact(text))) << text;
  }
}

TEST(Facts, MatchASubsetOfDetails) {
  const std::vector<v1::Fact> facts{fact("card_issued", {{"unit", "wuan"}, {"points", "-5"}})};
  EXPECT_EQ(wrong({"card_issued"}, facts), Wrong{});
  EXPECT_EQ(wrong({"card_issued unit=wuan points=-5"}, facts), Wrong{});
  EXPECT_EQ(wrong({"card_issued unit=$unit case=1"}, facts), Wrong{});
  EXPECT_EQ(wrong({"card_issued unit=*"}, facts), Wrong{});
  EXPECT_EQ(wrong({"card_issued unit~wu"}, facts), Wrong{});
  EXPECT_EQ(wrong({"card_issued at='2026-03-09 09:00'"}, facts), Wrong{});
  EXPECT_EQ(wrong({"card_issued unit=wu"}, facts), Wrong{0});
  EXPECT_EQ(wrong({"card_issued card=*"}, facts), Wrong{0});
  EXPECT_EQ(wrong({"card_issued case=2"}, facts), Wrong{0});
  EXPECT_EQ(wrong({"case_escalated"}, facts), Wrong{0});
  EXPECT_EQ(wrong({"!case_escalated", "!card_issued unit=$unit"}, facts), Wrong{1});
}

TEST(Facts, CompareInstantsOnTheWall) {
  v1::Fact started = fact("clock_started", {{"due", ""}});
  started.mutable_details(0)->set_time_ms(kMonday + 60'000);
  EXPECT_EQ(wrong({"clock_started due='2026-03-09 09:01'"}, {started}), Wrong{});
  EXPECT_EQ(wrong({"clock_started due=2026-03-09T09:01"}, {started}), Wrong{});
  EXPECT_EQ(wrong({"clock_started due='2026-03-09 09:02'"}, {started}), Wrong{0});
}

TEST(Facts, AreEachUsedOnce) {
  const std::vector<v1::Fact> facts{fact("order_dispatched", {{"unit", "a"}, {"number", "1"}}),
                                    fact("order_dispatched", {{"unit", "a"}, {"number", "2"}})};
  // The first text could take either; it must leave the one that the second needs.
  EXPECT_EQ(wrong({"order_dispatched unit=a", "order_dispatched number=1"}, facts), Wrong{});
  EXPECT_EQ(wrong({"order_dispatched", "order_dispatched"}, facts), Wrong{});
  EXPECT_EQ(wrong({"order_dispatched", "order_dispatched", "order_dispatched"}, facts).size(), 1U);
}

}  // namespace whistle::scenario::facts_test
