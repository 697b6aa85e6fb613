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

// What is wrong in a file, what was found and what would be right.
struct Problem {
  std::string file;
  std::uint32_t line{1};
  std::uint32_t column{1};
  std::string message;

  auto operator<=>(const Problem&) const = default;
};

// "file:line:column: message", as compilers write it.
std::string to_text(const Problem& problem);

// Collects every problem of a load, so that an author mends them all in one go.
class Problems {
 public:
  void add(const Place& place, std::string message);
  bool empty() const { return problems_.empty(); }
  std::size_t size() const { return problems_.size(); }

  // By file, line and column.
  std::vector<Problem> sorted() const;

 private:
  std::vector<Problem> problems_;
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
