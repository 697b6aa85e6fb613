#include "bench/triage/cost_figures.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "bench/measure.h"
#include "bench/triage/large_book.h"
#include "engine/core/check.h"
#include "engine/policy/policy.h"
#include "engine/triage/privacy.h"
#include "engine/triage/triage.h"

namespace whistle::bench {
namespace {

// The value that so many per cent do not exceed.
double percentile(std::vector<double> values, double percent) {
  WHISTLE_CHECK(!values.empty());
  const auto at =
      static_cast<std::size_t>(percent / 100.0 * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

// For each text the median of its times, in microseconds.
template <class Text, class Work>
std::vector<double> time_each(const std::vector<Text>& texts, std::size_t passes, Work work) {
  std::vector<std::vector<double>> times(texts.size());
  for (std::size_t pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const Steady::time_point began = Steady::now();
      work(texts[i]);
      times[i].push_back(std::chrono::duration<double, std::micro>(Steady::now() - began).count());
    }
  }
  std::vector<double> medians;
  for (std::vector<double>& of_text : times) medians.push_back(percentile(std::move(of_text), 50));
  return medians;
}

}  // namespace

CostFigures measure_cost(const CostSize& size) {
  policy::RuleBook book = make_large_book(size.categories, size.names);
  const std::vector<std::string> texts = make_texts(book, size.texts);
  std::vector<Complaint> complaints(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) complaints[i].text = texts[i];

  CostFigures figures;
  figures.patterns = book.lexicon.size();
  figures.names = book.areas.size();
  const policy::Policy policy(std::move(book));
  const Stopwatch compiling;
  triage::Triage triage = triage::Triage::make(policy).value();
  figures.compile_seconds = compiling.seconds();

  std::size_t found = 0;  // so that nothing is optimised away
  const std::vector<double> examined =
      time_each(complaints, size.passes, [&](const Complaint& complaint) {
        found += triage.examine(complaint).place.evidence.size();
      });
  figures.examine_median_us = percentile(examined, 50);
  figures.examine_p99_us = percentile(examined, 99);
  const std::vector<double> masked = time_each(texts, size.passes, [&](const std::string& text) {
    found += triage::mask_personal_data(text).size();
  });
  figures.mask_median_us = percentile(masked, 50);
  figures.mask_p99_us = percentile(masked, 99);
  WHISTLE_CHECK(found > 0);
  return figures;
}

Section cost_section(const CostSize& size) {
  const CostFigures figures = measure_cost(size);
  Section section{.name = "cost", .figures = {}, .skipped = {}};
  section.figures = {
      {"patterns", static_cast<double>(figures.patterns), Measure::Count,
       "patterns of the lexicon"},
      {"names", static_cast<double>(figures.names), Measure::Count, "names of places"},
      {"compile_s", figures.compile_seconds, Measure::Seconds, "to compile them"},
      {"examine_median_us", figures.examine_median_us, Measure::Microseconds,
       "triage of 250 characters, median"},
      {"examine_p99_us", figures.examine_p99_us, Measure::Microseconds, "the same, p99"},
      {"mask_median_us", figures.mask_median_us, Measure::Microseconds,
       "masking personal data in them, median"},
      {"mask_p99_us", figures.mask_p99_us, Measure::Microseconds, "the same, p99"},
  };
  return section;
}

}  // namespace whistle::bench
