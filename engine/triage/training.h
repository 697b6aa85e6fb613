#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/outcome.h"
#include "engine/triage/lessons.h"
#include "engine/triage/model_file.h"

namespace whistle::triage {

struct TrainingRules {
  std::uint32_t grams_max{20'000};  // those that tell categories apart best are kept
  std::uint64_t seed{1};            // deals the lessons that calibrate
};

// Learns a model: regularised logistic regression, one category against the rest, with rare
// categories counted more than they come (LIBLINEAR, whose solver for it uses no chance). Then a
// sixth of the groups calibrates: a model that has not seen them tells how sure it may be.
//
// `groups` as group_lessons() gives them, one for each lesson. The same lessons in the same order
// with the same rules give the same bytes on a machine. Time grows with lessons times categories:
// five thousand texts of seven categories take some seconds. Fails in words when the lessons have
// fewer than two labels or no gram in common. Any thread, but one at a time.
Outcome<ModelNumbers, std::string> train_model(const std::vector<Lesson>& lessons,
                                               const std::vector<std::uint32_t>& groups,
                                               const TrainingRules& rules);

}  // namespace whistle::triage
