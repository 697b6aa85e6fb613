#include <algorithm>
#include <utility>

#include "engine/casework/limits.h"
#include "engine/casework/state.h"
#include "engine/core/check.h"

// How each fact changes the state: total, checked, and the only writer. Nothing here looks at rules
// or at time.
namespace whistle::casework {
namespace {

std::size_t colour_index(Severity severity) {
  return severity == Severity::Red ? 0 : severity == Severity::Yellow ? 1 : 2;
}

}  // namespace

void State::apply(const Event& event) {
  std::visit([this](const auto& fact) { on(fact); }, event);
}

void State::on(const CaseFiled& event) {
  WHISTLE_CHECK(event.complaint.value == counters_.last_complaint.value + 1);
  WHISTLE_CHECK(event.id.value == counters_.last_case.value + 1);
  counters_.last_complaint = event.complaint;
  counters_.last_case = event.id;
  ++tallies_.complaints;
  ++tallies_.cases;
  ++tallies_.by_colour[colour_index(event.findings.severity.severity)];
  if (event.awaits_triage) ++tallies_.awaited_triage;

  Case item;
  item.id = event.id;
  item.first_complaint = event.complaint;
  item.received = event.received;
  item.requester = event.requester;
  item.likeness = event.findings.likeness;
  item.condition = symbols_.intern(event.condition.value);
  item.severity = event.findings.severity.severity;
  item.request_type = event.findings.request_type;
  item.channel = event.channel;
  item.status = Status::AwaitsTriage;
  // A place that is only guessed is a hint for the person who reads it, not a fact.
  if (event.findings.place.certainty >= triage::Certainty::Certain) {
    item.area = event.findings.place.area;
  }
  if (!event.awaits_triage) {
    item.category = symbols_.intern(event.findings.category.category.value);
    item.cause_area = event.cause_area;
  }
  index_cause(insert(std::move(item)));
}

void State::on(const ComplaintDeclined& event) {
  WHISTLE_CHECK(event.complaint.value == counters_.last_complaint.value + 1);
  counters_.last_complaint = event.complaint;
  ++tallies_.complaints;
  ++tallies_.declined;
}

void State::on(const ComplaintMerged& event) {
  WHISTLE_CHECK(event.complaint.value == counters_.last_complaint.value + 1);
  counters_.last_complaint = event.complaint;
  ++tallies_.complaints;
  ++tallies_.merged;
  Case& item = existing(event.id);
  ++item.complaints;
  if (event.repeat) ++item.reminders;
  const bool is_new = event.requester != 0 && event.requester != item.requester &&
                      std::ranges::find(item.requesters, event.requester) == item.requesters.end();
  if (is_new && item.requesters.size() < kRequestersMax) {
    item.requesters.push_back(event.requester);
    index_request(item, event.requester);
  }
}

void State::on(const CaseClassified& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::AwaitsTriage);
  leave_place(item);
  item.category = symbols_.intern(event.category.value);
  item.area = event.area;
  item.cause_area = event.cause_area;
  index_cause(item);
}

void State::on(const CaseRecoloured& event) {
  Case& item = existing(event.id);
  const bool waits = item.place == Place::Queue;
  const Symbol unit = item.unit;
  if (waits) leave_place(item);
  item.severity = event.to;
  // Among those of its new colour it stands by the promises of that colour.
  item.queue_due = std::min(item.queue_due, item.earliest_due());
  if (waits) enter_queue(item, unit);
}

void State::on(const OrderDispatched& event) {
  Case& item = existing(event.id);
  leave_place(item);
  const bool to_triage = event.unit.value == kTriageDesk;
  if (!to_triage) {
    if (item.order_number == 0) {
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
  item.place = Place::Lease;
  item.worker = symbols_.intern(event.worker.value);
  item.token = event.token;
  item.lease_token = event.token;
  item.lease_until = event.until;
  arm(item);
}

void State::on(const LeaseRenewed& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Lease);
  item.lease_until = event.until;
  arm(item);
}

void State::on(const LeaseLapsed& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Lease && item.token == event.token);
  item.place = Place{};
  item.lease_until = kNever;
  enter_queue(item, item.unit);
  arm(item);
}

void State::on(const OrderReleased& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Lease && item.token == event.token);
  item.place = Place{};
  item.lease_until = kNever;
  item.token = {};
  enter_queue(item, item.unit);
  arm(item);
}

void State::on(const OrderSigned& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Lease || item.place == Place::Queue);
  WHISTLE_CHECK(event.token > counters_.last_token);
  counters_.last_token = event.token;
  leave_place(item);
  move(item, Status::SignedFor);
  item.place = Place::Hands;
  item.worker = symbols_.intern(event.worker.value);
  item.token = event.token;
  item.lease_until = kNever;
  arm(item);
}

void State::on(const FirstContacted& event) { existing(event.id).contacted = true; }
void State::on(const ArrivedOnSite& event) { existing(event.id).arrived = true; }
void State::on(const ProgressNoted& event) { WHISTLE_CHECK(find(event.id) != nullptr); }

void State::on(const HandlingFinished& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Hands);
  move(item, Status::Finished);
  item.place = Place::Desk;
  item.finished_at = event.at;
}

void State::on(const PostChecked& event) {
  WHISTLE_CHECK(existing(event.id).status == Status::Finished);
}

void State::on(const RequesterReplied& event) { move(existing(event.id), Status::Replied); }
void State::on(const CalledBack& event) {
  WHISTLE_CHECK(existing(event.id).status == Status::Replied);
}

void State::on(const CaseReworked& event) {
  ++tallies_.reworked;
  Case& item = existing(event.id);
  item.rework_rounds = event.round;
  item.contacted = false;
  item.arrived = false;
}

void State::on(const CaseClosed& event) {
  Case& item = existing(event.id);
  move(item, Status::Closed);
  item.place = Place{};
  item.clocks.clear();
  arm(item);
  ++tallies_.closed;
  if (event.on_time) ++tallies_.closed_on_time;
}

void State::on(const CaseStruckOff& event) {
  Case& item = existing(event.id);
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
  WHISTLE_CHECK(event.card > item.card);
  item.card = event.card;
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
