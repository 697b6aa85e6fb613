#include "engine/journal/by_position.h"

namespace whistle::journal {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void put(Message& stored, const FieldDescriptor& field, std::uint64_t value) {
  const auto& reflection = *stored.GetReflection();
  if (field.is_repeated()) {
    reflection.AddUInt64(&stored, &field, value);
  } else {
    reflection.SetUInt64(&stored, &field, value);
  }
}

void put(Message& stored, const FieldDescriptor& field, std::uint32_t value) {
  const auto& reflection = *stored.GetReflection();
  if (field.is_repeated()) {
    reflection.AddUInt32(&stored, &field, value);
  } else {
    reflection.SetUInt32(&stored, &field, value);
  }
}

void put(Message& stored, const FieldDescriptor& field, std::int64_t value) {
  const auto& reflection = *stored.GetReflection();
  if (field.is_repeated()) {
    reflection.AddInt64(&stored, &field, value);
  } else {
    reflection.SetInt64(&stored, &field, value);
  }
}

void put(Message& stored, const FieldDescriptor& field, std::int32_t value) {
  const auto& reflection = *stored.GetReflection();
  if (field.is_repeated()) {
    reflection.AddInt32(&stored, &field, value);
  } else {
    reflection.SetInt32(&stored, &field, value);
  }
}

void put(Message& stored, const FieldDescriptor& field, bool value) {
  const auto& reflection = *stored.GetReflection();
  if (field.is_repeated()) {
    reflection.AddBool(&stored, &field, value);
  } else {
    reflection.SetBool(&stored, &field, value);
  }
}

void put(Message& stored, const FieldDescriptor& field, const std::string& value) {
  const auto& reflection = *stored.GetReflection();
  if (field.is_repeated()) {
    reflection.AddString(&stored, &field, value);
  } else {
    reflection.SetString(&stored, &field, value);
  }
}

void put(Message& stored, const FieldDescriptor& field, EnumNumber value) {
  const auto& reflection = *stored.GetReflection();
  if (field.is_repeated()) {
    reflection.AddEnumValue(&stored, &field, value.number);
  } else {
    reflection.SetEnumValue(&stored, &field, value.number);
  }
}

Message& message_in(Message& stored, const FieldDescriptor& field) {
  const auto& reflection = *stored.GetReflection();
  return field.is_repeated() ? *reflection.AddMessage(&stored, &field)
                             : *reflection.MutableMessage(&stored, &field);
}

bool StoredValue::present() const {
  return !field_.has_presence() || stored_.GetReflection()->HasField(stored_, &field_);
}

int StoredValue::size() const { return stored_.GetReflection()->FieldSize(stored_, &field_); }

std::uint64_t StoredValue::unsigned_64() const {
  const auto& reflection = *stored_.GetReflection();
  return index_ < 0 ? reflection.GetUInt64(stored_, &field_)
                    : reflection.GetRepeatedUInt64(stored_, &field_, index_);
}

std::uint32_t StoredValue::unsigned_32() const {
  const auto& reflection = *stored_.GetReflection();
  return index_ < 0 ? reflection.GetUInt32(stored_, &field_)
                    : reflection.GetRepeatedUInt32(stored_, &field_, index_);
}

std::int64_t StoredValue::signed_64() const {
  const auto& reflection = *stored_.GetReflection();
  return index_ < 0 ? reflection.GetInt64(stored_, &field_)
                    : reflection.GetRepeatedInt64(stored_, &field_, index_);
}

std::int32_t StoredValue::signed_32() const {
  const auto& reflection = *stored_.GetReflection();
  return index_ < 0 ? reflection.GetInt32(stored_, &field_)
                    : reflection.GetRepeatedInt32(stored_, &field_, index_);
}

bool StoredValue::flag() const {
  const auto& reflection = *stored_.GetReflection();
  return index_ < 0 ? reflection.GetBool(stored_, &field_)
                    : reflection.GetRepeatedBool(stored_, &field_, index_);
}

std::string StoredValue::bytes() const {
  const auto& reflection = *stored_.GetReflection();
  return index_ < 0 ? reflection.GetString(stored_, &field_)
                    : reflection.GetRepeatedString(stored_, &field_, index_);
}

int StoredValue::enum_number() const {
  const auto& reflection = *stored_.GetReflection();
  return index_ < 0 ? reflection.GetEnumValue(stored_, &field_)
                    : reflection.GetRepeatedEnumValue(stored_, &field_, index_);
}

const Message& StoredValue::message() const {
  const auto& reflection = *stored_.GetReflection();
  return index_ < 0 ? reflection.GetMessage(stored_, &field_)
                    : reflection.GetRepeatedMessage(stored_, &field_, index_);
}

const FieldDescriptor& field_at(const Descriptor& message, std::size_t index) {
  const FieldDescriptor* field = message.FindFieldByNumber(static_cast<int>(index) + 1);
  WHISTLE_CHECK(field != nullptr);
  return *field;
}

const FieldDescriptor& fact_field(const Descriptor& message) {
  const auto& facts = *v1::Event::descriptor()->oneof_decl(0);
  const FieldDescriptor* found = nullptr;
  for (int i = 0; i < facts.field_count(); ++i) {
    if (facts.field(i)->message_type() == &message) found = facts.field(i);
  }
  WHISTLE_CHECK(found != nullptr);
  return *found;
}

}  // namespace whistle::journal
