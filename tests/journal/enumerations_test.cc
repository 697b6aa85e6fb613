#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "engine/casework/receipt.h"
#include "engine/casework/state/registers.h"
#include "engine/journal/stored_fields.h"
#include "whistle/journal/v1/record.pb.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal::enumerations_test {

constexpr int kNumbers = 256;

// "partly_solved" for SOLVED_PARTLY_SOLVED with prefix "SOLVED_".
std::string word_of(const std::string& name, const std::string& prefix) {
  std::string word = name.substr(prefix.size());
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::tolower(c); });
  return word;
}

template <class Enum, class Stored>
void expect_same_numbers() {
  const auto* descriptor = google::protobuf::GetEnumDescriptor<Stored>();
  for (int number = 1; number < kNumbers; ++number) {
    EXPECT_EQ(is_known(static_cast<Enum>(number)), descriptor->FindValueByNumber(number) != nullptr)
        << descriptor->name() << " " << number;
  }
}

template <class Enum, class Stored>
void expect_same_words(const std::string& prefix) {
  expect_same_numbers<Enum, Stored>();
  const auto* descriptor = google::protobuf::GetEnumDescriptor<Stored>();
  for (const auto& spelling : kSpellings<Enum>) {
    const auto* stored = descriptor->FindValueByNumber(static_cast<int>(spelling.value));
    ASSERT_NE(stored, nullptr) << spelling.word;
    // A card is called "yellow_card" in words, CARD_YELLOW in the journal.
    const std::string word(spelling.word.substr(0, spelling.word.find("_card")));
    EXPECT_EQ(word, word_of(stored->name(), prefix));
  }
}

TEST(StoredEnumerations, CarryTheNumbersOfTheEngine) {
  expect_same_words<Severity, v1::Severity>("SEVERITY_");
  expect_same_words<Card, v1::Card>("CARD_");
  expect_same_words<Tier, v1::Tier>("TIER_");
  expect_same_words<RequestType, v1::RequestType>("REQUEST_TYPE_");
  expect_same_words<Channel, v1::Channel>("CHANNEL_");
  expect_same_words<Stage, v1::Stage>("STAGE_");
  expect_same_words<Solved, v1::Solved>("SOLVED_");
  expect_same_words<Satisfaction, v1::Satisfaction>("SATISFACTION_");
  expect_same_words<casework::Disposition, v1::Disposition>("DISPOSITION_");
  expect_same_words<RequesterKind, v1::RequesterKind>("REQUESTER_KIND_");
  expect_same_words<Datum, v1::Datum>("DATUM_");
  expect_same_words<EvidenceKind, v1::EvidenceKind>("EVIDENCE_KIND_");
  expect_same_words<CallbackWay, v1::CallbackWay>("CALLBACK_WAY_");
  expect_same_words<WhistleKind, v1::WhistleKind>("WHISTLE_KIND_");
  expect_same_words<casework::WhistleStep, v1::WhistleStep>("WHISTLE_STEP_");
  expect_same_words<ListKind, v1::ListKind>("LIST_KIND_");
  expect_same_words<OperatingMode, v1::OperatingMode>("OPERATING_MODE_");
  expect_same_words<CareTier, v1::CareTier>("CARE_TIER_");
  expect_same_words<Rater, v1::Rater>("RATER_");
  expect_same_words<PassedOver, v1::PassedOver>("PASSED_OVER_");
  expect_same_words<CaseKind, v1::CaseKind>("CASE_KIND_");
  expect_same_words<casework::EntryStatus, v1::EntryStatus>("ENTRY_STATUS_");
  expect_same_words<casework::Dimension, v1::Dimension>("DIMENSION_");
  // Two have words of their own: public_supervision, pre_litigation_mediation.
  expect_same_numbers<Supervision, v1::Supervision>();
  expect_same_numbers<PanelKind, v1::PanelKind>();
  expect_same_numbers<casework::Status, v1::Status>();
  expect_same_numbers<casework::Place, v1::Place>();
  expect_same_numbers<calendar::LimitUnit, v1::LimitUnit>();
  expect_same_numbers<triage::Certainty, v1::Certainty>();
  expect_same_numbers<policy::RungMode, v1::RungMode>();
}

TEST(StoredEnumerations, CarryTheNamesOfThoseWithoutSpelling) {
  EXPECT_EQ(static_cast<int>(casework::Status::AwaitsTriage), v1::STATUS_AWAITS_TRIAGE);
  EXPECT_EQ(static_cast<int>(casework::Status::Dispatched), v1::STATUS_DISPATCHED);
  EXPECT_EQ(static_cast<int>(casework::Status::SignedFor), v1::STATUS_SIGNED_FOR);
  EXPECT_EQ(static_cast<int>(casework::Status::Finished), v1::STATUS_FINISHED);
  EXPECT_EQ(static_cast<int>(casework::Status::Replied), v1::STATUS_REPLIED);
  EXPECT_EQ(static_cast<int>(casework::Status::Closed), v1::STATUS_CLOSED);
  EXPECT_EQ(static_cast<int>(casework::Status::Returned), v1::STATUS_RETURNED);
  EXPECT_EQ(static_cast<int>(casework::Status::Deferred), v1::STATUS_DEFERRED);
  EXPECT_EQ(static_cast<int>(casework::Place::Ledger), v1::PLACE_LEDGER);
  EXPECT_EQ(static_cast<int>(Supervision::Public), v1::SUPERVISION_PUBLIC);
  EXPECT_EQ(static_cast<int>(PanelKind::Mediation), v1::PANEL_KIND_MEDIATION);
  EXPECT_EQ(static_cast<int>(casework::Place::Queue), v1::PLACE_QUEUE);
  EXPECT_EQ(static_cast<int>(casework::Place::Lease), v1::PLACE_LEASE);
  EXPECT_EQ(static_cast<int>(casework::Place::Hands), v1::PLACE_HANDS);
  EXPECT_EQ(static_cast<int>(casework::Place::Desk), v1::PLACE_DESK);
  EXPECT_EQ(static_cast<int>(calendar::LimitUnit::Minute), v1::LIMIT_UNIT_MINUTE);
  EXPECT_EQ(static_cast<int>(calendar::LimitUnit::Hour), v1::LIMIT_UNIT_HOUR);
  EXPECT_EQ(static_cast<int>(calendar::LimitUnit::NaturalDay), v1::LIMIT_UNIT_NATURAL_DAY);
  EXPECT_EQ(static_cast<int>(calendar::LimitUnit::WorkHour), v1::LIMIT_UNIT_WORK_HOUR);
  EXPECT_EQ(static_cast<int>(calendar::LimitUnit::WorkDay), v1::LIMIT_UNIT_WORK_DAY);
  EXPECT_EQ(static_cast<int>(calendar::LimitUnit::WorkDayEnd), v1::LIMIT_UNIT_WORK_DAY_END);
  EXPECT_EQ(static_cast<int>(triage::Certainty::None), v1::CERTAINTY_NONE);
  EXPECT_EQ(static_cast<int>(triage::Certainty::Unsure), v1::CERTAINTY_UNSURE);
  EXPECT_EQ(static_cast<int>(triage::Certainty::Certain), v1::CERTAINTY_CERTAIN);
  EXPECT_EQ(static_cast<int>(triage::Certainty::Given), v1::CERTAINTY_GIVEN);
  EXPECT_EQ(static_cast<int>(triage::Certainty::Person), v1::CERTAINTY_PERSON);
  EXPECT_EQ(static_cast<int>(policy::RungMode::HandOver), v1::RUNG_MODE_HAND_OVER);
  EXPECT_EQ(static_cast<int>(policy::RungMode::Supervise), v1::RUNG_MODE_SUPERVISE);
  EXPECT_EQ(static_cast<int>(policy::RungMode::Parallel), v1::RUNG_MODE_PARALLEL);
}

}  // namespace whistle::journal::enumerations_test
