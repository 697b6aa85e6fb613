#include "engine/casework/decide.h"

#include "engine/casework/chapters/chapters.h"

namespace whistle::casework {

Decision decide(const Context& context, const Command& command) {
  Decision decision = std::visit([&](const auto& wish) { return on(wish, context); }, command);
  if (!decision || decision->events.empty()) return decision;
  // The first fact of a month opens its page of the scoreboard.
  const std::uint32_t period = context.policy.period_of(context.now);
  if (period > context.state.registers().counters().period) {
    decision->events.insert(decision->events.begin(), PeriodBegan{.period = period});
  }
  return decision;
}

}  // namespace whistle::casework
