#include <algorithm>
#include <utility>

#include "engine/casework/state/state.h"
#include "engine/core/check.h"

// Orders that move, come back, or need others.
namespace whistle::casework {
namespace {

// Whoever held the order holds nothing any more.
void disown(Case& item) {
  item.worker = 0;
  item.token = {};
  item.lease_token = {};
  item.lease_until = kNever;
  item.receive_by = kNever;
}

void forget_assist(Case& lead, CaseId assist) {
  const auto erased = std::erase(lead.dossier.edit().assists, assist);
  WHISTLE_CHECK(erased == 1);
}

}  // namespace

void State::on(const OrderCopied& event) { WHISTLE_CHECK(event.unit && find(event.id) != nullptr); }

void State::on(const OrderAssigned& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::Dispatched);
  item.assignee = symbols_.intern(event.person.value);
}

void State::on(const AssistOrdered& event) {
  WHISTLE_CHECK(event.id.value == counters_.last_case.value + 1);
  counters_.last_case = event.id;
  Case& lead = existing(event.parent);
  WHISTLE_CHECK(lead.status == Status::SignedFor && lead.kind == CaseKind::Request);
  lead.dossier.edit().assists.push_back(event.id);

  // No cause, no requester and no storm: complaints join the case that is helped.
  Case item;
  item.id = event.id;
  item.kind = CaseKind::Assist;
  item.received = event.received;
  item.area = event.area;
  item.category = symbols_.intern(event.category.value);
  item.severity = event.severity;
  item.request_type = event.request_type;
  item.status = Status::AwaitsTriage;
  Dossier& dossier = item.dossier.edit();
  dossier.parent = event.parent;
  dossier.required = event.required;
  dossier.task = event.task;
  shelf_.insert(std::move(item));
}

void State::on(const AssistReported& event) {
  const Case& assist = existing(event.assist);
  WHISTLE_CHECK(assist.kind == CaseKind::Assist && assist.dossier->parent == event.id);
  forget_assist(existing(event.id), event.assist);
}

void State::on(const AssistExcused& event) {
  Case& assist = existing(event.assist);
  WHISTLE_CHECK(assist.kind == CaseKind::Assist && assist.dossier->parent == event.id);
  assist.dossier.edit().required = false;
}

void State::on(const AssistWithdrawn& event) {
  Case& assist = existing(event.id);
  WHISTLE_CHECK(assist.kind == CaseKind::Assist);
  Case* lead = shelf_.find_to_change(assist.dossier->parent);
  if (lead != nullptr) forget_assist(*lead, event.id);
  leave_place(assist);
  erase(assist);
}

void State::on(const LeaseReceived& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.place == Place::Lease && item.token == event.token);
  item.receive_by = kNever;
  item.lease_until = event.until;
  arm(item);
}

void State::on(const LeaseUndelivered& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.token == event.token && item.receive_by != kNever);
  ++item.dossier.edit().lease_undelivered;
  end_lease(item);
}

void State::on(const OrderReturned& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.kind == CaseKind::Request && !item.dossier->designated);
  WHISTLE_CHECK(symbols_.name(item.unit) == event.unit.value);
  item.dossier.edit().returned_by.push_back(event.unit);
  go_to_dispatcher(item);
}

void State::on(const OrderParked& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.kind == CaseKind::Request && item.place == Place::Queue);
  WHISTLE_CHECK(symbols_.name(item.unit) == event.unit.value);
  item.dossier.edit().parked_from = event.unit;
  go_to_dispatcher(item);
}

void State::go_to_dispatcher(Case& item) {
  leave_place(item);
  move(item, Status::Returned);
  disown(item);
  item.queue_due = item.earliest_due();
  item.entered = ++counters_.last_entered;
  enter_queue(item, symbols_.intern(kDispatchDesk));
  arm(item);
}

// An ownership is followed by another order in the same decision.
void State::on(const OrderRecalled& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.token == event.token);
  if (item.place == Place::Lease) end_lease(item);
  disown(item);
  arm(item);
}

void State::on(const DispatchObjected& event) {
  WHISTLE_CHECK(existing(event.id).status == Status::Returned);
}

void State::on(const ObjectionRuled& event) {
  WHISTLE_CHECK(event.unit && existing(event.id).status == Status::Returned);
}

void State::on(const UnitDesignated& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(event.unit && item.status == Status::Returned);
  item.dossier.edit().designated = true;
}

void State::on(const OrderTransferred& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::SignedFor && !item.dossier->transferred_from);
  WHISTLE_CHECK(symbols_.name(item.unit) == event.from.value && event.to != event.from);
  item.dossier.edit().transferred_from = event.from;
}

void State::on(const TransferAccepted& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.dossier->transferred_from == event.from);
  item.dossier.edit().transferred_from = {};
}

void State::on(const TransferSnappedBack& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.dossier->transferred_from == event.to);
  item.dossier.edit().transferred_from = {};
}

void State::on(const MilestoneReached& event) {
  WHISTLE_CHECK(existing(event.id).status == Status::SignedFor ||
                existing(event.id).status == Status::Finished);
}
void State::on(const EvidenceAdded& event) { ++existing(event.id).dossier.edit().evidence; }

}  // namespace whistle::casework
