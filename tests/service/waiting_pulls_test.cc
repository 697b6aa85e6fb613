#include "engine/service/waiting_pulls.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

// Who waits for orders, and who is asked for again when some come.
namespace whistle::service::waiting_pulls_test {

using Number = WaitingPulls::Number;
constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();
const UnitCode kParks{"parks"};
const UnitCode kWater{"water"};

WaitingPulls::Pull pull(std::vector<UnitCode> units, std::uint64_t credit = 0,
                        std::uint32_t max = 1, std::int64_t until_ms = kNoEnd) {
  WaitingPulls::Pull pull{.request = {}, .wish = {}, .until_ms = until_ms, .credit = credit};
  pull.request.peer = "peer";
  pull.request.header.set_request_id(7);
  pull.wish.unit = units.front();
  pull.wish.more_units.assign(units.begin() + 1, units.end());
  pull.wish.worker = {"chen"};
  pull.wish.max = max;
  return pull;
}

class WaitingPullsTest : public testing::Test {
 protected:
  // A pull that the writer had nothing for.
  Number waits(WaitingPulls::Pull wish) {
    const Number number = pulls_.add(std::move(wish));
    pulls_.answered(number, 0);
    return number;
  }
  std::vector<Number> asked() {
    std::vector<Number> all;
    while (const auto next = pulls_.next()) all.push_back(*next);
    return all;
  }

  WaitingPulls pulls_{4};
};

TEST_F(WaitingPullsTest, AreAskedForOnlyWhenSomethingCameToTheirLines) {
  const Number first = waits(pull({kParks}));
  waits(pull({kWater}));
  EXPECT_EQ(asked(), std::vector<Number>{});
  pulls_.stir(kParks);
  EXPECT_EQ(asked(), std::vector{first});
  EXPECT_EQ(asked(), std::vector<Number>{});
}

TEST_F(WaitingPullsTest, AreServedByHowLongTheyHaveWaited) {
  const Number first = waits(pull({kParks}));
  const Number second = waits(pull({kParks}));
  waits(pull({kParks}));
  // Two orders came: two are asked for, the third need not be.
  pulls_.stir(kParks);
  pulls_.stir(kParks);
  EXPECT_EQ(asked(), (std::vector{first, second}));
}

TEST_F(WaitingPullsTest, AskTheNextOneWhenThereMayBeMore) {
  const Number first = waits(pull({kParks}));
  const Number second = waits(pull({kParks}));
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{first});
  // A record may bring several orders: the first one's answer was full.
  pulls_.answered(first, 1);
  pulls_.remove(first);
  EXPECT_EQ(asked(), std::vector{second});
  pulls_.answered(second, 0);
  EXPECT_EQ(asked(), std::vector<Number>{});
}

TEST_F(WaitingPullsTest, LetNothingPassThatCameWhileTheyWereAskedFor) {
  // Given a pull that is with the writer for the first time.
  const Number number = pulls_.add(pull({kParks}));
  // When an order comes before the writer's answer, which knows nothing of it.
  pulls_.stir(kParks);
  pulls_.answered(number, 0);
  EXPECT_EQ(asked(), std::vector{number});
}

TEST_F(WaitingPullsTest, AreNotAskedForAgainAndAgainForWhatOthersTook) {
  for (int i = 0; i < 1000; ++i) pulls_.stir(kParks);
  const Number number = waits(pull({kParks}));
  int times = 0;
  for (; times < 10; ++times) {
    if (asked().empty()) break;
    pulls_.answered(number, 0);
  }
  EXPECT_LE(times, 1);
}

TEST_F(WaitingPullsTest, GetWhatCameWhileTheyWereAskedForAlsoWhenOthersDidNotWantIt) {
  // Given one that the writer has, and a picky one behind it.
  const Number first = waits(pull({kParks}, 100, 10));
  WaitingPulls::Pull picky = pull({kParks});
  picky.wish.wanted.severities = {Severity::Red};
  const Number second = waits(std::move(picky));
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{first});
  // When another order comes meanwhile, which the picky one does not want.
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{second});
  pulls_.answered(first, 1);
  pulls_.answered(second, 0);
  EXPECT_EQ(asked(), std::vector{first});
}

TEST_F(WaitingPullsTest, OfSeveralLinesAreAskedForByAnyOfThem) {
  const Number number = waits(pull({kParks, kWater}));
  pulls_.stir(kWater);
  EXPECT_EQ(asked(), std::vector{number});
}

TEST_F(WaitingPullsTest, PassOnWhatTheyDoNotWant) {
  WaitingPulls::Pull picky = pull({kParks});
  picky.wish.wanted.severities = {Severity::Red};
  const Number first = waits(std::move(picky));
  const Number second = waits(pull({kParks}));
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{first});
  pulls_.answered(first, 0);
  EXPECT_EQ(asked(), std::vector{second});
}

TEST_F(WaitingPullsTest, ThatStandAreAskedForWhileTheirCreditLasts) {
  const Number number = waits(pull({kParks}, 3, 2));
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{number});
  EXPECT_EQ(pulls_.find(number)->room(), 2U);
  pulls_.answered(number, 2);
  // One more is left of the credit.
  ASSERT_EQ(asked(), std::vector{number});
  EXPECT_EQ(pulls_.find(number)->room(), 1U);
  pulls_.answered(number, 1);
  EXPECT_EQ(asked(), std::vector<Number>{});
}

TEST_F(WaitingPullsTest, GoOnWhenTheirCreditIsRaised) {
  const Number number = waits(pull({kParks}, 1));
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{number});
  pulls_.answered(number, 1);
  ASSERT_EQ(asked(), std::vector<Number>{});
  // Less changes nothing, whoever says it.
  EXPECT_TRUE(pulls_.raise("peer", 7, 1));
  EXPECT_EQ(asked(), std::vector<Number>{});
  EXPECT_TRUE(pulls_.raise("peer", 7, 2));
  EXPECT_EQ(asked(), std::vector{number});
  EXPECT_FALSE(pulls_.raise("peer", 8, 2));
  EXPECT_FALSE(pulls_.raise("another", 7, 2));
}

TEST_F(WaitingPullsTest, OfWhomThreeGrantsInARowWereNotReceivedAreOver) {
  const Number number = waits(pull({kParks}, 100));
  for (std::uint64_t id = 1; id <= 6; ++id) pulls_.sent({id}, number);
  EXPECT_EQ(pulls_.unheard({1}), std::nullopt);
  EXPECT_EQ(pulls_.unheard({2}), std::nullopt);
  pulls_.heard({3});
  EXPECT_EQ(pulls_.unheard({4}), std::nullopt);
  EXPECT_EQ(pulls_.unheard({5}), std::nullopt);
  EXPECT_EQ(pulls_.unheard({6}), number);
  // Somebody else's loss is none of theirs.
  EXPECT_EQ(pulls_.unheard({99}), std::nullopt);
}

TEST_F(WaitingPullsTest, MayBeGrantedAgainWhatGotLostOnTheWay) {
  const Number number = waits(pull({kParks}, 1));
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{number});
  pulls_.answered(number, 1);
  pulls_.sent({7}, number);
  EXPECT_EQ(pulls_.find(number)->room(), 0U);
  EXPECT_EQ(pulls_.unheard({7}), std::nullopt);
  EXPECT_EQ(pulls_.find(number)->granted, 0U);
  EXPECT_EQ(pulls_.find(number)->room(), 1U);
}

TEST_F(WaitingPullsTest, EndAtTheirTimeUnlessTheWriterHasThem) {
  const Number early = waits(pull({kParks}, 0, 1, 1000));
  const Number late = waits(pull({kParks}, 0, 1, 2000));
  EXPECT_EQ(pulls_.next_over(), 1000);
  EXPECT_EQ(pulls_.over(999), std::vector<Number>{});
  EXPECT_EQ(pulls_.over(1000), std::vector{early});
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{early});
  EXPECT_EQ(pulls_.over(5000), std::vector{late});
  EXPECT_EQ(pulls_.next_over(), 2000);
}

TEST_F(WaitingPullsTest, ThatEndWhileTheWriterHasThemLeaveTheirShareToOthers) {
  const Number first = waits(pull({kParks}));
  const Number second = waits(pull({kParks}));
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{first});
  pulls_.remove(first);
  EXPECT_EQ(asked(), std::vector{second});
}

TEST_F(WaitingPullsTest, AreFoundByConnectionAndByWorker) {
  const Number mine = waits(pull({kParks, kWater}));
  WaitingPulls::Pull other = pull({kParks});
  other.request.peer = "another";
  other.wish.worker = {"li"};
  const Number theirs = waits(std::move(other));
  EXPECT_EQ(pulls_.of("peer"), std::vector{mine});
  EXPECT_EQ(pulls_.of(kParks, {"li"}), std::vector{theirs});
  EXPECT_EQ(pulls_.waiting_for({kParks, kWater}), 2U);
  pulls_.move("peer", "elsewhere");
  EXPECT_EQ(pulls_.of("peer"), std::vector<Number>{});
  EXPECT_EQ(pulls_.of("elsewhere"), std::vector{mine});
  EXPECT_EQ(pulls_.find(mine)->request.peer, "elsewhere");
}

TEST_F(WaitingPullsTest, GetNothingWhileTheirConnectionIsLost) {
  const Number number = waits(pull({kParks}, 3));
  pulls_.stir(kParks);
  ASSERT_EQ(asked(), std::vector{number});
  pulls_.answered(number, 1);
  pulls_.not_brought(number, 1);
  pulls_.away("peer");
  EXPECT_EQ(pulls_.find(number)->granted, 0U);
  EXPECT_EQ(pulls_.find(number)->room(), 0U);
  const Number next = waits(pull({kParks}));
  pulls_.stir(kParks);
  EXPECT_EQ(asked(), std::vector{next}) << "what comes is somebody else's";
}

TEST_F(WaitingPullsTest, GoOnWhenSomebodyIsThereAgain) {
  const Number number = waits(pull({kParks}, 3));
  pulls_.away("peer");
  EXPECT_TRUE(pulls_.here("peer"));
  EXPECT_EQ(asked(), std::vector{number}) << "something may have come meanwhile";
  pulls_.answered(number, 0);
  EXPECT_FALSE(pulls_.here("peer")) << "of that there was no doubt";
}

TEST_F(WaitingPullsTest, GoOnOnAnotherConnection) {
  const Number number = waits(pull({kParks}, 3));
  pulls_.away("peer");
  pulls_.move("peer", "elsewhere");
  EXPECT_EQ(asked(), std::vector{number});
}

TEST_F(WaitingPullsTest, AreForgottenWithThoseWhoDoNotComeBack) {
  const Number number = waits(pull({kParks}, 3));
  pulls_.away("peer");
  pulls_.remove(number);
  EXPECT_FALSE(pulls_.here("peer"));
}

TEST_F(WaitingPullsTest, AreOfTheWorkerOfTheirFirstLine) {
  const Number number = waits(pull({kParks, kWater}));
  EXPECT_EQ(pulls_.of(kParks, {"chen"}), std::vector{number});
  // Somebody of that name in another unit is somebody else.
  EXPECT_EQ(pulls_.of(kWater, {"chen"}), std::vector<Number>{});
}

TEST_F(WaitingPullsTest, AreBounded) {
  for (int i = 0; i < 4; ++i) waits(pull({kParks}));
  EXPECT_TRUE(pulls_.is_full());
  pulls_.remove(1);
  EXPECT_FALSE(pulls_.is_full());
}

}  // namespace whistle::service::waiting_pulls_test
