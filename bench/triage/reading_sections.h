#pragma once

#include "bench/triage/figures.h"

// How well triage reads what people wrote, as sections of the report.
namespace whistle::bench {

// The shipped lexicon alone on labelled complaints.
Section lexicon_section();
// The shipped rules on the labelled corpus of colours.
Section severity_section();

}  // namespace whistle::bench
