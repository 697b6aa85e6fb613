#pragma once

#include <protozero/pbf_reader.hpp>

#include <array>
#include <boost/pfr.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/core/check.h"
#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/field_form.h"
#include "engine/journal/field_kinds.h"
#include "engine/journal/field_writer.h"
#include "engine/journal/stored_fields.h"
#include "engine/journal/stored_messages.h"
#include "engine/journal/stored_numbers.h"

// Structs as the bytes of messages, by position: field i of the struct is field number i + 1 of its
// message. So fields are appended to both, and never moved. The classes that protobuf generates are
// asked for the shape of a message only: no message is made on the way.
//
// What is absent reads as zero, empty or none, save instants that may be absent: they are "never".
// What is no field of the struct, or of another kind than it, is passed over, so that an older
// program reads what a newer one wrote. Numbers of a list are read as protobuf writes them, packed
// and in one piece.
namespace whistle::journal {

// Whether a stored enumeration has the numbers of Enum, and no others; 0 may be none.
template <class Enum>
bool has_values_of(const google::protobuf::EnumDescriptor& stored) {
  for (int number = 1; number <= std::numeric_limits<std::underlying_type_t<Enum>>::max();
       ++number) {
    const bool is_stored = stored.FindValueByNumber(number) != nullptr;
    if (is_known(static_cast<Enum>(number)) != is_stored) return false;
  }
  return true;
}
// Whether a field of a message can hold a T.
template <class T>
bool can_hold(const google::protobuf::FieldDescriptor& field, bool is_list = false) {
  using google::protobuf::FieldDescriptor;
  const auto is = [&](FieldDescriptor::CppType type) {
    return field.cpp_type() == type && field.is_repeated() == is_list;
  };
  if constexpr (kIsText<T> || kIsBytes<T>) {
    return is(FieldDescriptor::CPPTYPE_STRING);
  } else if constexpr (kIsVector<T> || kIsArray<T>) {
    return can_hold<ElementOf<T>>(field, true);
  } else if constexpr (kIsShared<T> || kIsOptional<T>) {
    return can_hold<ElementOf<T>>(field, is_list);
  } else if constexpr (std::is_enum_v<T>) {
    return is(FieldDescriptor::CPPTYPE_ENUM) && has_values_of<T>(*field.enum_type());
  } else if constexpr (std::is_same_v<T, bool>) {
    return is(FieldDescriptor::CPPTYPE_BOOL);
  } else if constexpr (std::is_same_v<T, double>) {
    return is(FieldDescriptor::CPPTYPE_DOUBLE);
  } else if constexpr (std::is_same_v<T, Timestamp> || std::is_same_v<T, Milliseconds> ||
                       std::is_same_v<T, std::int64_t>) {
    return is(FieldDescriptor::CPPTYPE_INT64);
  } else if constexpr (std::is_same_v<T, std::int32_t>) {
    return is(FieldDescriptor::CPPTYPE_INT32);
  } else if constexpr (kIsScalar<T>) {
    return is(sizeof(T) == sizeof(std::uint64_t) ? FieldDescriptor::CPPTYPE_UINT64
                                                 : FieldDescriptor::CPPTYPE_UINT32);
  } else {
    return is(FieldDescriptor::CPPTYPE_MESSAGE) &&
           field.message_type() == Stored<T>::Message::descriptor();
  }
}

// The forms of the fields of a struct. It is compared with its message when they are first asked
// for: one of another shape stops the process, before anything of it is read or written.
template <class T>
using FieldForms = std::array<FieldForm, boost::pfr::tuple_size_v<T>>;
template <class T>
FieldForms<T> make_forms() {
  const google::protobuf::Descriptor& message = *Stored<T>::Message::descriptor();
  FieldForms<T> forms{};
  WHISTLE_CHECK(message.field_count() == static_cast<int>(forms.size()));
  boost::pfr::for_each_field(T{}, [&](const auto& value, std::size_t index) {
    const auto& field = field_at(message, index);
    WHISTLE_CHECK(can_hold<std::decay_t<decltype(value)>>(field));
    forms[index] = form_of(field);
  });
  return forms;
}
template <class T>
const FieldForms<T>& forms_of() {
  static const FieldForms<T> forms = make_forms<T>();
  return forms;
}

// The field of v1::Event that holds facts of this message.
const google::protobuf::FieldDescriptor& fact_field(const google::protobuf::Descriptor& message);
template <class Fact>
const google::protobuf::FieldDescriptor& fact_field() {
  static const auto& field = fact_field(*Stored<Fact>::Message::descriptor());
  return field;
}

// ---- Fields ----

inline bool is_delimited(const protozero::pbf_reader& in) {
  return in.has_wire_type(protozero::pbf_wire_type::length_delimited);
}
inline std::string_view take_bytes(protozero::pbf_reader& in) {
  const protozero::data_view view = in.get_view();
  return {view.data(), view.size()};
}

template <class T>
void write_fields(const T& value, FieldWriter& out);
// Throws protozero::exception when the bytes are no message; read_message() does not.
template <class T>
T read_fields(std::string_view bytes, FieldReader& reader);

// The numbers of an array that are written.
template <class Array>
std::size_t written_size(const Array& values, const FieldForm& form) {
  std::size_t size = values.size();
  while (!form.whole && size > 0 && values[size - 1] == 0) --size;
  return size;
}

template <class T>
void write_field(const T& value, const FieldForm& form, FieldWriter& out) {
  const std::uint32_t field = form.number;
  if constexpr (kIsShared<T>) {
    write_field(*value, form, out);
  } else if constexpr (kIsOptional<T>) {
    if (value) write_field(*value, form, out);
  } else if constexpr (kIsBytes<T>) {
    out.delimited(field, {reinterpret_cast<const char*>(value.data()), value.size()});
  } else if constexpr (kIsArray<T> || (kIsVector<T> && kIsScalar<ElementOf<T>>)) {
    std::size_t size = value.size();
    if constexpr (kIsArray<T>) size = written_size(value, form);
    if (size == 0) return;
    out.inside(field, [&] {
      for (std::size_t i = 0; i < size; ++i) write_element(raw_of(value[i], form), form, out);
    });
  } else if constexpr (kIsVector<T>) {
    for (const auto& element : value) {
      if constexpr (kIsText<ElementOf<T>>) {
        out.delimited(field, text_of(element));
      } else {
        write_field(element, form, out);
      }
    }
  } else if constexpr (kIsText<T>) {
    out.text(field, text_of(value));
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    if (!form.has_presence || value != kNever) write_number(raw_of(value, form), form, out);
  } else if constexpr (kIsScalar<T>) {
    write_number(raw_of(value, form), form, out);
  } else {
    out.inside(field, [&] { write_fields(value, out); });
  }
}

// Adds what `in` stands at to what the field has. False when that is not of the field's kind.
template <class T>
bool read_field(T& value, const FieldForm& form, protozero::pbf_reader& in, FieldReader& reader) {
  if constexpr (kIsScalar<T>) {
    std::uint64_t raw = 0;
    if (!take_number(in, form, raw)) return false;
    value = from_raw<T>(raw, form, reader);
    return true;
  } else if constexpr (kIsOptional<T> && kIsScalar<ElementOf<T>>) {
    static_assert(std::is_enum_v<ElementOf<T>>, "none of others is a value");
    std::uint64_t raw = 0;
    if (!take_number(in, form, raw)) return false;
    value = from_raw<ElementOf<T>>(raw, form, reader);
    if (value == ElementOf<T>{}) value.reset();
    return true;
  } else {
    if (!is_delimited(in)) return false;
    const std::string_view bytes = take_bytes(in);
    if constexpr (kIsText<T>) {
      text_of(value) = bytes;
    } else if constexpr (kIsBytes<T>) {
      if (bytes.size() == value.size()) {
        std::memcpy(value.data(), bytes.data(), bytes.size());
      } else {
        reader.refuse(form.name, "is not whole");
      }
    } else if constexpr (kIsArray<T> || (kIsVector<T> && kIsScalar<ElementOf<T>>)) {
      std::size_t count = 0;
      const char* from = bytes.data();
      for (const char* const end = from + bytes.size(); from != end; ++count) {
        const auto element = from_raw<ElementOf<T>>(next_number(from, end, form), form, reader);
        if constexpr (kIsVector<T>) {
          value.push_back(element);
        } else if (count < value.size()) {
          value[count] = element;
        }
      }
      if constexpr (kIsArray<T>) {
        if (count > value.size() || (form.whole && count != value.size())) {
          reader.refuse(form.name, static_cast<std::int64_t>(count));
        }
      }
    } else if constexpr (kIsVector<T> && kIsText<ElementOf<T>>) {
      text_of(value.emplace_back()) = bytes;
    } else if constexpr (kIsVector<T>) {
      if constexpr (requires { Stored<ElementOf<T>>::kUsual; }) {
        if (value.empty()) value.reserve(Stored<ElementOf<T>>::kUsual);
      }
      value.push_back(read_fields<ElementOf<T>>(bytes, reader));
    } else {
      value = read_fields<ElementOf<T>>(bytes, reader);
    }
    return true;
  }
}

// What a field reads as that is not there.
template <class T>
T absent(const FieldForm& form, FieldReader& reader) {
  if constexpr (std::is_same_v<T, Timestamp>) {
    return form.has_presence ? kNever : from_ms(0);
  } else if constexpr (std::is_enum_v<T>) {
    return none_of<T>(form, reader);
  } else if constexpr (kIsBytes<T> || kIsArray<T>) {
    if (kIsBytes<T> || form.whole) reader.refuse(form.name, "is missing");
    return T{};
  } else if constexpr (kIsScalar<T> || kIsOptional<T> || kIsVector<T> || kIsText<T>) {
    return T{};
  } else {
    return read_fields<ElementOf<T>>({}, reader);
  }
}

template <class T>
void write_fields(const T& value, FieldWriter& out) {
  const FieldForms<T>& forms = forms_of<T>();
  boost::pfr::for_each_field(
      value, [&](const auto& field, std::size_t index) { write_field(field, forms[index], out); });
}

template <class T>
T read_fields(std::string_view bytes, FieldReader& reader) {
  static_assert(boost::pfr::tuple_size_v<T> <= 64, "each has a bit");
  const FieldForms<T>& forms = forms_of<T>();
  T value{};
  std::uint64_t seen = 0;
  protozero::pbf_reader in(bytes.data(), bytes.size());
  bool more = in.next();
  while (more) {
    bool found = false;
    // As a rule the fields come in their order: then once along the struct is all.
    boost::pfr::for_each_field(value, [&](auto& field, std::size_t index) {
      while (more && in.tag() == index + 1) {
        found = true;
        if (read_field(field, forms[index], in, reader)) {
          seen |= std::uint64_t{1} << index;
        } else {
          in.skip();
        }
        more = in.next();
      }
    });
    if (found) continue;
    in.skip();
    more = in.next();
  }
  boost::pfr::for_each_field(value, [&](auto& field, std::size_t index) {
    if ((seen >> index & 1U) != 0) return;
    field = absent<std::decay_t<decltype(field)>>(forms[index], reader);
  });
  return value;
}

// ---- Messages ----

// Where a thread puts its messages together, one after the other.
ByteBuffer& message_buffer();
// The bytes that `write` puts into a FieldWriter; it must not encode something else meanwhile.
template <class Write>
std::string encode_message(Write write) {
  ByteBuffer& bytes = message_buffer();
  bytes.clear();
  FieldWriter out(bytes);
  write(out);
  return std::string(bytes.view());
}
template <class T>
std::string encode_fields(const T& value) {
  return encode_message([&](FieldWriter& out) { write_fields(value, out); });
}

// Reads a whole message, of which `name` is told when it cannot be read. Fails with Corrupt.
template <class Read>
auto read_message(const char* name, Read read) -> Outcome<decltype(read()), Error> {
  try {
    return read();
  } catch (const protozero::exception&) {
    return Failure{Error{Error::Kind::Corrupt, std::string(name) + ": is no message"}};
  }
}
template <class T>
Outcome<T, Error> decode_fields(const char* name, std::string_view bytes) {
  FieldReader reader;
  auto value = read_message(name, [&] { return read_fields<T>(bytes, reader); });
  if (value && !reader.is_fine()) return Failure{reader.error(name)};
  return value;
}

}  // namespace whistle::journal
