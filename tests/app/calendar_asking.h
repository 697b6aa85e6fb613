#pragma once

#include <string>

#include "engine/policy/rule_book.h"

// Asks `whistled calendar` as a shell would, without a process.
namespace whistle::app {

struct Answer {
  int code{};
  std::string out;
  std::string err;
};

// A shipped book: the base, overlaid by a city unless that is empty. Read once, for it is large.
const policy::RuleBook& shipped_book(const std::string& city = "");

// Answers what stands behind `whistled` on a command line.
Answer ask(const std::string& words, const policy::RuleBook& book = shipped_book());

}  // namespace whistle::app
