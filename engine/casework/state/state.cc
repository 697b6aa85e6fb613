#include "engine/casework/state/state.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/core/check.h"

namespace whistle::casework {
State::State() = default;

std::size_t State::CauseKeyHash::operator()(const CauseKey& key) const noexcept {
  std::uint64_t mixed = key.area.value * 0x9e3779b97f4a7c15U;
  mixed ^= (mixed >> 32) ^ (std::uint64_t{key.category} * 0xbf58476d1ce4e5b9U);
  mixed ^= (mixed >> 29) ^ (key.requester * 0x94d049bb133111ebU);
  return static_cast<std::size_t>(mixed ^ (mixed >> 32));
}

const Case* State::find(CaseId id) const {
  const auto found = index_.find(id);
  return found != index_.end() ? &cases_[found->second] : nullptr;
}

Case& State::existing(CaseId id) {
  const auto found = index_.find(id);
  WHISTLE_CHECK(found != index_.end());
  return cases_[found->second];
}

std::vector<CaseId> State::due(Timestamp now, std::size_t max) const {
  std::vector<CaseId> ids;
  for (const queues::Alarms::Slot slot : alarms_.due(now, max)) ids.push_back(cases_[slot].id);
  return ids;
}

const queues::WaitingLine* State::line(std::string_view unit) const {
  const auto found = lines_.find(symbols_.find(unit));
  return found != lines_.end() ? &found->second : nullptr;
}

const Case* State::same_cause(std::string_view category, AreaCode cause_area) const {
  return newest({symbols_.find(category), cause_area, 0});
}

const Case* State::same_request(std::uint64_t requester, std::string_view category,
                                AreaCode cause_area) const {
  return newest({symbols_.find(category), cause_area, requester});
}

const Case* State::newest(const CauseKey& key) const {
  const auto found = causes_.find(key);
  return found != causes_.end() ? find(found->second.back()) : nullptr;
}

std::vector<CaseId> State::arrivals(AreaCode storm_area, std::string_view major,
                                    Timestamp since) const {
  std::vector<CaseId> found;
  const auto lately = arrivals_.find({storm_area, symbols_.find(major)});
  if (lately == arrivals_.end()) return found;
  constexpr CaseId kLast{std::numeric_limits<std::uint64_t>::max()};
  for (auto at = lately->second.upper_bound({since, kLast}); at != lately->second.end(); ++at) {
    found.push_back(at->second);
  }
  return found;
}

void State::index_arrival(const Case& item) {
  if (!item.storm_area || item.major == 0) return;
  arrivals_[{item.storm_area, item.major}].insert({item.received, item.id});
}

void State::forget_arrival(const Case& item) {
  const auto found = arrivals_.find({item.storm_area, item.major});
  if (found == arrivals_.end()) return;
  found->second.erase({item.received, item.id});
  if (found->second.empty()) arrivals_.erase(found);
}

Case& State::insert(Case item) {
  WHISTLE_CHECK(item.id && !index_.contains(item.id));
  queues::Alarms::Slot slot = 0;
  if (free_slots_.empty()) {
    slot = static_cast<queues::Alarms::Slot>(cases_.size());
    cases_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  item.slot = slot;
  index_.emplace(item.id, slot);
  cases_[slot] = std::move(item);
  return cases_[slot];
}

void State::erase(Case& item) {
  leave_place(item);
  forget_cause(item);
  forget_arrival(item);
  alarms_.set(item.slot, item.id, kNever);
  index_.erase(item.id);
  const queues::Alarms::Slot slot = item.slot;
  item = Case{};
  free_slots_.push_back(slot);
}

void State::move(Case& item, Status to) {
  WHISTLE_CHECK(can_become(item.status, to));
  item.status = to;
}

const std::set<CaseId>& State::held(std::string_view unit) const {
  static const std::set<CaseId> kNothing;
  const auto found = held_.find(symbols_.find(unit));
  return found != held_.end() ? found->second : kNothing;
}

void State::leave_place(Case& item) {
  if (item.place == Place::Queue) {
    lines_[item.unit].leave({item.severity, item.queue_due, item.entered, item.id});
  } else if (item.place == Place::Lease || item.place == Place::Hands) {
    const auto erased = held_[item.unit].erase(item.id);
    WHISTLE_CHECK(erased == 1);
  }
  item.place = Place{};
}

void State::enter(Case& item, Place place) {
  WHISTLE_CHECK(item.place == Place{} && place != Place::Queue);
  item.place = place;
  if (place == Place::Lease || place == Place::Hands) held_[item.unit].insert(item.id);
}

void State::end_lease(Case& item) {
  WHISTLE_CHECK(item.place == Place::Lease);
  leave_place(item);
  item.lease_until = kNever;
  item.receive_by = kNever;
  enter_queue(item, item.unit);
  arm(item);
}

void State::enter_queue(Case& item, Symbol unit) {
  WHISTLE_CHECK(item.place == Place{} && unit != 0);
  item.unit = unit;
  item.place = Place::Queue;
  lines_[unit].enter({item.severity, item.queue_due, item.entered, item.id});
}

void State::index_cause(const Case& item) {
  index_request(item, 0);
  if (item.requester != 0) index_request(item, item.requester);
  for (const std::uint64_t requester : item.requesters) index_request(item, requester);
}

void State::index_request(const Case& item, std::uint64_t requester) {
  if (item.category == 0 || !item.cause_area) return;
  std::vector<CaseId>& ids = causes_[{item.category, item.cause_area, requester}];
  ids.insert(std::ranges::upper_bound(ids, item.id), item.id);
}

void State::forget_cause(const Case& item) {
  if (item.category == 0 || !item.cause_area) return;
  const auto forget = [&](std::uint64_t requester) {
    const auto found = causes_.find({item.category, item.cause_area, requester});
    WHISTLE_CHECK(found != causes_.end());
    const auto erased = std::erase(found->second, item.id);
    WHISTLE_CHECK(erased == 1);
    if (found->second.empty()) causes_.erase(found);
  };
  forget(0);
  if (item.requester != 0) forget(item.requester);
  for (const std::uint64_t requester : item.requesters) forget(requester);
}

void State::arm(Case& item) { alarms_.set(item.slot, item.id, item.next_alarm()); }

void State::restore(const Counters& counters, const Tallies& tallies) {
  WHISTLE_CHECK(index_.empty());
  counters_ = counters;
  tallies_ = tallies;
}

void State::restore(Case stored) {
  const Place place = stored.place;
  const Symbol unit = stored.unit;
  stored.place = Place{};
  Case& item = insert(std::move(stored));
  if (place == Place::Queue) {
    enter_queue(item, unit);
  } else {
    enter(item, place);
  }
  index_cause(item);
  index_arrival(item);
  arm(item);
}

}  // namespace whistle::casework
