#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

namespace whistle::cli {

// An option or argument that is a whole number within these bounds, in decimal digits. The parser's
// own numbers wrap -1 around and cut off what is too large, and a token or a case must not.
template <class Number>
CLI::Option* add_number(CLI::App& verb, const std::string& name, Number& number,
                        const std::string& help, Number min = 0,
                        Number max = std::numeric_limits<Number>::max()) {
  const auto check = [min, max](const std::string& text) -> std::string {
    Number value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    const bool right = error == std::errc() && rest == end && value >= min && value <= max;
    if (right) return "";
    return text + " is not a whole number from " + std::to_string(min) + " to " +
           std::to_string(max);
  };
  return verb.add_option(name, number, help)->check(CLI::Validator(check, ""))->type_name("NUMBER");
}

// The case that a verb is about.
inline CLI::Option* add_case(CLI::App& verb, std::uint64_t& case_id) {
  return add_number<std::uint64_t>(verb, "case", case_id, "The number of the case", 1)->required();
}

}  // namespace whistle::cli
