#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/service/lookout.h"

// A snapshot, then facts: together exactly what the engine has, whatever happens meanwhile.
namespace whistle::service::watch_snapshot_test {

using support::Report;
using testing::ElementsAre;
using testing::IsEmpty;

v1::WatchRequest snapshot(std::uint64_t credit, const std::string& severity = {}) {
  v1::WatchRequest request;
  request.set_snapshot(true);
  request.set_credit(credit);
  if (!severity.empty()) request.add_severities(severity);
  return request;
}

std::vector<std::uint64_t> cases_of(const std::vector<v1::WatchEvents>& heard) {
  std::vector<std::uint64_t> cases;
  for (const v1::WatchEvents& events : heard) {
    for (const v1::CaseView& view : events.cases()) cases.push_back(view.case_id());
  }
  return cases;
}

// What a watcher makes of what it hears, as watch.proto tells it to.
class Picture {
 public:
  void hear(const std::vector<v1::WatchEvents>& heard) {
    for (const v1::WatchEvents& events : heard) hear(events);
  }
  void hear(const v1::WatchEvents& events) {
    if (events.has_snapshot_begin()) {
      *this = {};
      watermark_ = events.snapshot_begin().watermark_sequence();
    }
    for (const v1::CaseView& view : events.cases()) {
      EXPECT_FALSE(ended_) << "cases end with the snapshot";
      EXPECT_GE(events.as_of_sequence(), watermark_);
      EXPECT_GT(view.case_id(), last_case_) << "ascending, each once";
      last_case_ = view.case_id();
      as_of_[view.case_id()] = events.as_of_sequence();
      colours_[view.case_id()] = view.severity();
    }
    if (events.has_snapshot_end()) {
      EXPECT_EQ(events.snapshot_end().watermark_sequence(), watermark_);
      EXPECT_EQ(events.snapshot_end().cases(), as_of_.size());
      ended_ = true;
    }
    for (const v1::Fact& fact : events.facts()) hear(fact);
  }

  bool ended() const { return ended_; }
  std::uint64_t watermark() const { return watermark_; }
  const std::map<std::uint64_t, std::string>& colours() const { return colours_; }
  const std::map<std::uint64_t, std::uint64_t>& as_of() const { return as_of_; }
  // Records of a case that were applied to it.
  std::set<std::uint64_t> applied(std::uint64_t id) const {
    const auto found = applied_.find(id);
    return found == applied_.end() ? std::set<std::uint64_t>{} : found->second;
  }

 private:
  void hear(const v1::Fact& fact) {
    EXPECT_TRUE(ended_) << "no fact before the snapshot has ended";
    EXPECT_GT(fact.sequence(), watermark_);
    const auto shown = as_of_.find(fact.case_id());
    if (shown != as_of_.end() && fact.sequence() <= shown->second) return;
    applied_[fact.case_id()].insert(fact.sequence());
    for (const auto& detail : fact.details()) {
      const bool is_first = fact.event() == "case_filed" && detail.name() == "severity";
      const bool is_next = fact.event() == "case_recoloured" && detail.name() == "to";
      if (is_first || is_next) colours_[fact.case_id()] = detail.value();
    }
    if (fact.event() == "case_merged" || fact.event() == "case_struck_off") {
      colours_.erase(fact.case_id());
    }
  }

  std::uint64_t watermark_{};
  std::uint64_t last_case_{};
  bool ended_{};
  std::map<std::uint64_t, std::string> colours_;
  std::map<std::uint64_t, std::uint64_t> as_of_;
  std::map<std::uint64_t, std::set<std::uint64_t>> applied_;
};

TEST(WatchSnapshot, ShowsOpenCasesThenWhatFollows) {
  Lookout lookout;
  lookout.submit({.category = "parking"});
  lookout.submit({.category = "gas", .severity = Severity::Red});
  EXPECT_EQ(lookout.watch("a", snapshot(100)).start_sequence(), 2U);
  auto heard = lookout.heard("a");
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[0].snapshot_begin().watermark_sequence(), 2U);
  EXPECT_THAT(cases_of(heard), ElementsAre(1, 2));
  EXPECT_EQ(heard[1].cases(1).severity(), "red");
  EXPECT_EQ(heard[1].as_of_sequence(), 2U);
  EXPECT_EQ(heard[2].snapshot_end().cases(), 2U);
  lookout.submit();
  heard = lookout.heard("a");
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].facts(0).sequence(), 3U);
  EXPECT_EQ(heard[0].facts(0).previous(), 2U) << "it began at the watermark";
}

TEST(WatchSnapshot, OfNothingBeginsAndEnds) {
  Lookout lookout;
  lookout.watch("a", snapshot(100));
  const auto heard = lookout.heard("a");
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_TRUE(heard[0].has_snapshot_begin());
  EXPECT_TRUE(heard[1].has_snapshot_end());
  EXPECT_EQ(heard[1].snapshot_end().cases(), 0U);
}

TEST(WatchSnapshot, LeavesOutWhatDoesNotMatch) {
  Lookout lookout;
  lookout.submit({.category = "parking"});
  lookout.submit({.category = "gas", .severity = Severity::Red});
  lookout.watch("a", snapshot(100, "red"));
  EXPECT_THAT(cases_of(lookout.heard("a")), ElementsAre(2));
}

TEST(WatchSnapshot, WaitsForCreditAndGoesOnWhereItWas) {
  Lookout lookout;
  for (int i = 0; i < 10; ++i) lookout.submit();
  lookout.watch("a", snapshot(3));
  EXPECT_THAT(cases_of(lookout.heard("a")), ElementsAre(1, 2, 3));
  lookout.credit("a", 7);
  EXPECT_THAT(cases_of(lookout.heard("a")), ElementsAre(4, 5, 6, 7));
  lookout.credit("a", 100);
  const auto heard = lookout.heard("a");
  EXPECT_THAT(cases_of(heard), ElementsAre(8, 9, 10));
  EXPECT_TRUE(heard.back().has_snapshot_end());
}

TEST(WatchSnapshot, LooksAtABoundedNumberOfCasesInATurn) {
  Lookout lookout;
  for (int i = 0; i < 1'500; ++i) lookout.decide_report(plain());
  lookout.commit();
  ASSERT_TRUE(lookout.watchers().watch("a", snapshot(10, "red")));
  int turns = 1;
  while (lookout.watchers().pump(0)) ++turns;
  EXPECT_GE(turns, 3) << "none matches, and still nobody is held up";
  const auto heard = lookout.heard("a");
  EXPECT_TRUE(heard.back().has_snapshot_end());
  EXPECT_EQ(heard.back().snapshot_end().cases(), 0U);
}

// One wish of the kind that changes what a watcher of red cases sees.
void do_something(Lookout& lookout, std::mt19937& random) {
  const auto& state = lookout.state();
  std::vector<CaseId> open;
  state.each_case([&open](const casework::Case& item) { open.push_back(item.id); });
  const auto any = [&] { return open[random() % open.size()]; };
  constexpr std::array kColours{Severity::Blue, Severity::Yellow, Severity::Red};
  switch (open.empty() ? 3 : random() % 4) {
    case 0: {
      const CaseId id = any();
      const Severity to = kColours[random() % kColours.size()];
      if (state.find(id)->severity == to) return;
      return lookout.wish(
          casework::RecolourCase{.id = id, .by = {"centre"}, .to = to, .reason = "seen on site"});
    }
    case 1: {
      const CaseId id = any();
      const CaseId into = any();
      if (id == into) return;
      return lookout.wish(casework::MergeCases{
          .id = id, .into = into, .by = {"centre"}, .reason = "the same matter"});
    }
    default:
      lookout.submit({.category = "parking", .severity = kColours[random() % kColours.size()]});
  }
}

std::map<std::uint64_t, std::string> colours_of(Lookout& lookout) {
  std::map<std::uint64_t, std::string> colours;
  lookout.state().each_case([&colours](const casework::Case& item) {
    colours[item.id.value] = std::string(to_word(item.severity));
  });
  return colours;
}

TEST(WatchSnapshot, IsExactWhateverHappensMeanwhile) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    Lookout lookout;
    for (int i = 0; i < 30; ++i) do_something(lookout, random);
    // Given a watcher that takes a few cases at a time while the city goes on.
    Picture all;
    std::uint64_t credit = 3;
    lookout.watch("all", snapshot(credit));
    for (int i = 0; i < 60; ++i) {
      all.hear(lookout.heard("all"));
      do_something(lookout, random);
      lookout.credit("all", credit += 1 + random() % 3);
    }
    lookout.credit("all", 10'000);
    all.hear(lookout.heard("all"));
    // Then its picture is what the engine has, ...
    ASSERT_TRUE(all.ended());
    EXPECT_EQ(all.colours(), colours_of(lookout));
    // ... and of every open case it has applied each record once: all that it did not see shown.
    for (const auto& [id, colour] : all.colours()) {
      const auto shown = all.as_of().find(id);
      const std::uint64_t since = shown == all.as_of().end() ? all.watermark() : shown->second;
      std::set<std::uint64_t> later;
      const auto trail = lookout.journal().trail({id});
      for (const Sequence sequence : *trail) {
        if (sequence.value > since) later.insert(sequence.value);
      }
      for (const std::uint64_t sequence : all.applied(id)) {
        EXPECT_TRUE(later.contains(sequence)) << "case " << id << " record " << sequence;
      }
    }
  }
}

TEST(WatchSnapshot, OfAFilterIsExactAsWell) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    Lookout lookout;
    for (int i = 0; i < 30; ++i) do_something(lookout, random);
    Picture red;
    std::uint64_t credit = 2;
    lookout.watch("red", snapshot(credit, "red"));
    for (int i = 0; i < 60; ++i) {
      red.hear(lookout.heard("red"));
      do_something(lookout, random);
      lookout.credit("red", credit += random() % 3);
    }
    lookout.credit("red", 10'000);
    red.hear(lookout.heard("red"));
    ASSERT_TRUE(red.ended());
    auto expected = colours_of(lookout);
    std::erase_if(expected, [](const auto& item) { return item.second != "red"; });
    // A case that turned red after it was filed is known by the fact that says so.
    auto seen = red.colours();
    std::erase_if(seen, [](const auto& item) { return item.second != "red"; });
    EXPECT_EQ(seen, expected);
  }
}

}  // namespace whistle::service::watch_snapshot_test
