#pragma once

#include <optional>
#include <string_view>
#include <vector>

// The words for facts: what each event is called, and which of its details matter most.
namespace whistle::cli {

// "clock_ran_out" is "overdue". Nothing for an event that this program does not know: mistyped, or
// of an engine newer than we are.
std::optional<std::string_view> title_of_event(std::string_view event);

// A detail a watcher is shown, and the word before it; none when the value speaks for itself.
struct Highlight {
  std::string_view name;
  std::string_view label;
};
using Highlights = std::vector<Highlight>;

// What a watcher is shown of such a fact, in this order. Null for events that are short, which are
// shown whole, and for unknown ones.
const Highlights* highlights_of(std::string_view event);

}  // namespace whistle::cli
