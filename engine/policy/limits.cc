#include <chrono>
#include <tuple>
#include <utility>

#include "engine/policy/policy.h"

namespace whistle::policy {
namespace {

// Of two rows that match a query and name the same category, or none, the one with the greater rank
// speaks.
auto rank(const LimitRule& rule) {
  const bool dated = rule.from || rule.until;
  return std::tuple{bool{rule.condition}, rule.severity.has_value(), dated,
                    rule.from.value_or(std::chrono::local_days::min())};
}

}  // namespace

std::optional<GrantedLimit> Policy::limit(const LimitQuery& query) const {
  const LimitRule* general = best_limit(query, {});
  const LimitRule* own = query.category.empty() ? nullptr : best_limit(query, query.category);

  const LimitRule* rule = own != nullptr ? own : general;
  // A row for the condition beats one for the category. The colour keeps its promise to resolve
  // unless the category's ends sooner.
  if (own != nullptr && general != nullptr && !own->condition) {
    const bool colour_stands = query.stage == Stage::Resolve && general->severity &&
                               due_of(*general, query) <= due_of(*own, query);
    if (general->condition || colour_stands) rule = general;
  }
  if (rule == nullptr || !rule->limit) return std::nullopt;
  GrantedLimit granted{*rule->limit, calendar_of(*rule, query), rule->rule};
  if (counts_all_day(*rule, query)) granted.rule.value += " wartime";
  return granted;
}

bool Policy::counts_all_day(const LimitRule& rule, const LimitQuery& query) const {
  return query.wartime && settings().modes.wartime_calendar && rule.limit &&
         calendar::is_working(*rule.limit);
}

std::uint16_t Policy::calendar_of(const LimitRule& rule, const LimitQuery& query) const {
  return counts_all_day(rule, query) ? *settings().modes.wartime_calendar : rule.calendar;
}

// The row for exactly this category (none: the rows for all categories) that speaks.
const LimitRule* Policy::best_limit(const LimitQuery& query, std::string_view category) const {
  const RowList* rows = limits_.find(std::pair{query.stage, category});
  if (rows == nullptr) return nullptr;

  const LimitRule* best = nullptr;
  for (const std::size_t index : *rows) {
    const LimitRule& rule = book_.limits[index];
    if (rule.severity && *rule.severity != query.severity) continue;
    if (rule.condition && rule.condition.value != query.condition) continue;
    if (!is_valid(rule, query.received)) continue;
    if (best == nullptr || rank(*best) < rank(rule)) best = &rule;
  }
  return best;
}

bool Policy::is_valid(const LimitRule& rule, Timestamp received) const {
  if (!rule.from && !rule.until) return true;
  const auto day = std::chrono::floor<std::chrono::days>(
      calendar(rule.calendar).rules().zone.to_local(received));
  return (!rule.from || *rule.from <= day) && (!rule.until || day <= *rule.until);
}

// A row that grants no limit never ends.
Timestamp Policy::due_of(const LimitRule& rule, const LimitQuery& query) const {
  return rule.limit ? calendar(calendar_of(rule, query)).due(query.received, *rule.limit) : kNever;
}

}  // namespace whistle::policy
