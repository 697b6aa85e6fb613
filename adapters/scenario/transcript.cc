#include "adapters/scenario/transcript.h"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>

#include "adapters/cli/column.h"
#include "adapters/cli/fact_words.h"

namespace whistle::scenario {

using cli::Ink;

namespace {

// What every case does all the time; it would hide the rest.
bool is_routine(std::string_view event) {
  return event == "clock_started" || event == "clock_dropped" || event == "order_leased" ||
         event == "clock_due_soon" || event == "period_began";
}

}  // namespace

void Transcript::begin() {
  if (!quiet_) out_ << paint_(Ink::Bold, cli::printable(scenario_.title)) << "\n\n";
}

void Transcript::step(std::size_t number, const std::string& when, const Step& step) {
  number_ = number;
  if (quiet_) return;
  out_ << paint_(Ink::Dim, fmt::format("{:>3}  {}", number, when)) << "  "
       << cli::printable(step.say.empty() ? step.verb : step.say);
  if (!step.rows.empty()) {
    std::string rows;
    for (const int row : step.rows) rows += (rows.empty() ? "" : " ") + std::to_string(row);
    out_ << paint_(Ink::Dim, "  [" + rows + "]");
  }
  out_ << '\n';
}

void Transcript::granted(const Step& step, const std::string& told) {
  if (quiet_) return;
  out_ << "     ✔ " << step.verb << (told.empty() ? "" : ": ") << cli::printable(told) << '\n';
}

void Transcript::refused(const Step& step, const client::Problem& problem) {
  if (quiet_) return;
  out_ << "     ✔ " << step.verb << " refused: " << problem.reason << ": "
       << cli::printable(problem.message) << '\n';
}

void Transcript::facts(const std::vector<v1::Fact>& facts) {
  if (quiet_) return;
  // In the order in which each came first.
  std::vector<std::pair<std::string, int>> words;
  for (const v1::Fact& fact : facts) {
    if (is_routine(fact.event())) continue;
    const std::string word(cli::title_of_event(fact.event()).value_or(fact.event()));
    auto at = words.begin();
    while (at != words.end() && at->first != word) ++at;
    if (at == words.end()) at = words.insert(at, {word, 0});
    ++at->second;
  }
  if (words.empty()) return;
  std::string line;
  for (const auto& [word, count] : words) {
    line += (line.empty() ? "" : ", ") + word;
    if (count > 1) line += fmt::format(" ×{}", count);
  }
  out_ << paint_(Ink::Dim, "       " + cli::printable(line)) << '\n';
}

void Transcript::wrong(std::uint64_t line, const std::string& what) {
  const std::string place = line == 0 ? scenario_.file : fmt::format("{}:{}", scenario_.file, line);
  out_ << paint_(Ink::Red, fmt::format("     ✘ step {}, {}: ", number_, place))
       << cli::printable(what) << '\n';
}

void Transcript::end(const Report& report) {
  if (!quiet_) out_ << '\n';
  const std::string sums = fmt::format("{}: {} steps, {} checks, {} failed", report.city,
                                       report.steps, report.checks, report.failed);
  out_ << (report.passed() ? "✔ " : paint_(Ink::Red, "✘ ")) << sums
       << (report.broken_off ? ", broken off" : "") << '\n'
       << std::flush;
}

std::string json_of(const Report& report) {
  std::string rows;
  for (const int row : report.rows) rows += (rows.empty() ? "" : ",") + std::to_string(row);
  const v1::Tallies& tallies = report.tallies;
  return fmt::format(
      R"({{"city":"{}","steps":{},"checks":{},"failed":{},"rows":[{}],"complaints":{},"cases":{},)"
      R"("merged":{},"declined":{},"closed":{},"escalations":{},"scenario":"{}"}})",
      report.city, report.steps, report.checks, report.failed, rows, tallies.complaints(),
      tallies.cases(), tallies.merged(), tallies.declined(), tallies.closed(),
      tallies.escalations(), report.passed() ? "passed" : "failed");
}

}  // namespace whistle::scenario
