#include "engine/config/limit_tables.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "engine/config/row_reader.h"

namespace whistle::config {
namespace {

using policy::LimitRule;
using policy::RungMode;

constexpr std::string_view kSupervise = "supervise";
constexpr auto kModes = std::to_array<Spelling<RungMode>>({{RungMode::HandOver, "hand_over"},
                                                           {RungMode::Supervise, kSupervise},
                                                           {RungMode::Parallel, "parallel"}});

enum class LadderName : std::uint8_t {
  Service,
  Dispute,
  Yellow,
  Red,
  Routine,
  Focal,
  Composite,
  Specialist
};
constexpr auto kLadderNames = std::to_array<Spelling<LadderName>>(
    {{LadderName::Service, "service"},
     {LadderName::Dispute, "dispute"},
     {LadderName::Yellow, "yellow"},
     {LadderName::Red, "red"},
     // Blue cases of one matter class; else they take service or dispute.
     {LadderName::Routine, to_word(MatterClass::Routine)},
     {LadderName::Focal, to_word(MatterClass::Focal)},
     {LadderName::Composite, to_word(MatterClass::Composite)},
     {LadderName::Specialist, to_word(MatterClass::Specialist)}});

bool is_required(LadderName name) { return name <= LadderName::Red; }

// All stages but the rung, whose budgets are the ladders, and the milestones, which have a table of
// their own.
constexpr auto limit_stages() {
  std::array<Spelling<Stage>, kStageCount - 1 - kMilestones.size()> stages{};
  std::size_t count = 0;
  for (const auto& spelling : kSpellings<Stage>) {
    const bool is_milestone = std::ranges::find(kMilestones, spelling.value) != kMilestones.end();
    if (spelling.value != Stage::Rung && !is_milestone) stages[count++] = spelling;
  }
  return stages;
}
constexpr auto kLimitStages = limit_stages();

constexpr std::array kPromisedStages{Stage::Sign, Stage::Resolve};

LimitRule read_limit_rule(RowReader& row, const Names& categories, const CalendarNames& calendars) {
  LimitRule rule;
  rule.stage = row.word("stage", kLimitStages);
  rule.severity = row.optional_word("severity", kSpellings<Severity>);
  rule.category = {row.optional_reference("category", categories)};
  rule.condition = {row.text("condition")};
  rule.from = row.date("from");
  rule.until = row.date("until");
  if (rule.from && rule.until && *rule.until < *rule.from) {
    row.problem("until", "the last day " + row.text("until") + " is before the first day " +
                             row.text("from"));
  }
  rule.limit = row.limit("limit");
  rule.calendar = read_calendar(row, calendars);
  rule.rule = row.rule_name("limits.csv");
  return rule;
}

constexpr Range<std::int64_t> kMilestoneNumbers{1, std::int64_t{kMilestones.size()}};

LimitRule read_milestone(RowReader& row, const Names& categories, const CalendarNames& calendars) {
  LimitRule rule;
  rule.category = {row.reference("category", categories)};
  rule.condition = {row.text("condition")};
  const std::int64_t number = row.integer("number", kMilestoneNumbers, std::nullopt);
  if (kMilestoneNumbers.contains(number)) {
    rule.stage = kMilestones[static_cast<std::size_t>(number) - 1];
  }
  rule.limit = row.limit("limit");
  rule.calendar = read_calendar(row, calendars);
  rule.rule = {row.rule_name("milestones.csv").value + " " + row.required("name")};
  return rule;
}

// Looks at the text of the rows: a row with a fault elsewhere still is the one that is asked for.
bool is_promised(const OverlaidTable& table, Stage stage, std::string_view severity) {
  return std::ranges::any_of(table.rows, [&](const RowSource& row) {
    const std::string& own = row.cell("severity").text;
    return row.cell("stage").text == to_word(stage) && (own.empty() || own == severity) &&
           row.cell("category").text.empty() && row.cell("condition").text.empty() &&
           row.cell("from").text.empty() && row.cell("until").text.empty();
  });
}

void check_promises(const OverlaidTable& table, Problems& problems) {
  if (!table.complete) return;
  for (const Stage stage : kPromisedStages) {
    for (const auto& severity : kSpellings<Severity>) {
      if (is_promised(table, stage, severity.word)) continue;
      problems.add({table.file},
                   "no row gives the limit of stage " + in_quotes(to_word(stage)) +
                       " for severity " + in_quotes(severity.word) +
                       " whatever the category and the day; add one, with - for none");
    }
  }
}

policy::Rung read_rung(RowReader& row, const CalendarNames& calendars) {
  policy::Rung rung;
  rung.tier = row.word("tier", kSpellings<Tier>);
  if (row.has("budget")) rung.budget = row.limit("budget");
  rung.calendar = read_calendar(row, calendars);
  rung.mode = row.word("mode", kModes);
  return rung;
}

}  // namespace

std::uint16_t read_calendar(RowReader& row, const CalendarNames& calendars) {
  const std::string name = row.optional_reference("calendar", calendars.names);
  const auto index = calendars.names.find(name);
  return index ? static_cast<std::uint16_t>(*index) : calendars.standard;
}

std::vector<LimitRule> read_milestones(const OverlaidTable& table, const Names& categories,
                                       const CalendarNames& calendars, Problems& problems) {
  return read_rows(table, problems,
                   [&](RowReader& row) { return read_milestone(row, categories, calendars); });
}

std::vector<LimitRule> read_limits(const OverlaidTable& table, const Names& categories,
                                   const CalendarNames& calendars, Problems& problems) {
  check_promises(table, problems);
  return read_rows(table, problems,
                   [&](RowReader& row) { return read_limit_rule(row, categories, calendars); });
}

std::vector<policy::Ladder> read_ladders(const OverlaidTable& table, const CalendarNames& calendars,
                                         Problems& problems) {
  std::map<LadderName, std::vector<policy::Rung>> rungs;
  std::map<std::pair<const CsvTable*, LadderName>, Tier> last_tiers;
  std::map<LadderName, std::pair<Tier, RowSource>> tops;
  bool is_whole = table.complete;
  for (const RowSource& source : table.rows) {
    RowReader row(source, problems);
    const LadderName name = row.word("ladder", kLadderNames);
    const policy::Rung rung = read_rung(row, calendars);
    is_whole = is_whole && row.is_sound();
    if (!row.is_sound()) continue;
    const auto [last, is_first] = last_tiers.emplace(std::pair{source.table, name}, rung.tier);
    if (!is_first && rung.tier < last->second) {
      row.problem("tier", in_quotes(to_word(rung.tier)) + " stands above " +
                              in_quotes(to_word(last->second)) +
                              "; the rungs of a ladder go from the lowest tier up");
    }
    last->second = rung.tier;
    rungs[name].push_back(rung);
    const auto [top, is_new] = tops.emplace(name, std::pair{rung.tier, source});
    if (!is_new && top->second.first < rung.tier) top->second = {rung.tier, source};
  }
  for (const auto& [name, top] : tops) {
    RowReader row(top.second, problems);
    // The rung that is missing may be the one that could not be read.
    if (!is_whole || row.text("mode") == kSupervise) continue;
    row.problem("mode", "the ladder " + in_quotes(row.text("ladder")) +
                            " ends nowhere: " + in_quotes(row.text("mode")) +
                            " on its topmost rung has nobody above; end it with a rung that has "
                            "the mode " +
                            in_quotes(kSupervise));
  }

  std::vector<policy::Ladder> ladders;
  for (const auto& spelling : kLadderNames) {
    std::vector<policy::Rung>& own = rungs[spelling.value];
    const bool is_named = std::ranges::any_of(
        table.rows, [&](const RowSource& row) { return row.cell("ladder").text == spelling.word; });
    if (!is_named && !is_required(spelling.value)) continue;
    if (!is_named && table.complete) {
      problems.add({table.file}, "the ladder " + in_quotes(spelling.word) +
                                     " has no rungs; add them, and end with one that supervises");
    }
    std::ranges::sort(own, {}, &policy::Rung::tier);
    ladders.push_back({std::string(spelling.word), std::move(own)});
  }
  return ladders;
}

}  // namespace whistle::config
