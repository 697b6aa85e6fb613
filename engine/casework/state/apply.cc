#include <algorithm>
#include <limits>
#include <utility>

#include "engine/casework/state/state.h"
#include "engine/core/check.h"

// How each fact changes the state: total, checked, and the only writer. Nothing here looks at rules
// or at time.
namespace whistle::casework {
namespace {

// A new order begins: what became of leases of the one before is nothing to it.
void forget_attempts(Case& item) {
  const Dossier& old = *item.dossier;
  if (old.lease_timeouts + old.lease_failures + old.lease_undelivered == 0 && !old.parked_from) {
    return;
  }
  Dossier& dossier = item.dossier.edit();
  dossier.lease_timeouts = 0;
  dossier.lease_failures = 0;
  dossier.lease_undelivered = 0;
  dossier.parked_from = {};
}

}  // namespace

void State::apply(const Event& event) {
  if (keeps_score_) count(event);
  std::visit([this](const auto& fact) { on(fact); }, event);
}

void State::on(const CaseRecoloured& event) {
  Case& item = existing(event.id);
  const bool waits = item.place == Place::Queue;
  const Symbol unit = item.unit;
  if (waits) leave_place(item);
  item.severity = event.to;
  // Among those of its new colour it stands by the promises of that colour.
  const Timestamp due = item.earliest_due();
  item.queue_due = event.to > event.from ? std::min(item.queue_due, due) : due;
  if (waits) enter_queue(item, unit);
}

void State::on(const OrderDispatched& event) {
  Case& item = existing(event.id);
  leave_place(item);
  const bool to_triage = event.unit.value == kTriageDesk;
  if (!to_triage) {
    if (item.order_number == 0 && item.kind == CaseKind::Request) {
      ++tallies_.by_tier[static_cast<std::size_t>(event.tier) - 1];
    }
    WHISTLE_CHECK(event.number > item.order_number);
    move(item, Status::Dispatched);
  }
  item.order_number = event.number;
  item.tier = event.tier;
  item.watch_tier = event.tier;
  item.queue_due = event.queue_due;
  item.entered = ++counters_.last_entered;
  item.worker = 0;
  // Whoever held the order before holds nothing any more.
  item.token = {};
  item.lease_token = {};
  item.lease_until = kNever;
  item.receive_by = kNever;
  forget_attempts(item);
  item.ladder_exhausted = false;
  enter_queue(item, symbols_.intern(event.unit.value));
  arm(item);
}

void State::on(const OrderLeased& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Queue);
  WHISTLE_CHECK(event.token > counters_.last_token);
  counters_.last_token = event.token;
  leave_place(item);
  lines_[item.unit].granted(item.severity);
  enter(item, Place::Lease);
  item.worker = symbols_.intern(event.worker.value);
  streaks_.granted(item.worker, item.severity);
  item.token = event.token;
  item.lease_token = event.token;
  item.lease_until = event.until;
  item.receive_by = event.receive_by;
  arm(item);
}

void State::on(const LeaseRenewed& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Lease);
  item.lease_until = event.until;
  item.receive_by = kNever;
  arm(item);
}

void State::on(const LeaseLapsed& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.token == event.token);
  ++item.dossier.edit().lease_timeouts;
  end_lease(item);
}

void State::on(const OrderReleased& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.token == event.token);
  if (event.failed) ++item.dossier.edit().lease_failures;
  item.token = {};
  end_lease(item);
}

void State::on(const OrderSigned& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Lease || item.place == Place::Queue);
  WHISTLE_CHECK(event.token > counters_.last_token);
  counters_.last_token = event.token;
  leave_place(item);
  move(item, Status::SignedFor);
  enter(item, Place::Hands);
  item.worker = symbols_.intern(event.worker.value);
  item.token = event.token;
  item.lease_until = kNever;
  item.receive_by = kNever;
  arm(item);
}

void State::on(const FirstContacted& event) { existing(event.id).contacted = true; }
void State::on(const ArrivedOnSite& event) { existing(event.id).arrived = true; }
void State::on(const ProgressNoted& event) { WHISTLE_CHECK(find(event.id) != nullptr); }

void State::on(const HandlingFinished& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Hands);
  move(item, Status::Finished);
  leave_place(item);
  enter(item, Place::Desk);
  item.finished_at = event.at;
}

void State::on(const PostChecked& event) {
  WHISTLE_CHECK(existing(event.id).status == Status::Finished);
}

void State::on(const RequesterReplied& event) { move(existing(event.id), Status::Replied); }
void State::on(const CalledBack& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::Replied);
  Dossier& dossier = item.dossier.edit();
  if (!event.complaint || event.complaint == item.first_complaint) {
    dossier.first_called_back = true;
    dossier.callback_attempts = 0;
  } else {
    const auto joined = std::ranges::find(dossier.joined, event.complaint, &Joined::complaint);
    WHISTLE_CHECK(joined != dossier.joined.end());
    joined->called_back = true;
    joined->callback_attempts = 0;
  }
  if (event.solved == Solved::Unsolved || event.satisfaction == Satisfaction::Dissatisfied) {
    if (dossier.unhappy_in_a_row < std::numeric_limits<std::uint8_t>::max()) {
      ++dossier.unhappy_in_a_row;
    }
  } else if (event.satisfaction != Satisfaction::Unrated) {
    dossier.unhappy_in_a_row = 0;
  }
}

void State::on(const CaseReworked& event) {
  ++tallies_.reworked;
  Case& item = existing(event.id);
  item.rework_rounds = event.round;
  item.contacted = false;
  item.arrived = false;
  // Everybody is asked again, also who was happy before.
  Dossier& dossier = item.dossier.edit();
  dossier.first_called_back = false;
  dossier.callback_attempts = 0;
  for (Joined& each : dossier.joined) {
    each.called_back = false;
    each.callback_attempts = 0;
  }
}

void State::on(const CaseClosed& event) {
  Case& item = existing(event.id);
  move(item, Status::Closed);
  leave_place(item);
  item.clocks.clear();
  arm(item);
  if (item.kind != CaseKind::Request) return;
  ++tallies_.closed;
  if (event.on_time) ++tallies_.closed_on_time;
}

void State::on(const CaseStruckOff& event) {
  Case& item = existing(event.id);
  // Only what was replied to can be closed: nobody is struck off without an answer.
  WHISTLE_CHECK(item.status == Status::Closed);
  erase(item);
}

void State::on(const ClockStarted& event) {
  Case& item = existing(event.id);
  CaseClock* clock = item.clock(event.stage);
  if (clock == nullptr) clock = &item.clocks.emplace_back();
  *clock = {.stage = event.stage,
            .running = true,
            .soon_told = false,
            .overdue = false,
            .far_overdue = false,
            .calendar = symbols_.intern(event.calendar),
            .reading = event.reading,
            .started = event.started,
            .since = event.since,
            .alarms = event.alarms};
  arm(item);
}

void State::on(const ClockPaused& event) {
  Case& item = existing(event.id);
  CaseClock* clock = item.clock(event.stage);
  WHISTLE_CHECK(clock != nullptr && clock->running);
  clock->running = false;
  clock->reading.consumed = event.consumed;
  arm(item);
}

void State::on(const ClockResumed& event) {
  Case& item = existing(event.id);
  CaseClock* clock = item.clock(event.stage);
  WHISTLE_CHECK(clock != nullptr && !clock->running);
  clock->running = true;
  clock->since = event.since;
  clock->alarms = event.alarms;
  arm(item);
}

void State::on(const ClockMet& event) {
  Case& item = existing(event.id);
  const auto erased = std::erase_if(
      item.clocks, [&](const CaseClock& clock) { return clock.stage == event.stage; });
  WHISTLE_CHECK(erased == 1);
  arm(item);
}

void State::on(const ClockDropped& event) {
  Case& item = existing(event.id);
  const auto erased = std::erase_if(
      item.clocks, [&](const CaseClock& clock) { return clock.stage == event.stage; });
  WHISTLE_CHECK(erased == 1);
  arm(item);
}

void State::on(const ClockDueSoon& event) {
  Case& item = existing(event.id);
  CaseClock* clock = item.clock(event.stage);
  WHISTLE_CHECK(clock != nullptr && clock->running);
  clock->soon_told = true;
  arm(item);
}

void State::on(const ClockRanOut& event) {
  Case& item = existing(event.id);
  CaseClock* clock = item.clock(event.stage);
  WHISTLE_CHECK(clock != nullptr && clock->running);
  // A tier's budget is not a promise to anybody outside, so it is no overdue promise.
  if (!clock->overdue && event.stage != Stage::Rung) ++tallies_.overdue;
  clock->soon_told = true;
  clock->overdue = true;
  clock->far_overdue = clock->far_overdue || event.far;
  arm(item);
}

void State::on(const CardIssued& event) {
  Case& item = existing(event.id);
  // A card of the unit before is not its own.
  WHISTLE_CHECK(event.card > item.dossier->card_of(event.unit));
  raise_card(item, event.unit, event.card);
  if (event.card == Card::Yellow) ++tallies_.yellow_cards;
  if (event.card == Card::Red) ++tallies_.red_cards;
}

void State::on(const CaseEscalated& event) {
  Case& item = existing(event.id);
  ++item.escalations;
  ++tallies_.escalations;
  item.watch_tier = event.to_tier;
}

void State::on(const LadderExhausted& event) { existing(event.id).ladder_exhausted = true; }

}  // namespace whistle::casework
