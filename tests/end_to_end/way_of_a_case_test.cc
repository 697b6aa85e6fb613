#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "adapters/client/watch.h"
#include "tests/end_to_end/engine_process.h"

namespace whistle::tests::way_of_a_case_test {

class WayOfACase : public testing::Test {
 protected:
  WayOfACase() : engine_("changtai") {
    engine_.start();
    client_ = std::make_unique<client::Client>(engine_.options());
  }

  v1::TokenRequest act(std::uint64_t id, std::uint64_t token) const {
    v1::TokenRequest request;
    request.set_case_id(id);
    request.set_token(token);
    request.set_worker("林师傅");
    return request;
  }
  v1::Grant pull(const std::string& unit, std::uint64_t id) {
    v1::PullRequest request;
    request.set_unit(unit);
    request.set_worker("林师傅");
    request.set_only_case(id);
    const auto reply = client_->pull(request);
    EXPECT_TRUE(reply) << reply.problem().message;
    EXPECT_EQ(reply->grants_size(), 1);
    return reply->grants(0);
  }
  v1::CaseView view(std::uint64_t id) { return client_->get_case(id)->case_(); }

  EngineProcess engine_;
  std::unique_ptr<client::Client> client_;
};

TEST_F(WayOfACase, GoesFromReceivedToStruckOff) {
  const auto filed = client_->submit(
      complaint("1", "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。"));
  ASSERT_TRUE(filed) << filed.problem().message;
  EXPECT_EQ(filed->disposition(), "filed");
  EXPECT_EQ(view(filed->case_id()).status(), "dispatched");

  const v1::Grant leased = pull(filed->unit(), filed->case_id());
  EXPECT_EQ(view(filed->case_id()).place(), "lease");
  const auto signed_for = client_->sign(act(filed->case_id(), leased.token()));
  ASSERT_TRUE(signed_for) << signed_for.problem().message;
  EXPECT_GT(signed_for->token(), leased.token());
  const v1::TokenRequest owner = act(filed->case_id(), signed_for->token());
  ASSERT_TRUE(client_->contact(owner));
  ASSERT_TRUE(client_->arrive(owner));
  v1::FinishRequest finish;
  finish.set_case_id(filed->case_id());
  finish.set_token(signed_for->token());
  finish.set_result("solved");
  ASSERT_TRUE(client_->finish(finish));
  EXPECT_EQ(view(filed->case_id()).status(), "finished");

  v1::PostCheckRequest check;
  check.set_case_id(filed->case_id());
  check.set_by("中心小陈");
  check.set_passed(true);
  ASSERT_TRUE(client_->post_check(check));
  EXPECT_EQ(view(filed->case_id()).status(), "replied");
  v1::CallBackRequest call;
  call.set_case_id(filed->case_id());
  call.set_by("中心小陈");
  call.set_solved("solved");
  call.set_satisfaction("satisfied");
  ASSERT_TRUE(client_->call_back(call));
  EXPECT_EQ(view(filed->case_id()).status(), "closed");

  const auto story = client_->explain(filed->case_id());
  ASSERT_TRUE(story);
  std::vector<std::string> events;
  for (const v1::Fact& fact : story->facts()) events.push_back(fact.event());
  for (const char* event :
       {"case_filed", "order_dispatched", "order_leased", "order_signed", "first_contacted",
        "arrived_on_site", "handling_finished", "post_checked", "requester_replied", "called_back",
        "case_closed", "case_struck_off"}) {
    EXPECT_EQ(std::ranges::count(events, event), 1) << event;
  }
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(engine_.verify(), 0);
}

TEST_F(WayOfACase, IsFencedOnceSomebodyElseHoldsIt) {
  const auto filed = client_->submit(
      complaint("1", "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。"));
  ASSERT_TRUE(filed) << filed.problem().message;
  const v1::Grant first = pull(filed->unit(), filed->case_id());
  // The lease lapses, and another worker is granted the order.
  ASSERT_TRUE(client_->advance_time(first.until_ms() + 1));
  v1::PullRequest again;
  again.set_unit(filed->unit());
  again.set_worker("another");
  again.set_only_case(filed->case_id());
  const auto second = client_->pull(again);
  ASSERT_EQ(second->grants_size(), 1);

  const auto late = client_->sign(act(filed->case_id(), first.token()));

  ASSERT_FALSE(late);
  EXPECT_EQ(late.problem().reason, "TOKEN_SUPERSEDED");
  EXPECT_EQ(view(filed->case_id()).worker(), "another");
}

TEST_F(WayOfACase, ClimbsTheLadderWhenNobodyActs) {
  const auto filed = client_->submit(
      complaint("1", "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。"));
  ASSERT_TRUE(filed);
  ASSERT_TRUE(client_->advance_time(kMorning + 30 * 24 * kHour));
  const v1::CaseView after = view(filed->case_id());
  EXPECT_GE(after.escalations(), 2U);
  EXPECT_EQ(after.card(), "red_card");
  const auto status = client_->status();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->alarm_lateness_max_ms(), 0U);
  EXPECT_GT(status->tallies().overdue(), 0U);
}

TEST_F(WayOfACase, AnswersTheSameComplaintOnceMoreWithTheSameReceipt) {
  const auto request = complaint("1", "榕荫里门口消防通道被私家车堵死了");
  auto first = client_->submit(request);
  auto second = client_->submit(request);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(first->replayed());
  EXPECT_TRUE(second->replayed());
  second->set_replayed(false);
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(client_->status()->tallies().complaints(), 1U);
}

TEST_F(WayOfACase, IsWatchedWithoutLossOrRepetitionOverARestart) {
  client::Watch watch(engine_.options());
  watch.subscribe({.resume_after = 0, .from_now = false, .events = {"case_filed"}});
  std::multiset<std::string> seen;
  const auto look_until = [&](std::size_t count) {
    while (seen.size() < count) {
      const auto events = watch.next(10'000);
      ASSERT_TRUE(events) << "silence after " << seen.size();
      for (const v1::Fact& fact : events->facts()) {
        for (const auto& detail : fact.details()) {
          if (detail.name() == "external_id") seen.insert(detail.value());
        }
      }
    }
  };
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(client_->submit(complaint("a" + std::to_string(i), "路灯不亮")));
  }
  look_until(50);
  engine_.kill();
  engine_.start();
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(client_->submit(complaint("b" + std::to_string(i), "路灯不亮")));
  }
  look_until(100);
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 100U);
}

}  // namespace whistle::tests::way_of_a_case_test
