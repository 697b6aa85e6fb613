#include "engine/casework/state/registers.h"
#include "engine/core/check.h"

// Which rule books were in force.
namespace whistle::casework {

void Registers::on(const PolicyAdopted& event) {
  const Adoption* last = adoption();
  WHISTLE_CHECK(last == nullptr || (!last->spreading && event.id.value == last->id.value + 1));
  const Adoption row{.id = event.id,
                     .version = event.version,
                     .before = event.before,
                     .name = event.name,
                     .by = event.by,
                     .reason = event.reason,
                     .since = event.since,
                     .stages = event.stages,
                     .lines = event.lines,
                     .spreading = event.stages != 0 || event.lines,
                     .spread_through = {},
                     .moved = 0};
  arm(kPlaceOf<Adoption>, row.id.value, kNever, row.next_alarm());
  touch(adoptions_[row.id] = row);
}

void Registers::on(const CasesMigrated& event) {
  const auto found = adoptions_.find(event.id);
  WHISTLE_CHECK(found != adoptions_.end());
  Adoption& row = found->second;
  WHISTLE_CHECK(row.spreading && (event.finished || event.through > row.spread_through));
  const Timestamp before = row.next_alarm();
  row.spreading = !event.finished;
  row.spread_through = event.through;
  row.moved += event.moved;
  arm(kPlaceOf<Adoption>, row.id.value, before, row.next_alarm());
  touch(row);
}

}  // namespace whistle::casework
