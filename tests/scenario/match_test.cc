#include "adapters/scenario/match.h"

#include <gtest/gtest.h>

#include "whistle/v1/case.pb.h"

namespace whistle::scenario::match_test {

// 2026-03-09T09:00+08:00.
constexpr std::int64_t kMonday = 1'773'018'000'000;

std::vector<std::string> compare(const json& expected, const json& actual) {
  static const Zone zone = *Zone::find("Asia/Shanghai");
  return differences(expected, actual, zone);
}

json sample() {
  v1::CaseView view;
  view.set_case_id(17);
  view.set_status("dispatched");
  view.set_received_at_ms(kMonday);
  view.set_area_code(350605103001001);
  return to_json(view);
}

using Wrongs = std::vector<std::string>;

TEST(Match, ComparesOnlyWhatIsExpected) {
  EXPECT_EQ(compare({{"status", "dispatched"}}, sample()), Wrongs{});
  EXPECT_EQ(compare({{"case_id", 17}, {"reminders", 0}, {"worker", ""}}, sample()), Wrongs{});
  // Numbers of 64 bits are texts in the JSON of messages, and whole in ours.
  EXPECT_EQ(compare({{"area_code", 350605103001001}}, sample()), Wrongs{});
}

TEST(Match, SaysWhatIsThereInstead) {
  EXPECT_EQ(compare({{"status", "closed"}, {"worker", "li"}}, sample()),
            (Wrongs{"status: expected closed, is dispatched", "worker: expected li, is nothing"}));
  EXPECT_EQ(compare({{"colour", "red"}}, sample()), Wrongs{"colour: there is no such field"});
}

TEST(Match, ReadsInstantsOnTheWall) {
  EXPECT_EQ(compare({{"received_at", "2026-03-09 09:00"}}, sample()), Wrongs{});
  EXPECT_EQ(compare({{"received_at_ms", "2026-03-09 09:00"}}, sample()), Wrongs{});
  EXPECT_EQ(compare({{"finished_at", "-"}}, sample()), Wrongs{});
  EXPECT_EQ(compare({{"received_at", "2026-03-09 09:01"}}, sample()),
            Wrongs{"received_at: expected 2026-03-09 09:01, is 2026-03-09 09:00"});
  EXPECT_EQ(compare({{"received_at", "-"}}, sample()).size(), 1U);
}

TEST(Match, FollowsPathsAndLists) {
  const json row = json::parse(R"({"invited":[{"unit":"a","arrived":true}],"cases":[7,9]})");
  EXPECT_EQ(compare({{"invited.0.arrived", true}}, row), Wrongs{});
  EXPECT_EQ(compare(json::parse(R"({"invited":[{"unit":"a"}],"cases":[7,"9"]})"), row), Wrongs{});
  EXPECT_EQ(compare({{"invited.1.arrived", true}}, row),
            Wrongs{"invited.1.arrived: there is no such field"});
  EXPECT_EQ(compare({{"cases", {9, 7}}}, row),
            (Wrongs{"cases.0: expected 9, is 7", "cases.1: expected 7, is 9"}));
  EXPECT_EQ(compare({{"cases", json::array({7})}}, row), Wrongs{"cases: expected [7], is [7,9]"});
  EXPECT_EQ(compare({{"cases", 7}}, row).size(), 1U);
}

}  // namespace whistle::scenario::match_test
