#include "adapters/replay/agreement.h"

#include "adapters/hotline/instant.h"

namespace whistle::replay {
namespace {

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void Agreement::add(const hotline::Aftermath& exported, std::int64_t due_ms,
                    std::optional<bool> closed_on_time) {
  if (exported.target_ms) {
    ++targets_;
    const std::int64_t apart = due_ms - *exported.target_ms;
    if (due_ms != 0 && apart >= -hotline::kMinuteMs && apart <= hotline::kMinuteMs) ++targets_met_;
  }
  ++verdicts_;
  const bool kept = exported.closed_at_ms ? *exported.closed_at_ms <= due_ms : due_ms >= taken_ms_;
  const bool on_time = closed_on_time.value_or(due_ms == 0 || kept);
  if (exported.on_time == on_time) ++verdicts_met_;
}

double Agreement::target_share() const { return share(targets_met_, targets_); }

double Agreement::on_time_share() const { return share(verdicts_met_, verdicts_); }

}  // namespace whistle::replay
