#include <chrono>
#include <cstdint>

#include "engine/core/check.h"
#include "engine/policy/policy.h"
#include "engine/policy/rounds.h"

namespace whistle::policy {

const DutyRule* Policy::duty(const DutyCode& code, CareTier care) const {
  const DutyRule* for_all = nullptr;
  for (const DutyRule& rule : book_.duties) {
    if (rule.code != code) continue;
    if (rule.care == care) return &rule;
    if (rule.care == CareTier::None && for_all == nullptr) for_all = &rule;
  }
  return for_all;
}

Timestamp Policy::round_end(const DutyRule& rule, Timestamp at) const {
  WHISTLE_CHECK(rule.days > 0 || rule.months > 0);
  const Rounds rounds = rule.days > 0 ? Rounds::of_days(rule.days) : Rounds::of_months(rule.months);
  const calendar::TimeZone& zone = calendar(book_.default_calendar).rules().zone;
  // The first day of this very round is in the past, save where the clocks show a midnight twice.
  for (std::int64_t index = rounds.index_of(local_day(at));; ++index) {
    const Timestamp end = zone.to_closing_instant(rounds.first_day(index));
    if (end > at) return end;
  }
}

std::optional<Policy::Turn> Policy::on_duty(const UnitCode& unit, Timestamp at) const {
  const RowList* rotas = rotas_.find(unit.value);
  if (rotas == nullptr) return std::nullopt;

  const std::chrono::local_days day = local_day(at);
  const Rota* current = nullptr;
  for (const std::size_t index : *rotas) {
    const Rota& rota = book_.rotas[index];
    const bool has_begun = rota.from <= day && !rota.persons.empty();
    if (has_begun && (current == nullptr || current->from < rota.from)) current = &rota;
  }
  if (current == nullptr) return std::nullopt;

  WHISTLE_CHECK(current->days > 0);
  const auto turns = static_cast<std::size_t>((day - current->from).count() / current->days);
  return Turn{current->persons[turns % current->persons.size()], current->rule};
}

}  // namespace whistle::policy
