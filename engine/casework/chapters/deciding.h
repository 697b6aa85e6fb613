#pragma once

#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/casework/decide.h"

namespace whistle::casework {

// Done, and nothing to tell whoever asked.
inline Decision done() { return Decided{{}, NoAnswer{}}; }

// Takes over the memory of `more`, unless room was made before.
inline void append(std::vector<Event>& all, std::vector<Event> more) {
  if (all.capacity() == 0) {
    all = std::move(more);
    return;
  }
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// "a, b": words for whoever was refused.
inline std::string joined(std::string_view words, std::string_view word) {
  return words.empty() ? std::string(word) : std::string(words) + ", " + std::string(word);
}

}  // namespace whistle::casework
