#pragma once

#include <string>
#include <utility>

namespace whistle::simulation {

// What a run broke first; everything after it may only follow from it.
class Verdict {
 public:
  void expect(bool holds, const char* what) {
    if (!holds) broken(what);
  }
  void broken(std::string what) {
    if (what_.empty()) what_ = std::move(what);
  }
  bool good() const { return what_.empty(); }
  const std::string& what() const { return what_; }

 private:
  std::string what_;
};

}  // namespace whistle::simulation
