#include <algorithm>
#include <bit>

#include "engine/casework/state/registers.h"
#include "engine/core/check.h"

// How the facts of whistles and of the operating mode change the registers.
namespace whistle::casework {
namespace {

Whistle& existing(std::map<WhistleId, Whistle>& whistles, WhistleId id) {
  const auto found = whistles.find(id);
  WHISTLE_CHECK(found != whistles.end());
  return found->second;
}

Invited& invited(Whistle& whistle, const UnitCode& unit) {
  const auto found = std::ranges::find(whistle.invited, unit, &Invited::unit);
  WHISTLE_CHECK(found != whistle.invited.end());
  return *found;
}

// A step that was owed counts once: when it is done, or before that when it was missed.
void count_done(Registers& registers, const Whistle& whistle, const Invited& unit, WhistleStep step,
                bool on_time) {
  if (whistle.due(step) == kNever || unit.has_missed(step)) return;
  registers.add(Dimension::Unit, unit.unit.value, Measure::WhistleSteps);
  if (on_time) registers.add(Dimension::Unit, unit.unit.value, Measure::WhistleStepsInTime);
}

}  // namespace

void Registers::on(const WhistleBlown& event) {
  WHISTLE_CHECK(event.id.value == counters_.last_whistle.value + 1);
  WHISTLE_CHECK(!event.invited.empty());
  counters_.last_whistle = event.id;
  Whistle row;
  row.id = event.id;
  row.kind = event.kind;
  row.whistler = event.whistler;
  row.cases = event.cases;
  row.area = event.area;
  row.lead = event.lead;
  row.blown = event.blown;
  row.acknowledge_by = event.acknowledge_by;
  row.arrive_by = event.arrive_by;
  row.plan_by = event.plan_by;
  row.finish_by = event.finish_by;
  row.hold = event.hold;
  add(Dimension::Unit, event.whistler.value, Measure::WhistlesBlown);
  for (const UnitCode& unit : event.invited) {
    Invited& party = row.invited.emplace_back();
    party.unit = unit;
    add(Dimension::Unit, unit.value, Measure::WhistlesAnswered);
  }
  WHISTLE_CHECK(row.find(row.lead) != nullptr && row.find(row.whistler) == nullptr);
  arm(kPlaceOf<Whistle>, row.id.value, kNever, row.next_alarm());
  touch(row);
  whistles_[row.id] = std::move(row);
}

void Registers::on(const WhistleAcknowledged& event) {
  Whistle& row = existing(whistles_, event.id);
  const Timestamp before = row.next_alarm();
  Invited& unit = invited(row, event.unit);
  WHISTLE_CHECK(!unit.acknowledged && !unit.released);
  unit.acknowledged = true;
  count_done(*this, row, unit, WhistleStep::Acknowledge, event.on_time);
  arm(kPlaceOf<Whistle>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const UnitReportedIn& event) {
  Whistle& row = existing(whistles_, event.id);
  const Timestamp before = row.next_alarm();
  Invited& unit = invited(row, event.unit);
  WHISTLE_CHECK(unit.acknowledged && !unit.arrived && !unit.released);
  unit.arrived = true;
  count_done(*this, row, unit, WhistleStep::Arrive, event.on_time);
  arm(kPlaceOf<Whistle>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const MeasureRecorded& event) {
  Whistle& row = existing(whistles_, event.id);
  const Timestamp before = row.next_alarm();
  Invited& unit = invited(row, event.unit);
  WHISTLE_CHECK(unit.acknowledged && !unit.released);
  if (!event.plan || unit.planned) return;
  unit.planned = true;
  // A plan that came too late was said to be missed before it came.
  count_done(*this, row, unit, WhistleStep::Plan, true);
  arm(kPlaceOf<Whistle>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const UnitReleased& event) {
  Whistle& row = existing(whistles_, event.id);
  const Timestamp before = row.next_alarm();
  Invited& unit = invited(row, event.unit);
  WHISTLE_CHECK(!unit.released && !row.closed);
  unit.released = true;
  count_done(*this, row, unit, WhistleStep::Finish, event.on_time);
  arm(kPlaceOf<Whistle>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const WhistleMissed& event) {
  Whistle& row = existing(whistles_, event.id);
  const Timestamp before = row.next_alarm();
  Invited& unit = invited(row, event.unit);
  WHISTLE_CHECK(!unit.released && !unit.has_done(event.step) && !unit.has_missed(event.step));
  WHISTLE_CHECK(row.due(event.step) == event.due && event.due != kNever);
  unit.missed = static_cast<std::uint8_t>(unit.missed | 1U << static_cast<unsigned>(event.step));
  // What it costs the unit is a fact of its own; here stands how far it has come.
  unit.card = card_for(std::popcount(unit.missed));
  add(Dimension::Unit, unit.unit.value, Measure::WhistleSteps);
  arm(kPlaceOf<Whistle>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const WhistleClosed& event) {
  Whistle& row = existing(whistles_, event.id);
  const Timestamp before = row.next_alarm();
  WHISTLE_CHECK(!row.closed && std::ranges::all_of(row.invited, &Invited::released));
  row.closed = true;
  row.rate_by = event.rate_by;
  arm(kPlaceOf<Whistle>, row.id.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const WhistleRated& event) {
  Whistle& row = existing(whistles_, event.id);
  WHISTLE_CHECK(row.closed && event.stars >= 1 && event.stars <= 5);
  const bool by_whistler = event.from == row.whistler;
  WHISTLE_CHECK(by_whistler || event.to == row.whistler);
  Invited& unit = invited(row, by_whistler ? event.to : event.from);
  std::uint8_t& stars = by_whistler ? unit.stars_from_whistler : unit.stars_for_whistler;
  WHISTLE_CHECK(stars == 0);
  stars = event.stars;
  add(Dimension::Unit, event.to.value, Measure::Stars, event.stars);
  add(Dimension::Unit, event.to.value, Measure::StarRatings);
  touch(row);
}

void Registers::on(const WhistleSettled& event) {
  const Whistle& row = existing(whistles_, event.id);
  WHISTLE_CHECK(row.closed);
  arm(kPlaceOf<Whistle>, row.id.value, row.next_alarm(), kNever);
  touch(row);
  whistles_.erase(event.id);
}

// Peacetime is stored as well: it may stand inside an area that is at war.
void Registers::on(const ModeChanged& event) {
  WHISTLE_CHECK(bool{event.area});
  AreaMode& row = modes_[event.area];
  const Timestamp before = row.next_alarm();
  row = {.area = event.area,
         .mode = event.mode,
         .since = event.since,
         .spreading = true,
         .spread_through = {}};
  arm(kPlaceOf<AreaMode>, row.area.value, before, row.next_alarm());
  touch(row);
}

void Registers::on(const ClocksRecounted& event) {
  const auto found = modes_.find(event.area);
  WHISTLE_CHECK(found != modes_.end());
  AreaMode& row = found->second;
  WHISTLE_CHECK(row.spreading && (event.finished || event.through > row.spread_through));
  const Timestamp before = row.next_alarm();
  row.spreading = !event.finished;
  row.spread_through = event.through;
  arm(kPlaceOf<AreaMode>, row.area.value, before, row.next_alarm());
  touch(row);
}

}  // namespace whistle::casework
