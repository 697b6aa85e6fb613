#include <string>

#include "engine/casework/chapters/chapters.h"
#include "engine/core/check.h"

// An order whose leases come to nothing again and again is not offered for ever: something is wrong
// with it, or with whoever pulls it. The dispatcher has it then, with the time to send it on
// running, and whoever watches escalations is told. An assistance stays: its lead sees to it.
namespace whistle::casework {
namespace {

// With what this decision adds.
std::uint32_t count_of(const Dossier& dossier, ParkCause cause) {
  switch (cause) {
    case ParkCause::Timeouts:
      return dossier.lease_timeouts + 1;
    case ParkCause::Failures:
      return dossier.lease_failures + 1;
    case ParkCause::Undelivered:
      return dossier.lease_undelivered + 1;
  }
  WHISTLE_CHECK(false);
}

std::uint32_t most_of(const policy::AttemptRules& rules, ParkCause cause) {
  switch (cause) {
    case ParkCause::Timeouts:
      return rules.timeouts_max;
    case ParkCause::Failures:
      return rules.failures_max;
    case ParkCause::Undelivered:
      return rules.undelivered_max;
  }
  WHISTLE_CHECK(false);
}

void park(Draft& draft, ParkCause cause, std::uint32_t count) {
  for (const Stage stage : {Stage::Sign, Stage::Contact, Stage::Rung}) draft.pause(stage);
  draft.start(Stage::Dispatch);
  draft.record(OrderParked{.id = draft.id, .unit = draft.unit, .cause = cause, .count = count});
  draft.record(CaseEscalated{.id = draft.id,
                             .from_tier = draft.watch_tier,
                             .from_unit = draft.unit,
                             .to_tier = draft.watch_tier,
                             .to_unit = {std::string(kDispatchDesk)},
                             .mode = policy::RungMode::Supervise,
                             .rule = {"parked:" + std::string(whistle::to_word(cause))}});
}

}  // namespace

void park_if_too_often(Draft& draft, ParkCause cause) {
  WHISTLE_CHECK(draft.before != nullptr);
  const Case& item = *draft.before;
  const std::uint32_t count = count_of(*item.dossier, cause);
  if (count <= most_of(draft.context.policy.settings().attempts, cause)) return;
  if (item.status != Status::Dispatched || item.kind == CaseKind::Assist) return;
  // Whoever gave it away has it again.
  if (draft.transferred_from) return snap_back(draft, {"transfer:parked"});
  park(draft, cause, count);
}

}  // namespace whistle::casework
