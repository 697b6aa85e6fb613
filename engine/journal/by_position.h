#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <boost/pfr.hpp>

#include <cstdint>
#include <string>
#include <type_traits>

#include "engine/core/area_code.h"
#include "engine/core/check.h"
#include "engine/core/shared.h"
#include "engine/journal/event_codec.h"
#include "engine/journal/field_kinds.h"
#include "engine/journal/stored_fields.h"
#include "engine/journal/stored_messages.h"

// Structs as messages by position: field i of the struct is field number i + 1 of its message. So
// fields are appended to both, and never moved. What is absent reads as a new struct has it, save
// instants: absent is "never". tests/journal/by_position_test.cc compares each struct with its
// message.
namespace whistle::journal {

// The number of an enumeration's value, told apart from other numbers.
struct EnumNumber {
  int number{};
};

// Sets a field, or appends to it when it is repeated. Requires: the field is of that type.
void put(google::protobuf::Message& stored, const google::protobuf::FieldDescriptor& field,
         std::uint64_t value);
void put(google::protobuf::Message& stored, const google::protobuf::FieldDescriptor& field,
         std::uint32_t value);
void put(google::protobuf::Message& stored, const google::protobuf::FieldDescriptor& field,
         std::int64_t value);
void put(google::protobuf::Message& stored, const google::protobuf::FieldDescriptor& field,
         std::int32_t value);
void put(google::protobuf::Message& stored, const google::protobuf::FieldDescriptor& field,
         bool value);
void put(google::protobuf::Message& stored, const google::protobuf::FieldDescriptor& field,
         const std::string& value);
void put(google::protobuf::Message& stored, const google::protobuf::FieldDescriptor& field,
         EnumNumber value);
// The message in a field; a new one when it is repeated.
google::protobuf::Message& message_in(google::protobuf::Message& stored,
                                      const google::protobuf::FieldDescriptor& field);

// One value in a stored message.
class StoredValue {
 public:
  // `index` within a repeated field; -1 in any other.
  StoredValue(const google::protobuf::Message& stored,
              const google::protobuf::FieldDescriptor& field, int index = -1)
      : stored_(stored), field_(field), index_(index) {}

  const char* name() const { return field_.full_name().c_str(); }
  // False for an instant that is absent.
  bool present() const;
  // How many values the field has. Requires: it is repeated.
  int size() const;
  StoredValue at(int index) const { return {stored_, field_, index}; }

  // Require: the field is of that type.
  std::uint64_t unsigned_64() const;
  std::uint32_t unsigned_32() const;
  std::int64_t signed_64() const;
  std::int32_t signed_32() const;
  bool flag() const;
  std::string bytes() const;
  int enum_number() const;
  const google::protobuf::Message& message() const;

 private:
  const google::protobuf::Message& stored_;
  const google::protobuf::FieldDescriptor& field_;
  int index_;
};

// The field of a message that holds field `index` of its struct.
const google::protobuf::FieldDescriptor& field_at(const google::protobuf::Descriptor& message,
                                                  std::size_t index);
// The field of v1::Event that holds facts of this message.
const google::protobuf::FieldDescriptor& fact_field(const google::protobuf::Descriptor& message);
template <class Fact>
const google::protobuf::FieldDescriptor& fact_field() {
  static const auto& field = fact_field(*Stored<Fact>::Message::descriptor());
  return field;
}

template <class T>
void write_fields(const T& value, google::protobuf::Message& stored);
template <class T>
T read_fields(const google::protobuf::Message& stored, FieldReader& reader);

template <class T>
void write_field(const T& value, google::protobuf::Message& stored,
                 const google::protobuf::FieldDescriptor& field) {
  if constexpr (kIsVector<T>) {
    for (const auto& element : value) write_field(element, stored, field);
  } else if constexpr (kIsArray<T>) {
    std::size_t size = value.size();
    while (size > 0 && value[size - 1] == 0) --size;
    for (std::size_t i = 0; i < size; ++i) put(stored, field, value[i]);
  } else if constexpr (kIsNumber<T> || kIsWord<T> || std::is_same_v<T, AreaCode>) {
    put(stored, field, value.value);
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    if (value != kNever) put(stored, field, to_ms(value));
  } else if constexpr (std::is_same_v<T, Shared<triage::Findings>>) {
    write(*value, static_cast<v1::Findings&>(message_in(stored, field)));
  } else if constexpr (kHasFields<T>) {
    write_fields(value, message_in(stored, field));
  } else if constexpr (std::is_enum_v<T>) {
    WHISTLE_CHECK(value == T{} || is_known(value));
    put(stored, field, EnumNumber{static_cast<int>(value)});
  } else if constexpr (std::is_same_v<T, std::uint8_t> || std::is_same_v<T, std::uint16_t>) {
    put(stored, field, std::uint32_t{value});
  } else {
    put(stored, field, value);
  }
}

template <class T>
T read_value(const StoredValue& from, FieldReader& reader) {
  if constexpr (kIsVector<T>) {
    T values;
    values.reserve(static_cast<std::size_t>(from.size()));
    for (int i = 0; i < from.size(); ++i) {
      values.push_back(read_value<typename T::value_type>(from.at(i), reader));
    }
    return values;
  } else if constexpr (kIsArray<T>) {
    T values{};
    if (static_cast<std::size_t>(from.size()) > values.size()) {
      reader.refuse(from.name(), from.size());
      return values;
    }
    for (int i = 0; i < from.size(); ++i) {
      values[static_cast<std::size_t>(i)] = read_value<typename T::value_type>(from.at(i), reader);
    }
    return values;
  } else if constexpr (kIsNumber<T> || std::is_same_v<T, AreaCode>) {
    return {from.unsigned_64()};
  } else if constexpr (kIsWord<T>) {
    return {from.bytes()};
  } else if constexpr (std::is_same_v<T, std::string>) {
    return from.bytes();
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    const bool present = from.present();
    return reader.deadline(present, present ? from.signed_64() : 0, from.name());
  } else if constexpr (std::is_same_v<T, Shared<triage::Findings>>) {
    return read(static_cast<const v1::Findings&>(from.message()), reader);
  } else if constexpr (kHasFields<T>) {
    return read_fields<T>(from.message(), reader);
  } else if constexpr (std::is_enum_v<T>) {
    return reader.value_or_none<T>(from.enum_number(), from.name());
  } else if constexpr (std::is_same_v<T, bool>) {
    return from.flag();
  } else if constexpr (std::is_same_v<T, std::uint64_t>) {
    return from.unsigned_64();
  } else if constexpr (std::is_unsigned_v<T>) {
    return reader.number<T>(from.unsigned_32(), from.name());
  } else if constexpr (std::is_same_v<T, std::int32_t>) {
    return from.signed_32();
  } else {
    static_assert(std::is_same_v<T, std::int64_t>, "a kind of field that is not stored yet");
    return from.signed_64();
  }
}

template <class T>
void write_fields(const T& value, google::protobuf::Message& stored) {
  const auto& message = *stored.GetDescriptor();
  boost::pfr::for_each_field(value, [&](const auto& field, std::size_t index) {
    write_field(field, stored, field_at(message, index));
  });
}

template <class T>
T read_fields(const google::protobuf::Message& stored, FieldReader& reader) {
  const auto& message = *stored.GetDescriptor();
  T value{};
  boost::pfr::for_each_field(value, [&](auto& field, std::size_t index) {
    using Field = std::decay_t<decltype(field)>;
    field = read_value<Field>({stored, field_at(message, index)}, reader);
  });
  return value;
}

}  // namespace whistle::journal
