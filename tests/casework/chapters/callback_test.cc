#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/scenario.h"

// Everybody whose complaint is in a case is asked, and the last answer closes it.

namespace whistle::casework::callback_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr CaseId kFirst{1};

const Report kParking{.category = "parking"};

ClockMet met(Stage stage) { return {.id = kFirst, .stage = stage, .on_time = true}; }

// A case of which the requesters have had an answer.
Scenario& answered(Scenario& story, const std::string& unit) {
  return story.take(unit).finish().post_check(true);
}

CallBack asked(ComplaintId complaint, Satisfaction satisfaction = Satisfaction::Satisfied,
               CallbackWay way = CallbackWay::Phone) {
  return {.id = kFirst,
          .by = {"centre-desk"},
          .solved = Solved::Solved,
          .satisfaction = satisfaction,
          .note = {},
          .complaint = complaint,
          .way = way};
}

NoteUnreachable nobody_there(ComplaintId complaint = {}) {
  return {.id = kFirst, .by = {"centre-desk"}, .complaint = complaint};
}

// A burst pipe: complaint 1 by wang, 2 by li, 3 by li again, 4 by nobody known, 5 by wang again.
Scenario& burst_of_four(Scenario& story) {
  for (const std::string requester : {"wang", "li", "li", "", "wang"}) {
    story.submit({.category = "burst", .requester = requester});
  }
  return story;
}

TEST(CallBack, IsOwedToEverybodyWhoJoined) {
  Scenario story(changtai_rules());
  answered(burst_of_four(story), "water");
  EXPECT_EQ(story.facts<RequesterReplied>().size(), 1U);
  story.when(asked({1}))
      .then({CalledBack{.id = kFirst,
                        .solved = Solved::Solved,
                        .satisfaction = Satisfaction::Satisfied,
                        .by = {"centre-desk"},
                        .note = {},
                        .complaint = {1}}});
  story.when(asked({4}, Satisfaction::Unrated));
  EXPECT_EQ(story.the_case().status, Status::Replied);
  EXPECT_NE(story.the_case().clock(Stage::Callback), nullptr);
  // The second complaint of li is covered by the first, whichever is named.
  story.when(asked({3}, Satisfaction::VerySatisfied));
  EXPECT_EQ(story.facts<CalledBack>().front().complaint, ComplaintId{2});
  EXPECT_EQ(story.facts<ClockMet>().front(), met(Stage::Callback));
  EXPECT_EQ(story.facts<CaseClosed>().front().rule.value, "callback:very_satisfied");
  EXPECT_EQ(story.state().open_cases(), 0U);
}

TEST(CallBack, AsksNobodyTwice) {
  Scenario story(changtai_rules());
  answered(burst_of_four(story), "water").when(asked({1})).when(asked({1})).then_nothing();
  story.when(asked({5})).then_nothing();
  story.when(asked({0}, Satisfaction::Dissatisfied)).then_nothing();
  story.when(nobody_there()).then_nothing();
}

TEST(CallBack, IsAboutAComplaintOfTheCase) {
  Scenario story(changtai_rules());
  burst_of_four(story).submit({.category = "parking"}).about(kFirst);
  answered(story, "water");
  story.when(asked({6})).then_refused(Reason::UnknownComplaint);
  story.when(asked({99})).then_refused(Reason::UnknownComplaint);
  story.when(nobody_there({6})).then_refused(Reason::UnknownComplaint);
}

TEST(CallBack, AsksEverybodyAgainAfterARework) {
  Scenario story(changtai_rules());
  answered(burst_of_four(story), "water").when(asked({1})).when(asked({4}));
  story.when(asked({2}, Satisfaction::Dissatisfied));
  EXPECT_EQ(story.facts<ClockMet>(), (std::vector<ClockMet>{met(Stage::Callback)}));
  EXPECT_EQ(story.the_case().status, Status::Dispatched);
  EXPECT_FALSE(story.the_case().dossier->first_called_back);
  answered(story, "water").when(asked({2})).when(asked({4}));
  EXPECT_EQ(story.state().open_cases(), 1U);
  story.when(asked({1}));
  EXPECT_EQ(story.state().open_cases(), 0U);
}

TEST(CallBack, CountsTheUnhappyOnesInARow) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.callbacks.unhappy_for_card = 3;
  Scenario story(std::move(rules));
  answered(story.submit({.category = "burst"}), "water");
  story.call_back(Satisfaction::Dissatisfied);
  answered(story, "water").call_back(Satisfaction::Satisfied, Solved::Unsolved);
  EXPECT_EQ(story.the_case().dossier->unhappy_in_a_row, 2);
  EXPECT_TRUE(story.facts<CardIssued>().empty());
  answered(story, "water").call_back(Satisfaction::Dissatisfied);
  EXPECT_EQ(story.facts<CardIssued>().size(), 1U);
}

TEST(CallBack, AHappyOneEndsTheRow) {
  Scenario story(changtai_rules());
  answered(burst_of_four(story), "water").when(asked({2}, Satisfaction::Dissatisfied));
  answered(story, "water").when(asked({1})).when(asked({2}, Satisfaction::Dissatisfied));
  EXPECT_TRUE(story.facts<CardIssued>().empty());
  EXPECT_EQ(story.the_case().dossier->unhappy_in_a_row, 1);
}

TEST(CallBack, MustBeAVisitOfTheSecretaryWhereTheRulesSaySo) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.callbacks.secretary_visit = {.blue = false, .yellow = false, .red = true};
  Scenario story(rules);
  story.submit({.category = "burst", .severity = Severity::Red, .requester = "wang"});
  answered(story.submit({.category = "burst", .requester = "li"}), "water");
  for (const CallbackWay way : {CallbackWay::Phone, CallbackWay::Message, CallbackWay::Visit}) {
    story.when(asked({1}, Satisfaction::Satisfied, way)).then_refused(Reason::VisitRequired);
  }
  // Those who joined may be phoned.
  story.when(asked({2})).when(asked({1}, Satisfaction::Satisfied, CallbackWay::SecretaryVisit));
  EXPECT_EQ(story.facts<CalledBack>().front().way, CallbackWay::SecretaryVisit);
  EXPECT_EQ(story.state().open_cases(), 0U);

  Scenario blue(rules);
  answered(blue.submit(kParking), "waiwu").call_back(Satisfaction::Satisfied);
  EXPECT_EQ(blue.state().open_cases(), 0U);
}

TEST(Unreachable, CountsAsUnratedAfterTheThirdTry) {
  Scenario story(changtai_rules());
  answered(story.submit(kParking), "waiwu");
  for (const auto attempt : {std::uint8_t{1}, std::uint8_t{2}}) {
    story.when(nobody_there())
        .then({CallbackTried{
            .id = kFirst, .complaint = {1}, .by = {"centre-desk"}, .attempt = attempt}});
  }
  story.when(nobody_there())
      .then({CallbackTried{.id = kFirst, .complaint = {1}, .by = {"centre-desk"}, .attempt = 3},
             CalledBack{.id = kFirst,
                        .solved = Solved::Solved,
                        .satisfaction = Satisfaction::Unrated,
                        .by = {},
                        .note = "callbacks.attempts_max:3",
                        .complaint = {1}},
             met(Stage::Callback), met(Stage::Resolve),
             CaseClosed{.id = kFirst,
                        .rule = {"callback:unrated"},
                        .on_time = true,
                        .appeal_until = kNever,
                        .may_appeal = {}},
             CaseStruckOff{.id = kFirst}});
  story.when(nobody_there()).then_refused(Reason::CaseClosed);
}

TEST(Unreachable, IsNotSaidByWhoDidTheWork) {
  Scenario story(changtai_rules());
  answered(story.submit(kParking), "waiwu");
  story.when(NoteUnreachable{.id = kFirst, .by = {"chen"}, .complaint = {}})
      .then_refused(Reason::NotPermitted);
}

TEST(Unreachable, ClosesNoCaseThatTheSecretaryMustVisit) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.callbacks.secretary_visit.blue = true;
  Scenario story(std::move(rules));
  answered(story.submit(kParking), "waiwu");
  story.when(nobody_there()).then_refused(Reason::VisitRequired);
}

TEST(Unreachable, LeavesTheOthersToBeAsked) {
  Scenario story(changtai_rules());
  answered(burst_of_four(story), "water");
  for (int i = 0; i < 3; ++i) story.when(nobody_there({4}));
  EXPECT_EQ(story.facts<CalledBack>().size(), 1U);
  EXPECT_EQ(story.the_case().dossier->callback_attempts, 0);
  story.when(nobody_there({2})).when(asked({2}));
  EXPECT_EQ(story.the_case().dossier->callback_attempts, 0);
  story.when(asked({1}));
  EXPECT_EQ(story.state().open_cases(), 0U);
}

TEST(Unreachable, CountsTheTriesForEachRequesterApart) {
  Scenario story(changtai_rules());
  answered(burst_of_four(story), "water");
  const auto attempt = [&](ComplaintId complaint) {
    story.when(nobody_there(complaint));
    return int{story.facts<CallbackTried>().front().attempt};
  };
  EXPECT_EQ(attempt({1}), 1);
  EXPECT_EQ(attempt({2}), 1);
  EXPECT_EQ(attempt({1}), 2);
  EXPECT_EQ(attempt({2}), 2);
  EXPECT_TRUE(story.facts<CalledBack>().empty());
  EXPECT_EQ(attempt({2}), 3);
  EXPECT_EQ(story.facts<CalledBack>().front().complaint, ComplaintId{2});
  EXPECT_EQ(story.the_case().dossier->callback_attempts, 2);
}

TEST(Unreachable, ComesAfterTheReplyAndByAName) {
  Scenario story(changtai_rules());
  story.submit(kParking).when(nobody_there()).then_refused(Reason::WrongState);
  answered(story, "waiwu");
  story.when(NoteUnreachable{.id = kFirst, .by = {}, .complaint = {}})
      .then_refused(Reason::MissingIdentity);
  story.when(NoteUnreachable{.id = {9}, .by = {"centre-desk"}, .complaint = {}})
      .then_refused(Reason::UnknownCase);
}

TEST(Unreachable, IsTriedAtLeastOnceWhateverTheRulesSay) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.callbacks.attempts_max = 0;
  Scenario story(std::move(rules));
  answered(story.submit(kParking), "waiwu").when(nobody_there());
  EXPECT_EQ(story.state().open_cases(), 0U);
}

}  // namespace whistle::casework::callback_test
