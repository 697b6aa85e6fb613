#include "engine/casework/state/state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/chapters/draft.h"
#include "tests/support/invariants.h"
#include "tests/support/scenario.h"

// How facts change the state, and how a stored state comes back.
namespace whistle::casework::state_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

// The facts of a parking complaint, filed and dispatched.
std::vector<Event> parking_filed() {
  return {filed(kFirst, {.category = "parking"}, 1, kMorning, kBanyan),
          promise(kFirst, Stage::Sign, "1wd", kMorning, "blue"),
          OrderDispatched{.id = kFirst,
                          .number = 1,
                          .unit = {"waiwu"},
                          .tier = Tier::Community,
                          .rule = {},
                          .raised_to_duty = false,
                          .queue_due = kMorning + 1h,
                          .told = {}}};
}

State with(const std::vector<Event>& events) {
  State state;
  for (const Event& event : events) state.apply(event);
  return state;
}

void apply_all(State& state, const std::vector<Event>& events) {
  for (const Event& event : events) state.apply(event);
}

const OrderLeased kLeased{
    .id = kFirst, .worker = {"chen"}, .token = {1}, .until = Timestamp{1'000'000ms}};
const OrderSigned kSigned{.id = kFirst, .worker = {"chen"}, .token = {2}};
const HandlingFinished kFinished{
    .id = kFirst, .at = Timestamp{2'000'000ms}, .result = Solved::Solved, .note = {}};

TEST(State, IsEmptyAtFirst) {
  const State state;
  EXPECT_EQ(state.open_cases(), 0U);
  EXPECT_EQ(state.next_alarm(), kNever);
  EXPECT_EQ(state.find(kFirst), nullptr);
  EXPECT_EQ(state.line("waiwu"), nullptr);
  EXPECT_EQ(state.line(""), nullptr);
  EXPECT_EQ(state.same_cause("parking", kBanyan), nullptr);
  EXPECT_EQ(broken_invariant(state), "");
}

TEST(State, ContinuesAStoryThatWasGiven) {
  Scenario(changtai_rules())
      .given(parking_filed())
      .pull("waiwu", "chen")
      .then({OrderLeased{.id = kFirst, .worker = {"chen"}, .token = {1}, .until = kMorning + 60s}});
}

TEST(State, ForgetsAClosedCaseButNotItsNumber) {
  Scenario story(without_checks(changtai_rules()));
  story.submit({.category = "parking"}).take("waiwu").finish();
  EXPECT_EQ(story.state().find(kFirst), nullptr);
  EXPECT_EQ(story.state().next_alarm(), kNever);
  EXPECT_EQ(story.state().same_cause("parking", kBanyan), nullptr);
  story.submit({.category = "parking"});
  EXPECT_EQ(story.id(), CaseId{2});
}

TEST(State, StaysTheSameWhenItIsMoved) {
  State state = with(parking_filed());
  State moved = std::move(state);
  EXPECT_EQ(difference(moved, with(parking_filed())), "");
  moved.apply(kLeased);
  EXPECT_EQ(broken_invariant(moved), "");
}

TEST(State, SetsTheAlarmOfACaseThatWasPutAwayBeforeAnybodyAsked) {
  State state = with(parking_filed());
  state.put_away(0);
  EXPECT_EQ(state.next_alarm(), with(parking_filed()).find(kFirst)->next_alarm());
}

TEST(State, SetsTheAlarmsOfCasesWhoseFactsComeInTurns) {
  constexpr CaseId kSecond{2};
  State state = with(parking_filed());
  state.apply(filed(kSecond, {.category = "parking"}, 2, kMorning, kBanyan));
  state.apply(promise(kSecond, Stage::Sign, "2wd", kMorning, "blue"));
  const Timestamp first = state.find(kFirst)->next_alarm();
  const Timestamp second = state.find(kSecond)->next_alarm();
  ASSERT_LT(first, second);
  EXPECT_EQ(state.due(second, 10), (std::vector{kFirst, kSecond}));

  state.apply(ClockPaused{.id = kFirst, .stage = Stage::Sign, .consumed = 1h});
  state.apply(promise(kSecond, Stage::Sign, "1wd", kMorning, "blue"));
  EXPECT_EQ(state.due(second, 10), (std::vector{kSecond}));
  EXPECT_EQ(state.next_alarm(), first);
}

TEST(State, KnowsTheNewestCaseOfACause) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking", .area = kBanyan1, .requester = "wang"});
  story.submit({.category = "parking", .area = kBanyan2, .requester = "li"});
  const std::uint64_t wang = requester_hash("wang");
  EXPECT_EQ(story.state().same_cause("parking", kBanyan)->id, CaseId{2});
  EXPECT_EQ(story.state().same_request(wang, "parking", kBanyan)->id, kFirst);
  EXPECT_EQ(story.state().same_request(wang, "noise", kBanyan), nullptr);
  EXPECT_EQ(story.state().same_request(wang, "parking", kMill), nullptr);
  EXPECT_EQ(story.state().same_cause("never heard of", kBanyan), nullptr);
}

TEST(State, KnowsNoCauseWhileNobodyHasReadTheComplaint) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking", .category_certainty = triage::Certainty::Unsure});
  EXPECT_EQ(story.state().same_cause("parking", kBanyan), nullptr);
  story.pull("triage").classify("parking", kBanyan);
  EXPECT_EQ(story.state().same_cause("parking", kBanyan)->id, kFirst);
}

// What a journal keeps of a state, put into a new one.
State stored_and_restored(const State& state) {
  State restored;
  restored.restore(state.counters(), state.tallies());
  std::vector<CaseId> ids;
  state.each_case([&](const Case& item) { ids.push_back(item.id); });
  std::ranges::sort(ids);
  for (const CaseId id : ids) {
    Case stored = *state.find(id);
    const auto again = [&](Symbol symbol) { return restored.intern(state.symbols().name(symbol)); };
    stored.category = again(stored.category);
    stored.condition = again(stored.condition);
    stored.unit = again(stored.unit);
    stored.worker = again(stored.worker);
    for (CaseClock& clock : stored.clocks) clock.calendar = again(clock.calendar);
    restored.restore(std::move(stored));
  }
  restored.end_restoring();
  return restored;
}

TEST(State, ComesBackWithAllItsPlacesAlarmsAndIndexes) {
  Scenario story(without_checks(changtai_rules()));
  story.submit({.category = "parking"}).take("waiwu").finish();
  story.submit({.category = "parking"}).submit({.category = "burst"}).submit({.category = "burst"});
  story.submit({.category = "noise"}).take("banyan");
  story.submit({.category = "gas", .severity = Severity::Red}).pull("wuan");
  story.submit({.category = "noise", .category_certainty = triage::Certainty::None});

  const State restored = stored_and_restored(story.state());
  EXPECT_EQ(broken_invariant(restored), "");
  EXPECT_EQ(restored.counters(), story.state().counters());
  EXPECT_EQ(restored.tallies(), story.state().tallies());
  EXPECT_EQ(restored.next_alarm(), story.state().next_alarm());
  EXPECT_EQ(restored.open_cases(), 5U);
  EXPECT_EQ(restored.line("waiwu")->size(), 1U);
  EXPECT_EQ(restored.line("triage")->size(), 1U);
  EXPECT_EQ(restored.find({5})->place, Place::Lease);
}

TEST(State, GoesOnFromWhereItCameBack) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).submit({.category = "parking"}).pull("waiwu");
  State restored = stored_and_restored(story.state());
  restored.apply(LeaseLapsed{.id = kFirst, .token = story.token()});
  std::vector<CaseId> ids;
  queues::in_order(*restored.line("waiwu"), kMorning, [&](const queues::Position& position) {
    ids.push_back(position.id);
    return true;
  });
  EXPECT_EQ(ids, (std::vector<CaseId>{{1}, {2}}));
}

TEST(StateDeathTest, RefusesNumbersOutOfOrder) {
  CaseFiled skips = filed({2}, {}, 1, kMorning, kBanyan1);
  EXPECT_DEATH(with({skips}), "last_case");
  CaseFiled complaint_skips = filed(kFirst, {}, 2, kMorning, kBanyan1);
  EXPECT_DEATH(with({complaint_skips}), "last_complaint");
}

TEST(StateDeathTest, RefusesFactsAboutNobody) {
  EXPECT_DEATH(with({FirstContacted{.id = {7}, .note = {}}}), "open_case != nullptr");
  EXPECT_DEATH(with({ProgressNoted{.id = {7}, .note = {}}}), "nullptr");
}

TEST(StateDeathTest, RefusesATokenThatIsNotNew) {
  State state = with(parking_filed());
  apply_all(state, {kLeased, LeaseLapsed{.id = kFirst, .token = {1}}});
  EXPECT_DEATH(state.apply(kLeased), "last_token");
}

TEST(StateDeathTest, RefusesToLeaseWhatDoesNotWait) {
  State state = with(parking_filed());
  apply_all(state, {kLeased, kSigned});
  OrderLeased again = kLeased;
  again.token = {3};
  EXPECT_DEATH(state.apply(again), "Queue");
}

TEST(StateDeathTest, RefusesToEndALeaseOfAnotherToken) {
  State state = with(parking_filed());
  state.apply(kLeased);
  EXPECT_DEATH(state.apply(LeaseLapsed{.id = kFirst, .token = {9}}), "token");
  EXPECT_DEATH(state.apply(OrderReleased{.id = kFirst, .token = {9}, .reason = {}}), "token");
}

TEST(StateDeathTest, RefusesArrowsThatAreNotDrawn) {
  State state = with(parking_filed());
  EXPECT_DEATH(state.apply(kFinished), "Hands");
  EXPECT_DEATH(state.apply(RequesterReplied{.id = kFirst}), "can_become");
  EXPECT_DEATH(
      state.apply(CaseClosed{
          .id = kFirst, .rule = {}, .on_time = true, .appeal_until = kNever, .may_appeal = {}}),
      "can_become");
  EXPECT_DEATH(state.apply(CaseStruckOff{.id = kFirst}), "Closed");
  apply_all(state, {kLeased, kSigned, kFinished});
  EXPECT_DEATH(
      state.apply(CaseClosed{
          .id = kFirst, .rule = {}, .on_time = true, .appeal_until = kNever, .may_appeal = {}}),
      "can_become");
  EXPECT_DEATH(state.apply(CalledBack{.id = kFirst,
                                      .solved = Solved::Solved,
                                      .satisfaction = Satisfaction::Satisfied,
                                      .by = {},
                                      .note = {}}),
               "Replied");
}

TEST(StateDeathTest, RefusesClocksThatDoNotRun) {
  State state = with(parking_filed());
  EXPECT_DEATH(state.apply(ClockMet{.id = kFirst, .stage = Stage::Contact, .on_time = true}),
               "erased == 1");
  EXPECT_DEATH(state.apply(ClockDropped{.id = kFirst, .stage = Stage::Contact}), "erased == 1");
  EXPECT_DEATH(state.apply(ClockResumed{
                   .id = kFirst, .stage = Stage::Sign, .since = kMorning, .alarms = {}}),
               "running");
  state.apply(ClockPaused{.id = kFirst, .stage = Stage::Sign, .consumed = 1h});
  EXPECT_DEATH(state.apply(ClockPaused{.id = kFirst, .stage = Stage::Sign, .consumed = 1h}),
               "running");
}

TEST(StateDeathTest, RefusesACardThatIsNoStepUp) {
  State state = with(parking_filed());
  CardIssued red{
      .id = kFirst, .card = Card::Red, .stage = Stage::Sign, .unit = {}, .points = -10, .rule = {}};
  state.apply(red);
  CardIssued yellow = red;
  yellow.card = Card::Yellow;
  EXPECT_DEATH(state.apply(yellow), "card");
  EXPECT_DEATH(state.apply(red), "card");
}

TEST(StateDeathTest, RefusesToRestoreOverOpenCases) {
  State state = with(parking_filed());
  EXPECT_DEATH(state.restore(Counters{}, Tallies{}), "empty");
  Case same = *state.find(kFirst);
  EXPECT_DEATH(state.restore(same), "contains");
}

TEST(StateDeathTest, SaysNothingOfCausesBeforeAllCasesAreBack) {
  const State state = with(parking_filed());
  Case stored = *state.find(kFirst);
  State restored;
  const auto again = [&](Symbol symbol) { return restored.intern(state.symbols().name(symbol)); };
  each_symbol(stored, [&](Symbol& symbol) { symbol = again(symbol); });
  const AreaCode area = stored.cause_area;
  restored.restore(std::move(stored));
  EXPECT_DEATH(restored.same_cause("parking", area), "gathered_");
  restored.end_restoring();
  EXPECT_EQ(restored.same_cause("parking", area)->id, kFirst);
}

TEST(Symbols, KeepNamesOnce) {
  Symbols symbols;
  const Symbol water = symbols.intern("water");
  EXPECT_NE(water, 0U);
  EXPECT_EQ(symbols.intern("water"), water);
  EXPECT_NE(symbols.intern("wuan"), water);
  EXPECT_EQ(symbols.find("water"), water);
  EXPECT_EQ(symbols.name(water), "water");
}

TEST(Symbols, KnowTheEmptyNameAsZero) {
  Symbols symbols;
  EXPECT_EQ(symbols.intern(""), 0U);
  EXPECT_EQ(symbols.name(0), "");
  EXPECT_EQ(symbols.find("never heard of"), 0U);
}

TEST(Symbols, StayGoodWhileTheyGrowAndMove) {
  Symbols symbols;
  for (int i = 0; i < 2000; ++i) symbols.intern("name-" + std::to_string(i));
  const Symbols moved = std::move(symbols);
  for (int i = 0; i < 2000; ++i) {
    const std::string name = "name-" + std::to_string(i);
    EXPECT_EQ(moved.name(moved.find(name)), name);
  }
}

TEST(SymbolsDeathTest, KnowNoNameOfAnUnknownNumber) {
  const Symbols symbols;
  EXPECT_DEATH(static_cast<void>(symbols.name(1)), "symbol");
}

TEST(CaseOf, NamesTheCaseOfEveryFactButADeclinedComplaint) {
  EXPECT_EQ(case_of(CaseStruckOff{.id = {7}}), CaseId{7});
  EXPECT_EQ(case_of(ComplaintDeclined{}), CaseId{});
}

}  // namespace whistle::casework::state_test
