#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include "adapters/hotline/problem.h"

namespace whistle::hotline {

// The rows that did not get in, as JSON Lines: {"at":"file:line:column","what":…,"row":…}. Broken
// bytes of a row are shown as U+FFFD. Appended to, so that several runs add up.
class RejectFile {
 public:
  static Outcome<RejectFile> open(const std::string& path);
  RejectFile(RejectFile&& other) noexcept;
  RejectFile& operator=(RejectFile&&) = delete;
  ~RejectFile();

  void add(const Problem& problem, const std::string& raw);

 private:
  explicit RejectFile(std::FILE* file) : file_(file) {}
  std::FILE* file_;
};

// One such line, without its end.
std::string reject_line(const Problem& problem, const std::string& raw);

}  // namespace whistle::hotline
