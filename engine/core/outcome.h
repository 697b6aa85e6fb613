#pragma once

#include <utility>
#include <variant>

#include "engine/core/check.h"

namespace whistle {

// The reason inside an Outcome that failed: `return Failure{reason};`.
template <class E>
struct Failure {
  E error;
};
template <class E>
Failure(E) -> Failure<E>;

// A value, or the reason why there is none. The names are those of std::expected, which this
// compiler offers only to a later standard.
template <class T, class E>
class [[nodiscard]] Outcome {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a value is an outcome.
  Outcome(T value) : result_(std::in_place_index<0>, std::move(value)) {}
  template <class F>
  // NOLINTNEXTLINE(google-explicit-constructor): so is a failure.
  Outcome(Failure<F> failure) : result_(std::in_place_index<1>, std::move(failure.error)) {}

  explicit operator bool() const { return result_.index() == 0; }
  bool has_value() const { return result_.index() == 0; }

  // Requires: has_value().
  const T& value() const& {
    WHISTLE_CHECK(has_value());
    return *std::get_if<0>(&result_);
  }
  T& value() & {
    WHISTLE_CHECK(has_value());
    return *std::get_if<0>(&result_);
  }
  T&& value() && {
    WHISTLE_CHECK(has_value());
    return std::move(*std::get_if<0>(&result_));
  }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  // Requires: !has_value().
  const E& error() const& {
    WHISTLE_CHECK(!has_value());
    return *std::get_if<1>(&result_);
  }

 private:
  std::variant<T, E> result_;
};

// The value of an Outcome that only succeeds or fails.
struct Done {
  bool operator==(const Done&) const = default;
};

}  // namespace whistle
