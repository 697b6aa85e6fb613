#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/scenario.h"

// Lists that people claim from, points that hours earn, and ratings of units.
namespace whistle::casework::lists_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr EntryId kFirst{1};
constexpr auto kClaimDays = 24h * 30;

class Story : public Scenario {
 public:
  explicit Story(policy::RuleBook rules = changtai_rules()) : Scenario(std::move(rules)) {
    if (state().registers().counters().period == 0) given({PeriodBegan{.period = 202603}});
  }
  const ListEntry* entry() const { return state().registers().find(kFirst); }
  const Account* account(const std::string& holder) const {
    const auto& accounts = state().registers().accounts();
    const auto found = accounts.find({holder});
    return found != accounts.end() ? &found->second : nullptr;
  }
};

ListWish wish() {
  return {.list = ListKind::MicroWish,
          .title = "a reading lamp",
          .area = kBanyan1,
          .unit = {"waiwu"},
          .by = {"wang"},
          .skill = "electrician"};
}
ClaimEntry claim(std::string claimant = "zhao", std::uint32_t within_days = 0) {
  return {.id = kFirst, .claimant = {std::move(claimant)}, .within_days = within_days};
}
PledgeEntry pledge(std::string member) { return {.id = kFirst, .member = {std::move(member)}}; }
FinishEntry finish(std::string by = "zhao", std::uint32_t minutes = 90) {
  return {.id = kFirst, .by = {std::move(by)}, .minutes = minutes, .note = "hung it up"};
}
RateEntry rate(std::string by = "granny") { return {.id = kFirst, .by = std::move(by)}; }
CloseEntry close(std::string by = "centre-desk") { return {.id = kFirst, .by = {std::move(by)}}; }
WithdrawEntry withdraw() { return {.id = kFirst, .by = {"wang"}, .reason = "bought one"}; }

EntryClaimed claimed(std::string claimant, Timestamp due) {
  return {.id = kFirst, .claimant = {std::move(claimant)}, .unit = {}, .due = due};
}
EntryLapsed lapsed(std::string claimant, Timestamp due) {
  return {.id = kFirst, .claimant = {std::move(claimant)}, .due = due};
}
EntryDone done(std::string by, std::uint32_t minutes) {
  return {.id = kFirst, .by = {std::move(by)}, .minutes = minutes, .note = "hung it up"};
}
PointsEarned earned(std::string holder, std::uint32_t points) {
  return {.holder = {std::move(holder)},
          .points = points,
          .entry = kFirst,
          .rule = {"lists.points_per_hour:1"}};
}

TEST(ListWish, PutsAnEntryOnTheList) {
  Story story;
  story.when(wish())
      .then({EntryListed{.id = kFirst,
                         .list = ListKind::MicroWish,
                         .title = "a reading lamp",
                         .area = kBanyan1,
                         .unit = {"waiwu"},
                         .by = {"wang"},
                         .skill = "electrician"}})
      .then_told(NumberAnswer{.id = 1});
  EXPECT_EQ(story.entry()->status, EntryStatus::Listed);
  EXPECT_EQ(story.state().next_alarm(), kNever);
}

TEST(ListWish, IsForTheAreaOfTheUnitUnlessItNamesAnother) {
  ListWish everywhere = wish();
  everywhere.area = {};
  Story story;
  story.when(everywhere);
  EXPECT_EQ(story.entry()->area, kWaiwu);
}

TEST(ListWish, GrowsOutOfACaseThatExists) {
  ListWish grown = wish();
  grown.from = {1};
  Story story;
  story.when(grown).then_refused(Reason::UnknownCase);
  story.submit({.category = "parking"}).when(grown);
  EXPECT_EQ(story.entry()->from, CaseId{1});
}

TEST(ListWish, IsRefusedByName) {
  ListWish untitled = wish();
  untitled.title.clear();
  ListWish endless = wish();
  endless.title.assign(40'000, 'x');
  ListWish nobodys = wish();
  nobodys.unit = {"nobody"};
  ListWish nowhere = wish();
  nowhere.area = {7};
  ListWish anonymous = wish();
  anonymous.by = {};
  Story()
      .when(untitled)
      .then_refused(Reason::MissingText)
      .when(endless)
      .then_refused(Reason::TextTooLong)
      .when(nobodys)
      .then_refused(Reason::UnknownUnit)
      .when(nowhere)
      .then_refused(Reason::UnknownArea)
      .when(anonymous)
      .then_refused(Reason::MissingIdentity);
}

// 50 yuan for each household (Longkou).
TEST(ListWish, BoundsWhatHouseholdsPutTogether) {
  ListWish works = wish();
  works.list = ListKind::Project;
  works.fund_fen = 60'000;
  Story story;
  story.when(works).then_refused(Reason::BadValue);
  works.households = 12;
  story.when(works).then_told(NumberAnswer{.id = 1});
  works.fund_fen = 60'001;
  story.when(works).then_refused(Reason::CapExceeded);
  works.fund_fen = std::uint64_t{0} - 1;
  story.when(works).then_refused(Reason::CapExceeded);
}

TEST(ListWish, BoundsNothingWhereTheRulesDoNot) {
  policy::RuleBook book = changtai_rules();
  book.settings.lists.fund_fen_per_household = 0;
  ListWish works = wish();
  works.fund_fen = 1'000'000'000;
  works.households = 1;
  Story(std::move(book)).when(works).then_told(NumberAnswer{.id = 1});
}

TEST(ClaimEntry, IsForAsLongAsTheRulesSay) {
  Story story;
  story.when(wish()).when(claim()).then({claimed("zhao", kMorning + kClaimDays)});
  EXPECT_EQ(story.state().next_alarm(), kMorning + kClaimDays);
  story.when(claim()).then_nothing();
  story.when(claim("qian")).then_refused(Reason::AlreadyTaken);
}

TEST(ClaimEntry, MayBeShorterButNotLonger) {
  Story story;
  story.when(wish()).when(claim("zhao", 31)).then_refused(Reason::CapExceeded);
  story.when(claim("zhao", 7)).then({claimed("zhao", kMorning + 24h * 7)});
}

TEST(ClaimEntry, LapsesWhenNothingWasDone) {
  const Timestamp due = kMorning + kClaimDays;
  Story story;
  story.when(wish()).when(claim()).when(pledge("sun")).time_passes_to(due - 1ms).tick();
  story.time_passes_to(due);
  EXPECT_EQ(story.facts<EntryLapsed>(), (std::vector<EntryLapsed>{lapsed("zhao", due)}));
  EXPECT_EQ(story.entry()->status, EntryStatus::Listed);
  EXPECT_FALSE(story.entry()->claimant);
  EXPECT_TRUE(story.entry()->has_pledged({"sun"}));
  EXPECT_EQ(story.state().next_alarm(), kNever);
  story.when(claim("qian"));
  EXPECT_EQ(story.entry()->claimant.value, "qian");
}

TEST(ClaimEntry, AfterALapseThatNobodyToldTellsItFirst) {
  const Timestamp due = kMorning + 24h * 7;
  Story story;
  story.when(wish()).when(claim("zhao", 7)).when(claim("qian"), due);
  story.then_refused(Reason::AlreadyTaken);
  story.when(claim("qian", 1), due + 1ms);
  story.then({lapsed("zhao", due), claimed("qian", due + 1ms + 24h)});
}

TEST(ClaimEntry, IsRefusedByName) {
  ClaimEntry for_nobody = claim();
  for_nobody.unit = {"nobody"};
  Story story;
  story.when(claim()).then_refused(Reason::UnknownEntry);
  story.when(wish()).when(claim("")).then_refused(Reason::MissingIdentity);
  story.when(for_nobody).then_refused(Reason::UnknownUnit);
  story.when(claim()).when(finish()).when(claim("qian")).then_refused(Reason::WrongState);
}

TEST(PledgeEntry, IsGivenOnceByEachMember) {
  Story story;
  story.when(wish())
      .when(pledge("sun"))
      .then({EntryPledged{.id = kFirst, .member = {"sun"}, .note = {}}});
  story.when(pledge("sun")).then_nothing().when(claim()).when(pledge("li"));
  EXPECT_EQ(story.entry()->pledges, (std::vector<HolderName>{{"sun"}, {"li"}}));
  story.when(pledge("")).then_refused(Reason::MissingIdentity);
  story.when(finish()).when(pledge("zhou")).then_refused(Reason::WrongState);
}

TEST(PledgeEntry, HasABound) {
  Story story;
  story.when(wish());
  for (std::size_t i = 0; i < kPledgesMax; ++i) story.when(pledge("member-" + std::to_string(i)));
  story.when(pledge("one-more")).then_refused(Reason::LimitReached);
}

TEST(FinishEntry, EarnsPointsByTheHour) {
  Story story;
  story.when(wish()).when(claim()).when(finish("zhao", 119));
  story.then({done("zhao", 119), earned("zhao", 1)});
  EXPECT_EQ(story.entry()->status, EntryStatus::Done);
  EXPECT_EQ(story.account("zhao")->earned, 1U);
  EXPECT_EQ(story.state().next_alarm(), kNever);
  story.when(finish("zhao", 119)).then_nothing();
}

TEST(FinishEntry, EarnsNothingForLessThanAPoint) {
  Story story;
  story.when(wish()).when(claim()).when(finish("zhao", 59)).then({done("zhao", 59)});
  EXPECT_EQ(story.account("zhao"), nullptr);
}

TEST(FinishEntry, IsSaidByTheClaimantOrAMemberWhoPledged) {
  Story story;
  story.when(wish()).when(pledge("sun")).when(finish("sun")).then_refused(Reason::WrongState);
  story.when(claim()).when(finish("qian")).then_refused(Reason::NotPermitted);
  story.when(finish("sun", 60)).then({done("sun", 60), earned("sun", 1)});
}

TEST(FinishEntry, TakesADayAtMost) {
  Story story;
  story.when(wish()).when(claim()).when(finish("zhao", 1441)).then_refused(Reason::BadValue);
  story.when(finish("zhao", 1440)).then({done("zhao", 1440), earned("zhao", 24)});
}

TEST(FinishEntry, IsInTimeToTheMillisecond) {
  Story in_time;
  in_time.when(wish()).when(claim()).when(finish(), kMorning + kClaimDays);
  EXPECT_EQ(in_time.facts<EntryDone>().size(), 1U);
  Story late;
  late.when(wish()).when(claim()).when(finish(), kMorning + kClaimDays + 1ms);
  late.then_refused(Reason::WrongState);
}

TEST(Entry, IsRatedByThePublicAndClosedByTheCentre) {
  Story story;
  story.when(wish()).when(claim()).when(rate()).then_refused(Reason::WrongState);
  story.when(close()).then_refused(Reason::WrongState).when(finish());
  story.when(rate("zhao")).then_refused(Reason::NotPermitted);
  story.when(rate("")).then_refused(Reason::MissingIdentity);
  story.when(rate()).then({EntryRated{
      .id = kFirst, .by = "granny", .satisfaction = Satisfaction::Satisfied, .note = {}}});
  story.when(rate()).then_refused(Reason::WrongState);
  story.when(close("zhao")).then_refused(Reason::NotPermitted);
  story.when(close()).then({EntryClosed{.id = kFirst, .by = {"centre-desk"}}});
  EXPECT_EQ(story.entry(), nullptr);
  story.when(close()).then_refused(Reason::UnknownEntry);
  story.when(wish()).then_told(NumberAnswer{.id = 2});
}

TEST(Entry, MayBeClosedUnratedButNotByAMemberWhoPledged) {
  Story story;
  story.when(wish()).when(pledge("sun")).when(claim()).when(finish());
  story.when(close("sun")).then_refused(Reason::NotPermitted).when(close());
  EXPECT_EQ(story.entry(), nullptr);
}

TEST(WithdrawEntry, IsForWhatIsNotDone) {
  Story story;
  story.when(wish()).when(claim()).when(withdraw());
  story.then({EntryWithdrawn{.id = kFirst, .by = {"wang"}, .reason = "bought one"}});
  EXPECT_EQ(story.state().next_alarm(), kNever);
  story.when(withdraw()).then_refused(Reason::UnknownEntry);
  story.when(wish());
  const EntryId second{2};
  story.when(WithdrawEntry{.id = second, .by = {"wang"}, .reason = {}})
      .then_refused(Reason::MissingReason)
      .when(ClaimEntry{.id = second, .claimant = {"zhao"}})
      .when(FinishEntry{.id = second, .by = {"zhao"}})
      .when(WithdrawEntry{.id = second, .by = {"wang"}, .reason = "bought one"})
      .then_refused(Reason::WrongState);
}

RedeemPoints redeem(std::uint32_t points, std::string holder = "zhao") {
  return {
      .holder = {std::move(holder)}, .points = points, .by = {"centre-desk"}, .purpose = "haircut"};
}

TEST(RedeemPoints, SpendsWhatWasEarnedAndNoMore) {
  Story story;
  story.when(redeem(1)).then_refused(Reason::NotEnoughPoints);
  story.when(wish()).when(claim()).when(finish("zhao", 180));
  story.when(redeem(4)).then_refused(Reason::NotEnoughPoints);
  story.when(redeem(2)).then({PointsRedeemed{
      .holder = {"zhao"}, .points = 2, .by = {"centre-desk"}, .purpose = "haircut"}});
  story.when(redeem(2)).then_refused(Reason::NotEnoughPoints);
  story.when(redeem(1));
  EXPECT_EQ(*story.account("zhao"), (Account{.holder = {"zhao"}, .earned = 3, .spent = 3}));
  story.when(redeem(0)).then_refused(Reason::BadValue);
  story.when(redeem(1, "")).then_refused(Reason::MissingIdentity);
}

RateUnit stars(Rater rater, std::uint32_t count, std::string unit = "banyan") {
  return {.unit = {std::move(unit)}, .rater = rater, .stars = count, .by = {"someone"}};
}

TEST(RateUnit, CountsOwnersApartFromOthers) {
  policy::RuleBook book = changtai_rules();
  book.settings.scores.owners_weight = 70;
  Story story(std::move(book));
  story.when(stars(Rater::Owners, 5))
      .then({UnitRated{
          .unit = {"banyan"}, .rater = Rater::Owners, .stars = 5, .by = {"someone"}, .note = {}}});
  story.when(stars(Rater::Owners, 3)).when(stars(Rater::Community, 1));
  const Registers& registers = story.state().registers();
  EXPECT_EQ(registers.count(202603, Dimension::Unit, "banyan", Measure::OwnersStars), 8);
  EXPECT_EQ(registers.count(202603, Dimension::Unit, "banyan", Measure::OwnersRatings), 2);
  EXPECT_EQ(registers.count(202603, Dimension::Unit, "banyan", Measure::OthersStars), 1);
  EXPECT_EQ(registers.count(202603, Dimension::Unit, "banyan", Measure::OthersRatings), 1);
}

TEST(RateUnit, IsOneToFiveStarsForAUnit) {
  Story()
      .when(stars(Rater::Resident, 0))
      .then_refused(Reason::BadValue)
      .when(stars(Rater::Resident, 6))
      .then_refused(Reason::BadValue)
      .when(stars(Rater::Resident, 3, "nobody"))
      .then_refused(Reason::UnknownUnit);
}

}  // namespace whistle::casework::lists_test
