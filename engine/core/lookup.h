#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <absl/hash/hash.h>
#include <absl/strings/string_view.h>

namespace whistle {

// A table that can be asked and not walked: where a value lies differs from process to process, and
// nothing that is decided may depend on that. Who is asked by words of others has views for keys. A
// value stays where it is until another one is added or the table is moved.
// Thread: one at a time, or any number that only ask.
template <class Key, class Value>
class Lookup {
 public:
  // nullptr when there is none.
  const Value* find(const Key& key) const {
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
  // Debian's Abseil has views of its own and hands those of the standard library to std::hash: that
  // was 4 in 100 of all that a book of what-if executed.
  struct Hash {
    std::size_t operator()(const Key& key) const { return of(key); }

   private:
    template <class Part>
    static const Part& known(const Part& part) {
      return part;
    }
    static absl::string_view known(std::string_view words) { return {words.data(), words.size()}; }

    template <class Part>
    static std::size_t of(const Part& part) {
      return absl::HashOf(known(part));
    }
    template <class... Parts>
    static std::size_t of(const std::tuple<Parts...>& key) {
      return std::apply([](const auto&... each) { return absl::HashOf(known(each)...); }, key);
    }
    template <class First, class Second>
    static std::size_t of(const std::pair<First, Second>& key) {
      return absl::HashOf(known(key.first), known(key.second));
    }
  };

  absl::flat_hash_map<Key, Value, Hash> values_;
};

}  // namespace whistle
