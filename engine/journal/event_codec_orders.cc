#include "engine/journal/event_codec.h"

namespace whistle::journal {

void on(const casework::OrderDispatched& event, v1::Event& stored) {
  v1::OrderDispatched& out = *stored.mutable_order_dispatched();
  out.set_id(event.id.value);
  out.set_number(event.number);
  out.set_unit(event.unit.value);
  out.set_tier(number_or_none<v1::Tier>(event.tier));
  out.set_rule(event.rule.value);
  out.set_raised_to_duty(event.raised_to_duty);
  if (event.queue_due != kNever) out.set_queue_due_ms(to_ms(event.queue_due));
  for (const UnitCode& unit : event.told) out.add_told(unit.value);
  for (const policy::Considered& each : event.considered) {
    v1::Considered& other = *out.add_considered();
    other.set_tier(number_of<v1::Tier>(each.tier));
    other.set_unit(each.unit.value);
    other.set_why(number_of<v1::PassedOver>(each.why));
    other.set_rule(each.rule.value);
  }
}

casework::OrderDispatched read(const v1::OrderDispatched& stored, FieldReader& reader) {
  casework::OrderDispatched event{
      .id = {stored.id()},
      .number = reader.number<std::uint16_t>(stored.number(), "order_dispatched.number"),
      .unit = {stored.unit()},
      .tier = reader.value_or_none<Tier>(stored.tier(), "order_dispatched.tier"),
      .rule = {stored.rule()},
      .raised_to_duty = stored.raised_to_duty(),
      .queue_due = reader.deadline(stored.has_queue_due_ms(), stored.queue_due_ms(),
                                   "order_dispatched.queue_due_ms"),
      .told = {},
      .considered = {}};
  event.told.reserve(static_cast<std::size_t>(stored.told_size()));
  for (const std::string& unit : stored.told()) event.told.push_back({unit});
  event.considered.reserve(static_cast<std::size_t>(stored.considered_size()));
  for (const v1::Considered& each : stored.considered()) {
    event.considered.push_back(
        {.tier = reader.value<Tier>(each.tier(), "order_dispatched.considered.tier"),
         .unit = {each.unit()},
         .why = reader.value<PassedOver>(each.why(), "order_dispatched.considered.why"),
         .rule = {each.rule()}});
  }
  return event;
}

void on(const casework::OrderLeased& event, v1::Event& stored) {
  v1::OrderLeased& out = *stored.mutable_order_leased();
  out.set_id(event.id.value);
  out.set_worker(event.worker.value);
  out.set_token(event.token.value);
  if (event.until != kNever) out.set_until_ms(to_ms(event.until));
  if (event.receive_by != kNever) out.set_receive_by_ms(to_ms(event.receive_by));
}

casework::OrderLeased read(const v1::OrderLeased& stored, FieldReader& reader) {
  return {
      .id = {stored.id()},
      .worker = {stored.worker()},
      .token = {stored.token()},
      .until = reader.deadline(stored.has_until_ms(), stored.until_ms(), "order_leased.until_ms"),
      .receive_by = reader.deadline(stored.has_receive_by_ms(), stored.receive_by_ms(),
                                    "order_leased.receive_by_ms")};
}

void on(const casework::LeaseRenewed& event, v1::Event& stored) {
  v1::LeaseRenewed& out = *stored.mutable_lease_renewed();
  out.set_id(event.id.value);
  if (event.until != kNever) out.set_until_ms(to_ms(event.until));
}

casework::LeaseRenewed read(const v1::LeaseRenewed& stored, FieldReader& reader) {
  return {
      .id = {stored.id()},
      .until = reader.deadline(stored.has_until_ms(), stored.until_ms(), "lease_renewed.until_ms")};
}

void on(const casework::LeaseLapsed& event, v1::Event& stored) {
  v1::LeaseLapsed& out = *stored.mutable_lease_lapsed();
  out.set_id(event.id.value);
  out.set_token(event.token.value);
}

casework::LeaseLapsed read(const v1::LeaseLapsed& stored, FieldReader&) {
  return {.id = {stored.id()}, .token = {stored.token()}};
}

void on(const casework::OrderReleased& event, v1::Event& stored) {
  v1::OrderReleased& out = *stored.mutable_order_released();
  out.set_id(event.id.value);
  out.set_token(event.token.value);
  out.set_reason(event.reason);
  out.set_failed(event.failed);
}

casework::OrderReleased read(const v1::OrderReleased& stored, FieldReader&) {
  return {.id = {stored.id()},
          .token = {stored.token()},
          .reason = stored.reason(),
          .failed = stored.failed()};
}

void on(const casework::OrderSigned& event, v1::Event& stored) {
  v1::OrderSigned& out = *stored.mutable_order_signed();
  out.set_id(event.id.value);
  out.set_worker(event.worker.value);
  out.set_token(event.token.value);
}

casework::OrderSigned read(const v1::OrderSigned& stored, FieldReader&) {
  return {.id = {stored.id()}, .worker = {stored.worker()}, .token = {stored.token()}};
}

}  // namespace whistle::journal
