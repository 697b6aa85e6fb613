#include "engine/config/duty_tables.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/config/row_reader.h"

namespace whistle::config {
namespace {

constexpr Range<std::int64_t> kRoundDays{1, 366};
constexpr std::int64_t kMonthsOfAYear = 12;
constexpr Range<std::int64_t> kTimes{1, 1'000};
constexpr std::int64_t kOnce = 1;

constexpr auto kCareTiers = std::to_array<Spelling<CareTier>>(
    {{CareTier::Red, "red"}, {CareTier::Yellow, "yellow"}, {CareTier::Blue, "blue"}});

// The number before the unit, or nothing.
std::optional<std::int64_t> number_before(std::string_view text, std::string_view unit) {
  if (!text.ends_with(unit)) return std::nullopt;
  return parse_integer(text.substr(0, text.size() - unit.size()));
}

void read_round(RowReader& row, policy::DutyRule& rule) {
  const std::string text = row.required("every");
  if (text.empty()) return;
  const auto days = number_before(text, "d");
  const auto months = number_before(text, "mo");
  if (days && kRoundDays.contains(*days)) {
    rule.days = static_cast<std::uint16_t>(*days);
  } else if (months && *months >= 1 && kMonthsOfAYear % *months == 0) {
    rule.months = static_cast<std::uint16_t>(*months);
  } else {
    row.problem("every",
                in_quotes(text) + " is not a round; 1d to 366d, or 1mo 2mo 3mo 4mo 6mo 12mo");
  }
}

}  // namespace

std::vector<policy::DutyRule> read_duties(const OverlaidTable& table, Problems& problems) {
  return read_rows(table, problems, [&](RowReader& row) {
    policy::DutyRule rule;
    rule.code = {row.slug("code")};
    rule.care = row.optional_word("care", kCareTiers).value_or(CareTier::None);
    rule.name = row.required("name");
    read_round(row, rule);
    rule.times = static_cast<std::uint16_t>(row.integer("times", kTimes, kOnce));
    rule.card = row.word("card", kYesOrNo);
    rule.rule = row.rule_name("duties.csv");
    return rule;
  });
}

std::vector<policy::Rota> read_rotas(const OverlaidTable& table, const Names& units,
                                     Problems& problems) {
  return read_rows(table, problems, [&](RowReader& row) {
    policy::Rota rota;
    rota.unit = {row.reference("unit", units)};
    if (!row.has("from")) row.required("from");
    rota.from = row.date("from").value_or(std::chrono::local_days{});
    rota.days = static_cast<std::uint16_t>(row.integer("days", kRoundDays));
    if (!row.has("persons")) row.required("persons");
    for (std::string& person : row.parts("persons", "a person")) {
      rota.persons.push_back({std::move(person)});
    }
    rota.rule = row.rule_name("rotas.csv");
    return rota;
  });
}

}  // namespace whistle::config
