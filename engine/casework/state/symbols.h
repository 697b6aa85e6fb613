#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "engine/casework/state/case.h"
#include "engine/core/check.h"
#include "engine/core/lookup.h"

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
    if (const Symbol* known = numbers_.find(name)) return *known;
    const auto symbol = static_cast<Symbol>(names_.size());
    // A deque keeps its elements in place, so the views into them stay good.
    names_.emplace_back(name);
    numbers_.add(names_.back(), symbol);
    return symbol;
  }
  // The symbol of a name that was interned before, or zero.
  Symbol find(std::string_view name) const {
    const Symbol* known = numbers_.find(name);
    return known != nullptr ? *known : 0;
  }
  // How many numbers there are, zero included.
  std::size_t size() const { return names_.size(); }
  const std::string& name(Symbol symbol) const {
    WHISTLE_CHECK(symbol < names_.size());
    return names_[symbol];
  }

 private:
  std::deque<std::string> names_;
  Lookup<std::string_view, Symbol> numbers_;
};

}  // namespace whistle::casework
