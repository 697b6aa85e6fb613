#include "engine/casework/draft.h"

#include <algorithm>
#include <array>

#include "engine/core/check.h"

namespace whistle::casework {

Draft::Draft(const Context& ctx, const Case& item)
    : context(ctx),
      id(item.id),
      condition{ctx.state.symbols().name(item.condition)},
      area(item.area),
      severity(item.severity),
      request_type(item.request_type),
      received(item.received),
      tier(item.tier),
      watch_tier(item.watch_tier),
      unit{ctx.state.symbols().name(item.unit)},
      order_number(item.order_number),
      card(item.card),
      arrived(item.arrived),
      contacted(item.contacted),
      ladder_exhausted(item.ladder_exhausted),
      clocks(item.clocks) {
  category = ctx.policy.category({ctx.state.symbols().name(item.category)});
  settle_area();
}

Draft::Draft(const Context& ctx, CaseId case_id, Severity colour, RequestType type)
    : context(ctx), id(case_id), severity(colour), request_type(type), received(ctx.now) {}

void Draft::settle_area() {
  if (area) return;
  const policy::Unit* holder = context.policy.unit(unit);
  if (holder != nullptr) area = holder->area;
}

CaseClock* Draft::find(Stage stage) {
  const auto found = std::ranges::find(clocks, stage, &CaseClock::stage);
  return found != clocks.end() ? &*found : nullptr;
}

const CaseClock* Draft::clock(Stage stage) const {
  const auto found = std::ranges::find(clocks, stage, &CaseClock::stage);
  return found != clocks.end() ? &*found : nullptr;
}

void Draft::erase(Stage stage) {
  std::erase_if(clocks, [&](const CaseClock& clock) { return clock.stage == stage; });
}

// A calendar that a later rule book no longer has is replaced by the default one: the promise
// stays, only the rest of it is counted differently.
const calendar::Calendar& Draft::calendar_of(const CaseClock& clock) const {
  const std::string& name = context.state.symbols().name(clock.calendar);
  const auto& calendars = context.policy.book().calendars;
  const auto found = std::ranges::find_if(
      calendars, [&](const calendar::Calendar& item) { return item.name() == name; });
  return found != calendars.end() ? *found
                                  : context.policy.calendar(context.policy.book().default_calendar);
}

std::optional<policy::GrantedLimit> Draft::limit_of(Stage stage, Severity colour) const {
  return context.policy.limit({.stage = stage,
                               .severity = colour,
                               .category = category ? category->code : CategoryCode{},
                               .condition = condition,
                               .received = received});
}

void Draft::start(Stage stage, Timestamp from) {
  if (const auto granted = limit_of(stage, severity)) start(stage, from, *granted);
}

void Draft::start(Stage stage, Timestamp from, const policy::GrantedLimit& granted) {
  const calendar::Calendar& calendar = context.policy.calendar(granted.calendar);
  const calendar::ClockReading reading = calendar::start_clock(calendar, from, granted.limit);
  const calendar::Alarms alarms =
      calendar::alarms_of(calendar, reading, from, context.policy.settings().cards.ratios);
  erase(stage);
  // The working copy keeps no symbol for a calendar name the state has not seen: nothing in the
  // same decision pauses a clock it has just started.
  clocks.push_back({.stage = stage,
                    .calendar = context.state.symbols().find(calendar.name()),
                    .reading = reading,
                    .started = from,
                    .since = from,
                    .alarms = alarms});
  record(ClockStarted{.id = id,
                      .stage = stage,
                      .calendar = calendar.name(),
                      .reading = reading,
                      .started = from,
                      .since = from,
                      .alarms = alarms,
                      .rule = granted.rule});
}

void Draft::settle(Stage stage, Timestamp from) {
  const auto granted = limit_of(stage, severity);
  if (!granted) {
    drop(stage);
  } else if (find(stage) == nullptr) {
    start(stage, from, *granted);
  } else {
    change_limit(stage, *granted);
  }
}

void Draft::meet(Stage stage) {
  const CaseClock* clock = find(stage);
  if (clock == nullptr) return;
  run_out_if_late(*clock);
  record(ClockMet{.id = id, .stage = stage, .on_time = !clock->overdue});
  erase(stage);
}

void Draft::drop(Stage stage) {
  const CaseClock* clock = find(stage);
  if (clock == nullptr) return;
  run_out_if_late(*clock);
  record(ClockDropped{.id = id, .stage = stage});
  erase(stage);
}

void Draft::pause(Stage stage) {
  CaseClock* clock = find(stage);
  if (clock == nullptr || !clock->running) return;
  run_out_if_late(*clock);
  clock->reading =
      calendar::pause_clock(calendar_of(*clock), clock->reading, clock->since, context.now);
  clock->running = false;
  record(ClockPaused{.id = id, .stage = stage, .consumed = clock->reading.consumed});
}

void Draft::resume(Stage stage) {
  CaseClock* clock = find(stage);
  if (clock == nullptr || clock->running) return;
  clock->running = true;
  clock->since = context.now;
  clock->alarms = calendar::alarms_of(calendar_of(*clock), clock->reading, context.now,
                                      context.policy.settings().cards.ratios);
  record(ClockResumed{.id = id, .stage = stage, .since = context.now, .alarms = clock->alarms});
}

bool Draft::run_out(Stage stage) {
  CaseClock* clock = find(stage);
  WHISTLE_CHECK(clock != nullptr && clock->running && context.now > clock->alarms.due);
  const bool far = context.now > clock->alarms.far_overdue;
  record(ClockRanOut{.id = id, .stage = stage, .due = clock->alarms.due, .unit = unit, .far = far});
  clock->soon_told = true;
  clock->overdue = true;
  clock->far_overdue = clock->far_overdue || far;
  return far;
}

void Draft::run_out_if_late(const CaseClock& clock) {
  if (clock.running && !clock.overdue && context.now > clock.alarms.due) run_out(clock.stage);
}

Timestamp Draft::earliest_due() const {
  Timestamp due = kNever;
  for (const CaseClock& clock : clocks) {
    if (clock.running) due = std::min(due, clock.alarms.due);
  }
  return due;
}

void Draft::recolour_clocks() {
  const Case* before = context.state.find(id);
  WHISTLE_CHECK(before != nullptr);
  constexpr std::array kByColour{Stage::Sign, Stage::Contact, Stage::OnSite, Stage::InitialResult,
                                 Stage::Resolve};
  for (const Stage stage : kByColour) {
    const auto granted = limit_of(stage, severity);
    if (granted) change_limit(stage, *granted);
  }
  if (const auto budget = rung_budget(*this, watch_tier)) change_limit(Stage::Rung, *budget);
  // These begin with the first order, if the colour grants them then.
  for (const Stage stage : {Stage::OnSite, Stage::InitialResult}) {
    const bool is_new = !limit_of(stage, before->severity);
    if (is_new && !(stage == Stage::OnSite && arrived)) start(stage);
  }
}

void Draft::change_limit(Stage stage, const policy::GrantedLimit& granted) {
  CaseClock* clock = find(stage);
  if (clock == nullptr || !clock->running) return;
  run_out_if_late(*clock);
  if (clock->overdue) return;
  const calendar::Calendar& calendar = context.policy.calendar(granted.calendar);
  const bool same = granted.limit == clock->reading.limit &&
                    calendar.name() == context.state.symbols().name(clock->calendar);
  if (same) return;
  // The present stretch is counted in the new way; what was used up before it stays as it was
  // counted then.
  const Milliseconds used =
      clock->reading.consumed + calendar.elapsed(clock->since, context.now, granted.limit);
  clock->reading = calendar::start_clock(calendar, clock->started, granted.limit);
  clock->reading.consumed = used;
  clock->since = context.now;
  clock->alarms = calendar::alarms_of(calendar, clock->reading, context.now,
                                      context.policy.settings().cards.ratios);
  clock->calendar = context.state.symbols().find(calendar.name());
  clock->soon_told = false;
  record(ClockStarted{.id = id,
                      .stage = stage,
                      .calendar = calendar.name(),
                      .reading = clock->reading,
                      .started = clock->started,
                      .since = clock->since,
                      .alarms = clock->alarms,
                      .rule = granted.rule});
}

}  // namespace whistle::casework
