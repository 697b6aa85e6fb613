#include <algorithm>
#include <utility>

#include "engine/casework/state/registers.h"
#include "engine/core/check.h"

// How cards of units, ratings and appeals change the registers. What the facts of a case are worth
// on the scoreboard is in tallying.cc.
namespace whistle::casework {
namespace {

Appealable& existing(std::map<CaseId, Appealable>& rows, CaseId id) {
  const auto found = rows.find(id);
  WHISTLE_CHECK(found != rows.end());
  return found->second;
}

// Facts that name nobody are older than the names: there was one unit only.
Appellant& existing(Appealable& row, const UnitCode& unit) {
  const auto found = unit ? std::ranges::find(row.units, unit, &Appellant::unit)
                          : std::ranges::find_if(row.units, &Appellant::is_under_review);
  WHISTLE_CHECK(found != row.units.end());
  return *found;
}

}  // namespace

void Registers::on(const UnitCarded& event) {
  add(counters_.period, Dimension::Unit, event.unit.value,
      {{Measure::YellowCards, event.card == Card::Yellow ? 1 : 0},
       {Measure::RedCards, event.card == Card::Red ? 1 : 0},
       {Measure::Points, event.points}});
}

void Registers::on(const UnitRated& event) {
  WHISTLE_CHECK(event.stars >= 1 && event.stars <= 5);
  const bool owners = event.rater == Rater::Owners;
  add(counters_.period, Dimension::Unit, event.unit.value,
      {{owners ? Measure::OwnersStars : Measure::OthersStars, event.stars},
       {owners ? Measure::OwnersRatings : Measure::OthersRatings, 1}});
}

void Registers::on(const PeriodBegan& event) {
  WHISTLE_CHECK(event.period > counters_.period);
  counters_.period = event.period;
}

void Registers::remember(Appealable closed) {
  WHISTLE_CHECK(bool{closed.id} && !closed.units.empty() && !appealables_.contains(closed.id));
  arm(kPlaceOf<Appealable>, closed.id.value, kNever, closed.next_alarm());
  touch(closed);
  appealables_[closed.id] = std::move(closed);
}

void Registers::on(const AppealFiled& event) {
  Appealable& row = existing(appealables_, event.id);
  Appellant& own = existing(row, event.unit);
  WHISTLE_CHECK(!own.filed);
  const Timestamp before = row.next_alarm();
  own.filed = true;
  arm(kPlaceOf<Appealable>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const AppealReviewed& event) {
  Appealable& row = existing(appealables_, event.id);
  Appellant& own = existing(row, event.unit);
  WHISTLE_CHECK(own.is_under_review() && event.review == own.reviews + 1);
  WHISTLE_CHECK(own.reviews == 0 || own.first_reviewer != event.by);
  const Timestamp before = row.next_alarm();
  if (own.reviews == 0) own.first_reviewer = event.by;
  own.reviews = event.review;
  // One refusal ends it; an exemption is said by a fact of its own.
  own.settled = !event.upheld;
  arm(kPlaceOf<Appealable>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const CaseExempted& event) {
  Appealable& row = existing(appealables_, event.id);
  Appellant& own = existing(row, event.unit);
  WHISTLE_CHECK(own.is_under_review());
  const Timestamp before = row.next_alarm();
  own.settled = true;
  // In the month in which the case was counted, not in the present one.
  add(row.period, Dimension::Unit, own.unit.value,
      {{Measure::Exempted, 1}, {Measure::ExemptedLate, own.late ? 1 : 0}});
  arm(kPlaceOf<Appealable>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const AppealWindowEnded& event) {
  const Appealable& row = existing(appealables_, event.id);
  WHISTLE_CHECK(!row.is_under_review());
  arm(kPlaceOf<Appealable>, row.id.value, row.next_alarm(), kNever);
  touch(row);
  appealables_.erase(event.id);
}

}  // namespace whistle::casework
