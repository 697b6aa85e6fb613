#pragma once

#include <string>
#include <type_traits>

#include "engine/core/shared.h"
#include "tests/journal/fields.h"
#include "tests/journal/samples.h"

namespace whistle::journal {

// Sets every field of a struct to something it does not have by itself, each to something else, so
// that no two of them can be mistaken for each other.
class Filling {
 public:
  template <class T>
  void fill(Shared<T>& value) {
    fill(value.edit());
  }
  template <class T>
  void fill(T& value) {
    ++count_;
    if constexpr (kIsVector<T>) {
      value.resize(2);
      for (auto& element : value) fill(element);
    } else if constexpr (kIsArray<T>) {
      for (auto& element : value) fill(element);
    } else if constexpr (kIsNumber<T>) {
      value = {1000 + count_};
    } else if constexpr (kIsWord<T>) {
      value = {"word-" + std::to_string(count_)};
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = "文字 " + std::to_string(count_);
    } else if constexpr (std::is_same_v<T, AreaCode>) {
      value = {321283001001000000 + count_};
    } else if constexpr (std::is_same_v<T, Timestamp>) {
      value = kMonday + std::chrono::minutes{count_};
    } else if constexpr (std::is_same_v<T, bool>) {
      value = !value;
    } else if constexpr (std::is_enum_v<T>) {
      value = another(value);
    } else if constexpr (kHasFields<T>) {
      boost::pfr::for_each_field(value, [this](auto& field) { fill(field); });
    } else if constexpr (std::is_signed_v<T>) {
      value = -static_cast<T>(count_);
    } else {
      value = static_cast<T>(200 + count_ % 50);
    }
  }

 private:
  // The least value the enumeration has, save this one: the same when values are appended to it.
  template <class Enum>
  static Enum another(Enum value) {
    for (int number = 1; number < 256; ++number) {
      const auto each = static_cast<Enum>(number);
      if (each != value && is_known(each)) return each;
    }
    return value;
  }

  std::uint64_t count_{};
};

template <class T>
T filled() {
  T value{};
  Filling{}.fill(value);
  return value;
}

}  // namespace whistle::journal
