#include "adapters/gateway/search/follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "adapters/gateway/search/reader.h"
#include "tests/gateway/search/fake_source.h"

namespace whistle::gateway::search::follower_test {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class Following : public testing::Test {
 protected:
  Following() { make(); }
  void make() {
    follower_ = std::make_unique<Follower>(
        settings(), source_, [this](const std::string& what) { said_.push_back(what); });
  }
  FollowerSettings settings() const {
    FollowerSettings made{.file = folder_.file()};
    made.facts_at_once = 1;  // a transaction for each record
    made.read_at_once = 1;
    return made;
  }
  void steps(int count) {
    for (int i = 0; i < count; ++i) follower_->step(0);
  }
  Reader reader() const { return Reader(folder_.file(), std::chrono::seconds(60)); }
  std::vector<std::uint64_t> ids(const Wish& wish = {.order = Wish::Order::Oldest}) const {
    std::vector<std::uint64_t> found;
    const auto answer = reader().cases(wish);
    EXPECT_TRUE(answer);
    if (!answer) return found;
    for (const v1::CaseView& view : answer->cases) found.push_back(view.case_id());
    return found;
  }

  Folder folder_;
  FakeSource source_;
  std::vector<std::string> said_;
  std::unique_ptr<Follower> follower_;
};

TEST_F(Following, ACrashBetweenAnyTwoStepsLosesNothing) {
  for (std::uint64_t id = 1; id <= 5; ++id) source_.file(id, "漏水" + std::to_string(id));
  for (int crash = 0; crash < 30; ++crash) {
    steps(1);
    const auto shown = reader().cases({});
    ASSERT_TRUE(shown);
    // It never claims what it has not.
    EXPECT_GE(shown->total, shown->as_of_sequence);
    make();
  }
  EXPECT_THAT(ids(), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(ids({.text = "漏水3"}), ElementsAre(3));
  steps(1);
  EXPECT_EQ(follower_->behind(), 0U);
  EXPECT_EQ(reader().updates({})->total, 5U);
}

TEST_F(Following, AnotherJournalBeginsAnew) {
  source_.file(1, "旧");
  steps(5);
  const auto before = follower_->generation();
  source_.journal = "two";
  source_.records.clear();
  source_.views.clear();
  source_.replies.clear();
  source_.file(9, "新");
  make();
  steps(6);
  EXPECT_THAT(ids(), ElementsAre(9));
  EXPECT_GT(follower_->generation(), before);
  EXPECT_THAT(said_, Contains(HasSubstr("another journal")));
}

TEST_F(Following, FactsOfCasesThatAreNotThereShowNothing) {
  source_.record({fact("order_signed", 77)});
  source_.record({fact("duty_done", 0)});
  source_.record({fact("case_filed", 78, {{"complaint", "not a number"}})});
  steps(8);
  EXPECT_THAT(ids(), ElementsAre());
  EXPECT_EQ(follower_->behind(), 0U);
}

TEST_F(Following, ACaseThatWasClosedBeforeItWasReadIsFound) {
  source_.file(1, "噪音");
  source_.record({fact("case_closed", 1)});
  source_.views[1].set_status("closed");
  steps(6);
  EXPECT_THAT(ids({.text = "噪音", .open = false}), ElementsAre(1));
  EXPECT_THAT(ids({.open = true}), ElementsAre());
  const auto found = reader().complaints({});
  ASSERT_EQ(found->complaints.size(), 1U);
  EXPECT_EQ(found->complaints[0].closed_ms, 2000);
}

TEST_F(Following, ChangesOfACaseAreReadOnce) {
  source_.file(1, "漏水");
  for (int i = 0; i < 50; ++i) source_.record({fact("lease_renewed", 1)});
  FollowerSettings all{.file = folder_.file()};
  Follower follower(all, source_, [](const std::string&) {});
  for (int i = 0; i < 5; ++i) follower.step(0);
  EXPECT_EQ(source_.asked, 1U);
}

TEST_F(Following, AnEngineThatIsAwayIsAskedAgain) {
  source_.file(1, "漏水");
  source_.answers = false;
  steps(5);
  EXPECT_THAT(ids(), ElementsAre());
  EXPECT_EQ(said_.size(), 1U) << "said once";
  source_.answers = true;
  steps(5);
  EXPECT_THAT(ids(), ElementsAre(1));
  source_.is_there = false;
  steps(1);
  EXPECT_EQ(follower_->behind(), std::nullopt);
}

TEST_F(Following, ABrokenFileIsMadeAnew) {
  std::ofstream(folder_.file()) << std::string(10'000, 'x');
  source_.file(1, "漏水");
  steps(5);
  EXPECT_THAT(ids(), ElementsAre(1));
  EXPECT_THAT(said_, Contains(HasSubstr("broken")));
}

TEST_F(Following, AnOlderSchemaIsMadeAnew) {
  Database(folder_.file().string(), Access::Write)
      .execute("CREATE TABLE old(x); PRAGMA user_version = 999");
  source_.file(1, "漏水");
  steps(5);
  EXPECT_THAT(ids(), ElementsAre(1));
  EXPECT_THAT(said_, Contains(HasSubstr("version 999")));
}

TEST_F(Following, WhatAReaderFoundBrokenIsMadeAnew) {
  source_.file(1, "漏水");
  steps(5);
  const auto before = follower_->generation();
  follower_->suspect();
  steps(5);
  EXPECT_GT(follower_->generation(), before);
  EXPECT_THAT(ids(), ElementsAre(1));
}

TEST_F(Following, AFullDiskIsSaidAndGoneOnFrom) {
  source_.file(1, "漏水");
  FollowerSettings full = settings();
  full.pages_max = 60;
  Follower follower(full, source_, [this](const std::string& what) { said_.push_back(what); });
  for (int i = 0; i < 5; ++i) follower.step(0);
  EXPECT_THAT(ids(), ElementsAre(1));
  source_.file(2, std::string(1'000'000, 'x'));
  for (int i = 0; i < 5; ++i) follower.step(0);
  EXPECT_THAT(ids(), ElementsAre(1)) << "what is there is still found";
  EXPECT_THAT(said_, ElementsAre(HasSubstr("full")));
  make();  // there is room again
  steps(5);
  EXPECT_THAT(ids(), ElementsAre(1, 2));
}

TEST_F(Following, AJournalWithoutItsBeginningGoesOnWithTheOpenCases) {
  source_.file(1, "漏水");
  source_.file(2, "停电");
  steps(8);
  source_.file(3, "噪音");
  source_.record({fact("case_closed", 1)});
  source_.views[1].set_status("closed");
  source_.compacted_until = 4;
  make();
  steps(12);
  EXPECT_THAT(ids({.open = true, .order = Wish::Order::Oldest}), ElementsAre(2, 3));
  EXPECT_THAT(ids({.open = false}), ElementsAre(1));
  EXPECT_THAT(ids({.text = "噪音"}), ElementsAre(3));
  source_.file(4, "积水");
  steps(4);
  EXPECT_THAT(ids({.text = "积水"}), ElementsAre(4));
  EXPECT_EQ(follower_->behind(), 0U);
}

TEST_F(Following, OldClosedCasesAreForgotten) {
  source_.file(1, "漏水");
  source_.record({fact("case_closed", 1)});
  source_.views[1].set_status("closed");
  source_.file(2, "漏水");
  steps(8);
  EXPECT_THAT(ids({.text = "漏水", .order = Wish::Order::Oldest}), ElementsAre(1, 2));
  constexpr std::int64_t kFourYears = 4LL * 365 * 86'400'000;
  source_.record({fact("lease_renewed", 2)});
  source_.records.back()[0].set_time_ms(kFourYears);
  steps(4);
  EXPECT_THAT(ids(), ElementsAre(2));
  EXPECT_THAT(ids({.text = "漏水"}), ElementsAre(2));
}

}  // namespace whistle::gateway::search::follower_test
