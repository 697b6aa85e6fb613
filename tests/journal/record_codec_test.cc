#include "engine/journal/record_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include <set>
#include <string>

#include "tests/journal/fields.h"
#include "tests/journal/samples.h"
#include "whistle/journal/v1/record.pb.h"

namespace whistle::journal::record_codec_test {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

bool same_event(const casework::Event& left, const casework::Event& right) {
  if (left.index() != right.index()) return false;
  return std::visit(
      [&right](const auto& fact) {
        return same(fact, *std::get_if<std::decay_t<decltype(fact)>>(&right));
      },
      left);
}

Record decoded(const std::string& bytes) {
  auto record = decode_record(bytes);
  EXPECT_TRUE(record) << record.error().message;
  return record ? *std::move(record) : Record{};
}

void expect_round_trip(const casework::Event& event) {
  const Record record = record_of(7, {event});
  const Record again = decoded(encode_record(record));
  ASSERT_EQ(again.events.size(), 1U);
  EXPECT_TRUE(same_event(again.events[0], event));
}

// Calls `visit(message, field)` for every field that is set, at any depth.
template <class Visit>
void each_field(Message& message, Visit visit) {
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      visit(message, *field);
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        each_field(*reflection->MutableRepeatedMessage(&message, field, i), visit);
      }
    } else {
      each_field(*reflection->MutableMessage(&message, field), visit);
    }
  }
}

v1::Record stored_with(const casework::Event& event) {
  v1::Record stored;
  EXPECT_TRUE(stored.ParseFromString(encode_record(record_of(7, {event}))));
  return stored;
}

TEST(RecordCodec, KeepsWhoseKeyTheWishCameUnder) {
  Record record = record_of(7, first_events());
  const std::string without = encode_record(record);
  record.caller = {"waiwu-desk", "rq:rM>}U?@"};
  EXPECT_EQ(decoded(encode_record(record)).caller, record.caller);
  // What older releases wrote reads as nobody's, and nobody's takes no byte.
  EXPECT_EQ(decoded(without).caller, Caller{});
  EXPECT_EQ(encode_record(decoded(without)), without);
}

TEST(RecordCodecSamples, HoldEveryEventWithEveryFieldSet) {
  std::set<std::size_t> kinds;
  for (const casework::Event& event : filled_events()) {
    kinds.insert(event.index());
    const auto unset = std::visit([](const auto& fact) { return unset_fields(fact); }, event);
    EXPECT_THAT(unset, IsEmpty()) << name_of(event);
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<casework::Event>);
}

TEST(RecordCodec, KeepsEveryFieldOfEveryEvent) {
  std::vector<casework::Event> events = full_events();
  std::ranges::copy(filled_events(), std::back_inserter(events));
  for (const casework::Event& event : events) {
    SCOPED_TRACE(name_of(event));
    expect_round_trip(event);
  }
}

TEST(RecordCodec, KeepsEventsWithNothingSet) {
  for (const casework::Event& event : bare_events()) {
    SCOPED_TRACE(name_of(event));
    expect_round_trip(event);
  }
}

TEST(RecordCodec, KeepsWhatMayBeNone) {
  expect_round_trip(casework::OrderDispatched{.id = {1},
                                              .number = 1,
                                              .unit = {"triage"},
                                              .tier = {},
                                              .rule = {},
                                              .raised_to_duty = false,
                                              .queue_due = kNever,
                                              .told = {}});
  expect_round_trip(casework::CaseEscalated{});
  expect_round_trip(casework::CardIssued{
      .id = {1}, .card = Card::Notice, .stage = {}, .unit = {}, .points = 0, .rule = {}});
}

TEST(RecordCodec, KeepsTheWholeRecord) {
  const Record record = record_of(UINT64_MAX, full_events());
  const Record again = decoded(encode_record(record));
  EXPECT_EQ(again.sequence, record.sequence);
  EXPECT_EQ(again.time, record.time);
  EXPECT_EQ(again.policy, record.policy);
  EXPECT_EQ(again.verb, record.verb);
  EXPECT_EQ(again.actor, record.actor);
  ASSERT_EQ(again.events.size(), record.events.size());
  for (std::size_t i = 0; i < record.events.size(); ++i) {
    EXPECT_TRUE(same_event(again.events[i], record.events[i])) << name_of(record.events[i]);
  }
}

TEST(RecordCodec, TakesTheVersionOfTheRecordBeforeWhereItIsTheSame) {
  const std::string bytes = encode_record(record_of(1, {}));
  const auto first = decode_record(bytes);
  ASSERT_TRUE(first);
  const auto second = decode_record(bytes, first->policy);
  ASSERT_TRUE(second);
  EXPECT_EQ(&*second->policy, &*first->policy);

  Record other = record_of(2, {});
  other.policy = std::string("8f3a");
  const auto third = decode_record(encode_record(other), first->policy);
  ASSERT_TRUE(third);
  EXPECT_EQ(*third->policy, "8f3a");
  EXPECT_EQ(*first->policy, "7f3a");
}

TEST(RecordCodec, KeepsARecordWithoutEvents) {
  EXPECT_THAT(decoded(encode_record(record_of(1, {}))).events, IsEmpty());
}

TEST(RecordCodec, KeepsInstantsAtTheEdges) {
  for (const Timestamp at : {Timestamp{}, Timestamp::min(), kNever - Milliseconds{1}, kNever}) {
    expect_round_trip(casework::LeaseRenewed{.id = {1}, .until = at});
  }
}

TEST(RecordCodec, KeepsTextThatIsNotUtf8) {
  const std::string stray("ab\xff\x00\xc3", 5);
  expect_round_trip(casework::ProgressNoted{.id = {1}, .note = stray});
}

TEST(RecordCodec, GivesTheSameBytesForTheSameRecord) {
  EXPECT_EQ(encode_record(record_of(1, full_events())), encode_record(record_of(1, full_events())));
}

TEST(RecordCodec, RefusesNumbersThatNoEnumerationHas) {
  int refused = 0;
  for (const casework::Event& event : full_events()) {
    const v1::Record whole = stored_with(event);
    int fields = 0;
    v1::Record counted = whole;
    each_field(counted, [&](Message&, const FieldDescriptor& field) {
      fields += field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
    });
    for (int chosen = 0; chosen < fields; ++chosen) {
      for (const int number : {99, -1, 257}) {
        v1::Record broken = whole;
        int index = 0;
        std::string name;
        each_field(broken, [&](Message& message, const FieldDescriptor& field) {
          if (field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM || index++ != chosen) return;
          message.GetReflection()->SetEnumValue(&message, &field, number);
          name = field.name();
        });
        const auto record = decode_record(broken.SerializeAsString());
        ASSERT_FALSE(record) << name_of(event) << " " << name;
        EXPECT_EQ(record.error().kind, Error::Kind::Corrupt);
        EXPECT_THAT(record.error().message, HasSubstr(name + ": " + std::to_string(number)));
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 150);
}

TEST(RecordCodec, RefusesNoneWhereThereMustBeOne) {
  v1::Record stored = stored_with(full_events()[0]);
  stored.mutable_events(0)->mutable_case_filed()->clear_channel();
  const auto record = decode_record(stored.SerializeAsString());
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().message, "record 7: CaseFiled.channel: 0 is no known value");
}

// Numbers that use all that their field can hold.
bool is_wide(const FieldDescriptor& field) {
  static const std::set<std::string> wide{"offset", "households", "cases",  "period", "minutes",
                                          "points", "weight",     "stages", "moved",  "count"};
  return wide.contains(field.name());
}

TEST(RecordCodec, RefusesNumbersThatAreTooWide) {
  std::vector<std::string> refused;
  for (const casework::Event& event : full_events()) {
    const v1::Record whole = stored_with(event);
    v1::Record broken = whole;
    each_field(broken, [&](Message& message, const FieldDescriptor& field) {
      if (field.cpp_type() != FieldDescriptor::CPPTYPE_UINT32 || is_wide(field)) return;
      const auto* reflection = message.GetReflection();
      const std::uint32_t before = reflection->GetUInt32(message, &field);
      reflection->SetUInt32(&message, &field, 65536);
      const auto record = decode_record(broken.SerializeAsString());
      reflection->SetUInt32(&message, &field, before);
      ASSERT_FALSE(record) << field.full_name();
      EXPECT_THAT(record.error().message, HasSubstr(field.name() + ": 65536"));
      // The findings of two more events are those of the first.
      if (field.containing_type() != v1::SeverityFinding::descriptor() || event.index() == 0) {
        refused.push_back(field.name());
      }
    });
  }
  EXPECT_THAT(refused, ElementsAre("nature", "scope", "harm", "number", "round", "collapsed",
                                   "number", "number", "number", "attempt", "review", "stars",
                                   "stars", "times", "number"));
}

TEST(RecordCodec, RefusesAnEventItDoesNotKnow) {
  v1::Record stored = stored_with(full_events()[0]);
  stored.add_events();
  const auto record = decode_record(stored.SerializeAsString());
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().kind, Error::Kind::Corrupt);
  EXPECT_EQ(record.error().message, "record 7: events: one is of no known kind");
}

TEST(RecordCodec, TellsTheTimeOfARecordWhateverElseItSays) {
  const Record record = record_of(7, full_events());
  EXPECT_EQ(*decode_time(encode_record(record)), record.time);
  // Time 7, and an event of no known kind.
  const std::string strange("\x10\x07\x32\x00", 4);
  EXPECT_FALSE(decode_record(strange));
  EXPECT_EQ(*decode_time(strange), from_ms(7));
  EXPECT_EQ(decode_time("\x10").error().kind, Error::Kind::Corrupt);
}

TEST(RecordCodec, RefusesARecordWithoutSequence) {
  EXPECT_FALSE(decode_record(""));
  EXPECT_FALSE(decode_record(encode_record(record_of(0, {}))));
}

// Bytes cut or flipped may still be a message; then what they say can be written again.
void expect_corrupt_or_storable(const std::string& bytes) {
  const auto record = decode_record(bytes);
  if (record) {
    EXPECT_TRUE(decode_record(encode_record(*record)));
  } else {
    EXPECT_EQ(record.error().kind, Error::Kind::Corrupt);
  }
}

TEST(RecordCodec, SurvivesCutBytes) {
  const std::string whole = encode_record(record_of(7, full_events()));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    expect_corrupt_or_storable(whole.substr(0, size));
  }
}

TEST(RecordCodec, SurvivesFlippedBits) {
  for (const casework::Event& event : full_events()) {
    const std::string whole = encode_record(record_of(7, {event}));
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
      std::string flipped = whole;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      expect_corrupt_or_storable(flipped);
    }
  }
}

TEST(RecordCodecDeathTest, StopsBeforeItWritesWhatCannotBeRead) {
  const casework::HandlingFinished no_result{.id = {1}, .at = {}, .result = {}, .note = ""};
  EXPECT_DEATH(encode_record(record_of(1, {no_result})), "check failed: is_known");
}

}  // namespace whistle::journal::record_codec_test
