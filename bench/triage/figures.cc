#include "bench/triage/figures.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <ostream>

namespace whistle::bench {
namespace {

std::string text_of(const Figure& figure) {
  char text[32];
  switch (figure.measure) {
    case Measure::Share:
      std::snprintf(text, sizeof text, "%.2f %%", 100.0 * figure.value);
      break;
    case Measure::Count:
      std::snprintf(text, sizeof text, "%.0f", figure.value);
      break;
    case Measure::Microseconds:
      std::snprintf(text, sizeof text, "%.1f us", figure.value);
      break;
    case Measure::Seconds:
      std::snprintf(text, sizeof text, "%.2f s", figure.value);
      break;
  }
  return text;
}

// Digits that no run repeats are left out.
double rounded(const Figure& figure) {
  constexpr double kShareDigits = 1e5;
  constexpr double kOtherDigits = 1e2;
  const double digits = figure.measure == Measure::Share ? kShareDigits : kOtherDigits;
  return std::round(figure.value * digits) / digits;
}

}  // namespace

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
}

void print_table(const std::vector<Section>& sections, std::ostream& out) {
  for (const Section& section : sections) {
    out << section.name << '\n';
    if (!section.skipped.empty()) out << "  skipped: " << section.skipped << '\n';
    for (const Figure& figure : section.figures) {
      char value[40];
      std::snprintf(value, sizeof value, "  %12s  ", text_of(figure).c_str());
      out << value << figure.meaning << '\n';
    }
  }
}

std::string to_json(const std::vector<Section>& sections) {
  nlohmann::ordered_json line = nlohmann::ordered_json::object();
  for (const Section& section : sections) {
    if (!section.skipped.empty()) {
      line[section.name] = "skipped";
      continue;
    }
    for (const Figure& figure : section.figures) line[section.name][figure.name] = rounded(figure);
  }
  return line.dump();
}

std::string shared_data(std::string_view name) {
  return std::string(SOURCE_DIR) + "/../shared/data/" + std::string(name);
}

}  // namespace whistle::bench
