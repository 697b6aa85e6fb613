#include "engine/casework/registers.h"
#include "engine/core/check.h"

// How cards of units, ratings and appeals change the registers. What the facts of a case are worth
// on the scoreboard is in tallying.cc.
namespace whistle::casework {
namespace {

constexpr std::uint8_t kAppealable = 7;  // place in RegisterRow

Appealable& existing(std::map<CaseId, Appealable>& rows, CaseId id) {
  const auto found = rows.find(id);
  WHISTLE_CHECK(found != rows.end());
  return found->second;
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
  WHISTLE_CHECK(bool{closed.id} && !closed.filed && !appealables_.contains(closed.id));
  arm(kAppealable, closed.id.value, kNever, closed.next_alarm());
  touch(closed);
  appealables_[closed.id] = std::move(closed);
}

void Registers::on(const AppealFiled& event) {
  Appealable& row = existing(appealables_, event.id);
  WHISTLE_CHECK(!row.filed && row.unit == event.unit);
  const Timestamp before = row.next_alarm();
  row.filed = true;
  arm(kAppealable, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const AppealReviewed& event) {
  Appealable& row = existing(appealables_, event.id);
  WHISTLE_CHECK(row.filed && !row.settled && event.review == row.reviews + 1);
  WHISTLE_CHECK(row.reviews == 0 || row.first_reviewer != event.by);
  const Timestamp before = row.next_alarm();
  if (row.reviews == 0) row.first_reviewer = event.by;
  row.reviews = event.review;
  // One refusal ends it; an exemption is said by a fact of its own.
  row.settled = !event.upheld;
  arm(kAppealable, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const CaseExempted& event) {
  Appealable& row = existing(appealables_, event.id);
  WHISTLE_CHECK(row.filed && !row.settled && row.unit == event.unit);
  const Timestamp before = row.next_alarm();
  row.settled = true;
  // In the month in which the case was counted, not in the present one.
  add(row.period, Dimension::Unit, row.unit.value,
      {{Measure::Exempted, 1}, {Measure::ExemptedLate, row.late ? 1 : 0}});
  arm(kAppealable, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const AppealWindowEnded& event) {
  const Appealable& row = existing(appealables_, event.id);
  WHISTLE_CHECK(!row.filed || row.settled);
  arm(kAppealable, row.id.value, row.next_alarm(), kNever);
  touch(row);
  appealables_.erase(event.id);
}

}  // namespace whistle::casework
