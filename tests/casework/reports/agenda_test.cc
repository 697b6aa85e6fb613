#include "engine/casework/reports/agenda.h"

#include <gtest/gtest.h>

#include <chrono>
#include <utility>
#include <vector>

#include "tests/support/scenario.h"

// What the clinic and the conference have to talk about.
namespace whistle::casework::agenda_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();  // Monday, 2026-03-09 09:00

DeferCase defer(CaseId id, std::uint32_t days) {
  return {.id = id,
          .by = {"wang"},
          .approved_by = {"li"},
          .reason = "the road is dug up in summer",
          .review_in_days = days};
}

Agenda clinic(const Scenario& story) {
  return agenda(story.state(), story.policy(), PanelKind::JointClinic, story.now());
}
Agenda conference(const Scenario& story) {
  return agenda(story.state(), story.policy(), PanelKind::JointConference, story.now());
}

AgendaItem item(CaseId id, AgendaReason why, Timestamp since, std::string unit,
                Timestamp review_at = kNever) {
  return {.id = id,
          .why = why,
          .since = since,
          .unit = {std::move(unit)},
          .category = {"parking"},
          .review_at = review_at};
}

TEST(Agenda, IsEmptyWhileAllGoesItsWay) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  EXPECT_TRUE(clinic(story).items.empty());
  EXPECT_EQ(clinic(story).meets_at,
            story.policy().next_meeting(PanelKind::JointClinic, story.now()));
}

TEST(Agenda, IsForTheClinicAndTheConferenceOnly) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).when(defer({1}, 30));
  EXPECT_EQ(agenda(story.state(), story.policy(), PanelKind::FiveParty, story.now()), Agenda{});
}

TEST(Agenda, HasWhatIsDeferredAndFirstWhatIsDueForReview) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).at(kMorning + 1h).submit({.category = "parking"});
  story.when(defer({1}, 60)).when(defer({2}, 14));
  const Timestamp first_review = story.state().find({1})->dossier->review_at;
  const Timestamp second_review = story.state().find({2})->dossier->review_at;
  EXPECT_EQ(clinic(story).items,
            (std::vector<AgendaItem>{
                item({1}, AgendaReason::Deferred, kMorning, "waiwu", first_review),
                item({2}, AgendaReason::Deferred, kMorning + 1h, "waiwu", second_review)}));
  story.time_passes_to(second_review);
  EXPECT_EQ(clinic(story).items,
            (std::vector<AgendaItem>{
                item({2}, AgendaReason::ReviewDue, kMorning + 1h, "waiwu", second_review),
                item({1}, AgendaReason::Deferred, kMorning, "waiwu", first_review)}));
}

TEST(Agenda, HasWhatNoTierCouldSolve) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).given({LadderExhausted{.id = {1}, .rule = {"rung"}}});
  EXPECT_EQ(clinic(story).items,
            (std::vector<AgendaItem>{item({1}, AgendaReason::LadderExhausted, kMorning, "waiwu")}));
  // Finished work waits for the centre.
  story.take("waiwu").finish();
  EXPECT_TRUE(clinic(story).items.empty());
}

TEST(Agenda, OfTheConferenceHasWhatIsOlderThanAMonth) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).when(defer({1}, 60));
  story.at(kMorning + 24h * kConferenceDays);
  EXPECT_TRUE(conference(story).items.empty());
  story.at(kMorning + 24h * kConferenceDays + 1ms);
  EXPECT_EQ(conference(story).items.size(), 1U);
  EXPECT_EQ(clinic(story).items.size(), 1U);
}

}  // namespace whistle::casework::agenda_test
