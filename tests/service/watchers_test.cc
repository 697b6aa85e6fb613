#include "engine/service/watchers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/service/lookout.h"

// What who watches may rely on: watch.proto as a specification.
namespace whistle::service::watchers_test {

using support::Report;
using testing::ElementsAre;
using testing::IsEmpty;

const Report kBlue{.category = "parking"};
const Report kRed{.category = "gas", .severity = Severity::Red};

casework::RecolourCase recolour(CaseId id, Severity to) {
  return {.id = id, .by = {"centre"}, .to = to, .reason = "seen on site"};
}

v1::WatchRequest red_from(std::uint64_t sequence, std::uint64_t credit = 10'000) {
  v1::WatchRequest request = from(sequence, credit);
  request.add_severities("red");
  return request;
}

std::set<std::uint64_t> records_of(const std::vector<v1::WatchEvents>& heard) {
  std::set<std::uint64_t> records;
  for (const v1::WatchEvents& events : heard) {
    for (const v1::Fact& fact : events.facts()) records.insert(fact.sequence());
  }
  return records;
}

// Every record follows the one before it that was heard.
void expect_without_gaps(const std::vector<v1::WatchEvents>& heard, std::uint64_t start) {
  std::uint64_t last = start;
  for (const v1::WatchEvents& events : heard) {
    EXPECT_EQ(events.previous_sequence(), last);
    std::uint64_t before = last;
    for (const v1::Fact& fact : events.facts()) {
      if (fact.sequence() != last) before = last;
      EXPECT_EQ(fact.previous(), before) << "of " << fact.sequence();
      last = fact.sequence();
    }
  }
}

TEST(Watchers, HearEverythingFromTheBeginning) {
  Lookout lookout;
  lookout.submit();
  lookout.submit();
  const v1::WatchReply reply = lookout.watch("a", from(0));
  EXPECT_EQ(reply.head_sequence(), 2U);
  EXPECT_EQ(reply.start_sequence(), 0U);
  EXPECT_EQ(reply.journal_id(), lookout.journal().id());
  EXPECT_EQ(reply.journal_id().size(), 32U);
  lookout.submit();
  const auto heard = lookout.heard("a");
  EXPECT_THAT(records_of(heard), ElementsAre(1, 2, 3));
  expect_without_gaps(heard, 0);
  EXPECT_EQ(heard.back().seen_sequence(), 3U);
}

TEST(Watchers, HearOnlyWhatComesFromNowOn) {
  Lookout lookout;
  lookout.submit();
  v1::WatchRequest request;
  request.set_from_now(true);
  request.set_credit(100);
  EXPECT_EQ(lookout.watch("a", request).start_sequence(), 1U);
  lookout.submit();
  EXPECT_THAT(records_of(lookout.heard("a")), ElementsAre(2));
}

TEST(Watchers, NameThePreviousRecordThatMatchedTheirOwnFilter) {
  Lookout lookout;
  lookout.watch("red", red_from(0));
  lookout.watch("all", from(0));
  lookout.submit(kRed);
  lookout.submit(kBlue);
  lookout.submit(kBlue);
  lookout.submit(kRed);
  const auto red = lookout.heard("red");
  EXPECT_THAT(records_of(red), ElementsAre(1, 4));
  EXPECT_EQ(red.back().facts(0).previous(), 1U) << "2 and 3 were not for it";
  expect_without_gaps(red, 0);
  expect_without_gaps(lookout.heard("all"), 0);
}

TEST(Watchers, SeeThatSomethingWasLostFromASignOfLife) {
  Lookout lookout;
  lookout.watch("red", red_from(0));
  lookout.submit(kRed);
  lookout.submit(kBlue);
  lookout.heard("red");  // and is lost on the way
  lookout.watchers().beat(0);
  const auto beat = lookout.heard("red");
  ASSERT_EQ(beat.size(), 1U);
  EXPECT_EQ(beat[0].facts_size(), 0);
  EXPECT_EQ(beat[0].previous_sequence(), 1U);
  EXPECT_EQ(beat[0].seen_sequence(), 2U);
}

TEST(Watchers, HearOfACaseThatEntersTheFilterAndThatLeavesIt) {
  Lookout lookout;
  const CaseId id = lookout.submit(kBlue);
  lookout.watch("red", red_from(1));
  lookout.wish(recolour(id, Severity::Red));
  lookout.wish(recolour(id, Severity::Yellow));
  lookout.wish(recolour(id, Severity::Blue));
  EXPECT_THAT(records_of(lookout.heard("red")), ElementsAre(2, 3));
}

TEST(Watchers, AreToldOfTheCaseAsItStoodThenHoweverLongAgo) {
  Lookout lookout;
  const CaseId id = lookout.submit(kRed);
  lookout.wish(recolour(id, Severity::Blue));
  lookout.submit(kBlue);
  lookout.wish(
      casework::MergeCases{.id = id, .into = {2}, .by = {"centre"}, .reason = "the same matter"});
  ASSERT_EQ(lookout.state().find(id), nullptr) << "struck off";
  // From the journal, after a restart: as live.
  lookout.restart();
  lookout.watch("red", red_from(0));
  const auto heard = lookout.heard("red");
  EXPECT_THAT(records_of(heard), ElementsAre(1, 2));
  for (const v1::WatchEvents& events : heard) {
    for (const v1::Fact& fact : events.facts()) EXPECT_EQ(fact.case_id(), id.value);
  }
}

TEST(Watchers, AreServedAsFarAsTheirCreditGoes) {
  Lookout lookout;
  lookout.watch("a", from(0, 1));
  for (int i = 0; i < 5; ++i) lookout.submit();
  EXPECT_THAT(records_of(lookout.heard("a")), ElementsAre(1)) << "a record is never split";
  lookout.submit();
  EXPECT_THAT(lookout.heard("a"), IsEmpty());
  lookout.credit("a", 10'000);
  EXPECT_THAT(records_of(lookout.heard("a")), ElementsAre(2, 3, 4, 5, 6));
}

TEST(Watchers, AreGrantedSoMuchCreditAndNoMore) {
  Lookout lookout;
  EXPECT_EQ(lookout.watch("a", from(0, 1'000'000)).credit(), Watchers::kCreditAheadMax);
  lookout.submit();
  std::uint64_t facts = 0;
  for (const auto& events : lookout.heard("a")) facts += std::uint64_t(events.facts_size());
  const auto reply = lookout.watchers().credit("a", 1'000'000);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->credit(), facts + Watchers::kCreditAheadMax);
  EXPECT_FALSE(lookout.watchers().credit("nobody", 5));
}

TEST(Watchers, CatchUpExactlyAfterTheyStopped) {
  Lookout lookout;
  lookout.watch("stopped", from(0, 1));
  lookout.watch("reads", from(0, 16'000));
  // More than memory keeps in the form in which it is told, in groups of all sizes.
  std::mt19937 random(7);
  std::uint64_t total = 0;
  while (total < 1'500) {
    const std::uint64_t size = 1 + random() % 40;
    for (std::uint64_t i = 0; i < size; ++i) lookout.decide_report(plain());
    total += size;
    lookout.commit();
    lookout.watchers().credit("reads", 16'000 + total * 100);
  }
  lookout.serve();
  const auto live = lookout.sequences("reads");
  lookout.heard("stopped");
  std::uint64_t credit = 1;
  std::vector<std::uint64_t> late;
  std::vector<v1::WatchEvents> all;
  while (true) {
    lookout.credit("stopped", credit += 500);
    const auto heard = lookout.heard("stopped");
    if (heard.empty()) break;
    all.insert(all.end(), heard.begin(), heard.end());
  }
  expect_without_gaps(all, 1);
  for (const auto& events : all) {
    for (const auto& fact : events.facts()) late.push_back(fact.sequence());
  }
  const auto first_record = std::ranges::upper_bound(live, 1U);
  EXPECT_EQ(late, std::vector<std::uint64_t>(first_record, live.end()));
}

TEST(Watchers, KeepTheirPlaceWhileNothingCanBeSent) {
  Lookout lookout;
  lookout.watch("a", from(0));
  lookout.plug("a");
  lookout.submit();
  lookout.submit();
  lookout.unplug("a");
  lookout.serve();
  const auto heard = lookout.heard("a");
  EXPECT_THAT(records_of(heard), ElementsAre(1, 2));
  expect_without_gaps(heard, 0);
}

TEST(Watchers, AreForgottenWhenTheyCannotBeReached) {
  Lookout lookout;
  lookout.watch("a", from(0));
  lookout.plug("a");
  for (int beat = 0; beat < 20; ++beat) lookout.watchers().beat(0);
  EXPECT_EQ(lookout.watchers().size(), 0U);
}

TEST(Watchers, HearSeldomFromUsWhenTheyNeverAnswer) {
  Lookout lookout;
  lookout.watch("a", from(0));
  for (int beat = 0; beat < 3600; ++beat) lookout.watchers().beat(0);
  EXPECT_LE(lookout.heard("a").size(), 120U);
  lookout.credit("a", 20'000);
  for (int beat = 0; beat < 10; ++beat) lookout.watchers().beat(0);
  EXPECT_EQ(lookout.heard("a").size(), 10U);
}

TEST(Watchers, AreToldWhatTheJournalStillHas) {
  Lookout lookout;
  for (int i = 0; i < 6; ++i) lookout.submit();
  lookout.watch("late", from(1, 1));
  lookout.forget_before(4);
  const auto refused = lookout.watchers().watch("b", from(2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kOutOfRange);
  EXPECT_EQ(refused.error().reason, "COMPACTED");
  EXPECT_EQ(refused.error().first_available, 4U);
  EXPECT_EQ(lookout.refusal(from(3)), "none") << "4 follows";
}

TEST(Watchers, AreSentAwayWhenWhatFollowsIsGone) {
  Lookout lookout;
  lookout.watch("late", from(0, 1));
  for (int i = 0; i < 6; ++i) lookout.submit();
  lookout.restart();
  lookout.watch("late", from(0, 1));
  lookout.forget_before(4);
  lookout.restart();
  // Somebody who began while record 2 was still there.
  lookout.watch("late", from(3, 0));
  lookout.forget_before(6);
  lookout.credit("late", 10);
  EXPECT_EQ(lookout.ended("late").reason(), "COMPACTED");
  EXPECT_EQ(lookout.ended("late").first_available(), 6U);
  EXPECT_EQ(lookout.watchers().size(), 0U);
}

TEST(Watchers, AreToldWhenItIsAnotherJournal) {
  Lookout lookout;
  lookout.submit();
  v1::WatchRequest request = from(1);
  request.set_journal_id("00112233445566778899aabbccddeeff");
  EXPECT_EQ(lookout.refusal(request), "JOURNAL_CHANGED");
  request.set_journal_id(lookout.journal().id());
  EXPECT_EQ(lookout.refusal(request), "none");
  const std::string id = lookout.journal().id();
  lookout.restart();
  EXPECT_EQ(lookout.journal().id(), id) << "a restart makes it no other one";
  EXPECT_NE(Lookout().journal().id(), id);
}

TEST(Watchers, MayNotBeAheadOfTheJournal) {
  Lookout lookout;
  lookout.submit();
  EXPECT_EQ(lookout.refusal(from(2)), "RESUME_AHEAD");
}

TEST(Watchers, ReadInTurnsSoThatNobodyWaitsForOneThatIsFarBehind) {
  Lookout lookout;
  for (int i = 0; i < 1'600; ++i) {
    lookout.decide_report(plain());
    if (i % 100 == 99) lookout.commit();
  }
  for (int i = 0; i < 10; ++i) {
    const auto reply =
        lookout.watchers().watch("w" + std::to_string(i), from(std::uint64_t(i) * 150));
    ASSERT_TRUE(reply);
  }
  EXPECT_TRUE(lookout.watchers().pump(0));
  std::size_t served = 0;
  for (int i = 0; i < 10; ++i) {
    if (!lookout.heard("w" + std::to_string(i)).empty()) ++served;
  }
  EXPECT_GT(served, 0U);
  EXPECT_LT(served, 10U) << "one turn does not read all of it";
  lookout.serve();
  for (int i = 1; i < 10; ++i) {
    EXPECT_FALSE(lookout.heard("w" + std::to_string(i)).empty()) << i;
  }
}

}  // namespace whistle::service::watchers_test
