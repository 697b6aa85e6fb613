#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/outcome.h"
#include "engine/triage/trial.h"

namespace whistle::bench {

// How good the statistical model is on texts that it has not seen.
struct ModelFigures {
  std::size_t texts{};  // that were asked about
  std::size_t labels{};
  double accuracy{};
  double macro_f1{};
  double accuracy_at_80{};  // of the surest 80 in 100
  std::vector<triage::Trial::LabelFigures> by_label;
  std::vector<triage::Trial::Coverage> coverage;    // 1.00, 0.95, ... 0.50
  std::vector<triage::Trial::Coverage> confidence;  // from 0.50 to 0.95: what a threshold gives
  double micros_per_text{};                         // to weigh one text, folding not counted
  double characters_per_text{};                     // subject and text
  std::size_t model_bytes{};                        // the last one trained
};

inline constexpr std::uint32_t kModelFolds = 5;

// Cross-validation over groups with the texts of a file of JSON Lines, plain or compressed with
// gzip: subject, text, label, group. The groups are dealt into kModelFolds parts; a model trained
// on the others is asked about each of the first `folds` of them. Takes some seconds for each.
Outcome<ModelFigures, std::string> measure_model(const std::filesystem::path& path,
                                                 std::uint32_t folds = kModelFolds);

}  // namespace whistle::bench
