#include "bench/triage/severity_figures.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

#include "engine/config/csv_table.h"
#include "engine/config/notation.h"
#include "engine/core/complaint.h"
#include "engine/core/words.h"
#include "engine/policy/policy.h"
#include "engine/triage/triage.h"

namespace whistle::bench {
namespace {

constexpr std::array kColours{Severity::Blue, Severity::Yellow, Severity::Red};

std::size_t place_of(Severity severity) {
  switch (severity) {
    case Severity::Blue:
      return 0;
    case Severity::Yellow:
      return 1;
    case Severity::Red:
      return 2;
  }
  return 0;
}

double share(std::uint32_t part, std::uint32_t whole, double of_nothing) {
  return whole == 0 ? of_nothing : static_cast<double>(part) / whole;
}

struct LabelledComplaint {
  std::string id;
  std::string set;
  std::string text;
  Severity severity{};
};

std::vector<LabelledComplaint> read_cases(const std::filesystem::path& path,
                                          config::Problems& problems) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    problems.add({path.string()}, "cannot be read");
    return {};
  }
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const config::CsvTable table = config::read_csv(
      path.string(), bytes, {"id", "set", "text", "severity", "reason", "trap"}, problems);
  std::vector<LabelledComplaint> cases;
  for (const config::CsvRow& row : table.rows) {
    const config::CsvCell& colour = row.cells[table.index_of("severity")];
    const auto severity = from_word<Severity>(colour.text);
    if (!severity) {
      problems.add(table.place(colour),
                   config::not_one_of(colour.text, config::words_of(kSpellings<Severity>)));
      continue;
    }
    cases.push_back({row.cells[table.index_of("id")].text, row.cells[table.index_of("set")].text,
                     row.cells[table.index_of("text")].text, *severity});
  }
  return cases;
}

ColourConfusion& confusion_of(SeverityFigures& figures, const std::string& set) {
  const auto known = std::ranges::find(figures.sets, set, &ColourFigures::set);
  if (known != figures.sets.end()) return known->confusion;
  return figures.sets.emplace_back(ColourFigures{set, {}}).confusion;
}

}  // namespace

void ColourConfusion::count(Severity labelled, Severity found) {
  ++counts_[place_of(labelled)][place_of(found)];
}

std::uint32_t ColourConfusion::of(Severity labelled, Severity found) const {
  return counts_[place_of(labelled)][place_of(found)];
}

std::uint32_t ColourConfusion::total() const {
  std::uint32_t total = 0;
  for (const auto& row : counts_) total = std::accumulate(row.begin(), row.end(), total);
  return total;
}

double ColourConfusion::agreement() const {
  std::uint32_t agreed = 0;
  for (const Severity colour : kColours) agreed += of(colour, colour);
  return share(agreed, total(), 0);
}

double ColourConfusion::recall(Severity colour) const {
  std::uint32_t labelled = 0;
  for (const Severity found : kColours) labelled += of(colour, found);
  return share(of(colour, colour), labelled, 1);
}

double ColourConfusion::precision(Severity colour) const {
  std::uint32_t found = 0;
  for (const Severity labelled : kColours) found += of(labelled, colour);
  return share(of(colour, colour), found, 1);
}

Outcome<SeverityFigures, std::vector<config::Problem>> severity_figures(
    const std::filesystem::path& cases, policy::RuleBook book) {
  config::Problems problems;
  const std::vector<LabelledComplaint> labelled = read_cases(cases, problems);
  const policy::Policy policy(std::move(book));
  auto triage = triage::Triage::make(policy);
  if (!triage) problems.add({cases.string()}, "the rule book does not compile: " + triage.error());
  if (problems.has_errors()) return Failure{problems.sorted()};

  SeverityFigures figures;
  figures.all.set = "all";
  for (const LabelledComplaint& one : labelled) {
    Complaint complaint;
    complaint.text = one.text;
    const triage::SeverityFinding found = triage->examine(complaint).severity;
    figures.all.confusion.count(one.severity, found.severity);
    confusion_of(figures, one.set).count(one.severity, found.severity);
    if (found.severity == one.severity) continue;
    figures.misses.push_back(
        {one.id, one.set, one.text, one.severity, found.severity, found.rule.value});
  }
  return figures;
}

std::string to_text(const ColourFigures& figures) {
  const ColourConfusion& confusion = figures.confusion;
  std::string text =
      fmt::format("{}: {} complaints, agreement {:.3f}, red recall {:.3f}, red precision {:.3f}\n",
                  figures.set, confusion.total(), confusion.agreement(),
                  confusion.recall(Severity::Red), confusion.precision(Severity::Red));
  text += fmt::format("  {:16}{:>8}{:>8}{:>8}\n", "labelled, found", "blue", "yellow", "red");
  for (const Severity labelled : kColours) {
    text += fmt::format("  {:16}", to_word(labelled));
    for (const Severity found : kColours) {
      text += fmt::format("{:>8}", confusion.of(labelled, found));
    }
    text += '\n';
  }
  return text;
}

}  // namespace whistle::bench
