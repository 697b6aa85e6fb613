#pragma once

namespace whistle::triage {

// Of folded text: full-width forms are narrowed, letters are small.
constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
constexpr bool is_latin(char letter) { return letter >= 'a' && letter <= 'z'; }

}  // namespace whistle::triage
