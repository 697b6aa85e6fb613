#include "engine/journal/by_position.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/journal/fields.h"
#include "tests/journal/filled.h"
#include "tests/journal/samples.h"

namespace whistle::journal::by_position_test {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

template <class T>
void collect_misfits(const Descriptor& message, std::vector<std::string>& misfits);

// The type of protobuf that holds a T.
template <class T>
constexpr FieldDescriptor::CppType type_for() {
  if constexpr (kIsNumber<T> || std::is_same_v<T, AreaCode> || std::is_same_v<T, std::uint64_t>) {
    return FieldDescriptor::CPPTYPE_UINT64;
  } else if constexpr (kIsWord<T> || std::is_same_v<T, std::string>) {
    return FieldDescriptor::CPPTYPE_STRING;
  } else if constexpr (std::is_same_v<T, Timestamp> || std::is_same_v<T, Milliseconds> ||
                       std::is_same_v<T, std::int64_t>) {
    return FieldDescriptor::CPPTYPE_INT64;
  } else if constexpr (kHasFields<T>) {
    return FieldDescriptor::CPPTYPE_MESSAGE;
  } else if constexpr (std::is_enum_v<T>) {
    return FieldDescriptor::CPPTYPE_ENUM;
  } else if constexpr (std::is_same_v<T, bool>) {
    return FieldDescriptor::CPPTYPE_BOOL;
  } else if constexpr (std::is_unsigned_v<T>) {
    return FieldDescriptor::CPPTYPE_UINT32;
  } else {
    return FieldDescriptor::CPPTYPE_INT32;
  }
}

template <class T>
void collect_misfit(const FieldDescriptor& field, bool repeated,
                    std::vector<std::string>& misfits) {
  if constexpr (kIsVector<T> || kIsArray<T>) {
    collect_misfit<typename T::value_type>(field, true, misfits);
  } else if constexpr (kIsShared<T>) {
    collect_misfit<std::remove_cvref_t<decltype(*T())>>(field, repeated, misfits);
  } else {
    if (field.cpp_type() != type_for<T>() || field.is_repeated() != repeated) {
      misfits.push_back(field.full_name());
    } else if constexpr (type_for<T>() == FieldDescriptor::CPPTYPE_MESSAGE) {
      collect_misfits<T>(*field.message_type(), misfits);
    } else if constexpr (std::is_enum_v<T>) {
      for (int number = 1; number < 256; ++number) {
        if (is_known(static_cast<T>(number)) !=
            (field.enum_type()->FindValueByNumber(number) != nullptr)) {
          misfits.push_back(field.full_name() + " " + std::to_string(number));
        }
      }
    }
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
    if (field == nullptr) {
      misfits.push_back(message.full_name() + " " + std::to_string(index + 1));
    } else {
      collect_misfit<std::decay_t<decltype(value)>>(*field, false, misfits);
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

struct MisplacedFields {
  CaseId id{};
  std::string rule;
};

TEST(ByPosition, AFieldOnOneSideOnlyIsFound) {
  std::vector<std::string> misfits;
  collect_misfits<MisplacedFields>(*v1::CaseStruckOff::descriptor(), misfits);
  EXPECT_THAT(misfits, ElementsAre("whistle.journal.v1.CaseStruckOff"));
  misfits.clear();
  collect_misfits<MisplacedFields>(*v1::StormEnded::descriptor(), misfits);
  EXPECT_THAT(misfits, ElementsAre("whistle.journal.v1.StormEnded.cases"));
}

template <class T>
T read_back(const typename Stored<T>::Message& stored) {
  FieldReader reader;
  T value = read_fields<T>(stored, reader);
  EXPECT_TRUE(reader.is_fine()) << reader.error("").message;
  return value;
}

template <class T>
std::string refusal_of(const typename Stored<T>::Message& stored) {
  FieldReader reader;
  read_fields<T>(stored, reader);
  return reader.is_fine() ? "none" : reader.error("x").message;
}

TEST(ByPosition, AnInstantThatNeverComesIsAbsent) {
  v1::CaseSuspended stored;
  write_fields(casework::CaseSuspended{}, stored);
  EXPECT_FALSE(stored.has_until_ms());
  EXPECT_EQ(read_back<casework::CaseSuspended>(stored).until, kNever);

  for (const Timestamp at : {Timestamp{}, Timestamp::min(), kNever - Milliseconds{1}}) {
    casework::CaseSuspended event;
    event.until = at;
    write_fields(event, stored);
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
  v1::ScoreRow stored;
  write_fields(score, stored);
  EXPECT_EQ(stored.counts_size(), 0);

  score.counts[2] = -7;
  stored.Clear();
  write_fields(score, stored);
  EXPECT_THAT(stored.counts(), ElementsAre(0, 0, -7));
  EXPECT_EQ(read_back<casework::Score>(stored), score);

  score.counts.back() = 1;
  stored.Clear();
  write_fields(score, stored);
  EXPECT_EQ(stored.counts_size(), static_cast<int>(casework::kMeasureCount));
  EXPECT_EQ(read_back<casework::Score>(stored), score);
}

TEST(ByPosition, MoreCountsThanThereAreMeasuresAreRefused) {
  v1::ScoreRow stored;
  stored.set_dimension(v1::DIMENSION_ALL);
  for (std::size_t i = 0; i < casework::kMeasureCount; ++i) stored.add_counts(1);
  EXPECT_EQ(refusal_of<casework::Score>(stored), "none");
  stored.add_counts(1);
  EXPECT_EQ(refusal_of<casework::Score>(stored), "x: whistle.journal.v1.ScoreRow.counts: " +
                                                     std::to_string(casework::kMeasureCount + 1) +
                                                     " is no known value");
}

TEST(ByPosition, NoneOfAnEnumerationIsKept) {
  casework::Dossier dossier;
  dossier.mass = true;
  v1::DossierRow stored;
  write_fields(dossier, stored);
  EXPECT_EQ(read_back<casework::Dossier>(stored), dossier);
}

TEST(ByPosition, NumbersThatDoNotFitAreRefused) {
  v1::DutyRow stored;
  stored.set_times(65535);
  EXPECT_EQ(refusal_of<casework::Duty>(stored), "none");
  stored.set_times(65536);
  EXPECT_EQ(refusal_of<casework::Duty>(stored),
            "x: whistle.journal.v1.DutyRow.times: 65536 is no known value");
}

TEST(ByPosition, NestedRowsAreKept) {
  const auto whistle = filled<casework::Whistle>();
  ASSERT_EQ(whistle.invited.size(), 2U);
  v1::WhistleRow stored;
  write_fields(whistle, stored);
  EXPECT_EQ(read_back<casework::Whistle>(stored), whistle);
}

TEST(ByPositionDeathTest, StopsBeforeItWritesWhatCannotBeRead) {
  casework::Duty duty;
  duty.care = static_cast<CareTier>(99);
  v1::DutyRow stored;
  EXPECT_DEATH(write_fields(duty, stored), "check failed: value == T");
}

}  // namespace whistle::journal::by_position_test
