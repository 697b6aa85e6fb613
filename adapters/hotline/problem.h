#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace whistle::hotline {

// A spot in a file. Lines and columns count from 1, columns in characters; 0: the whole of it.
struct Place {
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;

  bool operator==(const Place&) const = default;
};

// What is wrong in a feed, a mapping or a checkpoint, and where.
struct Problem {
  Place at;
  std::string what;

  bool operator==(const Problem&) const = default;
};

// "feed.csv:3:17: what"; zeros are left out.
std::string to_text(const Problem& problem);

// What stands in a row, for a message in a log: in quotes, cut after 60 characters. A mapping may
// name the wrong column: of a number of ten digits or more, as telephones, identity cards and bank
// cards have, only the first three stay, and of an e-mail's name the first character.
std::string shown_value(std::string_view text);

// A value, or the problem why there is none.
template <class T>
class [[nodiscard]] Outcome {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a value is an outcome.
  Outcome(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): so is a problem.
  Outcome(Problem problem) : content_(std::in_place_index<1>, std::move(problem)) {}

  explicit operator bool() const { return content_.index() == 0; }

  // Requires: there is a value.
  const T& operator*() const& { return *require(std::get_if<0>(&content_)); }
  T& operator*() & { return *require(std::get_if<0>(&content_)); }
  T&& operator*() && { return std::move(*require(std::get_if<0>(&content_))); }
  const T* operator->() const { return require(std::get_if<0>(&content_)); }
  T* operator->() { return require(std::get_if<0>(&content_)); }

  // Requires: there is none.
  const Problem& problem() const { return *require(std::get_if<1>(&content_)); }

 private:
  template <class P>
  static P* require(P* content) {
    if (content == nullptr) {
      std::fputs("whistle::hotline: an Outcome was read without looking\n", stderr);
      std::abort();
    }
    return content;
  }

  std::variant<T, Problem> content_;
};

}  // namespace whistle::hotline
