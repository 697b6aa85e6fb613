#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::gateway::open311 {

// How many characters (code points) UTF-8 has; each broken byte counts as one.
std::size_t characters(std::string_view text);

// The same as UTF-8 that XML 1.0 can hold: broken bytes and characters it has no way to write
// (controls but tab and ends of lines, U+FFFE, U+FFFF) become U+FFFD.
std::string clean(std::string_view text);

// Without blanks, tabs and ends of lines at both ends.
std::string_view trimmed(std::string_view text);

// ASCII letters only; others stay.
std::string in_lower_case(std::string_view text);

// The pieces between commas, trimmed, without empty ones.
std::vector<std::string> comma_list(std::string_view text);

}  // namespace whistle::gateway::open311
