#include "adapters/client/message_fields.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <charconv>
#include <cstdint>
#include <system_error>

namespace whistle::client {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {

template <class Number>
std::optional<Number> number_in(const std::string& text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

std::optional<bool> truth_in(const std::string& text) {
  if (text == "true" || text == "yes") return true;
  if (text == "false" || text == "no") return false;
  return std::nullopt;
}

// Writes a value into a field, or behind the last one of a list.
class Slot {
 public:
  Slot(Message& message, const FieldDescriptor& field)
      : message_(message), field_(field), reflection_(*message.GetReflection()) {}

  template <class Value, class Set, class Add>
  bool put(const std::optional<Value>& value, Set set, Add add) {
    if (!value) return false;
    if (field_.is_repeated()) {
      (reflection_.*add)(&message_, &field_, *value);
    } else {
      (reflection_.*set)(&message_, &field_, *value);
    }
    return true;
  }
  void put_text(const std::string& text) {
    if (field_.is_repeated()) {
      reflection_.AddString(&message_, &field_, text);
    } else {
      reflection_.SetString(&message_, &field_, text);
    }
  }

 private:
  Message& message_;
  const FieldDescriptor& field_;
  const Reflection& reflection_;
};

std::string not_a(const std::string& text, const char* what) {
  return "\"" + text + "\" is not " + what;
}

}  // namespace

const FieldDescriptor* field_named(const Message& message, std::string_view name) {
  return message.GetDescriptor()->FindFieldByName(std::string(name));
}

std::optional<std::string> set_from_text(Message& message, const FieldDescriptor& field,
                                         const std::string& text) {
  Slot slot(message, field);
  bool done = false;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      slot.put_text(text);
      return std::nullopt;
    case FieldDescriptor::CPPTYPE_BOOL:
      if (slot.put(truth_in(text), &Reflection::SetBool, &Reflection::AddBool)) return std::nullopt;
      return not_a(text, "true or false");
    case FieldDescriptor::CPPTYPE_UINT64:
      done =
          slot.put(number_in<std::uint64_t>(text), &Reflection::SetUInt64, &Reflection::AddUInt64);
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      done =
          slot.put(number_in<std::uint32_t>(text), &Reflection::SetUInt32, &Reflection::AddUInt32);
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      done = slot.put(number_in<std::int64_t>(text), &Reflection::SetInt64, &Reflection::AddInt64);
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      done = slot.put(number_in<std::int32_t>(text), &Reflection::SetInt32, &Reflection::AddInt32);
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      done = slot.put(number_in<double>(text), &Reflection::SetDouble, &Reflection::AddDouble);
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "the field " + field.name() + " cannot be written as text";
  }
  if (done) return std::nullopt;
  return not_a(text, "a whole number that the field can hold");
}

std::vector<const FieldDescriptor*> all_wishes() {
  const auto* wish = v1::ActRequest::descriptor()->FindOneofByName("wish");
  std::vector<const FieldDescriptor*> wishes;
  wishes.reserve(static_cast<std::size_t>(wish->field_count()));
  for (int i = 0; i < wish->field_count(); ++i) wishes.push_back(wish->field(i));
  return wishes;
}

const FieldDescriptor* wish_named(std::string_view verb) {
  const auto* field = v1::ActRequest::descriptor()->FindFieldByName(std::string(verb));
  return field != nullptr && field->containing_oneof() != nullptr ? field : nullptr;
}

Message& make_wish(v1::ActRequest& request, const FieldDescriptor& wish) {
  return *request.GetReflection()->MutableMessage(&request, &wish);
}

}  // namespace whistle::client
