#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/scenario.h"

// Time that does not count for the unit: suspended for a reason of the book, and extended.
namespace whistle::casework::pausing_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
const Timestamp kDue = shanghai("2026-03-16 09:00");  // of a case filed that morning
constexpr CaseId kFirst{1};
const Report kParking{.category = "parking"};

SuspendCase suspend(const Scenario& story, std::string reason, std::string approved_by = {}) {
  return {.id = story.id(),
          .token = story.token(),
          .worker = {"chen"},
          .reason = {std::move(reason)},
          .approved_by = {std::move(approved_by)},
          .note = {}};
}
ResumeCase resume(CaseId id, std::string by = "chen") {
  return {.id = id, .by = {std::move(by)}, .note = {}};
}
AskExtension ask(const Scenario& story, std::string_view more, std::string reason = "parts") {
  return {.id = story.id(),
          .token = story.token(),
          .worker = {"chen"},
          .more = limit_of(more),
          .reason = std::move(reason)};
}
RuleOnExtension rule(CaseId id, bool granted, std::string by = "lead") {
  return {.id = id, .by = {std::move(by)}, .granted = granted, .note = {}};
}

ClockPaused rests(Stage stage, Milliseconds used) {
  return {.id = kFirst, .stage = stage, .consumed = used};
}
ClockResumed goes_on(Stage stage, std::string_view limit, Milliseconds used, Timestamp since) {
  static const calendar::Calendar office = office_calendar();
  calendar::ClockReading reading = calendar::start_clock(office, since, limit_of(limit));
  reading.consumed = used;
  return {.id = kFirst,
          .stage = stage,
          .since = since,
          .alarms = calendar::alarms_of(office, reading, since, {})};
}
CaseResumed resumed(std::string by, std::string rule) {
  return {.id = kFirst, .by = {std::move(by)}, .rule = {std::move(rule)}};
}
Timestamp resolve_due(const Scenario& story) {
  return story.the_case().clock(Stage::Resolve)->alarms.due;
}

TEST(Suspend, RestsTheClocksOfTheUnitUntilTheCap) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").at(kMorning + 2h);
  const Timestamp cap = shanghai("2026-03-23 11:00");  // ten working days
  story.when(suspend(story, "waits_for_requester"))
      .then({CaseSuspended{.id = kFirst,
                           .reason = {"waits_for_requester"},
                           .by = {"chen"},
                           .approved_by = {},
                           .until = cap,
                           .stops_requester = false,
                           .note = {}},
             rests(Stage::Contact, 2h), rests(Stage::Resolve, 2h), rests(Stage::Rung, 2h)});
  EXPECT_EQ(story.the_case().place, Place::Hands);
  EXPECT_TRUE(story.the_case().dossier->suspended);
  // Nothing happens meanwhile; at the cap it goes on by itself, with what was left.
  story.time_passes_to(cap - 1ms).then_nothing();
  story.time_passes_to(cap).then({resumed("", "pause:cap"), goes_on(Stage::Contact, "1wd", 2h, cap),
                                  goes_on(Stage::Resolve, "5wd", 2h, cap),
                                  goes_on(Stage::Rung, "1wd", 2h, cap)});
  EXPECT_EQ(resolve_due(story), shanghai("2026-03-30 09:00"));
  EXPECT_FALSE(story.the_case().dossier->suspended);
}

TEST(Suspend, WithACapInAHolidayGoesOnWhenTheOfficeOpens) {
  Scenario story(changtai_rules(), shanghai("2026-02-11 09:00"));
  story.submit(kParking).take("waiwu").at(shanghai("2026-02-11 10:00"));
  story.when(suspend(story, "safety_or_weather"));  // seven days by the calendar on the wall
  const Timestamp cap = shanghai("2026-02-18 10:00");
  EXPECT_EQ(story.facts<CaseSuspended>().front().until, cap);
  story.time_passes_to(cap);
  EXPECT_EQ(story.facts<CaseResumed>(), (std::vector<CaseResumed>{resumed("", "pause:cap")}));
  // 39 working hours from the 24th, the Saturday before March included.
  EXPECT_EQ(resolve_due(story), shanghai("2026-02-28 17:00"));
}

TEST(Suspend, CountsACapOfWorkingDaysAroundTheHolidays) {
  Scenario story(changtai_rules(), shanghai("2026-02-11 09:00"));
  story.submit(kParking).take("waiwu").at(shanghai("2026-02-11 10:00"));
  story.when(suspend(story, "waits_for_requester"));
  EXPECT_EQ(story.facts<CaseSuspended>().front().until, shanghai("2026-03-03 10:00"));
}

TEST(Suspend, EndsWhenSomebodySaysSo) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").at(kMorning + 1h);
  story.when(suspend(story, "waits_for_requester")).at(shanghai("2026-03-10 16:00"));
  story.when(resume(kFirst, "")).then_refused(Reason::MissingIdentity);
  const Timestamp now = story.now();
  story.when(resume(kFirst))
      .then({resumed("chen", ""), goes_on(Stage::Contact, "1wd", 1h, now),
             goes_on(Stage::Resolve, "5wd", 1h, now), goes_on(Stage::Rung, "1wd", 1h, now)});
  story.when(resume(kFirst)).then_nothing();
  EXPECT_EQ(resolve_due(story), shanghai("2026-03-17 15:00"));
}

TEST(Suspend, ForAReasonOfTheBookOnly) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  story.when(suspend(story, "lunch")).then_refused(Reason::UnknownReason);
  story.when(suspend(story, "")).then_refused(Reason::UnknownReason);
}

TEST(Suspend, NeedsSomebodyElsesApprovalWhereTheBookSaysSo) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  story.when(suspend(story, "third_party")).then_refused(Reason::ApprovalRequired);
  story.when(suspend(story, "third_party", "chen")).then_refused(Reason::ApprovalRequired);
  story.when(suspend(story, "third_party", "lead"));
  EXPECT_EQ(story.facts<CaseSuspended>().front().approved_by.value, "lead");
}

TEST(Suspend, TwiceIsOnceForTheSameReasonAndRefusedForAnother) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").when(suspend(story, "waits_for_requester"));
  story.when(suspend(story, "waits_for_requester")).then_nothing();
  story.when(suspend(story, "safety_or_weather")).then_refused(Reason::WrongState);
}

TEST(Suspend, IsForTheHolderWhoHoldsIt) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  story.when(suspend(story, "waits_for_requester")).then_refused(Reason::TokenSuperseded);
  story.pull("waiwu");
  story.when(suspend(story, "waits_for_requester")).then_refused(Reason::WrongState);
  story.sign();
  SuspendCase nobody = suspend(story, "waits_for_requester");
  nobody.worker = {};
  story.when(nobody).then_refused(Reason::MissingIdentity);
  nobody.id = {7};
  story.when(nobody).then_refused(Reason::UnknownCase);
  story.finish();
  story.when(suspend(story, "waits_for_requester")).then_refused(Reason::WrongState);
}

TEST(Suspend, IsTooLateOnceThePromiseIsBroken) {
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit(kParking).take("waiwu").at(kDue + late);
    story.when(suspend(story, "waits_for_requester"));
    if (late == 0ms) {
      EXPECT_EQ(story.facts<CaseSuspended>().size(), 1U);
    } else {
      story.then_refused(Reason::AlreadyOverdue);
    }
  }
}

TEST(Suspend, EndsWithTheHolding) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").when(suspend(story, "waits_for_requester"));
  story.at(kMorning + 1h).raise("a road");
  EXPECT_EQ(story.facts<CaseResumed>(),
            (std::vector<CaseResumed>{resumed("", "beyond_capacity:a road")}));
  EXPECT_EQ(story.unit(), "wuan");
  EXPECT_TRUE(story.the_case().clock(Stage::Resolve)->running);
  story.time_passes_to(shanghai("2026-03-23 12:00"));
  EXPECT_TRUE(story.facts<CaseResumed>().empty());
}

ClockStarted extended(Milliseconds granted, Timestamp due, std::string rule) {
  static const calendar::Calendar office = office_calendar();
  const calendar::ClockReading reading{limit_of("5wd"), granted, 0ms};
  const calendar::Alarms alarms = calendar::alarms_of(office, reading, kMorning, {});
  EXPECT_EQ(alarms.due, due);
  return {.id = kFirst,
          .stage = Stage::Resolve,
          .calendar = office.name(),
          .reading = reading,
          .started = kMorning,
          .since = kMorning,
          .alarms = alarms,
          .rule = {std::move(rule)}};
}

TEST(Extension, IsGrantedByRuleTheFirstTime) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(kParking).take("waiwu").at(kMorning + 1h);
  story.when(ask(story, "2wd"))
      .then(
          {ExtensionAsked{.id = kFirst, .by = {"chen"}, .more = limit_of("2wd"), .reason = "parts"},
           ExtensionRuled{
               .id = kFirst, .granted = true, .number = 1, .by = {}, .rule = {"extension:free"}},
           extended(56h, shanghai("2026-03-18 09:00"), "extension:free")});
  // What the public was promised stays promised.
  EXPECT_EQ(story.the_case().clock(Stage::Requester)->alarms.due, kDue);
}

TEST(Extension, WaitsForASupervisorTheSecondTimeAndIsRefusedTheThird) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").when(ask(story, "2wd")).when(ask(story, "8wh"));
  story.then(
      {ExtensionAsked{.id = kFirst, .by = {"chen"}, .more = limit_of("8wh"), .reason = "parts"}});
  story.when(ask(story, "8wh")).then_nothing();
  story.when(ask(story, "9wh")).then_refused(Reason::WrongState);
  story.when(rule(kFirst, true, "")).then_refused(Reason::MissingIdentity);
  story.when(rule(kFirst, true, "chen")).then_refused(Reason::NotPermitted);
  story.when(rule(kFirst, true))
      .then({ExtensionRuled{.id = kFirst,
                            .granted = true,
                            .number = 2,
                            .by = {"lead"},
                            .rule = {"extension:approved"}},
             extended(64h, shanghai("2026-03-19 09:00"), "extension:approved")});
  story.when(rule(kFirst, true)).then_refused(Reason::WrongState);
  story.when(ask(story, "1wh")).then_refused(Reason::LimitReached);
}

TEST(Extension, ThatIsTurnedDownGrantsNothing) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.pauses.free_extensions = 0;
  Scenario story(std::move(rules));
  story.submit(kParking).take("waiwu").when(ask(story, "2wd")).when(rule(kFirst, false));
  story.then({ExtensionRuled{.id = kFirst,
                             .granted = false,
                             .number = 0,
                             .by = {"lead"},
                             .rule = {"extension:turned_down"}}});
  EXPECT_EQ(resolve_due(story), kDue);
  story.when(ask(story, "1wd"));
  EXPECT_EQ(story.facts<ExtensionAsked>().size(), 1U);
}

TEST(Extension, IsNoLongerThanTheLimitItself) {
  struct Asked {
    std::string_view more;
    bool fits;
  };
  // A Monday: five working days and seven civil ones end at the same time.
  for (const Asked& asked : {Asked{"5wd", true}, Asked{"6wd", false}, Asked{"40wh", true},
                             Asked{"41wh", false}, Asked{"7d", true}, Asked{"8d", false}}) {
    Scenario story(changtai_rules());
    story.submit(kParking).take("waiwu").when(ask(story, asked.more));
    if (asked.fits) {
      EXPECT_EQ(story.facts<ExtensionRuled>().size(), 1U) << asked.more;
    } else {
      story.then_refused(Reason::CapExceeded);
    }
  }
}

TEST(Extension, IsTooLateAfterExpiry) {
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit(kParking).take("waiwu").at(kDue + late).when(ask(story, "1wd"));
    if (late == 0ms) {
      EXPECT_EQ(resolve_due(story), shanghai("2026-03-17 09:00"));
    } else {
      story.then_refused(Reason::AlreadyOverdue);
    }
  }
}

TEST(Extension, CannotBeGrantedAfterExpiryButTurnedDown) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.pauses.free_extensions = 0;
  Scenario story(std::move(rules));
  story.submit(kParking).take("waiwu").when(ask(story, "1wd")).at(kDue + 1ms);
  story.when(rule(kFirst, true)).then_refused(Reason::AlreadyOverdue);
  story.when(rule(kFirst, false));
}

TEST(Extension, SaysWhatIsMissing) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  story.when(ask(story, "1wd", "")).then_refused(Reason::MissingReason);
  AskExtension wish = ask(story, "1wd");
  for (const calendar::Limit more :
       {calendar::Limit{}, calendar::Limit{-1, calendar::LimitUnit::Hour},
        calendar::Limit{1, calendar::LimitUnit{99}}, calendar::Limit{1, calendar::LimitUnit{0}}}) {
    wish.more = more;
    story.when(wish).then_refused(Reason::BadValue);
  }
  wish = ask(story, "1wd");
  wish.worker = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  story.when(suspend(story, "waits_for_requester"));
  story.when(ask(story, "1wd")).then_refused(Reason::WrongState);
  story.when(rule(kFirst, true)).then_refused(Reason::WrongState);
}

TEST(Extension, ThatIsAskedForEndsWithTheHolding) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.pauses.free_extensions = 0;
  Scenario story(std::move(rules));
  story.submit(kParking).take("waiwu").when(ask(story, "1wd")).raise("a road");
  EXPECT_EQ(story.facts<ExtensionRuled>(),
            (std::vector<ExtensionRuled>{{.id = kFirst,
                                          .granted = false,
                                          .number = 0,
                                          .by = {},
                                          .rule = {"beyond_capacity:a road"}}}));
  EXPECT_FALSE(story.the_case().dossier->extension_asked);
}

}  // namespace whistle::casework::pausing_test
