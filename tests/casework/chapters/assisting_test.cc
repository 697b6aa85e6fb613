#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine/casework/chapters/draft.h"
#include "tests/support/scenario.h"

// One unit leads, others help; each share is an order with a clock of its own.
namespace whistle::casework::assisting_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kLead{1};
constexpr CaseId kShare{2};
constexpr CaseId kOther{3};

const Report kParking{.category = "parking"};

OrderAssist asked(const Scenario& story, std::string unit, bool required = true) {
  return {.id = story.id(),
          .token = story.token(),
          .worker = {"chen"},
          .unit = {std::move(unit)},
          .required = required,
          .task = "tow the cars"};
}
ExcuseAssist excused(const Scenario& story, CaseId assist, std::string reason = "no tow truck") {
  return {.id = story.id(),
          .token = story.token(),
          .worker = {"chen"},
          .assist = assist,
          .reason = std::move(reason)};
}

// A lead in the hands of the community, helped by urban management.
class Assist : public ::testing::Test {
 protected:
  Assist() { lead_asks("urban"); }

  void lead_asks(std::string unit, bool required = true) {
    if (story.state().open_cases() == 0) story.submit(kParking).take("waiwu");
    story.about(kLead).when(asked(story, std::move(unit), required));
  }

  Scenario story{changtai_rules()};
};

TEST_F(Assist, IsAnOrderWithOneClockOfItsOwn) {
  story.then({AssistOrdered{.id = kShare,
                            .parent = kLead,
                            .required = true,
                            .task = "tow the cars",
                            .by = {"chen"},
                            .received = kMorning,
                            .request_type = RequestType::Grievance,
                            .severity = Severity::Blue,
                            .category = {"parking"},
                            .area = kBanyan1},
              promise(kShare, Stage::Sign, "1wd", kMorning, "blue"),
              promise(kShare, Stage::Assist, "2wd", kMorning, "blue"),
              OrderDispatched{.id = kShare,
                              .number = 1,
                              .unit = {"urban"},
                              .tier = Tier::Department,
                              .rule = {"assist:ordered"},
                              .raised_to_duty = false,
                              .queue_due = shanghai("2026-03-10 09:00"),
                              .told = {}}});
  story.then_told(NumberAnswer{.id = kShare.value, .token = {}});
  EXPECT_EQ(story.the_case().id, kLead);
  EXPECT_EQ(story.the_case().dossier->assists, (std::vector<CaseId>{kShare}));
}

TEST_F(Assist, IsNoComplaintAndNobodyJoinsIt) {
  EXPECT_EQ(story.state().tallies().complaints, 1U);
  const Case* lead = story.state().same_cause("parking", story.the_case().cause_area);
  ASSERT_NE(lead, nullptr);
  EXPECT_EQ(lead->id, kLead);
}

TEST_F(Assist, IsReportedToTheLeadWithTheOrdinaryVerbs) {
  story.take("urban", "gao");
  EXPECT_EQ(story.id(), kShare);
  EXPECT_EQ(story.the_case().clock(Stage::Contact), nullptr);
  story.progress().at(shanghai("2026-03-11 09:00")).finish();
  story.then(
      {HandlingFinished{
           .id = kShare, .at = shanghai("2026-03-11 09:00"), .result = Solved::Solved, .note = {}},
       ClockMet{.id = kShare, .stage = Stage::Assist, .on_time = true},
       AssistReported{
           .id = kLead, .assist = kShare, .unit = {"urban"}, .on_time = true, .note = {}},
       RequesterReplied{.id = kShare},
       CaseClosed{.id = kShare,
                  .rule = {"assist:reported"},
                  .on_time = true,
                  .appeal_until = kNever,
                  .may_appeal = {}},
       CaseStruckOff{.id = kShare}});
  EXPECT_EQ(story.state().find(kShare), nullptr);
  EXPECT_TRUE(story.about(kLead).the_case().dossier->assists.empty());
}

TEST_F(Assist, IsReportedLateAMillisecondAfterItsTime) {
  story.take("urban", "gao").at(shanghai("2026-03-11 09:00") + 1ms).finish();
  EXPECT_FALSE(story.facts<AssistReported>().front().on_time);
  EXPECT_EQ(story.facts<ClockMet>(),
            (std::vector<ClockMet>{{.id = kShare, .stage = Stage::Assist, .on_time = false}}));
}

TEST_F(Assist, MakesNoContactWithTheResident) {
  story.take("urban", "gao").contact().then_refused(Reason::WrongState);
  story.arrive().then({ArrivedOnSite{.id = kShare, .note = {}}});
}

TEST_F(Assist, HoldsUpTheLeadWhileItIsRequired) {
  story.about(kLead).finish().then_refused(Reason::AssistantsOpen);
  story.when(excused(story, kShare))
      .then(
          {AssistExcused{.id = kLead, .assist = kShare, .by = {"chen"}, .reason = "no tow truck"}})
      .when(excused(story, kShare))
      .then_nothing()
      .finish();
  EXPECT_EQ(story.facts<AssistWithdrawn>(),
            (std::vector<AssistWithdrawn>{{.id = kShare, .rule = {"assist:lead_finished"}}}));
  EXPECT_EQ(story.state().find(kShare), nullptr);
  EXPECT_EQ(story.the_case().status, Status::Finished);
}

TEST_F(Assist, IsExcusedWithAReasonByTheLeadOnly) {
  story.about(kLead).when(excused(story, kShare, "")).then_refused(Reason::MissingReason);
  story.when(excused(story, {9})).then_refused(Reason::UnknownCase);
  story.when(excused(story, kLead)).then_refused(Reason::UnknownCase);
  ExcuseAssist wish = excused(story, kShare);
  wish.token = {99};
  story.when(wish).then_refused(Reason::TokenSuperseded);
  wish = excused(story, kShare);
  wish.worker = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
}

TEST_F(Assist, ThatIsNotRequiredIsWithdrawnWhenTheLeadFinishes) {
  lead_asks("water", false);
  story.about(kShare).take("urban", "gao").finish();
  story.about(kLead).finish();
  EXPECT_EQ(story.facts<AssistWithdrawn>(),
            (std::vector<AssistWithdrawn>{{.id = kOther, .rule = {"assist:lead_finished"}}}));
  EXPECT_EQ(story.state().open_cases(), 1U);
}

TEST_F(Assist, IsWithdrawnOutOfTheHandsOfItsHolder) {
  story.take("urban", "gao").about(kLead).when(excused(story, kShare)).finish();
  story.about(kShare).finish().then_refused(Reason::CaseClosed);
}

TEST_F(Assist, ThatIsReturnedLetsTheLeadGoOn) {
  story.when(
      ReturnOrder{.id = kShare, .unit = {"urban"}, .worker = {"gao"}, .reason = "a private road"});
  story.then({AssistExcused{
                  .id = kLead, .assist = kShare, .by = {"gao"}, .reason = "urban: a private road"},
              ClockDropped{.id = kShare, .stage = Stage::Sign},
              ClockDropped{.id = kShare, .stage = Stage::Assist},
              AssistWithdrawn{.id = kShare, .rule = {"assist:returned"}}});
  story.about(kLead).finish();
  EXPECT_EQ(story.the_case().status, Status::Finished);
}

TEST_F(Assist, IsNotHandedOnNorHelpedItself) {
  story.take("urban", "gao");
  story.when(TransferOrder{.id = kShare,
                           .token = story.token(),
                           .worker = {"gao"},
                           .to = {"water"},
                           .reason = "theirs"});
  story.then_refused(Reason::WrongState);
  story.when(TakeExpressLane{.id = kShare,
                             .token = story.token(),
                             .worker = {"gao"},
                             .to = Tier::District,
                             .reason = "up"});
  story.then_refused(Reason::WrongState);
  story.when(asked(story, "water")).then_refused(Reason::WrongState);
}

TEST_F(Assist, IsOrderedOnceFromEachUnit) {
  story.about(kLead).when(asked(story, "urban")).then_nothing();
  story.then_told(NumberAnswer{.id = kShare.value, .token = {}});
  OrderAssist other = asked(story, "urban");
  other.task = "count the cars";
  story.when(other).then_refused(Reason::AlreadyTaken);
  story.take("urban", "gao").finish();
  story.about(kLead).when(other);
  EXPECT_EQ(story.facts<AssistOrdered>().size(), 1U);
}

TEST_F(Assist, IsOrderedFromAnotherUnitThatExists) {
  story.about(kLead).when(asked(story, "waiwu")).then_refused(Reason::MustDiffer);
  story.when(asked(story, "nobody")).then_refused(Reason::UnknownUnit);
  story.when(asked(story, "")).then_refused(Reason::UnknownUnit);
  OrderAssist wish = asked(story, "water");
  wish.worker = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  wish = asked(story, "water");
  wish.token = {99};
  story.when(wish).then_refused(Reason::TokenSuperseded);
}

TEST_F(Assist, ClimbsNoLadder) {
  story.take("urban", "gao").time_passes_to(shanghai("2026-03-20 09:00"));
  const Case* share = story.state().find(kShare);
  ASSERT_NE(share, nullptr);
  EXPECT_EQ(story.state().symbols().name(share->unit), "urban");
  EXPECT_EQ(share->escalations, 0);
  EXPECT_TRUE(share->clock(Stage::Assist)->overdue);
}

TEST_F(Assist, StaysWithTheCaseWhenTheLeadChanges) {
  story.about(kLead).raise().take("wuan", "li").finish().then_refused(Reason::AssistantsOpen);
  story.take("urban", "gao").finish();
  story.about(kLead).finish();
  EXPECT_EQ(story.the_case().status, Status::Finished);
}

TEST(Assists, AreSixteenAtMost) {
  policy::RuleBook book = changtai_rules();
  for (int i = 0; i < 17; ++i) {
    policy::Unit unit;
    unit.code = {"partner-" + std::to_string(i)};
    unit.tier = Tier::Street;
    unit.area = kWuan;
    book.units.push_back(unit);
  }
  Scenario story(book);
  story.submit(kParking).take("waiwu");
  for (int i = 0; i < 16; ++i) {
    story.about(kLead).when(asked(story, "partner-" + std::to_string(i)));
  }
  story.about(kLead).when(asked(story, "partner-16")).then_refused(Reason::LimitReached);
}

TEST(Assists, NeedALeadWhoWorksOnTheCase) {
  Scenario story(changtai_rules());
  story.submit(kParking).when(asked(story, "urban")).then_refused(Reason::TokenSuperseded);
  story.pull("waiwu").when(asked(story, "urban")).then_refused(Reason::WrongState);
  story.sign().finish().when(asked(story, "urban")).then_refused(Reason::WrongState);
}

TEST(Assists, OfARedCaseHaveTheTimeOfTheirColour) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .severity = Severity::Red}).take("wuan");
  story.when(asked(story, "urban"));
  const Case* share = story.state().find(kShare);
  ASSERT_NE(share, nullptr);
  EXPECT_EQ(share->clock(Stage::Assist)->alarms.due, kMorning + 2h);
  EXPECT_EQ(share->clock(Stage::OnSite), nullptr);
  EXPECT_TRUE(story.facts<OrderDispatched>().front().told.empty());
}

}  // namespace whistle::casework::assisting_test
