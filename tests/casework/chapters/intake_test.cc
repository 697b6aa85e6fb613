#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine/casework/chapters/draft.h"
#include "tests/support/scenario.h"

// How a complaint comes in: filed and dispatched, read by a person first, or declined.
namespace whistle::casework::intake_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

Report unsure_what() {
  return {.category = "noise", .category_certainty = triage::Certainty::Unsure};
}
Report unsure_where() {
  return {.category = "noise", .area = kBanyan, .place_certainty = triage::Certainty::Unsure};
}

CaseFiled awaiting(CaseFiled fact) {
  fact.awaits_triage = true;
  return fact;
}

OrderDispatched sent_to_triage(Timestamp due, std::string missing) {
  return {.id = kFirst,
          .number = 0,
          .unit = {std::string(kTriageDesk)},
          .tier = Tier::District,
          .rule = {"triage:" + std::move(missing)},
          .raised_to_duty = false,
          .queue_due = due,
          .told = {}};
}

TEST(Intake, FilesARoutineMatterAtItsBuilding) {
  const Report litter{.category = "litter", .area = kBanyan1};
  Scenario(changtai_rules())
      .submit(litter)
      .then({filed(kFirst, litter, 1, kMorning, kBanyan1),
             promise(kFirst, Stage::Resolve, "5wd", kMorning, "blue"),
             promise(kFirst, Stage::Sign, "1wd", kMorning, "blue"),
             rung_promise(kFirst, "4wh", kMorning, "service", Tier::Building),
             OrderDispatched{.id = kFirst,
                             .number = 1,
                             .unit = {"banyan-1"},
                             .tier = Tier::Building,
                             .rule = {"matter_class:routine"},
                             .raised_to_duty = false,
                             .queue_due = shanghai("2026-03-09 15:00"),
                             .told = {}}})
      .then_told(Receipt{.complaint = {1},
                         .id = kFirst,
                         .disposition = Disposition::Filed,
                         .ground = {},
                         .severity = Severity::Blue,
                         .category = {"litter"},
                         .area = kBanyan1,
                         .unit = {"banyan-1"},
                         .tier = Tier::Building,
                         .received = kMorning,
                         .resolve_due = shanghai("2026-03-16 09:00")});
}

TEST(Intake, CountsWorkingTimeOverTheSpringFestival) {
  // Friday 17:50, then a make-up Saturday, nine days off, and three working days.
  Scenario story(changtai_rules(), shanghai("2026-02-13 17:50"));
  story.submit({});
  EXPECT_EQ(story.receipt().resolve_due, shanghai("2026-02-27 17:50"));
  EXPECT_EQ(story.the_case().clock(Stage::Rung)->alarms.due, shanghai("2026-02-14 11:50"));
}

TEST(Intake, PromisesToCallAndComeWhereAnAreaOptedIn) {
  const Report help{.category = "noise", .area = kBanyan, .request_type = RequestType::Help};
  Scenario(changtai_rules())
      .submit(help)
      .then({filed(kFirst, help, 1, kMorning, kBanyan),
             promise(kFirst, Stage::Resolve, "5wd", kMorning, "blue"),
             promise(kFirst, Stage::Sign, "1wd", kMorning, "blue"),
             rung_promise(kFirst, "4wh", kMorning, "dispute", Tier::Compound),
             promise(kFirst, Stage::FirstResponse, "5m", kMorning, "blue"),
             promise(kFirst, Stage::AtDoor, "30m", kMorning, "blue"),
             OrderDispatched{.id = kFirst,
                             .number = 1,
                             .unit = {"banyan"},
                             .tier = Tier::Compound,
                             .rule = {"matter_class:focal"},
                             .raised_to_duty = false,
                             .queue_due = kMorning + 5min,
                             .told = {}}});
}

TEST(Intake, PromisesNoVisitToWhoAsksForNone) {
  Scenario story(changtai_rules());
  story.submit({.area = kBanyan1, .request_type = RequestType::Grievance});
  EXPECT_EQ(story.the_case().clock(Stage::AtDoor), nullptr);
}

TEST(Intake, PromisesNoVisitWhereNobodyOptedIn) {
  Scenario story(changtai_rules());
  story.submit({.area = kMill1, .request_type = RequestType::Help});
  EXPECT_EQ(story.the_case().clock(Stage::AtDoor), nullptr);
}

TEST(Intake, TellsTheEmergencyLineAsWell) {
  Scenario story(changtai_rules());
  story.submit({.category = "gas", .area = kBanyan, .severity = Severity::Red});
  EXPECT_EQ(
      story.events().at(1),
      Event(EmergencyTransferred{.id = kFirst, .line = "110/119/120/122", .by = {}, .note = {}}));
  EXPECT_EQ(story.receipt().disposition, Disposition::EmergencyTransferred);
  EXPECT_EQ(story.receipt().unit.value, "wuan");
  EXPECT_TRUE(story.the_case().dossier->emergency_line);
  EXPECT_TRUE(std::get<CaseFiled>(story.events().front()).emergency_line);
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(Intake, GrantsTheLimitOfTheFilingCondition) {
  Scenario story(changtai_rules());
  story.submit({.condition = "complex"});
  EXPECT_EQ(story.receipt().resolve_due, kMorning + 15 * 24h);
}

TEST(Intake, AsksAPersonWhatItIs) {
  Scenario(changtai_rules())
      .submit(unsure_what())
      .then({awaiting(filed(kFirst, unsure_what(), 1, kMorning, {})),
             promise(kFirst, Stage::Accept, "15m", kMorning, "blue"),
             promise(kFirst, Stage::Resolve, "5wd", kMorning, "blue"),
             sent_to_triage(kMorning + 15min, "category")})
      .then_told(Receipt{.complaint = {1},
                         .id = kFirst,
                         .disposition = Disposition::AwaitsTriage,
                         .ground = {},
                         .severity = Severity::Blue,
                         .category = {"noise"},
                         .area = kBanyan1,
                         .unit = {"triage"},
                         .tier = Tier::District,
                         .received = kMorning,
                         .resolve_due = kMorning + std::chrono::days{7}});
}

TEST(Intake, AsksAPersonWhereItIs) {
  Scenario(changtai_rules())
      .submit(unsure_where())
      .then({awaiting(filed(kFirst, unsure_where(), 1, kMorning, {})),
             promise(kFirst, Stage::Accept, "15m", kMorning, "blue"),
             promise(kFirst, Stage::Resolve, "5wd", kMorning, "blue"),
             sent_to_triage(kMorning + 15min, "place")});
}

TEST(Intake, AsksAPersonWhenNoUnitServesThePlace) {
  const Report streetlight{.category = "streetlight", .area = kMill1};
  policy::RuleBook rules = without_unit(without_unit(changtai_rules(), "wuan"), "centre");
  Scenario(std::move(rules))
      .submit(streetlight)
      .then({awaiting(filed(kFirst, streetlight, 1, kMorning, {})),
             promise(kFirst, Stage::Accept, "15m", kMorning, "blue"),
             promise(kFirst, Stage::Resolve, "5wd", kMorning, "blue"),
             sent_to_triage(kMorning + 15min, "unit")});
}

TEST(Intake, AsksAPersonWhenTheCategoryIsNotInTheBook) {
  Scenario story(changtai_rules());
  story.submit({.category = "no-such-thing"});
  EXPECT_EQ(story.receipt().disposition, Disposition::AwaitsTriage);
}

TEST(Intake, DeclinesWithAGroundAndAReceipt) {
  const Report in_court{.category = "noise", .decline_ground = "litigation"};
  Scenario story(changtai_rules());
  story.submit(in_court);
  story
      .then({ComplaintDeclined{.complaint = {1},
                               .source = "hotline",
                               .external_id = "H-1",
                               .received = kMorning,
                               .ground = "litigation",
                               .findings = complaint_of(in_court, 1, kMorning).findings}})
      .then_told(Receipt{.complaint = {1},
                         .id = {},
                         .disposition = Disposition::Declined,
                         .ground = "litigation",
                         .severity = Severity::Blue,
                         .category = {"noise"},
                         .area = kBanyan1,
                         .unit = {},
                         .tier = {},
                         .received = kMorning,
                         .resolve_due = kNever});
  EXPECT_EQ(story.state().open_cases(), 0U);
  EXPECT_EQ(story.state().tallies().declined, 1U);
}

SubmitComplaint answered(const Report& report, std::string answer) {
  SubmitComplaint wish = complaint_of(report, 1, kMorning);
  wish.complaint.answered = std::move(answer);
  return wish;
}

TEST(Intake, RemembersWhatTheOperatorAnsweredAtOnce) {
  const Report bill{.category = "bill", .request_type = RequestType::Inquiry};
  const SubmitComplaint wish = answered(bill, "The office opens at eight.");
  const policy::Policy policy(changtai_rules());
  State state;
  const Decision decision = decide({state, policy, kMorning}, wish);
  ASSERT_TRUE(decision);
  const ComplaintAnswered fact{.complaint = {1},
                               .source = "hotline",
                               .external_id = "H-1",
                               .received = kMorning,
                               .answer = "The office opens at eight.",
                               .findings = wish.findings};
  EXPECT_EQ(decision->events.back(), Event(fact));
  EXPECT_EQ(decision->answer, Answer(Receipt{.complaint = {1},
                                             .id = {},
                                             .disposition = Disposition::Answered,
                                             .ground = {},
                                             .severity = Severity::Blue,
                                             .category = {"bill"},
                                             .area = kBanyan1,
                                             .unit = {},
                                             .tier = {},
                                             .received = kMorning,
                                             .resolve_due = kNever}));
  for (const Event& event : decision->events) state.apply(event);
  EXPECT_EQ(state.open_cases(), 0U);
  EXPECT_EQ(state.tallies().complaints, 1U);
  EXPECT_EQ(state.tallies().cases + state.tallies().merged + state.tallies().declined, 0U);
  EXPECT_EQ(state.counters().last_complaint, ComplaintId{1});
}

TEST(Intake, NeverSettlesDangerByTalking) {
  Scenario story(changtai_rules());
  story.when(answered({.category = "gas", .severity = Severity::Red}, "Open a window."));
  EXPECT_EQ(story.receipt().disposition, Disposition::EmergencyTransferred);
}

TEST(Intake, RefusesAnAnswerThatIsTooLong) {
  const policy::Policy policy(changtai_rules());
  const State state;
  const auto wished = [&](std::size_t bytes) {
    return decide({state, policy, kMorning}, answered({}, std::string(bytes, 'x')));
  };
  EXPECT_TRUE(wished(32768));
  ASSERT_FALSE(wished(32769));
  EXPECT_EQ(wished(32769).error().reason, Reason::TextTooLong);
}

TEST(Intake, StartsTheClockOfTheRequesterWhereTheRulesGrantOne) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit({.category = "litter"});
  EXPECT_EQ(story.events().at(2),
            Event(promise(kFirst, Stage::Requester, "5wd", kMorning, "blue")));
  Scenario unread(with_requester_limits(changtai_rules()));
  unread.submit(unsure_what());
  EXPECT_EQ(unread.events().at(3),
            Event(promise(kFirst, Stage::Requester, "5wd", kMorning, "blue")));
}

TEST(Intake, NeverDeclinesDanger) {
  Scenario story(changtai_rules());
  story.submit({.category = "gas", .severity = Severity::Red, .decline_ground = "litigation"});
  EXPECT_EQ(story.receipt().disposition, Disposition::EmergencyTransferred);
  EXPECT_EQ(story.unit(), "wuan");
}

// The water department takes every burst, wherever it is.
policy::RuleBook water_takes_all() {
  policy::RuleBook rules = changtai_rules();
  rules.catalogue.front().unit = {"water"};
  return rules;
}

TEST(Intake, NeedsNoPlaceWhereTheCatalogueNamesTheUnit) {
  Report somewhere = unsure_where();
  somewhere.category = "burst";
  Scenario story(water_takes_all());
  story.submit(somewhere);
  EXPECT_EQ(story.receipt().disposition, Disposition::Filed);
  EXPECT_EQ(story.unit(), "water");
  // The guess is no fact: nothing is merged by it.
  EXPECT_EQ(story.the_case().area, AreaCode{});
  EXPECT_EQ(story.the_case().cause_area, AreaCode{});
  story.submit(somewhere);
  EXPECT_EQ(story.receipt().disposition, Disposition::Filed);
}

TEST(Intake, ClimbsFromTheUnitWhereThePlaceIsUnknown) {
  Report somewhere = unsure_where();
  somewhere.category = "burst";
  Scenario story(water_takes_all());
  story.submit(somewhere).take("water").raise();
  EXPECT_EQ(story.facts<CaseEscalated>().front().to_unit.value, "centre");
}

TEST(Intake, GivesTheSameComplaintItsFirstAnswer) {
  Scenario story(changtai_rules());
  story.submit({.external_id = "H-7"});
  const Receipt first = story.receipt();
  SubmitComplaint again = complaint_of({.external_id = "H-7"}, 2, kMorning + 1h);
  again.prior = first;
  story.when(again, kMorning + 1h).then_nothing().then_told(first);
  EXPECT_EQ(story.state().tallies().complaints, 1U);
}

TEST(Intake, GivesTheFirstAnswerEvenToWhatItWouldRefuseNow) {
  SubmitComplaint again = complaint_of({}, 1, kMorning);
  again.complaint.text.clear();
  again.prior = Receipt{};
  Scenario(changtai_rules()).when(again).then_nothing().then_told(Receipt{});
}

// A complaint that is fine but for what `spoil` does to it.
template <class Spoil>
SubmitComplaint spoilt(Spoil spoil) {
  SubmitComplaint wish = complaint_of({}, 1, kMorning);
  spoil(wish.complaint);
  return wish;
}

TEST(Intake, RefusesAComplaintWithoutSourceOrNumber) {
  Scenario(changtai_rules())
      .when(spoilt([](Complaint& complaint) { complaint.source.clear(); }))
      .then_refused(Reason::MissingIdentity)
      .when(spoilt([](Complaint& complaint) { complaint.external_id.clear(); }))
      .then_refused(Reason::MissingIdentity);
}

TEST(Intake, RefusesAComplaintWithoutText) {
  Scenario(changtai_rules())
      .when(spoilt([](Complaint& complaint) { complaint.text.clear(); }))
      .then_refused(Reason::MissingText);
}

TEST(Intake, AcceptsTheLongestTextAndRefusesOneByteMore) {
  const auto with_bytes = [](std::size_t bytes) {
    return spoilt([bytes](Complaint& complaint) {
      complaint.subject = "four";
      complaint.text = std::string(bytes - 4, 'x');
    });
  };
  Scenario story(changtai_rules());
  story.when(with_bytes(32769)).then_refused(Reason::TextTooLong);
  story.when(with_bytes(32768));
  EXPECT_EQ(story.state().open_cases(), 1U);
}

TEST(Intake, AcceptsAClockThatIsFiveMinutesFastAndNoMore) {
  const auto ahead = [](Milliseconds by) {
    return spoilt([by](Complaint& complaint) { complaint.occurred_at = kMorning + by; });
  };
  Scenario story(changtai_rules());
  story.when(ahead(5min + 1ms)).then_refused(Reason::TimeInFuture);
  story.when(ahead(5min));
  EXPECT_EQ(story.state().open_cases(), 1U);
}

TEST(Intake, AcceptsWhatHappenedLongAgo) {
  Scenario story(changtai_rules());
  story.when(spoilt([](Complaint& complaint) { complaint.occurred_at = Timestamp{}; }));
  EXPECT_EQ(story.the_case().received, kMorning);
}

TEST(Intake, RefusesWhatTheBookDoesNotKnow) {
  Scenario(changtai_rules())
      .when(spoilt([](Complaint& complaint) { complaint.area = {42}; }))
      .then_refused(Reason::UnknownArea)
      .when(spoilt([](Complaint& complaint) { complaint.category = {"no-such-thing"}; }))
      .then_refused(Reason::UnknownCategory);
}

TEST(Intake, ChangesNothingWhenItRefuses) {
  Scenario story(changtai_rules());
  story.when(spoilt([](Complaint& complaint) { complaint.text.clear(); }))
      .then_refused(Reason::MissingText)
      .then_nothing();
  EXPECT_EQ(story.state().counters(), Counters{});
}

TEST(Intake, TalliesWhatCameIn) {
  Scenario story(changtai_rules());
  story.submit({.category = "gas", .area = kBanyan, .severity = Severity::Red})
      .submit({.category = "outage", .area = kWaiwu, .severity = Severity::Yellow})
      .submit(unsure_what());
  const Tallies& tallies = story.state().tallies();
  EXPECT_EQ(tallies.by_colour, (std::array<std::uint64_t, 3>{1, 1, 1}));
  EXPECT_EQ(tallies.by_tier, (std::array<std::uint64_t, 6>{0, 0, 0, 1, 1, 0}));
  EXPECT_EQ(tallies.awaited_triage, 1U);
}

}  // namespace whistle::casework::intake_test
