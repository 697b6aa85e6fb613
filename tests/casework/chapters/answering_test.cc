#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/casework/chapters/late_words.h"
#include "tests/support/scenario.h"

// Late, but not the unit that handles the case: the centre, the dispatch desk, the receiver of a
// transfer, who assists. Whoever owes the promise has the card, and the case climbs for none of it.
namespace whistle::casework::answering_test {

using namespace std::chrono_literals;
using namespace support;     // NOLINT(google-build-using-namespace): the words of the stories
using namespace late_words;  // NOLINT(google-build-using-namespace): the same

const Report kParking{.category = "parking"};
const Report kRedNoise{.category = "noise", .severity = Severity::Red};

TEST(Cards, ForLateChecksAndCallbacksAreTheCentres) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().finish();
  const Timestamp due = shanghai("2026-03-10 09:00");
  story.time_passes_to(due);
  EXPECT_TRUE(story.facts<CardIssued>().empty());
  story.time_passes_to(due + 1ms).then(
      {ran_out(Stage::PostCheck, due, "centre"), yellow_card(Stage::PostCheck, "centre")});
  story.at(due + 1h).post_check(true).time_passes_to(shanghai("2026-03-18 10:01"));
  EXPECT_EQ(story.facts<ClockRanOut>().back().unit.value, "centre");
  EXPECT_EQ(story.facts<CardIssued>(),
            (std::vector<CardIssued>{red_card(Stage::Callback, "centre")}));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
}

TransferOrder transfer(const Scenario& story, std::string to) {
  return {.id = story.id(),
          .token = story.token(),
          .worker = {"chen"},
          .to = {std::move(to)},
          .reason = "their street"};
}

TEST(Transfer, ThatNobodySignsSnapsBackAndCostsTheReceiverACard) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().when(transfer(story, "jinli"));
  const Timestamp due = shanghai("2026-03-09 11:00");
  story.time_passes_to(due);
  EXPECT_EQ(story.unit(), "jinli");
  story.time_passes_to(due + 1ms);
  EXPECT_EQ(story.facts<ClockRanOut>(),
            (std::vector<ClockRanOut>{ran_out(Stage::Transfer, due, "jinli")}));
  EXPECT_EQ(story.facts<CardIssued>(),
            (std::vector<CardIssued>{yellow_card(Stage::Transfer, "jinli")}));
  EXPECT_EQ(story.facts<TransferSnappedBack>().size(), 1U);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
  EXPECT_EQ(story.unit(), "waiwu");
}

ReturnOrder give_back(std::string unit) {
  return {.id = kFirst,
          .unit = {std::move(unit)},
          .worker = {"chen"},
          .reason = "not ours",
          .suggested = {}};
}

TEST(Objection, ThatNobodyRulesOnCostsTheDispatchDeskACard) {
  Scenario story(changtai_rules());
  story.submit(kParking).when(give_back("waiwu"));
  const Timestamp due = shanghai("2026-03-09 11:00");
  story.time_passes_to(due);
  EXPECT_TRUE(story.facts<CardIssued>().empty());
  story.time_passes_to(due + 1ms).then(
      {ran_out(Stage::Objection, due, "dispatch"), yellow_card(Stage::Objection, "dispatch")});
  EXPECT_EQ(story.the_case().status, Status::Returned);
  story.time_passes_to(shanghai("2026-03-31 09:00"));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
}

TEST(Objection, OfARedCaseIsRuledByRuleAndCostsNoCard) {
  Scenario story(changtai_rules());
  story.submit(kRedNoise).when(give_back("wuan")).time_passes_to(kMorning + 15min);
  EXPECT_TRUE(story.facts<ObjectionRuled>().empty());
  story.time_passes_to(kMorning + 15min + 1ms);
  EXPECT_EQ(story.facts<ClockRanOut>(),
            (std::vector<ClockRanOut>{ran_out(Stage::Objection, kMorning + 15min, "dispatch")}));
  EXPECT_EQ(story.facts<ObjectionRuled>().size(), 1U);
  EXPECT_TRUE(story.facts<CardIssued>().empty());
  EXPECT_EQ(story.unit(), "wuan");
  EXPECT_TRUE(story.the_case().dossier->designated);
}

TEST(AssistClock, ThatIsLateCostsItsUnitACardAndClimbsNothing) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact();
  story.when(OrderAssist{.id = kFirst,
                         .token = story.token(),
                         .worker = {"chen"},
                         .unit = {"water"},
                         .required = true,
                         .task = "close the valve"});
  const CaseId assist{2};
  story.about(assist).take("water", "wu");
  const Timestamp due = shanghai("2026-03-11 09:00");
  story.time_passes_to(due);
  for (const CardIssued& card : story.facts<CardIssued>()) EXPECT_NE(card.id, assist);
  story.time_passes_to(due + 1ms);
  const auto cards = story.facts<CardIssued>();
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards.front().id, assist);
  EXPECT_EQ(cards.front().unit.value, "water");
  EXPECT_EQ(cards.front().stage, Stage::Assist);
  story.raise().then_refused(Reason::WrongState);
  story.time_passes_to(shanghai("2026-03-31 09:00"));
  for (const CaseEscalated& step : story.facts<CaseEscalated>()) EXPECT_NE(step.id, assist);
}

}  // namespace whistle::casework::answering_test
