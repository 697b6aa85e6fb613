#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/config/checks.h"
#include "engine/config/notation.h"
#include "engine/policy/policy.h"

namespace whistle::config {
namespace {

using policy::LimitRule;
using policy::Policy;
using std::chrono::local_days;

// Which of two limits ends sooner may depend on when it begins: a year and a day, every three
// hours.
constexpr std::chrono::days kSampledDays{366};
constexpr std::chrono::hours kSampleStep{3};
constexpr std::size_t kNamedRowsMax = 3;

// Some rows of the table and the policy that they alone would make. Each rule is named by its place
// among them, and `-` is a limit that never ends, so that an answer always tells which row decided.
class Rows {
 public:
  Rows(const BookSources& sources, Layer up_to) {
    const auto& rows = sources.table("limits").rows;
    policy::RuleBook book;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].layer > up_to) continue;
      LimitRule rule = sources.book.limits[i];
      rule.rule = {std::to_string(rows_.size())};
      if (!rule.limit) rule.limit = kNoEnd;
      book.limits.push_back(std::move(rule));
      rows_.push_back(&rows[i]);
    }
    book.calendars = sources.book.calendars;
    book.default_calendar = sources.book.default_calendar;
    policy_.emplace(std::move(book));
  }

  std::size_t count() const { return rows_.size(); }
  const RowSource& row(std::size_t index) const { return *rows_[index]; }
  const LimitRule& rule(std::size_t index) const { return policy_->book().limits[index]; }

  // The row that decides; nothing when none does.
  std::optional<std::size_t> decides(const policy::LimitQuery& query) const {
    const auto granted = policy_->limit(query);
    if (!granted) return std::nullopt;
    return static_cast<std::size_t>(parse_integer(granted->rule.value).value_or(0));
  }
  Timestamp instant(const LimitRule& rule, local_days day) const {
    return policy_->calendar(rule.calendar).rules().zone.to_instant(day);
  }

 private:
  static constexpr calendar::Limit kNoEnd{100'000, calendar::LimitUnit::NaturalDay};

  std::vector<const RowSource*> rows_;
  std::optional<Policy> policy_;
};

std::vector<Severity> severities_of(const LimitRule& rule) {
  if (rule.severity) return {*rule.severity};
  return {Severity::Blue, Severity::Yellow, Severity::Red};
}

// The rows that decide wherever this one might; empty when it decides itself at some time.
std::vector<std::size_t> deciding_instead(const Rows& rows, std::size_t index, CheckedDays days) {
  const LimitRule& rule = rows.rule(index);
  const local_days first = std::max(days.first, rule.from.value_or(days.first));
  const local_days last = std::min(first + kSampledDays, rule.until.value_or(local_days::max()));
  const Timestamp end = rows.instant(rule, last + std::chrono::days{1});
  std::vector<std::size_t> others;
  for (const Severity severity : severities_of(rule)) {
    for (Timestamp at = rows.instant(rule, first); at < end; at += kSampleStep) {
      const auto deciding = rows.decides({.stage = rule.stage,
                                          .severity = severity,
                                          .category = rule.category.value,
                                          .condition = rule.condition.value,
                                          .received = at});
      if (deciding == index) return {};
      if (deciding && std::ranges::find(others, *deciding) == others.end()) {
        others.push_back(*deciding);
      }
    }
  }
  std::ranges::sort(others);
  return others;
}

void check_reachable(const Rows& rows, std::size_t index, CheckedDays days, Problems& problems) {
  const LimitRule& rule = rows.rule(index);
  const RowSource& row = rows.row(index);
  if (rule.until && *rule.until < days.first) {
    return warn(row, "until",
                row.cell("until").text + " is past; no complaint from " + date_text(days.first) +
                    " on sees this row: remove it, or give it a later last day",
                problems);
  }
  const std::vector<std::size_t> others = deciding_instead(rows, index, days);
  if (others.empty()) return;
  std::string lines;
  bool outlasts = false;
  for (std::size_t i = 0; i < others.size() && i < kNamedRowsMax; ++i) {
    lines += (i == 0 ? "" : ", ") + line_of(rows.row(others[i]), row);
    outlasts = outlasts || (rule.category && !rows.rule(others[i]).category);
  }
  // The only way in which a row for all categories beats one without condition for a single one.
  if (outlasts && !rule.condition) {
    return warn(row, "limit",
                row.cell("limit").text +
                    " never decides, since the limit of the colour never ends "
                    "later (" +
                    lines + "); make it shorter, or name a condition",
                problems);
  }
  warn(row, "stage",
       "the row never decides, since others always do in its place (" + lines +
           "); remove it, or make it more special than they are",
       problems);
}

// Without a limit there is no clock, and nobody ever is late.
void check_promised(const Rows& rows, const BookSources& sources, Problems& problems) {
  const policy::Settings& settings = sources.book.settings;
  const bool has_promise = std::ranges::any_of(sources.book.areas, &policy::Area::promise);
  const Timestamp at =
      sources.book.calendars[sources.book.default_calendar].rules().zone.to_instant(
          sources.days.last);
  for (const auto& stage : kSpellings<Stage>) {
    // Budgets are the ladders', and not every matter goes by milestones.
    const bool is_milestone = std::ranges::find(kMilestones, stage.value) != kMilestones.end();
    if (stage.value == Stage::Rung || is_milestone) continue;
    const bool is_promise = stage.value == Stage::FirstResponse || stage.value == Stage::AtDoor;
    if (is_promise && !has_promise) continue;
    std::vector<std::string_view> lacking;
    for (const auto& colour : kSpellings<Severity>) {
      if (stage.value == Stage::PostCheck && !settings.post_check.has(colour.value)) continue;
      if (stage.value == Stage::Callback && !settings.callback.has(colour.value)) continue;
      if (!rows.decides({.stage = stage.value,
                         .severity = colour.value,
                         .category = {},
                         .condition = {},
                         .received = at})) {
        lacking.push_back(colour.word);
      }
    }
    if (lacking.empty()) continue;
    problems.warn({sources.table("limits").file},
                  "no row gives the limit of stage " + in_quotes(stage.word) + " for severity " +
                      listed(lacking) + "; add one, with - for none");
  }
}

}  // namespace

void check_limits(const BookSources& sources, Problems& problems) {
  if (sources.book.calendars.size() != sources.calendars.size() || sources.calendars.empty())
    return;
  std::map<Layer, Rows> rows;
  for (Layer layer : {Layer::Base, Layer::Pack}) {
    if (layer <= sources.top) rows.try_emplace(layer, sources, layer);
  }
  for (const auto& [layer, of_layer] : rows) {
    for (std::size_t i = 0; i < of_layer.count(); ++i) {
      if (of_layer.row(i).layer == layer) check_reachable(of_layer, i, sources.days, problems);
    }
  }
  check_promised(rows.at(sources.top), sources, problems);
}

}  // namespace whistle::config
