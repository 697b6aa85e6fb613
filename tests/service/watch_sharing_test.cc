#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/service/describe.h"
#include "tests/service/lookout.h"

// What many watch is told once, and each of them hears what it would hear alone.
namespace whistle::service::watch_sharing_test {

using support::Report;
using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

using Told = std::tuple<std::uint64_t, std::uint32_t, std::uint64_t>;  // sequence, index, previous

std::vector<Told> told(const std::vector<v1::WatchEvents>& heard) {
  std::vector<Told> facts;
  for (const v1::WatchEvents& events : heard) {
    for (const v1::Fact& fact : events.facts()) {
      facts.emplace_back(fact.sequence(), fact.index(), fact.previous());
    }
  }
  return facts;
}

v1::WatchRequest packed_from(std::uint64_t sequence, std::uint64_t credit = 16'000) {
  v1::WatchRequest request = from(sequence, credit);
  request.set_packed(true);
  return request;
}

std::string name(int number) { return "w" + std::to_string(number); }

// As many as it takes for packing to pay.
void watch_packed(Lookout& lookout, std::uint64_t sequence, std::uint64_t credit = 16'000) {
  for (int i = 0; i < static_cast<int>(Watchers::kPackFrom); ++i) {
    ASSERT_TRUE(lookout.watchers().watch(name(i), packed_from(sequence, credit)));
  }
}

void decide_many(Lookout& lookout, int records) {
  for (int i = 0; i < records; ++i) {
    lookout.decide_report(plain());
    if (i % 100 == 99) lookout.commit();
  }
  lookout.commit();
}

// The largest content of a packed message, in bytes; 0 when none was packed.
std::size_t largest_packed(const std::vector<Watchers::Body>& bodies) {
  std::size_t largest = 0;
  for (const auto& body : bodies) {
    v1::WatchEvents events;
    EXPECT_TRUE(events.ParseFromString(*body));
    if (events.packed().empty()) continue;
    EXPECT_EQ(events.facts_size(), 0);
    largest = std::max<std::size_t>(
        largest, ZSTD_getFrameContentSize(events.packed().data(), events.packed().size()));
  }
  return largest;
}

TEST(WatchSharing, TheSameBytesGoToAllWhoStandInOnePlace) {
  Lookout lookout;
  for (int i = 0; i < 5; ++i) lookout.watch(name(i), from(0));
  lookout.submit();
  lookout.submit();
  ASSERT_THAT(lookout.bodies(name(0)), SizeIs(2));
  for (int i = 1; i < 5; ++i) EXPECT_EQ(lookout.bodies(name(i)), lookout.bodies(name(0)));
}

TEST(WatchSharing, WhoHasSeenAnotherRecordLastIsToldOfThatOne) {
  Lookout lookout;
  lookout.submit();
  lookout.submit();
  lookout.watch("early", from(1));
  lookout.watch("late", from(2));
  lookout.submit();
  EXPECT_THAT(told(lookout.heard("late")),
              Each(testing::Truly([](const Told& fact) { return std::get<2>(fact) == 2; })));
  EXPECT_NE(lookout.bodies("early").back(), nullptr);
}

TEST(WatchSharing, LittleCreditCutsNobodyElsesMessage) {
  Lookout lookout;
  lookout.watch("poor", from(0, 1));
  lookout.watch("rich", from(0));
  decide_many(lookout, 5);
  std::set<std::uint64_t> poor;
  for (const std::uint64_t sequence : lookout.sequences("poor")) poor.insert(sequence);
  EXPECT_THAT(poor, ElementsAre(1)) << "a record is never split";
  const auto rich = lookout.sequences("rich");
  EXPECT_THAT(std::set(rich.begin(), rich.end()), ElementsAre(1, 2, 3, 4, 5));
}

TEST(WatchSharing, WhoBeganElsewhereSharesFromTheNextFixedRecordOn) {
  Lookout lookout;
  decide_many(lookout, 1'200);
  ASSERT_TRUE(lookout.watchers().watch("a", from(0, 16'000)));
  ASSERT_TRUE(lookout.watchers().watch("b", from(100, 16'000)));
  lookout.serve();
  ASSERT_EQ(lookout.sequences("a").back(), 1'200U);
  ASSERT_EQ(lookout.sequences("b").back(), 1'200U);
  EXPECT_EQ(lookout.bodies("a").back(), lookout.bodies("b").back());
}

TEST(WatchSharing, ManyAreToldPackedWhatOthersAreToldPlain) {
  Lookout lookout;
  watch_packed(lookout, 0);
  lookout.watch("plain", from(0, 16'000));
  decide_many(lookout, 1'000);
  const auto plainly = told(lookout.heard("plain"));
  EXPECT_EQ(told(lookout.heard(name(0))), plainly);
  EXPECT_EQ(told(lookout.heard(name(1))), plainly);
  EXPECT_EQ(lookout.bodies(name(0)), lookout.bodies(name(1)));
  EXPECT_GT(largest_packed(lookout.bodies(name(0))), ToldMessages::kPackFromBytes);
  EXPECT_EQ(largest_packed(lookout.bodies("plain")), 0U) << "it has not asked for that";
}

TEST(WatchSharing, NothingIsPackedForFew) {
  Lookout lookout;
  lookout.watch("one", packed_from(0));
  decide_many(lookout, 300);
  EXPECT_EQ(largest_packed(lookout.bodies("one")), 0U);
}

TEST(WatchSharing, APackedMessageExceedsCreditByAsManyRecordsAsIsSaid) {
  Lookout lookout;
  watch_packed(lookout, 0, 0);
  decide_many(lookout, 5'000);
  lookout.credit(name(0), 1);
  EXPECT_GT(largest_packed(lookout.bodies(name(0))), std::size_t{1} << 20U);
  EXPECT_LT(largest_packed(lookout.bodies(name(0))), std::size_t{4} << 20U) << "see watch.proto";
  const auto heard = lookout.sequences(name(0));
  ASSERT_FALSE(heard.empty());
  EXPECT_GT(heard.back(), 512U) << "all that has gathered";
  EXPECT_LE(heard.back(), 2'048U) << "and no more until there is credit again";
  lookout.serve();
  EXPECT_TRUE(lookout.sequences(name(0)).empty());
}

TEST(WatchSharing, ManyMessagesAreFollowedByARest) {
  Lookout lookout;
  for (int i = 0; i < 140; ++i) lookout.watch(name(i), from(0));
  lookout.submit();
  EXPECT_EQ(lookout.watchers().rest(), Milliseconds{20});
  EXPECT_EQ(lookout.watchers().rest(), Milliseconds{}) << "nothing was sent since";
  for (int i = 0; i < 10; ++i) lookout.submit();
  EXPECT_EQ(lookout.watchers().rest(), Watchers::kRestMax);
}

TEST(WatchSharing, WhatIsToldOfARecordSaysNothingOfTheOneBefore) {
  Lookout lookout;
  lookout.watch("a", from(0));
  const CaseId first = lookout.submit({.category = "gas", .severity = Severity::Red});
  lookout.wish(casework::RemindCase{first, {"chen"}, "请尽快"});
  lookout.submit();
  std::vector<v1::Fact> heard;
  for (const v1::WatchEvents& events : lookout.heard("a")) {
    for (v1::Fact fact : events.facts()) {
      fact.clear_previous();
      heard.push_back(std::move(fact));
    }
  }
  google::protobuf::RepeatedPtrField<v1::Fact> fresh;
  const policy::Policy policy(support::changtai_rules());
  const auto records = lookout.journal().read({1}, 100);
  ASSERT_TRUE(records);
  for (const journal::Record& record : *records) {
    google::protobuf::RepeatedPtrField<v1::Fact> of_record;
    describe(record, policy, of_record);
    fresh.MergeFrom(of_record);
  }
  ASSERT_EQ(heard.size(), static_cast<std::size_t>(fresh.size()));
  for (int i = 0; i < fresh.size(); ++i) {
    EXPECT_EQ(heard[static_cast<std::size_t>(i)].DebugString(), fresh.at(i).DebugString());
  }
}

TEST(WatchSharing, WhoIsAloneIsToldAtOnce) {
  Lookout lookout;
  lookout.watch("a", from(0));
  lookout.submit();
  EXPECT_EQ(lookout.watchers().rest(), Milliseconds{});
}

TEST(WatchSharing, KnowsWhetherMoreCreditWouldBringAnything) {
  Lookout lookout;
  lookout.watch("a", from(0, 1));
  EXPECT_FALSE(lookout.watchers().is_behind("a"));
  lookout.submit();
  EXPECT_FALSE(lookout.watchers().is_behind("a"));
  lookout.submit();
  EXPECT_TRUE(lookout.watchers().is_behind("a"));
  EXPECT_FALSE(lookout.watchers().is_behind("nobody"));
}

// One of many, as chance will have it.
struct Somebody {
  v1::WatchRequest request;
  std::uint64_t credit_step{};
};

Somebody somebody(std::mt19937& random) {
  Somebody one;
  one.request = from(random() % 40, 1 + random() % 30);
  if (random() % 2 == 0) one.request.add_severities("red");
  if (random() % 3 == 0) one.request.add_events("case_filed");
  one.request.set_packed(random() % 2 == 0);
  one.credit_step = 1 + random() % 60;
  return one;
}

// The same happens again, watched by these; what each has heard in the end.
std::map<int, std::vector<Told>> life(unsigned seed, const std::map<int, Somebody>& watching) {
  std::mt19937 random(seed);
  Lookout lookout;
  const auto report = [&random] {
    return random() % 3 == 0 ? Report{.category = "gas", .severity = Severity::Red} : plain();
  };
  for (int i = 0; i < 40; ++i) lookout.submit(report());
  for (const auto& [number, one] : watching) lookout.watch(name(number), one.request);
  std::map<int, std::uint64_t> credit;
  for (int turn = 0; turn < 40; ++turn) {
    const int size = 1 + static_cast<int>(random() % 20);
    for (int i = 0; i < size; ++i) lookout.decide_report(report());
    lookout.commit();
    for (const auto& [number, one] : watching) {
      lookout.credit(name(number), credit[number] += one.credit_step);
    }
  }
  std::map<int, std::vector<Told>> all;
  for (const auto& [number, one] : watching) lookout.credit(name(number), 16'000);
  for (const auto& [number, one] : watching) all[number] = told(lookout.heard(name(number)));
  return all;
}

TEST(WatchSharing, EachHearsWhatItWouldHearAlone) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    std::mt19937 random(seed);
    std::map<int, Somebody> everybody;
    for (int i = 0; i < 12; ++i) everybody[i] = somebody(random);
    const auto together = life(seed, everybody);
    for (const auto& [number, one] : everybody) {
      const auto alone = life(seed, {{number, one}});
      EXPECT_EQ(together.at(number), alone.at(number)) << number << ", seed " << seed;
    }
  }
}

}  // namespace whistle::service::watch_sharing_test
