#pragma once

#include <cstdint>
#include <optional>

#include "engine/casework/chapters/draft.h"

// How complaints find the case they belong to, and what they make of it.
namespace whistle::casework {

// What decides whether a complaint belongs to a case that is open.
struct Cause {
  const policy::Category* category{};
  AreaCode area;
  std::uint64_t requester{};
  std::uint64_t likeness{};
  Severity severity{Severity::Blue};
};

// The case in work that has the same cause, with room for one more complaint, and the rule.
std::optional<Parent> find_parent(const Context& context, const Cause& cause);

// Orders go to and fro, or somebody works on it: complaints of the same cause may join.
bool is_in_work(const Case& item);

// The colour of a case after more complaints were counted to it. `worst` is the gravest of them and
// `rule` why; `households` are the distinct ones in all. Only a person lowers a colour.
struct Heat {
  Severity worst{Severity::Blue};
  RuleName rule;
  std::size_t households{};
};
void warm(Draft& draft, const Heat& heat);

// Says that the case, whose clocks are right already, has another colour. Moves it up when the
// colour asks for a higher tier, and tells everybody when it is red where it is.
void change_colour(Draft& draft, Severity from, const RuleName& rule);

}  // namespace whistle::casework
