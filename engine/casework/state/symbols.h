#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/casework/state/case.h"
#include "engine/core/check.h"

namespace whistle::casework {

// Names kept once: a case refers to them by number. Numbers are local to this process and follow
// the order of first use; disk and wire carry the names.
class Symbols {
 public:
  Symbols() { names_.emplace_back(); }
  Symbols(const Symbols&) = delete;
  Symbols& operator=(const Symbols&) = delete;
  Symbols(Symbols&&) = default;
  Symbols& operator=(Symbols&&) = default;

  Symbol intern(std::string_view name) {
    if (name.empty()) return 0;
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) return found->second;
    const auto symbol = static_cast<Symbol>(names_.size());
    // A deque keeps its elements in place, so the views into them stay good.
    names_.emplace_back(name);
    numbers_.emplace(names_.back(), symbol);
    return symbol;
  }
  // The symbol of a name that was interned before, or zero.
  Symbol find(std::string_view name) const {
    const auto found = numbers_.find(name);
    return found != numbers_.end() ? found->second : 0;
  }
  // How many numbers there are, zero included.
  std::size_t size() const { return names_.size(); }
  const std::string& name(Symbol symbol) const {
    WHISTLE_CHECK(symbol < names_.size());
    return names_[symbol];
  }

 private:
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, Symbol> numbers_;
};

}  // namespace whistle::casework
