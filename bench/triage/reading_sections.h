#pragma once

#include <cstdint>

#include "bench/triage/figures.h"

// How well triage reads what people wrote, as sections of the report.
namespace whistle::bench {

// The shipped lexicon alone on labelled complaints.
Section lexicon_section();
// The statistical model, trained and asked in turn on the same complaints (cross-validation);
// `folds` of kModelFolds.
Section model_section(std::uint32_t folds);
// The shipped rules on the labelled corpus of colours.
Section severity_section();

}  // namespace whistle::bench
