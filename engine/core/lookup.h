#pragma once

#include <cstddef>
#include <utility>

#include <absl/container/flat_hash_map.h>

namespace whistle {

// A table that can be asked and not walked: where a value lies differs from process to process, and
// nothing that is decided may depend on that. Who is asked by words of others has views for keys. A
// value stays where it is until another one is added or the table is moved.
// Thread: one at a time, or any number that only ask.
template <class Key, class Value>
class Lookup {
 public:
  // nullptr when there is none.
  template <class Asked>
  const Value* find(const Asked& key) const {
    const auto found = values_.find(key);
    return found != values_.end() ? &found->second : nullptr;
  }

  // The value of the key; one that was made for it when there was none.
  Value& operator[](const Key& key) { return values_[key]; }
  // Keeps what is there: the value of the key, and whether it is this one.
  std::pair<Value*, bool> add(const Key& key, Value value) {
    const auto [place, is_new] = values_.try_emplace(key, std::move(value));
    return {&place->second, is_new};
  }

  std::size_t size() const { return values_.size(); }

 private:
  absl::flat_hash_map<Key, Value> values_;
};

}  // namespace whistle
