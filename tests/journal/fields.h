#pragma once

#include <boost/pfr.hpp>

#include <concepts>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/journal/field_kinds.h"
#include "engine/journal/stored_fields.h"

// Looks at plain structs field by field, so that a new field cannot be forgotten by a test.
namespace whistle::journal {

// Deep equality, also of structs that do not define one.
template <class T>
bool same(const T& left, const T& right) {
  if constexpr (kIsVector<T>) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (!same(left[i], right[i])) return false;
    }
    return true;
  } else if constexpr (kHasFields<T>) {
    const auto left_fields = boost::pfr::structure_tie(left);
    const auto right_fields = boost::pfr::structure_tie(right);
    bool equal = true;
    [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
      ((equal = equal && same(std::get<kIndex>(left_fields), std::get<kIndex>(right_fields))), ...);
    }
    (std::make_index_sequence<boost::pfr::tuple_size_v<T>>{});
    return equal;
  } else {
    return left == right;
  }
}

// Adds the places, as "2.0.1", of the fields that are as a new T has them.
template <class T>
void collect_unset(const T& value, const T& unset, const std::string& place,
                   std::vector<std::string>& places) {
  if constexpr (kIsVector<T>) {
    if (value.empty()) places.push_back(place);
    for (const auto& element : value) {
      collect_unset(element, typename T::value_type{}, place + "[]", places);
    }
  } else if constexpr (kIsShared<T>) {
    collect_unset(*value, *unset, place, places);
  } else if constexpr (kHasFields<T>) {
    const auto fields = boost::pfr::structure_tie(value);
    const auto unset_fields = boost::pfr::structure_tie(unset);
    [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
      (collect_unset(std::get<kIndex>(fields), std::get<kIndex>(unset_fields),
                     place + "." + std::to_string(kIndex), places),
       ...);
    }
    (std::make_index_sequence<boost::pfr::tuple_size_v<T>>{});
  } else {
    if (value == unset) places.push_back(place);
  }
}

template <class T>
std::vector<std::string> unset_fields(const T& value) {
  std::vector<std::string> places;
  collect_unset(value, T{}, "", places);
  return places;
}

template <class Enum>
Enum first_known() {
  for (int number = 0; number < 256; ++number) {
    if (is_known(static_cast<Enum>(number))) return static_cast<Enum>(number);
  }
  return Enum{};
}

// Gives every enumeration in it a value it has: the least that may be stored.
template <class T>
void make_storable(T& value) {
  if constexpr (std::is_enum_v<T>) {
    if (!is_known(value)) value = first_known<T>();
  } else if constexpr (kIsShared<T>) {
    make_storable(value.edit());
  } else if constexpr (kHasFields<T>) {
    boost::pfr::for_each_field(value, [](auto& field) { make_storable(field); });
  }
}

}  // namespace whistle::journal
