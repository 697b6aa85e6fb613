#include "engine/casework/state/registers.h"
#include "engine/core/check.h"

// Storms, which end by themselves when no case has come for a while.
namespace whistle::casework {
namespace {}  // namespace

void Registers::on(const StormBegan& event) {
  WHISTLE_CHECK(event.id.value == counters_.last_storm.value + 1);
  WHISTLE_CHECK(storm(event.area, event.major) == nullptr);
  counters_.last_storm = event.id;
  const Storm& began = storms_[event.id] = {.id = event.id,
                                            .area = event.area,
                                            .major = event.major,
                                            .cases = 0,
                                            .quiet_at = event.quiet_at};
  storms_by_place_[{event.area, event.major}] = event.id;
  arm(kPlaceOf<Storm>, event.id.value, kNever, event.quiet_at);
  touch(began);
}

void Registers::on(const StormJoined& event) {
  const auto found = storms_.find(event.storm);
  WHISTLE_CHECK(found != storms_.end());
  Storm& row = found->second;
  ++row.cases;
  arm(kPlaceOf<Storm>, row.id.value, row.quiet_at, event.quiet_at);
  row.quiet_at = event.quiet_at;
  touch(row);
}

void Registers::on(const StormEnded& event) {
  const auto found = storms_.find(event.id);
  WHISTLE_CHECK(found != storms_.end() && found->second.cases == event.cases);
  arm(kPlaceOf<Storm>, event.id.value, found->second.quiet_at, kNever);
  touch(found->second);
  storms_by_place_.erase({found->second.area, found->second.major});
  storms_.erase(found);
}

}  // namespace whistle::casework
