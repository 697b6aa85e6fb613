#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/casework/decide.h"

// What a pull asks for, as far as who explains it must know it too.
namespace whistle::casework {

// Why nobody can pull from the line of this unit, or nothing.
std::optional<Refusal> check_unit(const UnitCode& unit, const Context& context);
// What stands against a pull as a whole, or nothing.
std::optional<Refusal> check(const PullOrders& command, const Context& context);

// Visits the units whose lines it names, each once, the first one first.
template <class Visit>
void each_unit(const PullOrders& command, Visit visit) {
  visit(command.unit);
  const auto& more = command.more_units;
  for (auto unit = more.begin(); unit != more.end(); ++unit) {
    if (*unit != command.unit && std::find(more.begin(), unit, *unit) == unit) visit(*unit);
  }
}
// The same as a list.
std::vector<UnitCode> units_of(const PullOrders& command);
bool names(const PullOrders& command, const std::string& unit);

// What of a wish leaves this order out, as its field is called; empty: nothing, it is wanted.
std::string_view left_out_by(const Wanted& wanted, const Case& item, const Context& context);

// The orders it would be granted, in order. Requires: its units are known.
std::vector<const Case*> would_be_granted(const PullOrders& command, const Context& context);

}  // namespace whistle::casework
