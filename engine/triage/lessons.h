#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace whistle::triage {

// A text and what it was about: what a model learns from.
struct Lesson {
  std::string subject;
  std::string text;  // valid UTF-8, as is the subject
  std::string label;
  std::string group;  // texts that belong together; empty: unknown
};

// Gives each lesson the number of its group. Lessons that name the same group are one; those that
// name none are one with others that say nearly the same (likeness.h). Near texts on both sides of
// a split would make any classifier look better than it is.
std::vector<std::uint32_t> group_lessons(const std::vector<Lesson>& lessons);

// Deals whole groups into `parts` parts of about the same size; gives each lesson its part. The
// same seed gives the same parts on every machine. Requires: parts > 0.
std::vector<std::uint32_t> deal(const std::vector<std::uint32_t>& groups, std::uint32_t parts,
                                std::uint64_t seed);

}  // namespace whistle::triage
