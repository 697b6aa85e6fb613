#include "engine/casework/state/state.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/core/check.h"

namespace whistle::casework {
namespace {

// What complaints may have in common with a case: its cause, and its cause said by one requester.
template <class Visit>
void each_cause(const Case& item, Visit visit) {
  if (item.category == 0 || !item.cause_area) return;
  visit(CauseKey{item.category, item.cause_area, 0});
  if (item.requester != 0) visit(CauseKey{item.category, item.cause_area, item.requester});
  for (const std::uint64_t requester : item.requesters) {
    visit(CauseKey{item.category, item.cause_area, requester});
  }
}

}  // namespace

State::State() = default;

Case& State::existing(CaseId id) {
  Case* open_case = shelf_.find_to_change(id);
  WHISTLE_CHECK(open_case != nullptr);
  return *open_case;
}

const queues::WaitingLine* State::line(std::string_view unit) const {
  return line(symbols_.find(unit));
}

const Case* State::same_cause(std::string_view category, AreaCode cause_area) const {
  return newest({symbols_.find(category), cause_area, 0});
}

const Case* State::same_request(std::uint64_t requester, std::string_view category,
                                AreaCode cause_area) const {
  return newest({symbols_.find(category), cause_area, requester});
}

const Case* State::newest(const CauseKey& cause) const {
  const CaseId id = causes_.newest(cause, [&](CaseId each) { return cause.is_of(*find(each)); });
  return id ? find(id) : nullptr;
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

void State::erase(Case& item) {
  leave_place(item);
  forget_cause(item);
  forget_arrival(item);
  clear_alarm(item.id);
  shelf_.erase(item.id);
}

void State::set_alarm() const {
  if (!to_arm_) return;
  const Case* item = shelf_.find(to_arm_);
  WHISTLE_CHECK(item != nullptr);
  alarms_.set(to_arm_, item->next_alarm());
  to_arm_ = {};
}

void State::clear_alarm(CaseId id) {
  if (to_arm_ == id) to_arm_ = {};
  alarms_.set(id, kNever);
}

void State::move(Case& item, Status to) {
  WHISTLE_CHECK(can_become(item.status, to));
  item.status = to;
}

const State::Held& State::held(std::string_view unit) const {
  static const Held kNothing;
  const Held* held = held_.find(symbols_.find(unit));
  return held != nullptr ? *held : kNothing;
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
  each_cause(item, [&](const CauseKey& cause) { causes_.insert(cause, item.id); });
}

void State::index_request(const Case& item, std::uint64_t requester) {
  if (item.category == 0 || !item.cause_area) return;
  causes_.insert({item.category, item.cause_area, requester}, item.id);
}

void State::forget_cause(const Case& item) {
  each_cause(item, [&](const CauseKey& cause) { causes_.erase(cause, item.id); });
}

State::Use State::use() const {
  Use use{.shelf = shelf_.bytes(), .alarms = alarms_.bytes(), .causes = causes_.size()};
  use.arrival_lines = arrivals_.size();
  for (const auto& [key, arrivals] : arrivals_) use.arrivals += arrivals.size();
  lines_.each([&](Symbol, const queues::WaitingLine& line) { use.waiting += line.size(); });
  held_.each([&](Symbol, const Held& ids) { use.held += ids.size(); });
  return use;
}

void State::restore(const Counters& counters, const Tallies& tallies) {
  WHISTLE_CHECK(shelf_.empty());
  counters_ = counters;
  tallies_ = tallies;
}

void State::restore(Case stored) {
  WHISTLE_CHECK(stored.id && !shelf_.contains(stored.id));
  const Place place = std::exchange(stored.place, Place{});
  if (place == Place::Queue) {
    enter_queue(stored, stored.unit);
  } else {
    enter(stored, place);
  }
  each_cause(stored, [&](const CauseKey& cause) { causes_.gather(cause, stored.id); });
  index_arrival(stored);
  alarms_.set(stored.id, stored.next_alarm());
  shelf_.store(std::move(stored));
}

}  // namespace whistle::casework
