#include <algorithm>
#include <map>
#include <string>

#include "engine/config/checks.h"
#include "engine/config/notation.h"

namespace whistle::config {
namespace {

constexpr std::chrono::days kRotaAhead{30};

bool has_tier(const policy::RuleBook& book, std::string_view tier) {
  return std::ranges::any_of(book.units,
                             [&](const policy::Unit& unit) { return to_word(unit.tier) == tier; });
}

void warn_setting(const BookSources& sources, const std::string& name, const std::string& message,
                  Problems& problems) {
  const auto found = sources.settings.find(name);
  if (found == sources.settings.end()) return;
  problems.warn(found->second.place, name.substr(name.find('.') + 1) + ": " + message);
}

void check_express(const BookSources& sources, Problems& problems) {
  const auto found = sources.settings.find("escalation.express_from");
  // What the base allows is for packs that have the tier.
  if (found == sources.settings.end() || found->second.layer != sources.top) return;
  for (const Tier tier : sources.book.settings.escalation.express_from) {
    if (has_tier(sources.book, to_word(tier))) continue;
    warn_setting(sources, "escalation.express_from",
                 "no unit has the tier " + in_quotes(to_word(tier)) +
                     "; remove it, or add the unit to units.csv",
                 problems);
  }
}

void check_visits(const BookSources& sources, Problems& problems) {
  const auto found = sources.settings.find("callbacks.secretary_visit");
  if (found == sources.settings.end() || found->second.layer != sources.top) return;
  const policy::Settings& settings = sources.book.settings;
  for (const auto& colour : kSpellings<Severity>) {
    if (!settings.callbacks.secretary_visit.has(colour.value)) continue;
    if (settings.callback.has(colour.value)) continue;
    warn_setting(sources, "callbacks.secretary_visit",
                 in_quotes(colour.word) +
                     " cases are not called back, so nobody is visited; add the colour to callback "
                     "of [checks], or remove it here",
                 problems);
  }
}

void check_storms(const BookSources& sources, Problems& problems) {
  const policy::StormRules& storms = sources.book.settings.storms;
  if (storms.cases == 0 || !sources.has_units()) return;
  const bool has_level = std::ranges::any_of(
      sources.book.areas, [&](const policy::Area& area) { return area.level == storms.level; });
  if (has_level) return;
  warn_setting(sources, "storms.level",
               "no area has this level, so no storm is ever seen; name one that areas.csv has, or "
               "set cases = 0",
               problems);
}

}  // namespace

void check_rotas(const BookSources& sources, Problems& problems) {
  std::map<UnitCode, std::size_t> first;
  const auto& rotas = sources.book.rotas;
  for (std::size_t i = 0; i < rotas.size(); ++i) {
    const auto [known, is_new] = first.emplace(rotas[i].unit, i);
    if (!is_new && rotas[i].from < rotas[known->second].from) known->second = i;
  }
  for (const auto& [unit, i] : first) {
    if (rotas[i].from <= sources.days.first) continue;
    const bool is_soon = rotas[i].from <= sources.days.first + kRotaAhead;
    warn(sources.table("rotas").rows[i], "from",
         "nobody has the turn in " + in_quotes(unit.value) + " from " +
             date_text(sources.days.first) + " until " + date_text(rotas[i].from) +
             (is_soon ? "" : ", more than the next 30 days") +
             "; let the roster begin earlier, or add a row that does",
         problems);
  }
}

void check_whistles(const BookSources& sources, Problems& problems) {
  const auto& permissions = sources.table("whistle_permissions").rows;
  for (const RowSource& row : sources.table("whistles").rows) {
    const std::string& kind = row.cell("kind").text;
    const bool is_allowed = std::ranges::any_of(
        permissions, [&](const RowSource& one) { return one.cell("kind").text == kind; });
    if (is_allowed || !sources.is_own(row)) continue;
    warn(row, "kind",
         "nobody may blow a whistle of the kind " + in_quotes(kind) +
             "; add a row for it to whistle_permissions.csv, or remove this one",
         problems);
  }
  for (const RowSource& row : permissions) {
    const std::string& tier = row.cell("tier").text;
    if (!sources.has_units() || !sources.is_own(row) || has_tier(sources.book, tier)) continue;
    warn(row, "tier",
         "no unit has the tier " + in_quotes(tier) +
             "; remove the row, or add the unit to units.csv",
         problems);
  }
}

void check_settings(const BookSources& sources, Problems& problems) {
  if (sources.has_units()) check_express(sources, problems);
  check_visits(sources, problems);
  check_storms(sources, problems);
}

}  // namespace whistle::config
