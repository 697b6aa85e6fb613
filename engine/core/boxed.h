#pragma once

#include <memory>

namespace whistle {

// A value that is rarely there: one pointer while it is as new, memory of its own once it differs.
// Copied and compared as the value it stands for.
template <class T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(const Boxed& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(const Boxed& other) {
    if (this != &other) value_ = other.value_ ? std::make_unique<T>(*other.value_) : nullptr;
    return *this;
  }
  Boxed& operator=(Boxed&&) noexcept = default;
  ~Boxed() = default;

  // Whether it has memory of its own, be it for what a new value would be as well.
  bool is_set() const { return value_ != nullptr; }

  const T& operator*() const { return value_ ? *value_ : unset(); }
  const T* operator->() const { return &**this; }
  // For writing.
  T& edit() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }

  friend bool operator==(const Boxed& left, const Boxed& right) { return *left == *right; }

 private:
  static const T& unset() {
    static const T value{};
    return value;
  }

  std::unique_ptr<T> value_;
};

}  // namespace whistle
