#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "engine/casework/state/symbols.h"

namespace whistle::casework {

// Something that few names have, units for instance: found by the number of the name, which costs
// four bytes for each name there is. What was made stays where it is. Thread: one at a time.
template <class Value>
class BySymbol {
 public:
  // Made when there is none.
  Value& operator[](Symbol symbol) {
    if (symbol >= places_.size()) places_.resize(std::size_t{symbol} + 1);
    std::uint32_t& place = places_[symbol];
    if (place == 0) {
      values_.emplace_back(symbol, Value{});
      place = static_cast<std::uint32_t>(values_.size());
    }
    return values_[place - 1].second;
  }
  // nullptr when there is none.
  const Value* find(Symbol symbol) const {
    const std::uint32_t place = symbol < places_.size() ? places_[symbol] : 0;
    return place != 0 ? &values_[place - 1].second : nullptr;
  }

  // Visits (symbol, value), in the order in which they were made.
  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [symbol, value] : values_) visit(symbol, value);
  }

 private:
  std::vector<std::uint32_t> places_;  // in values_ and one more, by symbol; 0: none
  std::deque<std::pair<Symbol, Value>> values_;
};

}  // namespace whistle::casework
