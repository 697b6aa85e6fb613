#pragma once

#include <memory>
#include <utility>

namespace whistle {

// A value that is made once and then read by many: a copy is a pointer to the same. Compared as the
// value it stands for. Thread: copies of one may be used by different threads at once, as copies of
// a number may.
template <class T>
class Shared {
 public:
  Shared() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): it stands for the value.
  Shared(T value) : value_(std::make_shared<const T>(std::move(value))) {}

  const T& operator*() const { return value_ ? *value_ : unset(); }
  const T* operator->() const { return &**this; }
  // For writing, to a value of its own: who has the old one keeps it as it was. Requires: it is not
  // copied, and not edited again, while the reference is used.
  T& edit() {
    auto own = std::make_shared<T>(**this);
    T& value = *own;
    value_ = std::move(own);
    return value;
  }

  friend bool operator==(const Shared& left, const Shared& right) {
    return left.value_ == right.value_ || *left == *right;
  }

 private:
  static const T& unset() {
    static const T value{};
    return value;
  }

  std::shared_ptr<const T> value_;  // nothing: as a new one
};

}  // namespace whistle
