#include "engine/app/what_if_print.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/app/text_table.h"
#include "engine/app/wall_time.h"

namespace whistle::app {
namespace {

using casework::BeforeAfter;
using casework::Course;
using casework::CourseDifference;

constexpr std::size_t kRowsMax = 20;
constexpr std::size_t kVersionDigits = 12;

std::string text(std::uint64_t number) { return std::to_string(number); }
std::string text(const std::string& name) { return name.empty() ? "-" : name; }
std::string text(Severity severity) { return std::string(to_word(severity)); }
std::string_view text(const Course& course) {
  return course.disposition ? to_word(*course.disposition) : std::string_view("refused");
}

// "2h 30m" of `count` together; "-" for none.
std::string mean_text(Milliseconds sum, std::uint64_t count) {
  if (count == 0) return "-";
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(sum).count();
  return span_text(std::chrono::seconds{seconds / static_cast<std::int64_t>(count)});
}

std::vector<std::string> row_of(std::string name, const BeforeAfter& both) {
  return {std::move(name), text(both.before), text(both.after)};
}

// A table that says nothing is left out; of a long one the first rows are shown.
void print_rows(TextTable table, const std::vector<std::vector<std::string>>& rows,
                std::ostream& out) {
  if (rows.empty()) return;
  for (std::size_t i = 0; i < std::min(rows.size(), kRowsMax); ++i) table.add(rows[i]);
  out << '\n';
  table.print(out);
  if (rows.size() > kRowsMax) out << "and " << rows.size() - kRowsMax << " more (--json has all)\n";
}

// The most frequent first.
template <class Value>
void print_changes(std::string_view what, const casework::Changes<Value>& changes,
                   std::ostream& out) {
  std::vector<std::pair<std::uint64_t, std::vector<std::string>>> found;
  for (const auto& [pair, count] : changes) {
    found.push_back({count, {text(pair.first), text(pair.second), text(count)}});
  }
  std::ranges::stable_sort(found, std::greater{}, [](const auto& each) { return each.first; });
  std::vector<std::vector<std::string>> rows;
  for (auto& each : found) rows.push_back(std::move(each.second));
  print_rows(TextTable({{std::string(what)}, {"would be"}, {"complaints", true}}), rows, out);
}

void print_stages(const casework::WhatIf& report, std::ostream& out) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [stage, change] : report.stages) {
    if (!change.is_different()) continue;
    rows.push_back({std::string(to_word(stage)), text(change.same), text(change.sooner),
                    mean_text(change.sooner_by, change.sooner), text(change.later),
                    mean_text(change.later_by, change.later),
                    text(change.only_after) + "/" + text(change.only_before),
                    text(change.broken.before), text(change.broken.after),
                    text(change.newly_broken), text(change.no_longer_broken)});
  }
  print_rows(TextTable({{"promise"},
                        {"same", true},
                        {"sooner", true},
                        {"mean", true},
                        {"later", true},
                        {"mean", true},
                        {"new/gone", true},
                        {"broken", true},
                        {"would be", true},
                        {"newly", true},
                        {"no longer", true}}),
             rows, out);
}

// Lines that have something else to bear, the largest change first.
void print_lines(const casework::WhatIf& report, std::ostream& out) {
  const auto distance = [](const BeforeAfter& both) {
    return both.before > both.after ? both.before - both.after : both.after - both.before;
  };
  std::vector<std::pair<std::uint64_t, std::vector<std::string>>> found;
  for (const auto& [unit, load] : report.loads) {
    if (load[0] == BeforeAfter{load[0].before, load[0].before} &&
        load[1] == BeforeAfter{load[1].before, load[1].before}) {
      continue;
    }
    found.push_back({distance(load[0]),
                     {unit.value, text(load[0].before), text(load[0].after), text(load[1].before),
                      text(load[1].after)}});
  }
  std::ranges::stable_sort(found, std::greater{}, [](const auto& each) { return each.first; });
  std::vector<std::vector<std::string>> rows;
  for (auto& each : found) rows.push_back(std::move(each.second));
  print_rows(TextTable({{"line of"},
                        {"arrivals", true},
                        {"would be", true},
                        {"most waiting", true},
                        {"would be", true}}),
             rows, out);
}

void print_sums(const casework::WhatIf& report, std::ostream& out) {
  std::vector<std::vector<std::string>> rows{
      row_of("cases", report.cases),
      row_of("read by a person", report.read_by_person),
      row_of("steps up the ladder", report.climbs),
      row_of("cases with a yellow card", report.yellow_cards),
      row_of("cases with a red card", report.red_cards),
  };
  for (const auto& [reason, count] : report.refused) {
    if (count.before != count.after) rows.push_back(row_of("wishes refused: " + reason, count));
  }
  print_rows(TextTable({{"in all"}, {"present", true}, {"would be", true}}), rows, out);
}

std::string way_text(const Course& course) {
  std::string way;
  for (const casework::Stop& stop : course.route) {
    way += (way.empty() ? "" : ">") + stop.unit.value;
  }
  return text(way);
}

class TextPrinter final : public WhatIfPrinter {
 public:
  TextPrinter(const WhatIfHeading& heading, const calendar::TimeZone& zone, std::ostream& out)
      : heading_(heading), zone_(zone), out_(out) {}

  void begin(const Stretch& stretch) override {
    out_ << heading_.name << ' ' << heading_.before.substr(0, kVersionDigits) << " -> "
         << heading_.after.substr(0, kVersionDigits) << ": " << heading_.rule_changes
         << " change(s) of rules\n"
         << time_text(stretch.from, zone_) << " to " << time_text(stretch.to, zone_) << '\n';
  }

  void differs(const CourseDifference& found) override {
    if (shown_.size() < kRowsMax) shown_.push_back(line_of(found));
  }

  void end(const WhatIfRun& run) override {
    const casework::WhatIf& report = run.report;
    out_ << report.complaints << " complaint(s) in " << run.records << " record(s), "
         << report.different << " would have gone another way\n";
    print_trust(run);
    print_sums(report, out_);
    print_changes("disposition", report.dispositions, out_);
    print_changes("category", report.categories, out_);
    print_changes("colour", report.colours, out_);
    print_changes("first unit", report.units, out_);
    print_stages(report, out_);
    print_lines(report, out_);
    if (shown_.empty()) return;
    out_ << '\n';
    for (const std::string& line : shown_) out_ << line << '\n';
    if (report.different > shown_.size()) {
      out_ << "and " << report.different - shown_.size() << " more (--json has all)\n";
    }
  }

 private:
  void print_trust(const WhatIfRun& run) {
    const casework::Fidelity& fidelity = run.report.fidelity;
    out_ << "the present book agrees with the journal about " << fidelity.agree << " of "
         << fidelity.compared << '\n';
    if (run.joined_older > 0) {
      out_ << run.joined_older
           << " complaint(s) joined cases from before the stretch and are left out\n";
    }
  }

  std::string deadline_text(const CourseDifference& found, Stage stage) const {
    const auto due = [&](const Course& course) {
      const casework::CoursePromise* promise = course.promise(stage);
      if (promise == nullptr) return std::string("-");
      return promise->due == kNever ? std::string("never") : time_text(promise->due, zone_);
    };
    return std::string(to_word(stage)) + " " + due(found.before) + " -> " + due(found.after);
  }

  // Words of rules come in any script, so they stand in lines and not in columns.
  std::string line_of(const CourseDifference& found) const {
    const Course& before = found.before;
    const Course& after = found.after;
    std::string line = "complaint " + text(before.complaint.value);
    if (before.id) line += ", case " + text(before.id.value);
    const auto add = [&](std::string_view what, std::string_view old, std::string_view now,
                         const RuleName& rule) {
      line += "\n    " + std::string(what) + " " + std::string(old) + " -> " + std::string(now);
      if (rule) line += " (" + rule.value + ")";
    };
    if (found.disposition) add("disposition", text(before), text(after), after.disposition_rule);
    if (found.category) {
      add("category", text(before.category.value), text(after.category.value), after.category_rule);
    }
    if (found.colour) {
      add("colour", text(before.severity), text(after.severity), after.severity_rule);
    }
    if (found.route) {
      add("way", way_text(before), way_text(after),
          after.route.empty() ? RuleName{} : after.route.front().rule);
    }
    for (const Stage stage : found.deadlines) {
      const casework::CoursePromise* promise = after.promise(stage);
      line += "\n    " + deadline_text(found, stage);
      if (promise != nullptr) line += " (" + promise->rule.value + ")";
    }
    for (const Stage stage : found.broken) {
      const casework::CoursePromise* promise = after.promise(stage);
      const bool is_broken = promise != nullptr && promise->broken;
      line += "\n    " + std::string(to_word(stage)) + (is_broken ? " newly" : " no longer") +
              " broken";
    }
    if (found.climbs) {
      add("steps up", text(before.climbs.size()), text(after.climbs.size()), {});
    }
    if (found.card) add("card", to_word(before.card), to_word(after.card), {});
    return line;
  }

  const WhatIfHeading& heading_;
  const calendar::TimeZone& zone_;
  std::ostream& out_;
  std::vector<std::string> shown_;
};

}  // namespace

std::unique_ptr<WhatIfPrinter> print_what_if(const WhatIfHeading& heading,
                                             const calendar::TimeZone& zone, std::ostream& out) {
  return std::make_unique<TextPrinter>(heading, zone, out);
}

}  // namespace whistle::app
