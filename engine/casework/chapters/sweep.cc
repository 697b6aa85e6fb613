#include "engine/casework/chapters/sweep.h"

#include <utility>

#include "engine/casework/chapters/deciding.h"
#include "engine/casework/limits.h"

namespace whistle::casework {

Sweep sweep(const Context& context, CaseId through, const std::function<void(Draft&)>& change) {
  Sweep turn{.events = {}, .through = through};
  const std::uint64_t last = context.state.counters().last_case.value;
  const std::uint64_t end =
      last - through.value > kLookedAtMax ? through.value + kLookedAtMax : last;
  std::uint64_t& id = turn.through.value;
  while (id < end && turn.changed < kRecountedMax) {
    ++id;
    const Case* open = context.state.find(CaseId{id});
    if (open == nullptr) continue;
    if (open->next_alarm() <= context.now) {
      --id;
      break;
    }
    Draft draft(context, *open);
    change(draft);
    if (draft.events.empty()) continue;
    ++turn.changed;
    append(turn.events, std::move(draft.events));
  }
  turn.finished = id == last;
  turn.waits = turn.through == through && !turn.finished;
  return turn;
}

}  // namespace whistle::casework
