#include "engine/casework/chapters/storms.h"

#include <string>

#include "engine/casework/chapters/chapters.h"

// Bursts of cases of one large class in one area. A storm is a parent to look at: every case keeps
// its own unit, order and promises.
namespace whistle::casework {
namespace {

void begin_storm(Draft& draft, AreaCode storm_area, const std::string& major) {
  const policy::StormRules& rules = draft.context.policy.settings().storms;
  const Timestamp now = draft.context.now;
  const Timestamp since = now - rules.window;
  std::vector<CaseId> members = draft.context.state.arrivals(storm_area, major, since);
  // A case that came in long ago and was read only now is no sign of a burst.
  if (draft.received > since) members.push_back(draft.id);
  if (members.size() < rules.cases || members.back() != draft.id) return;
  const StormId id{draft.context.state.registers().counters().last_storm.value + 1};
  const Timestamp quiet_at = now + rules.window;
  draft.record(StormBegan{.id = id,
                          .area = storm_area,
                          .major = major,
                          .quiet_at = quiet_at,
                          .rule = {"storms.cases:" + std::to_string(rules.cases)}});
  for (const CaseId member : members) {
    draft.record(StormJoined{.id = member, .storm = id, .quiet_at = quiet_at});
  }
}

}  // namespace

AreaCode storm_area_of(const policy::Policy& policy, AreaCode area) {
  return policy.settings().storms.cases > 0 ? policy.storm_area(area) : AreaCode{};
}

void join_storm(Draft& draft, AreaCode storm_area, const std::string& major) {
  const policy::StormRules& rules = draft.context.policy.settings().storms;
  if (rules.cases == 0 || !storm_area || major.empty()) return;
  const Storm* storm = draft.context.state.registers().storm(storm_area, major);
  if (storm != nullptr && draft.context.now < storm->quiet_at) {
    draft.record(StormJoined{
        .id = draft.id, .storm = storm->id, .quiet_at = draft.context.now + rules.window});
    return;
  }
  // It was quiet in time, only nobody has said so yet.
  if (storm != nullptr) draft.record(StormEnded{.id = storm->id, .cases = storm->cases});
  begin_storm(draft, storm_area, major);
}

std::vector<Event> fire(const Storm& item, const Context&) {
  return {StormEnded{.id = item.id, .cases = item.cases}};
}

}  // namespace whistle::casework
