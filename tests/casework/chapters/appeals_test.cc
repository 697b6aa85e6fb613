#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/recount.h"
#include "tests/support/scenario.h"

// Once, after closing, two reviews; the raw fact stays, only the score is exempt.
namespace whistle::casework::appeals_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
const Timestamp kUntil = kMorning + 24h * 30;
constexpr CaseId kFirst{1};

// A case of waiwu that was answered; and, closed late, can be appealed against until kUntil.
class Story : public Scenario {
 public:
  Story() : Scenario(changtai_rules()) {
    if (state().registers().counters().period == 0) given({PeriodBegan{.period = 202603}});
    submit({.category = "parking"}).take("waiwu").finish().post_check(true);
  }
  Story& closed(bool on_time = false) {
    given({CaseClosed{.id = kFirst,
                      .rule = {"callback:satisfied"},
                      .on_time = on_time,
                      .appeal_until = kUntil,
                      .may_appeal = {{"waiwu"}}},
           CaseStruckOff{.id = kFirst}});
    return *this;
  }
  const Appealable* row() const { return state().registers().appealable(kFirst); }
  std::int64_t march(Measure measure) const {
    return state().registers().count(202603, Dimension::Unit, "waiwu", measure);
  }
};

FileAppeal appeal(std::string unit = "waiwu") {
  return {.id = kFirst,
          .unit = {std::move(unit)},
          .worker = {"chen"},
          .ground = "the road was flooded"};
}
ReviewAppeal review(std::string by, bool upheld = true) {
  return {.id = kFirst, .by = {std::move(by)}, .upheld = upheld, .note = "seen"};
}
AppealReviewed reviewed(std::uint8_t number, std::string by, bool upheld = true) {
  return {.id = kFirst,
          .review = number,
          .upheld = upheld,
          .by = {std::move(by)},
          .note = "seen",
          .unit = {"waiwu"}};
}

TEST(FileAppeal, IsOnceAfterClosing) {
  Story story;
  story.when(appeal()).then_refused(Reason::WrongState);
  story.closed().when(appeal());
  story.then({AppealFiled{
      .id = kFirst, .unit = {"waiwu"}, .by = {"chen"}, .ground = "the road was flooded"}});
  story.when(appeal()).then_refused(Reason::AlreadyAppealed);
}

TEST(FileAppeal, IsByTheUnitThatAnsweredForTheCase) {
  Story story;
  story.closed().when(appeal("wuan")).then_refused(Reason::NotPermitted);
  FileAppeal wish = appeal();
  wish.worker = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  wish = appeal();
  wish.ground.clear();
  story.when(wish).then_refused(Reason::MissingReason);
  wish = appeal();
  wish.id = {9};
  story.when(wish).then_refused(Reason::UnknownCase);
}

TEST(FileAppeal, IsForWhatWasLateOrCarded) {
  Story story;
  story.given({CaseClosed{.id = kFirst,
                          .rule = {"callback:satisfied"},
                          .on_time = true,
                          .appeal_until = kNever,
                          .may_appeal = {}},
               CaseStruckOff{.id = kFirst}});
  EXPECT_EQ(story.row(), nullptr);
  story.when(appeal()).then_refused(Reason::NothingToAppeal);
}

TEST(FileAppeal, HasATimeThatEnds) {
  Story last_moment;
  last_moment.closed().when(appeal(), kUntil);
  EXPECT_TRUE(last_moment.row()->units.front().filed);
  Story too_late;
  too_late.closed().when(appeal(), kUntil + 1ms).then_refused(Reason::NothingToAppeal);
  too_late.tick();
  EXPECT_EQ(too_late.facts<AppealWindowEnded>(), (std::vector<AppealWindowEnded>{{.id = kFirst}}));
  EXPECT_EQ(too_late.row(), nullptr);
  too_late.when(appeal()).then_refused(Reason::NothingToAppeal);
}

TEST(FileAppeal, IsForEachUnitThatHasACardForTheCase) {
  // Waiwu has a card and handed the case up to the street, which finished it in time.
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).take("waiwu").contact();
  story.when(
      IssueCard{.id = kFirst, .by = {"wang"}, .card = Card::Yellow, .reason = "nobody was there"});
  story.raise();
  ASSERT_EQ(story.unit(), "wuan");
  story.take("wuan").contact().finish().post_check(true).call_back(Satisfaction::Satisfied);
  const std::vector<UnitCode> carded = story.facts<CaseClosed>().front().may_appeal;
  EXPECT_EQ(carded, (std::vector<UnitCode>{{"waiwu"}}));
  story.when(appeal("wuan")).then_refused(Reason::NotPermitted);
  story.when(appeal("waiwu")).when(review("dispatcher")).when(review("acceptor"));
  EXPECT_EQ(story.facts<CaseExempted>().front().unit.value, "waiwu");
}

TEST(ReviewAppeal, SaysWhoseWhenTwoUnitsAppealed) {
  Story story;
  story.given({CaseClosed{.id = kFirst,
                          .rule = {"callback:satisfied"},
                          .on_time = false,
                          .appeal_until = kUntil,
                          .may_appeal = {{"waiwu"}, {"wuan"}}},
               CaseStruckOff{.id = kFirst}});
  story.when(appeal("waiwu")).when(appeal("wuan"));
  story.when(review("dispatcher")).then_refused(Reason::BadValue);
  ReviewAppeal of_street = review("dispatcher", false);
  of_street.unit = {"wuan"};
  story.when(of_street);
  // One is left, so nobody need say whose.
  story.when(review("dispatcher")).when(review("acceptor"));
  EXPECT_EQ(story.facts<CaseExempted>().front().unit.value, "waiwu");
  EXPECT_TRUE(story.row()->find({"wuan"})->settled);
  EXPECT_EQ(story.state().next_alarm(), kUntil);
}

TEST(ReviewAppeal, TwiceUpheldExemptsTheScoreAlone) {
  Story story;
  const std::int64_t finished = story.march(Measure::Finished);
  story.closed().when(appeal()).when(review("dispatcher")).then({reviewed(1, "dispatcher")});
  story.when(review("acceptor"));
  story.then({reviewed(2, "acceptor"),
              CaseExempted{.id = kFirst, .unit = {"waiwu"}, .rule = {"appeal:upheld"}}});
  EXPECT_EQ(story.march(Measure::Exempted), 1);
  EXPECT_EQ(story.march(Measure::ExemptedLate), 1);
  EXPECT_EQ(story.march(Measure::Finished), finished);
  EXPECT_EQ(story.march(Measure::Closed), 1);
  story.when(appeal()).then_refused(Reason::AlreadyAppealed);
  story.when(review("mayor")).then_refused(Reason::WrongState);
}

TEST(ReviewAppeal, OfACaseThatWasInTimeTakesNothingFromWhatWasLate) {
  Story story;
  story.closed(true).when(appeal()).when(review("dispatcher")).when(review("acceptor"));
  EXPECT_EQ(story.march(Measure::Exempted), 1);
  EXPECT_EQ(story.march(Measure::ExemptedLate), 0);
}

TEST(ReviewAppeal, IsByTwoPersons) {
  Story story;
  story.closed().when(review("dispatcher")).then_refused(Reason::WrongState).when(appeal());
  story.when(review("")).then_refused(Reason::MissingIdentity);
  story.when(review("dispatcher")).when(review("dispatcher"));
  story.then_refused(Reason::NotPermitted);
  story.when(review("dispatcher", false)).then_refused(Reason::NotPermitted);
}

TEST(ReviewAppeal, RejectedOnceIsTheEnd) {
  Story first;
  first.closed().when(appeal()).when(review("dispatcher", false));
  first.then({reviewed(1, "dispatcher", false)});
  first.when(review("acceptor")).then_refused(Reason::WrongState);
  first.when(appeal()).then_refused(Reason::AlreadyAppealed);
  Story second;
  second.closed().when(appeal()).when(review("dispatcher")).when(review("acceptor", false));
  second.then({reviewed(2, "acceptor", false)});
  EXPECT_EQ(second.march(Measure::Exempted), 0);
}

TEST(ReviewAppeal, IsWaitedForWhenTheTimeToFileIsOver) {
  Story story;
  story.closed().when(appeal());
  EXPECT_EQ(story.state().next_alarm(), kNever);
  story.time_passes_to(kUntil + 24h).then_nothing();
  story.when(review("dispatcher")).when(review("acceptor"));
  EXPECT_EQ(story.facts<AppealWindowEnded>().size(), 1U);
  EXPECT_EQ(story.row(), nullptr);
  // The exemption counts where the case was counted, a month before.
  EXPECT_EQ(story.march(Measure::Exempted), 1);
}

TEST(ReviewAppeal, SettledEarlyIsRememberedToTheEndOfTheTime) {
  Story story;
  story.closed().when(appeal()).when(review("dispatcher", false));
  EXPECT_EQ(story.state().next_alarm(), kUntil);
  story.time_passes_to(kUntil);
  EXPECT_EQ(story.facts<AppealWindowEnded>().size(), 1U);
  EXPECT_EQ(story.state().next_alarm(), kNever);
}

TEST(ReviewAppeal, KnowsTheFirstReviewerAfterARestart) {
  Story story;
  story.closed().when(appeal()).when(review("dispatcher"));
  State again;
  again.restore(story.state().registers().counters());
  again.restore(RegisterRow(*story.row()));
  EXPECT_EQ(again.next_alarm(), kNever);
  EXPECT_EQ(again.registers().appealable(kFirst)->units.front().first_reviewer.value, "dispatcher");
}

// ---- Any wishes in any order ----

int any_below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

RC_GTEST_PROP(AppealsProperty, ExemptsACaseOnceAfterTwoPersonsAgreed, ()) {
  const policy::Policy policy(changtai_rules());
  State state;
  Timestamp now = kMorning;
  std::vector<Event> history;
  const auto apply = [&](const std::vector<Event>& events) {
    for (const Event& event : events) state.apply(event);
    history.insert(history.end(), events.begin(), events.end());
  };
  apply({PeriodBegan{.period = 202603}});
  for (std::uint64_t i = 1; i <= 3; ++i) {
    apply(decide({state, policy, now}, complaint_of({.category = "parking"}, i, now))->events);
    apply(
        decide({state, policy, now},
               PullOrders{.unit = {"waiwu"}, .worker = {"chen"}, .only = {i}, .sign_at_once = true})
            ->events);
    const Token token = state.find({i})->token;
    apply(decide({state, policy, now}, FinishHandling{{i}, token, {"chen"}, Solved::Solved, {}})
              ->events);
    apply(decide({state, policy, now},
                 PostCheckCase{.id = {i}, .by = {"desk"}, .passed = true, .note = {}})
              ->events);
    // A unit that had it before the last one has a card for it.
    apply({CaseClosed{.id = {i},
                      .rule = {},
                      .on_time = any_below(2) == 0,
                      .appeal_until = now + 24h * 3,
                      .may_appeal = {{"waiwu"}, {"wuan"}}},
           CaseStruckOff{.id = {i}}});
  }
  using Appeal = std::pair<CaseId, std::string>;  // of a unit
  std::set<Appeal> filed;
  std::set<Appeal> exempted;
  std::set<std::pair<Appeal, std::string>> upheld;
  const std::vector<std::string> names{"", "wu", "zheng", "feng"};
  for (int step = 0; step < 60; ++step) {
    now += *rc::gen::elementOf(std::vector<Milliseconds>{0ms, 1h, 20h});
    const CaseId id{static_cast<std::uint64_t>(any_below(5))};
    const WorkerName by{*rc::gen::elementOf(names)};
    const int choice = any_below(4);
    Command wish = Tick{.max = static_cast<std::uint32_t>(any_below(3))};
    const UnitCode unit{*rc::gen::elementOf(std::vector<std::string>{"wuan", "waiwu", "jinli"})};
    if (choice == 0) wish = FileAppeal{id, unit, by, "flood"};
    if (choice > 1) {
      wish = ReviewAppeal{id, by, any_below(4) != 0, {}, any_below(3) == 0 ? UnitCode{} : unit};
    }
    const Decision decision = decide({state, policy, now}, wish);
    if (!decision) continue;
    for (const Event& event : decision->events) {
      if (const auto* fact = std::get_if<AppealFiled>(&event)) {
        RC_ASSERT(filed.insert({fact->id, fact->unit.value}).second);
      }
      if (const auto* fact = std::get_if<AppealReviewed>(&event)) {
        const Appeal appeal{fact->id, fact->unit.value};
        RC_ASSERT(filed.contains(appeal));
        if (fact->upheld) RC_ASSERT(upheld.insert({appeal, fact->by.value}).second);
      }
      if (const auto* fact = std::get_if<CaseExempted>(&event)) {
        RC_ASSERT(exempted.insert({fact->id, fact->unit.value}).second);
      }
    }
    apply(decision->events);
  }
  RC_ASSERT(scores_difference(state, history) == "");
  for (const Appeal& appeal : exempted) {
    const auto of_appeal = [&](const auto& each) { return each.first == appeal; };
    RC_ASSERT(std::ranges::count_if(upheld, of_appeal) == 2);
  }
}

}  // namespace whistle::casework::appeals_test
