#pragma once

#include <protozero/pbf_reader.hpp>
#include <protozero/varint.hpp>

#include <bit>
#include <cstdint>
#include <type_traits>

#include "engine/core/area_code.h"
#include "engine/core/check.h"
#include "engine/core/time_point.h"
#include "engine/journal/field_form.h"
#include "engine/journal/field_kinds.h"
#include "engine/journal/field_writer.h"
#include "engine/journal/stored_fields.h"

// Whatever one number holds (ids, instants, enumerations, counts) as the number in a message, and
// back.
namespace whistle::journal {

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
    const bool may_be_none = !form.never_none && form.none_means == 0;
    WHISTLE_CHECK(is_known(value) || (may_be_none && value == T{}));
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

inline std::uint64_t from_form(std::uint64_t number, const FieldForm& form) {
  return form.wire == FieldForm::Wire::ZigZag
             ? static_cast<std::uint64_t>(protozero::decode_zigzag64(number))
             : number;
}
// The number that `in` stands at. False when it stands at something else.
inline bool take_number(protozero::pbf_reader& in, const FieldForm& form, std::uint64_t& raw) {
  if (form.wire == FieldForm::Wire::Fixed64) {
    if (!in.has_wire_type(protozero::pbf_wire_type::fixed64)) return false;
    raw = in.get_fixed64();
  } else {
    if (!in.has_wire_type(protozero::pbf_wire_type::varint)) return false;
    raw = from_form(in.get_uint64(), form);
  }
  return true;
}
// The next number of several; moves `from`. Throws as pbf_reader does.
std::uint64_t next_number(const char*& from, const char* end, const FieldForm& form);

}  // namespace whistle::journal
