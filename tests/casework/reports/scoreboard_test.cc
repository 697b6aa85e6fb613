#include "engine/casework/reports/scoreboard.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/random_wishes.h"
#include "tests/support/recount.h"
#include "tests/support/rule_books.h"

// What the counters say of a unit, an area, a worker.
namespace whistle::casework::scoreboard_test {

using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr std::uint32_t kMarch = 202603;

std::string key(AreaCode area) { return std::to_string(area.value); }

Registers counted_in_march() {
  Registers registers;
  registers.on(PeriodBegan{.period = kMarch});
  return registers;
}

ScoreLine line_of(const Registers& registers, Dimension dimension, const std::string& key,
                  policy::RuleBook book = changtai_rules()) {
  const policy::Policy policy(std::move(book));
  const auto lines =
      scoreboard(registers, policy, {.period = 0, .dimension = dimension, .key = key});
  EXPECT_EQ(lines.size(), 1U);
  return lines.empty() ? ScoreLine{} : lines.front();
}

TEST(Scoreboard, DividesWhatIsAskedByWhatIsOwed) {
  Registers registers = counted_in_march();
  registers.add(kMarch, Dimension::Unit, "waiwu",
                {{Measure::Dispatched, 8},
                 {Measure::Contacted, 7},
                 {Measure::ContactedInTime, 6},
                 {Measure::Finished, 6},
                 {Measure::FinishedInTime, 4},
                 {Measure::SolveAsked, 3},
                 {Measure::Solved, 2},
                 {Measure::ValidCallbacks, 4},
                 {Measure::Satisfied, 3},
                 {Measure::Returned, 1},
                 {Measure::Repeats, 2},
                 {Measure::Points, -15},
                 {Measure::OnTimeSteps, 20},
                 {Measure::Stars, 9},
                 {Measure::StarRatings, 2},
                 {Measure::OwnersStars, 14},
                 {Measure::OwnersRatings, 3},
                 {Measure::OthersStars, 2},
                 {Measure::OthersRatings, 1}});
  const ScoreLine line = line_of(registers, Dimension::Unit, "waiwu");
  EXPECT_EQ(line.name, "Waiwu");
  EXPECT_EQ(line.response_rate, 750);
  EXPECT_EQ(line.solve_rate, 667);
  EXPECT_EQ(line.satisfaction_rate, 750);
  EXPECT_EQ(line.on_time_rate, 667);
  EXPECT_EQ(line.return_rate, 125);
  EXPECT_EQ(line.repeat_rate, 250);
  EXPECT_EQ(line.score, 717);  // 0.2 * 750 + 0.4 * 667 + 0.4 * 750
  EXPECT_EQ(line.stars, 2U);
  EXPECT_EQ(line.points, 5);
  EXPECT_EQ(line.double_score, 450);
  EXPECT_EQ(line.rated, 333);  // half (14 / 3), half 2
  EXPECT_EQ(line.per_ten_thousand_households, std::nullopt);
  EXPECT_EQ(line.month_on_month, std::nullopt);
  EXPECT_EQ(line.counts.count(Measure::Contacted), 7);
}

TEST(Scoreboard, SaysNothingWhereNothingWasAsked) {
  Registers registers = counted_in_march();
  registers.add(Dimension::Unit, "water", Measure::Solved, 0);
  registers.add(Dimension::Unit, "water", Measure::DutiesOwed);
  const ScoreLine line = line_of(registers, Dimension::Unit, "water");
  EXPECT_EQ(line.response_rate, std::nullopt);
  EXPECT_EQ(line.on_time_rate, std::nullopt);
  EXPECT_EQ(line.score, std::nullopt);
  EXPECT_EQ(line.stars, 0U);
  EXPECT_EQ(line.rated, 0);
  EXPECT_EQ(line.whistle_band, "");
}

TEST(Scoreboard, WeighsTheRatesThatThereAre) {
  Registers registers = counted_in_march();
  registers.add(kMarch, Dimension::Unit, "waiwu",
                {{Measure::Dispatched, 10}, {Measure::ContactedInTime, 5}});
  EXPECT_EQ(line_of(registers, Dimension::Unit, "waiwu").score, 500);
  registers.add(kMarch, Dimension::Unit, "waiwu",
                {{Measure::ValidCallbacks, 1}, {Measure::Satisfied, 1}});
  EXPECT_EQ(line_of(registers, Dimension::Unit, "waiwu").score, 833);  // (0.1 + 0.4) / 0.6
}

TEST(Scoreboard, GivesStarsFromAScoreOn) {
  const auto stars = [](std::int64_t per_mille) {
    Registers registers = counted_in_march();
    registers.add(kMarch, Dimension::Unit, "waiwu",
                  {{Measure::Dispatched, 1000}, {Measure::ContactedInTime, per_mille}});
    return line_of(registers, Dimension::Unit, "waiwu").stars;
  };
  EXPECT_EQ(stars(599), 0U);
  EXPECT_EQ(stars(600), 1U);
  EXPECT_EQ(stars(949), 4U);
  EXPECT_EQ(stars(950), 5U);
}

TEST(Scoreboard, TakesExemptedCasesOutOfWhatWasLate) {
  Registers registers = counted_in_march();
  registers.add(kMarch, Dimension::Unit, "waiwu",
                {{Measure::Finished, 10},
                 {Measure::FinishedInTime, 7},
                 {Measure::Exempted, 3},
                 {Measure::ExemptedLate, 2}});
  EXPECT_EQ(line_of(registers, Dimension::Unit, "waiwu").on_time_rate, 875);
  // More exempted than late in this month: no more than all of it.
  registers.add(Dimension::Unit, "waiwu", Measure::ExemptedLate, 5);
  EXPECT_EQ(line_of(registers, Dimension::Unit, "waiwu").on_time_rate, 1000);
}

TEST(Scoreboard, HoldsWhistlesAgainstABand) {
  const auto band = [](const std::string& unit, std::int64_t blown, std::int64_t orders) {
    Registers registers = counted_in_march();
    registers.add(kMarch, Dimension::Unit, unit,
                  {{Measure::WhistlesBlown, blown}, {Measure::Dispatched, orders}});
    const ScoreLine line = line_of(registers, Dimension::Unit, unit);
    return std::pair(line.whistle_rate.value_or(-1), line.whistle_band);
  };
  EXPECT_EQ(band("wuan", 1, 100), std::pair(10, std::string("low")));
  EXPECT_EQ(band("wuan", 2, 100), std::pair(20, std::string("within")));
  EXPECT_EQ(band("wuan", 30, 100), std::pair(300, std::string("within")));
  EXPECT_EQ(band("wuan", 31, 100), std::pair(310, std::string("high")));
  EXPECT_EQ(band("wuan", 0, 100), std::pair(0, std::string("low")));
  EXPECT_EQ(band("water", 0, 100), std::pair(-1, std::string()));  // may not blow
}

TEST(Scoreboard, RollsAreasUpAndKnowsTheirHouseholds) {
  policy::RuleBook book = changtai_rules();
  for (policy::Area& area : book.areas) {
    if (area.code == kBanyan) area.households = 400;
    if (area.code == kMill) area.households = 100;
  }
  Registers registers;
  registers.on(PeriodBegan{.period = 202602});
  registers.add(Dimension::Area, key(kBanyan1), Measure::Accepted, 4);
  registers.on(PeriodBegan{.period = kMarch});
  registers.add(Dimension::Area, key(kBanyan1), Measure::Accepted, 3);
  registers.add(Dimension::Area, key(kBanyan), Measure::Accepted, 2);
  registers.add(kMarch, Dimension::Area, key(kMill1),
                {{Measure::Accepted, 1}, {Measure::Closed, 4}, {Measure::ClosedInTime, 3}});
  const ScoreLine compound = line_of(registers, Dimension::Area, key(kBanyan), book);
  EXPECT_EQ(compound.name, "Banyan");
  EXPECT_EQ(compound.counts.count(Measure::Accepted), 5);
  EXPECT_EQ(compound.per_ten_thousand_households, 1250);  // 125 for each 10,000
  EXPECT_EQ(compound.month_on_month, 250);
  const ScoreLine district = line_of(registers, Dimension::Area, key(kChangtai), book);
  EXPECT_EQ(district.counts.count(Measure::Accepted), 6);
  EXPECT_EQ(district.per_ten_thousand_households, 1200);
  EXPECT_EQ(district.on_time_rate, 750);
  EXPECT_EQ(line_of(registers, Dimension::Area, key(kBanyan1), book).per_ten_thousand_households,
            std::nullopt);
  EXPECT_EQ(line_of(registers, Dimension::Area, key(kBanyan1), book).month_on_month, -250);
  const policy::Policy policy(std::move(book));
  EXPECT_EQ(
      scoreboard(registers, policy, {.period = 0, .dimension = Dimension::Area, .key = {}}).size(),
      8U);  // those three, and Changtai, Wuan, Waiwu, Jinli, Mill
}

TEST(Scoreboard, KeepsAnAreaThatTheBookNoLongerHas) {
  Registers registers = counted_in_march();
  registers.add(Dimension::Area, "77", Measure::Accepted, 2);
  const ScoreLine line = line_of(registers, Dimension::Area, "77");
  EXPECT_EQ(line.name, "77");
  EXPECT_EQ(line.counts.count(Measure::Accepted), 2);
}

TEST(Scoreboard, TellsTheCategoriesOfAnArea) {
  Registers registers = counted_in_march();
  registers.add(Dimension::AreaCategory, key(kBanyan1) + "/noise", Measure::Accepted, 3);
  registers.add(Dimension::AreaCategory, key(kBanyan) + "/noise", Measure::Accepted, 1);
  registers.add(Dimension::AreaCategory, key(kBanyan) + "/litter", Measure::Accepted, 1);
  const policy::Policy policy(changtai_rules());
  const auto lines =
      scoreboard(registers, policy,
                 {.period = kMarch, .dimension = Dimension::AreaCategory, .key = key(kBanyan)});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].key, key(kBanyan) + "/litter");
  EXPECT_EQ(lines[1].name, "Banyan, noise");
  EXPECT_EQ(lines[1].counts.count(Measure::Accepted), 4);
}

TEST(Scoreboard, OfAllIsTheSumOfTheUnits) {
  Registers registers = counted_in_march();
  registers.add(kMarch, Dimension::All, "", {{Measure::Accepted, 9}, {Measure::Closed, 5}});
  registers.add(kMarch, Dimension::Unit, "waiwu",
                {{Measure::Dispatched, 4}, {Measure::ContactedInTime, 3}, {Measure::Closed, 3}});
  registers.add(kMarch, Dimension::Unit, "wuan",
                {{Measure::Dispatched, 4}, {Measure::ContactedInTime, 4}, {Measure::Closed, 1}});
  const ScoreLine line = line_of(registers, Dimension::All, "");
  EXPECT_EQ(line.counts.count(Measure::Accepted), 9);
  EXPECT_EQ(line.counts.count(Measure::Closed), 5);
  EXPECT_EQ(line.response_rate, 875);
}

TEST(Scoreboard, ListsTheBestAndTheWorst) {
  const std::vector<std::string> units{"banyan", "jinli", "urban", "water", "waiwu"};
  Registers registers = counted_in_march();
  for (std::size_t i = 0; i < 3; ++i) {
    registers.add(kMarch, Dimension::Unit, units[i],
                  {{Measure::Finished, 5},
                   {Measure::Dispatched, 10},
                   {Measure::ContactedInTime, static_cast<std::int64_t>(i + 3)}});
  }
  // Too little work to be compared.
  registers.add(kMarch, Dimension::Unit, "waiwu",
                {{Measure::Finished, 4}, {Measure::Dispatched, 4}});
  const policy::Policy policy(changtai_rules());
  const auto lists = [&] {
    std::string all;
    const ScoreQuery query{.period = 0, .dimension = Dimension::Unit, .key = {}};
    for (const ScoreLine& line : scoreboard(registers, policy, query)) {
      if (!line.list.empty()) all += line.key + ":" + line.list + " ";
    }
    return all;
  };
  EXPECT_EQ(lists(), "");  // three are too few
  registers.add(kMarch, Dimension::Unit, "water",
                {{Measure::Finished, 5}, {Measure::Dispatched, 10}, {Measure::ContactedInTime, 9}});
  EXPECT_EQ(lists(), "banyan:black water:red ");
  const auto lines =
      scoreboard(registers, policy, {.period = 0, .dimension = Dimension::Unit, .key = "water"});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines.front().list, "red");
}

TEST(Scoreboard, KnowsTheMonthBefore) {
  EXPECT_EQ(month_before(202603), 202602U);
  EXPECT_EQ(month_before(202601), 202512U);
  EXPECT_EQ(month_before(0), 0U);
}

// ---- Any wishes in any order ----

int any_below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }

Command any_wish() {
  const std::string unit = *rc::gen::elementOf(std::vector<std::string>{"waiwu", "wuan", "water"});
  const std::uint64_t id = static_cast<std::uint64_t>(any_below(5));
  const bool yes = any_below(4) != 0;
  switch (any_below(9)) {
    case 0:
      return AssignDuty{.kind = {"report_in"}, .unit = {unit}, .by = {"wang"}, .person = {"lin"}};
    case 1:
      return DoDuty{.id = {id}, .worker = {"lin"}};
    case 2:
      return RateUnit{.unit = {unit},
                      .rater = yes ? Rater::Owners : Rater::Community,
                      .stars = static_cast<std::uint32_t>(any_below(7)),
                      .by = {"wang"}};
    case 3:
      return ListWish{.title = "a lamp", .unit = {unit}, .by = {"wang"}};
    case 4:
      return ClaimEntry{.id = {id}, .claimant = {"zhao"}};
    case 5:
      return FinishEntry{.id = {id}, .by = {"zhao"}, .minutes = 120};
    case 6:
      return FileAppeal{.id = {id}, .unit = {unit}, .worker = {"lin"}, .ground = "flood"};
    case 7:
      return ReviewAppeal{.id = {id}, .by = {yes ? "wu" : "feng"}, .upheld = yes};
    default:
      return Tick{.max = 16};
  }
}

RC_GTEST_PROP(ScoreboardProperty, EqualsTheRecountOfTheFacts, ()) {
  const policy::Policy policy(changtai_rules());
  RandomWishes wishes(static_cast<std::uint32_t>(any_below(1'000'000)));
  State state;
  Timestamp now = shanghai("2026-03-25 09:00");
  std::vector<Event> history;
  for (int step = 0; step < 300; ++step) {
    now += wishes.pause();
    const Command wish = step % 4 == 0 ? any_wish() : wishes.next(state, now);
    const Decision decision = decide({state, policy, now}, wish);
    if (!decision) continue;
    wishes.note(decision->answer);
    for (const Event& event : decision->events) state.apply(event);
    history.insert(history.end(), decision->events.begin(), decision->events.end());
  }
  RC_ASSERT(scores_difference(state, history) == "");
  // Whatever was counted, no rate leaves its bounds.
  for (const auto& spelling : kSpellings<Dimension>) {
    const ScoreQuery query{.period = 0, .dimension = spelling.value, .key = {}};
    for (const ScoreLine& line : scoreboard(state.registers(), policy, query)) {
      for (const auto& rate : {line.response_rate, line.solve_rate, line.satisfaction_rate,
                               line.on_time_rate, line.return_rate, line.repeat_rate, line.score}) {
        RC_ASSERT(!rate || (*rate >= 0 && *rate <= 1000));
      }
      RC_ASSERT(line.stars <= 5U);
    }
  }
}

}  // namespace whistle::casework::scoreboard_test
