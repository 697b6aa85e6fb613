#include <algorithm>

#include "engine/casework/state/registers.h"
#include "engine/core/check.h"

// How the facts of duties, lists and points change the registers.
namespace whistle::casework {
namespace {

template <class Row, class Id>
Row& existing(std::map<Id, Row>& rows, Id id) {
  const auto found = rows.find(id);
  WHISTLE_CHECK(found != rows.end());
  return found->second;
}

}  // namespace

void Registers::on(const DutyAssigned& event) {
  WHISTLE_CHECK(event.id.value == counters_.last_duty.value + 1);
  WHISTLE_CHECK(event.due != kNever);
  counters_.last_duty = event.id;
  const Duty row{.id = event.id,
                 .kind = event.kind,
                 .unit = event.unit,
                 .person = event.person,
                 .subject = event.subject,
                 .area = event.area,
                 .care = event.care,
                 .due = event.due};
  arm(kPlaceOf<Duty>, row.id.value, kNever, row.due);
  touch(row);
  duties_[row.id] = row;
  same_duties_.insert(owed_by(row));
}

void Registers::on(const DutyDone& event) {
  Duty& row = existing(duties_, event.id);
  WHISTLE_CHECK(event.times >= row.times && (event.complete || !row.complete));
  row.times = event.times;
  row.complete = event.complete;
  touch(row);
}

void Registers::on(const DutyRoundEnded& event) {
  Duty& row = existing(duties_, event.id);
  WHISTLE_CHECK(event.due == row.due && event.next_due > event.due);
  WHISTLE_CHECK(event.missed == !row.complete);
  const std::int64_t done = event.missed ? 0 : 1;
  const std::uint32_t period = event.period != 0 ? event.period : counters_.period;
  add(period, Dimension::Unit, row.unit.value,
      {{Measure::DutiesOwed, 1}, {Measure::DutiesDone, done}});
  if (row.person) {
    add(period, Dimension::Worker, row.person.value,
        {{Measure::DutiesOwed, 1}, {Measure::DutiesDone, done}});
  }
  row.missed_in_a_row = event.missed ? row.missed_in_a_row + 1 : 0;
  row.times = 0;
  row.complete = false;
  arm(kPlaceOf<Duty>, row.id.value, row.due, event.next_due);
  row.due = event.next_due;
  touch(row);
}

// Another tier is another promise: its first round begins with nothing done.
void Registers::on(const CareTierChanged& event) {
  Duty& row = existing(duties_, event.id);
  WHISTLE_CHECK(row.care != event.care && event.due != kNever);
  same_duties_.erase(owed_by(row));
  row.care = event.care;
  same_duties_.insert(owed_by(row));
  row.times = 0;
  row.complete = false;
  arm(kPlaceOf<Duty>, row.id.value, row.due, event.due);
  row.due = event.due;
  touch(row);
}

void Registers::on(const DutyEnded& event) {
  const Duty& row = existing(duties_, event.id);
  arm(kPlaceOf<Duty>, row.id.value, row.due, kNever);
  touch(row);
  same_duties_.erase(owed_by(row));
  duties_.erase(event.id);
}

void Registers::on(const EntryListed& event) {
  WHISTLE_CHECK(event.id.value == counters_.last_entry.value + 1);
  counters_.last_entry = event.id;
  ListEntry row;
  row.id = event.id;
  row.list = event.list;
  row.title = event.title;
  row.area = event.area;
  row.unit = event.unit;
  row.from = event.from;
  row.skill = event.skill;
  touch(row);
  entries_[row.id] = std::move(row);
}

void Registers::on(const EntryClaimed& event) {
  ListEntry& row = existing(entries_, event.id);
  WHISTLE_CHECK(row.status == EntryStatus::Listed && bool{event.claimant});
  row.status = EntryStatus::Claimed;
  row.claimant = event.claimant;
  row.claimant_unit = event.unit;
  arm(kPlaceOf<ListEntry>, row.id.value, row.due, event.due);
  row.due = event.due;
  touch(row);
}

void Registers::on(const EntryPledged& event) {
  ListEntry& row = existing(entries_, event.id);
  WHISTLE_CHECK(row.status == EntryStatus::Listed || row.status == EntryStatus::Claimed);
  WHISTLE_CHECK(!row.has_pledged(event.member) && row.pledges.size() < kPledgesMax);
  row.pledges.push_back(event.member);
  touch(row);
}

void Registers::on(const EntryDone& event) {
  ListEntry& row = existing(entries_, event.id);
  WHISTLE_CHECK(row.status == EntryStatus::Claimed && row.works_on(event.by));
  row.status = EntryStatus::Done;
  arm(kPlaceOf<ListEntry>, row.id.value, row.due, kNever);
  row.due = kNever;
  touch(row);
}

// Pledges stay: who gave their word still means it.
void Registers::on(const EntryLapsed& event) {
  ListEntry& row = existing(entries_, event.id);
  WHISTLE_CHECK(row.status == EntryStatus::Claimed && row.due == event.due);
  row.status = EntryStatus::Listed;
  row.claimant = {};
  row.claimant_unit = {};
  arm(kPlaceOf<ListEntry>, row.id.value, row.due, kNever);
  row.due = kNever;
  touch(row);
}

void Registers::on(const EntryRated& event) {
  ListEntry& row = existing(entries_, event.id);
  WHISTLE_CHECK(row.status == EntryStatus::Done);
  row.status = EntryStatus::Rated;
  touch(row);
}

void Registers::on(const EntryClosed& event) {
  const ListEntry& row = existing(entries_, event.id);
  WHISTLE_CHECK(row.status == EntryStatus::Done || row.status == EntryStatus::Rated);
  WHISTLE_CHECK(row.due == kNever);
  touch(row);
  entries_.erase(event.id);
}

void Registers::on(const EntryWithdrawn& event) {
  const ListEntry& row = existing(entries_, event.id);
  WHISTLE_CHECK(row.status == EntryStatus::Listed || row.status == EntryStatus::Claimed);
  arm(kPlaceOf<ListEntry>, row.id.value, row.due, kNever);
  touch(row);
  entries_.erase(event.id);
}

void Registers::on(const PointsEarned& event) {
  WHISTLE_CHECK(bool{event.holder} && event.points > 0);
  Account& row = accounts_[event.holder];
  row.holder = event.holder;
  row.earned += event.points;
  touch(row);
}

void Registers::on(const PointsRedeemed& event) {
  Account& row = existing(accounts_, event.holder);
  WHISTLE_CHECK(event.points > 0 && row.earned - row.spent >= event.points);
  row.spent += event.points;
  touch(row);
}

}  // namespace whistle::casework
