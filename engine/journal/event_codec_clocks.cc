#include "engine/journal/event_codec.h"

namespace whistle::journal {

void write(const calendar::ClockReading& reading, v1::ClockReading& stored) {
  stored.mutable_limit()->set_value(reading.limit.value);
  stored.mutable_limit()->set_unit(number_of<v1::LimitUnit>(reading.limit.unit));
  stored.set_granted_ms(reading.granted.count());
  stored.set_consumed_ms(reading.consumed.count());
}

calendar::ClockReading read(const v1::ClockReading& stored, FieldReader& reader) {
  return {.limit = {.value = stored.limit().value(),
                    .unit = reader.value<calendar::LimitUnit>(stored.limit().unit(),
                                                              "reading.limit.unit")},
          .granted = Milliseconds{stored.granted_ms()},
          .consumed = Milliseconds{stored.consumed_ms()}};
}

void write(const calendar::Alarms& alarms, v1::Alarms& stored) {
  if (alarms.due_soon != kNever) stored.set_due_soon_ms(to_ms(alarms.due_soon));
  if (alarms.due != kNever) stored.set_due_ms(to_ms(alarms.due));
  if (alarms.far_overdue != kNever) stored.set_far_overdue_ms(to_ms(alarms.far_overdue));
}

calendar::Alarms read(const v1::Alarms& stored, FieldReader& reader) {
  return {.due_soon =
              reader.deadline(stored.has_due_soon_ms(), stored.due_soon_ms(), "alarms.due_soon_ms"),
          .due = reader.deadline(stored.has_due_ms(), stored.due_ms(), "alarms.due_ms"),
          .far_overdue = reader.deadline(stored.has_far_overdue_ms(), stored.far_overdue_ms(),
                                         "alarms.far_overdue_ms")};
}

void on(const casework::ClockStarted& event, v1::Event& stored) {
  v1::ClockStarted& out = *stored.mutable_clock_started();
  out.set_id(event.id.value);
  out.set_stage(number_of<v1::Stage>(event.stage));
  out.set_calendar(event.calendar);
  write(event.reading, *out.mutable_reading());
  out.set_started_ms(to_ms(event.started));
  out.set_since_ms(to_ms(event.since));
  write(event.alarms, *out.mutable_alarms());
  out.set_rule(event.rule.value);
}

casework::ClockStarted read(const v1::ClockStarted& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .stage = reader.value<Stage>(stored.stage(), "clock_started.stage"),
          .calendar = stored.calendar(),
          .reading = read(stored.reading(), reader),
          .started = from_ms(stored.started_ms()),
          .since = from_ms(stored.since_ms()),
          .alarms = read(stored.alarms(), reader),
          .rule = {stored.rule()}};
}

void on(const casework::ClockPaused& event, v1::Event& stored) {
  v1::ClockPaused& out = *stored.mutable_clock_paused();
  out.set_id(event.id.value);
  out.set_stage(number_of<v1::Stage>(event.stage));
  out.set_consumed_ms(event.consumed.count());
}

casework::ClockPaused read(const v1::ClockPaused& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .stage = reader.value<Stage>(stored.stage(), "clock_paused.stage"),
          .consumed = Milliseconds{stored.consumed_ms()}};
}

void on(const casework::ClockResumed& event, v1::Event& stored) {
  v1::ClockResumed& out = *stored.mutable_clock_resumed();
  out.set_id(event.id.value);
  out.set_stage(number_of<v1::Stage>(event.stage));
  out.set_since_ms(to_ms(event.since));
  write(event.alarms, *out.mutable_alarms());
}

casework::ClockResumed read(const v1::ClockResumed& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .stage = reader.value<Stage>(stored.stage(), "clock_resumed.stage"),
          .since = from_ms(stored.since_ms()),
          .alarms = read(stored.alarms(), reader)};
}

void on(const casework::ClockMet& event, v1::Event& stored) {
  v1::ClockMet& out = *stored.mutable_clock_met();
  out.set_id(event.id.value);
  out.set_stage(number_of<v1::Stage>(event.stage));
  out.set_on_time(event.on_time);
}

casework::ClockMet read(const v1::ClockMet& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .stage = reader.value<Stage>(stored.stage(), "clock_met.stage"),
          .on_time = stored.on_time()};
}

void on(const casework::ClockDropped& event, v1::Event& stored) {
  v1::ClockDropped& out = *stored.mutable_clock_dropped();
  out.set_id(event.id.value);
  out.set_stage(number_of<v1::Stage>(event.stage));
}

casework::ClockDropped read(const v1::ClockDropped& stored, FieldReader& reader) {
  return {.id = {stored.id()}, .stage = reader.value<Stage>(stored.stage(), "clock_dropped.stage")};
}

void on(const casework::ClockDueSoon& event, v1::Event& stored) {
  v1::ClockDueSoon& out = *stored.mutable_clock_due_soon();
  out.set_id(event.id.value);
  out.set_stage(number_of<v1::Stage>(event.stage));
  if (event.due != kNever) out.set_due_ms(to_ms(event.due));
}

casework::ClockDueSoon read(const v1::ClockDueSoon& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .stage = reader.value<Stage>(stored.stage(), "clock_due_soon.stage"),
          .due = reader.deadline(stored.has_due_ms(), stored.due_ms(), "clock_due_soon.due_ms")};
}

void on(const casework::ClockRanOut& event, v1::Event& stored) {
  v1::ClockRanOut& out = *stored.mutable_clock_ran_out();
  out.set_id(event.id.value);
  out.set_stage(number_of<v1::Stage>(event.stage));
  if (event.due != kNever) out.set_due_ms(to_ms(event.due));
  out.set_unit(event.unit.value);
  out.set_far(event.far);
}

casework::ClockRanOut read(const v1::ClockRanOut& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .stage = reader.value<Stage>(stored.stage(), "clock_ran_out.stage"),
          .due = reader.deadline(stored.has_due_ms(), stored.due_ms(), "clock_ran_out.due_ms"),
          .unit = {stored.unit()},
          .far = stored.far()};
}

}  // namespace whistle::journal
