#include "engine/journal/by_position.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/journal/fields.h"
#include "tests/journal/filled.h"
#include "tests/journal/samples.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal::by_position_test {

using namespace std::string_literals;

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

template <class T>
void collect_misfits(const Descriptor& message, std::vector<std::string>& misfits);

template <class T>
void collect_misfit(const FieldDescriptor& field, std::vector<std::string>& misfits) {
  if constexpr (!std::is_same_v<ElementOf<T>, T>) {
    collect_misfit<ElementOf<T>>(field, misfits);
  } else if constexpr (!kIsText<T> && !kIsScalar<T>) {
    collect_misfits<T>(*field.message_type(), misfits);
  }
}

// Adds the names of the fields that cannot hold what the struct has in their place.
template <class T>
void collect_misfits(const Descriptor& message, std::vector<std::string>& misfits) {
  if (message.field_count() != static_cast<int>(boost::pfr::tuple_size_v<T>)) {
    misfits.push_back(message.full_name());
    return;
  }
  boost::pfr::for_each_field(T{}, [&](const auto& value, std::size_t index) {
    const FieldDescriptor* field = message.FindFieldByNumber(static_cast<int>(index) + 1);
    using Value = std::decay_t<decltype(value)>;
    if (field == nullptr) {
      misfits.push_back(message.full_name() + " " + std::to_string(index + 1));
    } else if (!can_hold<Value>(*field)) {
      misfits.push_back(field->full_name());
    } else {
      collect_misfit<Value>(*field, misfits);
    }
  });
}

template <class T>
std::vector<std::string> misfits_of() {
  std::vector<std::string> misfits;
  collect_misfits<T>(*Stored<T>::Message::descriptor(), misfits);
  return misfits;
}

template <class Variant, std::size_t... kIndex>
std::vector<std::string> misfits_of_any(std::index_sequence<kIndex...>) {
  std::vector<std::string> all;
  const auto add = [&all](const std::vector<std::string>& misfits) {
    all.insert(all.end(), misfits.begin(), misfits.end());
  };
  (add(misfits_of<std::variant_alternative_t<kIndex, Variant>>()), ...);
  return all;
}

template <class Variant>
std::vector<std::string> misfits_of_any() {
  return misfits_of_any<Variant>(std::make_index_sequence<std::variant_size_v<Variant>>{});
}

TEST(ByPosition, EveryEventHasAMessageOfItsShape) {
  EXPECT_THAT(misfits_of_any<casework::Event>(), IsEmpty());
}

TEST(ByPosition, EveryRegisterRowHasAMessageOfItsShape) {
  EXPECT_THAT(misfits_of_any<casework::RegisterRow>(), IsEmpty());
  EXPECT_THAT(misfits_of<casework::Dossier>(), IsEmpty());
  EXPECT_THAT(misfits_of<casework::Registers::Counters>(), IsEmpty());
}

TEST(ByPosition, RowsOfAFewFieldsHaveMessagesOfTheirShape) {
  EXPECT_THAT(misfits_of<Complaint>(), IsEmpty());
  EXPECT_THAT(misfits_of<casework::Receipt>(), IsEmpty());
  EXPECT_THAT(misfits_of<casework::PullAnswer>(), IsEmpty());
  EXPECT_THAT(misfits_of<casework::TokenAnswer>(), IsEmpty());
  EXPECT_THAT(misfits_of<casework::NumberAnswer>(), IsEmpty());
  EXPECT_THAT(misfits_of<casework::Counters>(), IsEmpty());
  EXPECT_THAT(misfits_of<casework::Tallies>(), IsEmpty());
  EXPECT_THAT(misfits_of<Standing>(), IsEmpty());
  EXPECT_THAT(misfits_of<Forgotten>(), IsEmpty());
}

TEST(ByPosition, EveryFactHasAFieldOfItsOwnAndNoneIsLeftOver) {
  std::set<std::string> names;
  for (const casework::Event& event : full_events()) names.insert(name_of(event));
  EXPECT_EQ(names.size(), std::variant_size_v<casework::Event>);
  EXPECT_EQ(v1::Event::descriptor()->field_count(), static_cast<int>(names.size()));
}

TEST(ByPosition, RegisterRowsStandInTheOrderOfTheirKinds) {
  std::vector<std::string> kinds;
  for (int i = 0; i < v1::RegisterRow::descriptor()->field_count(); ++i) {
    EXPECT_EQ(v1::RegisterRow::descriptor()->field(i)->number(), i + 1);
    kinds.push_back(v1::RegisterRow::descriptor()->field(i)->name());
  }
  EXPECT_THAT(kinds, ElementsAre("whistle", "duty", "list_entry", "storm", "area_mode", "account",
                                 "score", "appealable", "adoption"));
}

// Whether a field, "DutyRow.times", can hold a T.
template <class T>
bool fits(const std::string& name) {
  const auto* field = google::protobuf::DescriptorPool::generated_pool()->FindFieldByName(
      "whistle.journal.v1." + name);
  EXPECT_NE(field, nullptr) << name;
  return field != nullptr && can_hold<T>(*field);
}

TEST(ByPosition, AFieldHoldsWhatIsOfItsKindAndNothingElse) {
  EXPECT_TRUE(fits<WhistleId>("WhistleRow.id"));
  EXPECT_FALSE(fits<std::vector<WhistleId>>("WhistleRow.id")) << "one, not many";
  EXPECT_TRUE(fits<std::vector<CaseId>>("WhistleRow.cases"));
  EXPECT_FALSE(fits<CaseId>("WhistleRow.cases")) << "many, not one";
  EXPECT_TRUE(fits<std::uint16_t>("DutyRow.times"));
  EXPECT_FALSE(fits<std::uint64_t>("DutyRow.times")) << "too wide";
  EXPECT_FALSE(fits<std::uint32_t>("DutyRow.id")) << "too narrow";
  EXPECT_FALSE(fits<std::int32_t>("DutyRow.times")) << "signed";
  EXPECT_TRUE(fits<Timestamp>("DutyRow.due_ms"));
  EXPECT_FALSE(fits<std::uint64_t>("DutyRow.due_ms")) << "unsigned";
  EXPECT_FALSE(fits<Timestamp>("DutyRow.id"));
  EXPECT_TRUE(fits<bool>("DutyRow.complete"));
  EXPECT_FALSE(fits<bool>("DutyRow.times"));
  EXPECT_TRUE(fits<double>("Point.latitude"));
  EXPECT_FALSE(fits<std::uint64_t>("Point.latitude"));
  EXPECT_TRUE(fits<UnitCode>("DutyRow.unit"));
  EXPECT_FALSE(fits<std::vector<std::string>>("DutyRow.unit"));
  EXPECT_TRUE(fits<CareTier>("DutyRow.care"));
  EXPECT_FALSE(fits<Satisfaction>("DutyRow.care")) << "another enumeration";
  EXPECT_FALSE(fits<std::uint32_t>("DutyRow.care"));
  EXPECT_TRUE(fits<calendar::Limit>("ClockReading.limit"));
  EXPECT_FALSE(fits<calendar::Alarms>("ClockReading.limit")) << "another message";
  EXPECT_TRUE(fits<std::optional<Standing>>("TrailRow.before"));
  EXPECT_FALSE(fits<std::vector<Standing>>("TrailRow.before"));
}

struct MisplacedFields {
  CaseId id{};
  std::string rule;
};

}  // namespace whistle::journal::by_position_test

namespace whistle::journal {

template <>
struct Stored<by_position_test::MisplacedFields> {
  using Message = v1::StormEnded;
};

}  // namespace whistle::journal

namespace whistle::journal::by_position_test {

TEST(ByPosition, AFieldOnOneSideOnlyIsFound) {
  std::vector<std::string> misfits;
  collect_misfits<MisplacedFields>(*v1::CaseStruckOff::descriptor(), misfits);
  EXPECT_THAT(misfits, ElementsAre("whistle.journal.v1.CaseStruckOff"));
  misfits.clear();
  collect_misfits<MisplacedFields>(*v1::StormEnded::descriptor(), misfits);
  EXPECT_THAT(misfits, ElementsAre("whistle.journal.v1.StormEnded.cases"));
}

// The message that protobuf itself reads from what is written.
template <class T>
typename Stored<T>::Message written(const T& value) {
  typename Stored<T>::Message stored;
  EXPECT_TRUE(stored.ParseFromString(encode_fields(value)));
  return stored;
}

template <class T>
T read_back(const typename Stored<T>::Message& stored) {
  const auto value = decode_fields<T>("x", stored.SerializeAsString());
  EXPECT_TRUE(value) << value.error().message;
  return value ? *value : T{};
}

template <class T>
std::string refusal_of(const std::string& bytes) {
  const auto value = decode_fields<T>("x", bytes);
  return value ? "none" : value.error().message;
}
template <class T>
std::string refusal_of(const typename Stored<T>::Message& stored) {
  return refusal_of<T>(stored.SerializeAsString());
}

TEST(ByPosition, AnInstantThatNeverComesIsAbsent) {
  v1::CaseSuspended stored = written(casework::CaseSuspended{});
  EXPECT_FALSE(stored.has_until_ms());
  EXPECT_EQ(read_back<casework::CaseSuspended>(stored).until, kNever);

  for (const Timestamp at : {Timestamp{}, Timestamp::min(), kNever - Milliseconds{1}}) {
    casework::CaseSuspended event;
    event.until = at;
    stored = written(event);
    EXPECT_TRUE(stored.has_until_ms());
    EXPECT_EQ(read_back<casework::CaseSuspended>(stored).until, at);
  }
}

TEST(ByPosition, AnInstantThatSaysItNeverComesIsRefused) {
  v1::CaseSuspended stored;
  stored.set_until_ms(to_ms(kNever));
  EXPECT_THAT(refusal_of<casework::CaseSuspended>(stored), HasSubstr("CaseSuspended.until_ms"));
}

TEST(ByPosition, CountsEndWithTheLastThatIsNotZero) {
  casework::Score score{.period = 202603, .dimension = casework::Dimension::Unit, .key = "wuan"};
  v1::ScoreRow stored = written(score);
  EXPECT_EQ(stored.counts_size(), 0);

  score.counts[2] = -7;
  stored = written(score);
  EXPECT_THAT(stored.counts(), ElementsAre(0, 0, -7));
  EXPECT_EQ(read_back<casework::Score>(stored), score);

  score.counts.back() = 1;
  stored = written(score);
  EXPECT_EQ(stored.counts_size(), static_cast<int>(casework::kMeasureCount));
  EXPECT_EQ(read_back<casework::Score>(stored), score);
}

TEST(ByPosition, MoreCountsThanThereAreMeasuresAreRefused) {
  v1::ScoreRow stored;
  stored.set_dimension(v1::DIMENSION_ALL);
  for (std::size_t i = 0; i < casework::kMeasureCount; ++i) stored.add_counts(1);
  EXPECT_EQ(refusal_of<casework::Score>(stored), "none");
  stored.add_counts(1);
  EXPECT_EQ(
      refusal_of<casework::Score>(stored),
      "x: ScoreRow.counts: " + std::to_string(casework::kMeasureCount + 1) + " is no known value");
}

TEST(ByPosition, NoneOfAnEnumerationIsKept) {
  casework::Dossier dossier;
  dossier.mass = true;
  EXPECT_EQ(read_back<casework::Dossier>(written(dossier)), dossier);
}

TEST(ByPosition, NumbersThatDoNotFitAreRefused) {
  v1::DutyRow stored;
  stored.set_times(65535);
  EXPECT_EQ(refusal_of<casework::Duty>(stored), "none");
  stored.set_times(65536);
  EXPECT_EQ(refusal_of<casework::Duty>(stored), "x: DutyRow.times: 65536 is no known value");
}

TEST(ByPosition, NoneIsRefusedWhereThereMustBeOne) {
  v1::ClockMet stored;
  stored.set_id(1);
  EXPECT_EQ(refusal_of<casework::ClockMet>(stored), "x: ClockMet.stage: 0 is no known value");
  stored.set_stage(v1::STAGE_SIGN);
  EXPECT_EQ(refusal_of<casework::ClockMet>(stored), "none");
}

TEST(ByPosition, AMessageThatIsAbsentReadsAsAnEmptyOne) {
  v1::ClockStarted stored;
  stored.set_stage(v1::STAGE_SIGN);
  EXPECT_EQ(refusal_of<casework::ClockStarted>(stored), "x: Limit.unit: 0 is no known value");
  stored.mutable_reading()->mutable_limit()->set_unit(v1::LIMIT_UNIT_HOUR);
  const auto clock = read_back<casework::ClockStarted>(stored);
  EXPECT_EQ(clock.alarms, calendar::Alarms{});
  EXPECT_EQ(clock.started, Timestamp{});
}

TEST(ByPosition, WhatOlderRecordsMeantIsNotWritten) {
  casework::CalledBack event{.id = {1},
                             .solved = Solved::Solved,
                             .satisfaction = Satisfaction::Satisfied,
                             .by = {},
                             .note = {}};
  EXPECT_EQ(written(event).way(), v1::CALLBACK_WAY_NONE);
  EXPECT_EQ(read_back<casework::CalledBack>(written(event)).way, CallbackWay::Phone);
  v1::CalledBack spelled_out = written(event);
  spelled_out.set_way(v1::CALLBACK_WAY_PHONE);
  EXPECT_EQ(read_back<casework::CalledBack>(spelled_out).way, CallbackWay::Phone);
  event.way = CallbackWay::Visit;
  EXPECT_EQ(written(event).way(), v1::CALLBACK_WAY_VISIT);
  EXPECT_EQ(read_back<casework::CalledBack>(written(event)).way, CallbackWay::Visit);
}

TEST(ByPosition, NumbersThatMustAllBeThereAreWrittenAndMissed) {
  casework::Tallies tallies;
  tallies.by_colour = {4, 0, 0};
  EXPECT_THAT(written(tallies).by_colour(), ElementsAre(4, 0, 0));
  v1::TalliesRow stored = written(tallies);
  stored.mutable_by_colour()->RemoveLast();
  EXPECT_EQ(refusal_of<casework::Tallies>(stored), "x: TalliesRow.by_colour: 2 is no known value");
  stored.clear_by_colour();
  EXPECT_EQ(refusal_of<casework::Tallies>(stored), "x: TalliesRow.by_colour: is missing");
}

TEST(ByPosition, AHashThatIsNotWholeIsRefused) {
  v1::ForgottenRow stored;
  stored.set_sequence(3);
  EXPECT_EQ(refusal_of<Forgotten>(stored), "x: ForgottenRow.hash: is missing");
  stored.set_hash(std::string(31, 'h'));
  EXPECT_EQ(refusal_of<Forgotten>(stored), "x: ForgottenRow.hash: is not whole");
  stored.set_hash(std::string(32, 'h'));
  EXPECT_EQ(refusal_of<Forgotten>(stored), "none");
}

TEST(ByPosition, FieldsInAnyOrderAreReadAndTheLastCounts) {
  // id 7, rule "b", id 9: as somebody else might write them.
  const std::string bytes = "\x12\x01"s + "b" + "\x08\x07\x08\x09";
  const auto event = decode_fields<casework::LadderExhausted>("x", bytes);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id, CaseId{9});
  EXPECT_EQ(event->rule, RuleName{"b"});
}

TEST(ByPosition, WhatIsNoFieldOfTheStructIsPassedOver) {
  // Fields of a later release, one of each kind; and a rule that is a number.
  const std::string later =
      "\xf8\x01\x05\xf2\x01\x02zz\xf9\x01"s + "12345678" + "\xfd\x01" + "1234";
  const std::string bytes = later + "\x08\x07\x10\x05" + later;
  const auto event = decode_fields<casework::LadderExhausted>("x", bytes);
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event->id, CaseId{7});
  EXPECT_EQ(event->rule, RuleName{});
}

TEST(ByPosition, OfAValueThatMayBeMissingTheLastCounts) {
  // TextRow: channel 1, and request_type, field 13, as given.
  const auto type_in = [](const std::string& types) {
    const auto complaint = decode_fields<Complaint>("x", "\x18\x01" + types);
    EXPECT_TRUE(complaint) << complaint.error().message;
    return complaint ? complaint->request_type : std::nullopt;
  };
  EXPECT_EQ(type_in(""), std::nullopt);
  EXPECT_EQ(type_in("\x68\x02"), RequestType::Help);
  EXPECT_EQ(type_in("\x68\x02\x68\x03"), RequestType::Grievance);
  EXPECT_EQ(type_in("\x68\x02\x68"s + '\0'), std::nullopt);
  // Beyond 32 bits nothing of an enumeration is left.
  EXPECT_EQ(type_in("\x68\x80\x80\x80\x80\x10"), std::nullopt);
}

TEST(ByPosition, NumbersOfAListThatAreCutAreNoMessage) {
  // WhistleRow.cases, a list, and TalliesRow.by_colour, an array: a number that goes on.
  EXPECT_EQ(refusal_of<casework::Whistle>("\x22\x02\x05\x80"), "x: is no message");
  EXPECT_EQ(refusal_of<casework::Tallies>("\x2a\x03\x05\x05\x80"), "x: is no message");
}

TEST(ByPosition, BytesThatEndTooEarlyAreNoMessage) {
  const std::string bytes = encode_fields(filled<casework::Whistle>());
  ASSERT_EQ(refusal_of<casework::Whistle>(bytes), "none");
  std::size_t refused = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (refusal_of<casework::Whistle>(bytes.substr(0, size)) == "x: is no message") ++refused;
  }
  // All but those that end between two fields.
  EXPECT_GT(refused, bytes.size() / 2);
  EXPECT_EQ(refusal_of<casework::Whistle>(std::string(12, '\xff')), "x: is no message");
}

TEST(ByPosition, LongTextsAndMessagesAreWrittenWithTheirLength) {
  // Lengths of one, two and three bytes, of a text and of what holds it.
  for (const std::size_t size : {0U, 1U, 100U, 127U, 128U, 16'383U, 16'384U, 70'000U}) {
    casework::Whistle whistle = filled<casework::Whistle>();
    whistle.invited.front().unit = {std::string(size, 'u')};
    EXPECT_EQ(written(whistle).invited(0).unit().size(), size);
    EXPECT_EQ(read_back<casework::Whistle>(written(whistle)), whistle);
  }
}

TEST(ByPosition, NestedRowsAreKept) {
  const auto whistle = filled<casework::Whistle>();
  ASSERT_EQ(whistle.invited.size(), 2U);
  EXPECT_EQ(read_back<casework::Whistle>(written(whistle)), whistle);
}

TEST(ByPositionDeathTest, StopsBeforeItLeavesOutNoneWhereThatMeansAValue) {
  casework::CalledBack event{.id = {1},
                             .solved = Solved::Solved,
                             .satisfaction = Satisfaction::Satisfied,
                             .by = {},
                             .note = {}};
  event.way = CallbackWay{};
  EXPECT_DEATH(encode_fields(event), "check failed: is_known");
}

TEST(ByPositionDeathTest, StopsBeforeItStoresAStructInAMessageOfAnotherShape) {
  EXPECT_DEATH(encode_fields(MisplacedFields{}), "check failed: can_hold");
}

TEST(ByPositionDeathTest, StopsBeforeItWritesWhatCannotBeRead) {
  casework::Duty duty;
  duty.care = static_cast<CareTier>(99);
  EXPECT_DEATH(encode_fields(duty), "check failed: is_known");
}

TEST(ByPositionDeathTest, StopsBeforeItWritesNoneWhereThereMustBeOne) {
  EXPECT_DEATH(encode_fields(casework::ClockMet{.id = {1}, .stage = {}, .on_time = true}),
               "check failed: is_known");
}

}  // namespace whistle::journal::by_position_test
