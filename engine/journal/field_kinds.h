#pragma once

#include <array>
#include <type_traits>
#include <vector>

#include "engine/core/ids.h"

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
// Numbers and words have a field as well; ask for them first.
template <class T>
inline constexpr bool kHasFields = std::is_class_v<T>&& std::is_aggregate_v<T> && !kIsArray<T>;

}  // namespace whistle::journal
