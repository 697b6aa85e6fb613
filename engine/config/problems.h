#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::config {

// Where something stands in a file. Lines and columns count from 1, columns in bytes.
struct Place {
  std::string file;
  std::uint32_t line{1};
  std::uint32_t column{1};

  bool operator==(const Place&) const = default;
};

// With an error nothing is loaded; a warning is told and the load goes on.
enum class Weight : std::uint8_t { Error, Warning };

// What is wrong in a file, what was found and what would be right.
struct Problem {
  std::string file;
  std::uint32_t line{1};
  std::uint32_t column{1};
  std::string message;
  Weight weight{Weight::Error};

  auto operator<=>(const Problem&) const = default;
};

// "file:line:column: message", as compilers write it; "warning: " stands before the message of one.
std::string to_text(const Problem& problem);

// Collects every problem of a load, so that an author mends them all in one go.
class Problems {
 public:
  void add(const Place& place, std::string message);
  void warn(const Place& place, std::string message);

  bool has_errors() const { return errors_ > 0; }
  bool has_error_in(std::string_view file) const;
  std::size_t error_count() const { return errors_; }

  // By file, line and column; what two readers of one file found is told once.
  std::vector<Problem> sorted() const;

 private:
  std::vector<Problem> problems_;
  std::size_t errors_{};
};

// The text in quotes for a message: control characters and stray bytes escaped, the end cut off
// when it is long.
std::string in_quotes(std::string_view text);

// "red, yellow, blue".
std::string listed(const std::vector<std::string_view>& words);

// `; did you mean "red"?` with the nearest of the known words, or nothing when none is near.
std::string near_miss(std::string_view word, const std::vector<std::string_view>& known);

// `"rde" is not one of red, yellow, blue; did you mean "red"?`
std::string not_one_of(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace whistle::config
