#pragma once

#include <protozero/pbf_reader.hpp>

#include <array>
#include <bit>
#include <boost/pfr.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/core/area_code.h"
#include "engine/core/check.h"
#include "engine/journal/field_form.h"
#include "engine/journal/field_kinds.h"
#include "engine/journal/field_writer.h"
#include "engine/journal/stored_fields.h"
#include "engine/journal/stored_messages.h"

// Structs as the bytes of messages, by position: field i of the struct is field number i + 1 of its
// message. So fields are appended to both, and never moved. The classes that protobuf generates are
// asked for the shape of a message only: no message is made on the way.
//
// What is absent reads as zero, empty or none, save instants that may be absent: they are "never".
// What is no field of the struct, or of another kind than it, is passed over, as protobuf does.
// tests/journal/by_position_test.cc compares each struct with its message.
namespace whistle::journal {

// The forms of the fields of a struct.
template <class T>
using FieldForms = std::array<FieldForm, boost::pfr::tuple_size_v<T>>;
template <class T>
const FieldForms<T>& forms_of() {
  static const FieldForms<T> forms = [] {
    FieldForms<T> made{};
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i] = form_of(field_at(*Stored<T>::Message::descriptor(), i));
    }
    return made;
  }();
  return forms;
}

// The field of v1::Event that holds facts of this message.
const google::protobuf::FieldDescriptor& fact_field(const google::protobuf::Descriptor& message);
template <class Fact>
const google::protobuf::FieldDescriptor& fact_field() {
  static const auto& field = fact_field(*Stored<Fact>::Message::descriptor());
  return field;
}

// ---- Numbers ----

// A number as its field has it, before the field's form is applied.
template <class T>
std::uint64_t raw_of(const T& value, const FieldForm& form) {
  if constexpr (kIsNumber<T> || std::is_same_v<T, AreaCode>) {
    return value.value;
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return static_cast<std::uint64_t>(to_ms(value));
  } else if constexpr (std::is_same_v<T, Milliseconds>) {
    return static_cast<std::uint64_t>(value.count());
  } else if constexpr (std::is_enum_v<T>) {
    WHISTLE_CHECK(is_known(value) || (value == T{} && !form.never_none));
    const auto number = static_cast<std::int32_t>(value);
    return number == form.none_means ? 0 : static_cast<std::uint64_t>(number);
  } else if constexpr (std::is_same_v<T, double>) {
    return std::bit_cast<std::uint64_t>(value);
  } else {
    // Negative numbers keep their sign in 64 bits.
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
  }
}

// An enumeration that is not written.
template <class Enum>
Enum none_of(const FieldForm& form, FieldReader& reader) {
  if (form.never_none) reader.refuse(form.name, std::int64_t{0});
  return static_cast<Enum>(form.none_means);
}

template <class T>
T from_raw(std::uint64_t raw, const FieldForm& form, FieldReader& reader) {
  if constexpr (kIsNumber<T> || std::is_same_v<T, AreaCode>) {
    return {raw};
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    const auto ms = static_cast<std::int64_t>(raw);
    return form.has_presence ? reader.deadline(ms, form.name) : from_ms(ms);
  } else if constexpr (std::is_same_v<T, Milliseconds>) {
    return Milliseconds{static_cast<std::int64_t>(raw)};
  } else if constexpr (std::is_enum_v<T>) {
    const auto number = static_cast<std::int32_t>(raw);
    return number == 0 ? none_of<T>(form, reader) : reader.value<T>(number, form.name);
  } else if constexpr (std::is_same_v<T, bool>) {
    return raw != 0;
  } else if constexpr (std::is_same_v<T, double>) {
    return std::bit_cast<double>(raw);
  } else if constexpr (sizeof(T) < sizeof(std::uint32_t)) {
    return reader.number<T>(static_cast<std::uint32_t>(raw), form.name);
  } else {
    static_assert(std::is_integral_v<T>, "a kind of field that is not stored yet");
    return static_cast<T>(raw);
  }
}

// A number as it stands in the bytes: with small ones of either sign for what is so written.
inline std::uint64_t in_form(std::uint64_t raw, const FieldForm& form) {
  return form.wire == FieldForm::Wire::ZigZag
             ? protozero::encode_zigzag64(static_cast<std::int64_t>(raw))
             : raw;
}
inline void write_number(std::uint64_t raw, const FieldForm& form, FieldWriter& out) {
  if (raw == 0 && !form.has_presence) return;
  if (form.wire == FieldForm::Wire::Fixed64) {
    out.fixed64(form.number, raw);
  } else {
    out.varint(form.number, in_form(raw, form));
  }
}
// One of several, without a tag.
inline void write_element(std::uint64_t raw, const FieldForm& form, FieldWriter& out) {
  if (form.wire == FieldForm::Wire::Fixed64) {
    out.fixed64(raw);
  } else {
    out.varint(in_form(raw, form));
  }
}

// The number that `in` stands at. False when it stands at something else.
bool take_number(protozero::pbf_reader& in, const FieldForm& form, std::uint64_t& raw);
// The next number of several; moves `from`. Throws as pbf_reader does.
std::uint64_t next_number(const char*& from, const char* end, const FieldForm& form);
inline bool is_delimited(const protozero::pbf_reader& in) {
  return in.has_wire_type(protozero::pbf_wire_type::length_delimited);
}
inline std::string_view take_bytes(protozero::pbf_reader& in) {
  const protozero::data_view view = in.get_view();
  return {view.data(), view.size()};
}

// ---- Fields ----

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
    out.element(field, {reinterpret_cast<const char*>(value.data()), value.size()});
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
        out.element(field, text_of(element));
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
    std::uint64_t raw = 0;
    if (!take_number(in, form, raw)) return false;
    // None of an enumeration is nothing.
    if (raw != 0) value = from_raw<ElementOf<T>>(raw, form, reader);
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
      value.push_back(read_fields<ElementOf<T>>(bytes, reader));
    } else if constexpr (kIsShared<T> || kIsOptional<T>) {
      value = read_fields<ElementOf<T>>(bytes, reader);
    } else {
      value = read_fields<T>(bytes, reader);
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
  } else if constexpr (kIsShared<T>) {
    return read_fields<ElementOf<T>>({}, reader);
  } else if constexpr (kIsScalar<T> || kIsOptional<T> || kIsVector<T> || kIsText<T>) {
    return T{};
  } else {
    return read_fields<T>({}, reader);
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

// The bytes that `write` puts into a FieldWriter.
template <class Write>
std::string encode_message(Write write) {
  // Kept for the messages of a thread; what is returned asks for memory once.
  thread_local ByteBuffer bytes;
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
