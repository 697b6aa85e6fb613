#pragma once

#include <concepts>
#include <ostream>
#include <string>
#include <vector>

#include "engine/casework/decide.h"
#include "engine/casework/events/events.h"

// Facts, answers and refusals as lines that a person can compare. Times are those of the wall in
// Changtai.
namespace whistle::support {

std::string to_text(Timestamp at);
std::string to_text(const casework::Event& event);
std::string to_text(const casework::Answer& answer);
std::string to_text(const casework::Refusal& refusal);

// One event a line.
std::string to_text(const std::vector<casework::Event>& events);

}  // namespace whistle::support

// GoogleTest looks these up beside the types.
namespace whistle {

template <class Tag>
void PrintTo(Number<Tag> number, std::ostream* out) {
  *out << number.value;
}
template <class Tag>
void PrintTo(const Word<Tag>& word, std::ostream* out) {
  *out << word.value;
}

}  // namespace whistle

namespace whistle::casework {

template <class Fact>
requires std::constructible_from<Event, Fact>
void PrintTo(const Fact& fact, std::ostream* out) { *out << support::to_text(Event{fact}); }
inline void PrintTo(const Refusal& refusal, std::ostream* out) {
  *out << support::to_text(refusal);
}

}  // namespace whistle::casework
