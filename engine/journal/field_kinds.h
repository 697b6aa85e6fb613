#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/shared.h"
#include "engine/core/time_point.h"

// What kind of field a type is, for code that walks along the fields of a struct.
namespace whistle::journal {

template <class T>
inline constexpr bool kIsNumber = false;
template <class Tag>
inline constexpr bool kIsNumber<Number<Tag>> = true;
template <class T>
inline constexpr bool kIsWord = false;
template <class Tag>
inline constexpr bool kIsWord<Word<Tag>> = true;
template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsArray = false;
template <class T, std::size_t kSize>
inline constexpr bool kIsArray<std::array<T, kSize>> = true;
template <class T>
inline constexpr bool kIsShared = false;
template <class T>
inline constexpr bool kIsShared<Shared<T>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
// Numbers and words have a field as well; ask for them first.
template <class T>
inline constexpr bool kHasFields = std::is_class_v<T>&& std::is_aggregate_v<T> && !kIsArray<T>;

// Bytes of a fixed number, as a hash has them.
template <class T>
inline constexpr bool kIsBytes = false;
template <std::size_t kSize>
inline constexpr bool kIsBytes<std::array<std::uint8_t, kSize>> = true;
template <class T>
inline constexpr bool kIsText =
    kIsWord<T> || std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>;
// What one number holds.
template <class T>
inline constexpr bool kIsScalar =
    kIsNumber<T> || std::is_same_v<T, AreaCode> || std::is_same_v<T, Timestamp> ||
    std::is_same_v<T, Milliseconds> || std::is_arithmetic_v<T> || std::is_enum_v<T>;

// Of what a list, an array, a shared or an optional value is made; else the type itself.
template <class T>
T element_of(const T&);
template <class T>
T element_of(const std::vector<T>&);
template <class T, std::size_t kSize>
T element_of(const std::array<T, kSize>&);
template <class T>
T element_of(const Shared<T>&);
template <class T>
T element_of(const std::optional<T>&);
template <class T>
using ElementOf = decltype(element_of(std::declval<const T&>()));

// The characters of a text or a word.
template <class T>
auto& text_of(T& text) {
  if constexpr (kIsWord<std::remove_const_t<T>>) {
    return text.value;
  } else {
    return text;
  }
}

}  // namespace whistle::journal
