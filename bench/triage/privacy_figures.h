#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "bench/triage/figures.h"

namespace whistle::bench {

// How well personal data is recognised in invented texts that say what they hold.
struct PrivacyFigures {
  std::size_t cases{};
  std::size_t right{};    // exactly what is there, kinds and places, and nothing left after masking
  std::string first_bad;  // a text to look at
};

// Reads the cases, a JSON object a line. Nothing where the file is absent.
std::optional<PrivacyFigures> measure_privacy(const std::string& path);

Section privacy_section();

}  // namespace whistle::bench
