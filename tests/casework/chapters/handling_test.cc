#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/chapters/draft.h"
#include "tests/support/scenario.h"

// What the holder does: first contact, on site, progress, finished.
namespace whistle::casework::handling_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

const Report kParking{.category = "parking"};
// Yellow has promises of every stage; here with "call and we come" on top.
const Report kUrgentHelp{.category = "noise",
                         .area = kBanyan1,
                         .severity = Severity::Yellow,
                         .request_type = RequestType::Help};

ClockMet met(Stage stage, bool on_time = true) {
  return {.id = kFirst, .stage = stage, .on_time = on_time};
}

TEST(Contact, KeepsTheirPromisesToCall) {
  Scenario(changtai_rules())
      .submit(kUrgentHelp)
      .take("banyan")
      .at(kMorning + 5min)
      .contact()
      .then({FirstContacted{.id = kFirst, .note = {}}, met(Stage::Contact),
             met(Stage::FirstResponse)});
}

TEST(Contact, IsLateAMillisecondAfterItsPromise) {
  Scenario(changtai_rules())
      .submit(kUrgentHelp)
      .take("banyan")
      .at(kMorning + 5min + 1ms)
      .contact()
      .then({FirstContacted{.id = kFirst, .note = {}}, met(Stage::Contact),
             ClockRanOut{.id = kFirst,
                         .stage = Stage::FirstResponse,
                         .due = kMorning + 5min,
                         .unit = {"banyan"},
                         .far = false},
             met(Stage::FirstResponse, false)});
}

TEST(Contact, SaidTwiceChangesNothing) {
  Scenario(changtai_rules()).submit(kParking).take("waiwu").contact().contact().then_nothing();
}

TEST(Arrival, IsAContactToo) {
  Scenario(changtai_rules())
      .submit(kUrgentHelp)
      .take("banyan")
      .arrive()
      .then({ArrivedOnSite{.id = kFirst, .note = {}}, met(Stage::OnSite), met(Stage::AtDoor),
             FirstContacted{.id = kFirst, .note = {}}, met(Stage::Contact),
             met(Stage::FirstResponse)});
}

TEST(Arrival, AfterAContactIsOnlyAnArrival) {
  Scenario(changtai_rules())
      .submit(kUrgentHelp)
      .take("banyan")
      .contact()
      .arrive()
      .then({ArrivedOnSite{.id = kFirst, .note = {}}, met(Stage::OnSite), met(Stage::AtDoor)})
      .arrive()
      .then_nothing();
}

TEST(Arrival, IsOnTimeHalfAnHourAfterTheCallAndLateAMillisecondAfter) {
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit(kUrgentHelp).take("banyan").contact().at(kMorning + 30min + late).arrive();
    EXPECT_EQ(story.facts<ClockMet>(),
              (std::vector<ClockMet>{met(Stage::OnSite), met(Stage::AtDoor, late == 0ms)}));
  }
}

TEST(Progress, IsAFirstResult) {
  Scenario(changtai_rules())
      .submit(kUrgentHelp)
      .take("banyan")
      .progress()
      .then({ProgressNoted{.id = kFirst, .note = {}}, met(Stage::InitialResult)})
      .progress()
      .then({ProgressNoted{.id = kFirst, .note = {}}});
}

TEST(Finishing, HandsTheCaseToTheCentre) {
  const Timestamp noon = shanghai("2026-03-09 12:00");
  Scenario story(changtai_rules());
  story.submit(kParking)
      .take("waiwu")
      .at(noon)
      .finish(Solved::PartlySolved)
      .then({
          HandlingFinished{.id = kFirst, .at = noon, .result = Solved::PartlySolved, .note = {}},
          met(Stage::Rung),
          ClockDropped{.id = kFirst, .stage = Stage::Contact},
          ClockPaused{.id = kFirst, .stage = Stage::Resolve, .consumed = 3h},
          promise(kFirst, Stage::PostCheck, "1wd", noon, "blue"),
      });
  EXPECT_EQ(story.the_case().status, Status::Finished);
  EXPECT_EQ(story.the_case().place, Place::Desk);
  EXPECT_EQ(story.the_case().finished_at, noon);
}

TEST(Finishing, KeepsOrDropsWhatElseWasPromised) {
  Scenario(changtai_rules())
      .submit(kUrgentHelp)
      .take("banyan")
      .finish()
      .then({HandlingFinished{.id = kFirst, .at = kMorning, .result = Solved::Solved, .note = {}},
             met(Stage::Rung), met(Stage::InitialResult),
             ClockDropped{.id = kFirst, .stage = Stage::Contact},
             ClockDropped{.id = kFirst, .stage = Stage::OnSite},
             ClockDropped{.id = kFirst, .stage = Stage::FirstResponse},
             ClockDropped{.id = kFirst, .stage = Stage::AtDoor},
             ClockPaused{.id = kFirst, .stage = Stage::Resolve, .consumed = 0ms},
             promise(kFirst, Stage::PostCheck, "2h", kMorning, "yellow")});
}

TEST(Finishing, SaidTwiceChangesNothing) {
  Scenario(changtai_rules())
      .submit(kParking)
      .take("waiwu")
      .finish()
      .finish()
      .then_nothing()
      .post_check(true)
      .finish()
      .then_nothing();
}

TEST(Finishing, WithoutChecksClosesAtOnce) {
  Scenario story(without_checks(changtai_rules()));
  story.submit(kParking).take("waiwu").finish().then(
      {HandlingFinished{.id = kFirst, .at = kMorning, .result = Solved::Solved, .note = {}},
       met(Stage::Rung), ClockDropped{.id = kFirst, .stage = Stage::Contact},
       ClockPaused{.id = kFirst, .stage = Stage::Resolve, .consumed = 0ms},
       PostChecked{.id = kFirst,
                   .passed = true,
                   .by = {},
                   .rule = {"checks.post_check:not_for_blue"},
                   .note = {}},
       RequesterReplied{.id = kFirst}, met(Stage::Resolve),
       CaseClosed{.id = kFirst,
                  .rule = {"checks.callback:not_for_blue"},
                  .on_time = true,
                  .appeal_until = kNever,
                  .may_appeal = {}},
       CaseStruckOff{.id = kFirst}});
}

TEST(Finishing, ChecksOnlyTheColoursTheBookNames) {
  policy::RuleBook rules = without_checks(changtai_rules());
  rules.settings.post_check.yellow = true;
  Scenario story(std::move(rules));
  story.submit(kUrgentHelp).take("banyan").finish();
  EXPECT_EQ(story.the_case().status, Status::Finished);
  story.post_check(true);
  EXPECT_EQ(story.state().open_cases(), 0U);
}

// The promise to resolve, kept or broken by one millisecond, and told only at the end.
bool closes_on_time(Milliseconds late, policy::RuleBook rules) {
  const Timestamp due = shanghai("2026-03-16 09:00");
  Scenario story(std::move(rules));
  story.submit(kParking).take("waiwu").at(due + late).finish();
  if (story.state().open_cases() == 1) story.post_check(true).call_back(Satisfaction::Satisfied);
  const auto closed = story.facts<CaseClosed>();
  EXPECT_EQ(closed.size(), 1U);
  EXPECT_EQ(story.state().tallies().closed_on_time, closed.front().on_time ? 1U : 0U);
  return closed.front().on_time;
}

TEST(Finishing, IsOnTimeAtTheVeryMillisecond) {
  EXPECT_TRUE(closes_on_time(0ms, changtai_rules()));
  EXPECT_TRUE(closes_on_time(0ms, without_checks(changtai_rules())));
}

TEST(Finishing, IsLateOneMillisecondAfterAlsoWhenNoAlarmWasToldYet) {
  EXPECT_FALSE(closes_on_time(1ms, changtai_rules()));
  EXPECT_FALSE(closes_on_time(1ms, without_checks(changtai_rules())));
}

TEST(Finishing, IsNotLateForTheTimeOthersTakeToCheck) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").finish();
  story.at(shanghai("2026-04-20 09:00")).post_check(true).call_back(Satisfaction::Satisfied);
  EXPECT_TRUE(story.facts<CaseClosed>().front().on_time);
}

TEST(Handling, IsForTheHolderOnly) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  const auto refuses_all = [&](Reason reason) {
    story.contact().then_refused(reason).arrive().then_refused(reason);
    story.progress().then_refused(reason).finish().then_refused(reason);
    story.raise().then_refused(reason);
  };
  refuses_all(Reason::TokenSuperseded);  // nobody has a token
  story.pull("waiwu");
  refuses_all(Reason::WrongState);  // leased, not signed for
  const Token lease = story.token();
  story.sign();
  const Token ownership = story.token();
  story.holding(lease);
  refuses_all(Reason::TokenSuperseded);
  story.holding({99});
  refuses_all(Reason::TokenSuperseded);
  story.holding(ownership).contact();
}

TEST(Handling, IsOverWhenTheWorkIsFinished) {
  Scenario(changtai_rules())
      .submit(kParking)
      .take("waiwu")
      .finish()
      .contact()
      .then_refused(Reason::WrongState)
      .arrive()
      .then_refused(Reason::WrongState)
      .progress()
      .then_refused(Reason::WrongState)
      .raise()
      .then_refused(Reason::WrongState);
}

TEST(Handling, TakesALateAnswerToAnEarlierContactAsSaid) {
  Scenario(changtai_rules())
      .submit(kParking)
      .take("waiwu")
      .arrive()
      .finish()
      .contact()
      .then_nothing()
      .arrive()
      .then_nothing();
}

AddEvidence evidence(const Scenario& story, std::string digest) {
  return {.id = story.id(),
          .token = story.token(),
          .worker = {"chen"},
          .kind = EvidenceKind::Photo,
          .digest = std::move(digest),
          .note = "after"};
}

TEST(Evidence, IsKeptByItsDigest) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  story.when(evidence(story, "0123456789abcDEF"))
      .then({EvidenceAdded{.id = kFirst,
                           .kind = EvidenceKind::Photo,
                           .digest = "0123456789abcDEF",
                           .by = {"chen"},
                           .note = "after"}});
  EXPECT_EQ(story.the_case().dossier->evidence, 1);
  story.finish().when(evidence(story, std::string(128, 'a')));
  EXPECT_EQ(story.the_case().dossier->evidence, 2);
}

TEST(Evidence, HasSixteenTo128HexadecimalDigits) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  const std::vector<std::string> wrong{"",
                                       std::string(15, 'a'),
                                       std::string(129, 'a'),
                                       "0123456789abcdeg",
                                       "0123456789abcde ",
                                       std::string(15, 'a') + '\0',
                                       "０１２３４５６７"};
  for (const std::string& digest : wrong) {
    story.when(evidence(story, digest)).then_refused(Reason::BadValue);
  }
  story.when(evidence(story, std::string(16, 'a')));
  AddEvidence wish = evidence(story, std::string(16, 'a'));
  wish.kind = EvidenceKind{9};
  story.when(wish).then_refused(Reason::BadValue);
}

TEST(Evidence, ComesFromTheHolder) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  const std::string digest(32, 'a');
  story.when(evidence(story, digest)).then_refused(Reason::TokenSuperseded);
  story.pull("waiwu").when(evidence(story, digest)).then_refused(Reason::WrongState);
  story.sign();
  AddEvidence wish = evidence(story, digest);
  wish.worker = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  wish = evidence(story, digest);
  wish.token = {99};
  story.when(wish).then_refused(Reason::TokenSuperseded);
  story.finish().post_check(true).when(evidence(story, digest)).then_refused(Reason::WrongState);
}

TEST(Progress, AnswersAReminder) {
  for (const bool by_finishing : {false, true}) {
    Scenario story(changtai_rules());
    story.submit(kParking).take("waiwu");
    const Context context{story.state(), story.policy(), story.now()};
    Draft draft(context, story.the_case());
    draft.start(Stage::ReminderAnswer);
    story.given(draft.events).at(kMorning + 2h);
    if (by_finishing) {
      story.finish();
    } else {
      story.progress();
    }
    const auto met_now = story.facts<ClockMet>();
    EXPECT_NE(std::ranges::find(met_now, met(Stage::ReminderAnswer)), met_now.end());
  }
}

TEST(Finishing, OfASuspendedCaseMustWaitUntilItIsResumed) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  story.given({CaseSuspended{.id = kFirst,
                             .reason = {"waits_for_requester"},
                             .by = {"chen"},
                             .approved_by = {},
                             .until = kMorning + 48h,
                             .stops_requester = false,
                             .note = {}}});
  story.finish().then_refused(Reason::WrongState);
  story.given({CaseResumed{.id = kFirst, .by = {"chen"}, .rule = {}}}).finish();
  EXPECT_EQ(story.the_case().status, Status::Finished);
}

}  // namespace whistle::casework::handling_test
