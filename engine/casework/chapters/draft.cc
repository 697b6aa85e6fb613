#include "engine/casework/chapters/draft.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "engine/core/check.h"

namespace whistle::casework {

namespace {

// What the unit promises: rests together with its work.
constexpr std::array kOfUnit{Stage::Sign,          Stage::Contact,        Stage::OnSite,
                             Stage::InitialResult, Stage::Resolve,        Stage::Rung,
                             Stage::Assist,        Stage::ReminderAnswer, Stage::Transfer,
                             Stage::Milestone1,    Stage::Milestone2,     Stage::Milestone3,
                             Stage::Milestone4};
// What the colour decides about.
constexpr std::array kByColour{Stage::Dispatch,       Stage::Objection, Stage::Sign,
                               Stage::Contact,        Stage::OnSite,    Stage::InitialResult,
                               Stage::Resolve,        Stage::Requester, Stage::Assist,
                               Stage::ReminderAnswer, Stage::Transfer};
// What begins with the first order, if the colour grants it then.
constexpr std::array kWithFirstOrder{Stage::OnSite, Stage::InitialResult};

// Facts of nearly every decision: growing step by step would move each of them several times.
constexpr std::size_t kFactsUsual = 8;

// What `part` of `was` is of `is`.
Milliseconds in_proportion(Milliseconds part, Milliseconds was, Milliseconds is) {
  const bool endless = was == Milliseconds::max() || is == Milliseconds::max();
  if (was == is || was <= Milliseconds{0} || endless || part == Milliseconds::max()) return part;
  const double share = static_cast<double>(part.count()) / static_cast<double>(was.count());
  return Milliseconds{std::llround(share * static_cast<double>(is.count()))};
}

}  // namespace

Draft::Draft(const Context& ctx, const Case& item)
    : context(ctx),
      before(&item),
      id(item.id),
      kind(item.kind),
      condition{ctx.state.symbols().name(item.condition)},
      area(item.area),
      severity(item.severity),
      request_type(item.request_type),
      received(item.received),
      tier(item.tier),
      watch_tier(item.watch_tier),
      unit{ctx.state.symbols().name(item.unit)},
      order_number(item.order_number),
      carded(item.dossier->carded),
      arrived(item.arrived),
      contacted(item.contacted),
      ladder_exhausted(item.ladder_exhausted),
      transferred_from(item.dossier->transferred_from),
      assignee{ctx.state.symbols().name(item.assignee)},
      assists(item.dossier->assists),
      clocks(item.clocks.begin(), item.clocks.end()) {
  category = ctx.policy.category_named(ctx.state.symbols().name(item.category));
  settle_area();
  events.reserve(kFactsUsual);
}

Draft::Draft(const Context& ctx, CaseId case_id, Severity colour, RequestType type)
    : context(ctx), id(case_id), severity(colour), request_type(type), received(ctx.now) {
  events.reserve(kFactsUsual);
}

void Draft::settle_area() {
  if (area) return;
  const policy::Unit* holder = context.policy.unit(unit);
  if (holder != nullptr) area = holder->area;
}

const Dossier& Draft::dossier() const {
  static const Dossier nothing{};
  return before != nullptr ? *before->dossier : nothing;
}

bool Draft::wartime() const {
  const auto& modes = context.state.registers().modes();
  if (modes.empty()) return false;
  const policy::Policy& policy = context.policy;
  for (const policy::Area* place = policy.area(area); place != nullptr;
       place = policy.area(place->parent)) {
    const auto found = modes.find(place->code);
    if (found != modes.end()) return found->second.mode == OperatingMode::Wartime;
  }
  return false;
}

const UnitCode& Draft::answering(Stage stage) const {
  switch (stage) {
    case Stage::Sign:
    case Stage::Transfer:
    case Stage::Rung:
      return unit;
    case Stage::Accept:
    case Stage::Dispatch:
    case Stage::Contact:
    case Stage::OnSite:
    case Stage::InitialResult:
    case Stage::Resolve:
    case Stage::PostCheck:
    case Stage::Callback:
    case Stage::FirstResponse:
    case Stage::AtDoor:
    case Stage::Objection:
    case Stage::ReminderAnswer:
    case Stage::Requester:
    case Stage::Assist:
    case Stage::Milestone1:
    case Stage::Milestone2:
    case Stage::Milestone3:
    case Stage::Milestone4:
      break;
  }
  return transferred_from ? transferred_from : unit;
}

Card Draft::card_of(const UnitCode& holder) const {
  const auto own = std::ranges::find(carded, holder, &Carded::unit);
  return own != carded.end() ? own->card : Card::None;
}

void Draft::issue(CardIssued card) {
  WHISTLE_CHECK(card.card > card_of(card.unit));
  std::erase_if(carded, [&](const Carded& each) { return each.unit == card.unit; });
  carded.push_back({.unit = card.unit, .card = card.card});
  record(std::move(card));
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
  CaseClock* clock = find(stage);
  if (clock != nullptr) clocks.erase(clocks.begin() + (clock - clocks.data()));
}

// A calendar that a later rule book no longer has is replaced by the default one: the promise
// stays, only the rest of it is counted differently.
const calendar::Calendar& Draft::calendar_of(const CaseClock& clock) const {
  if (const auto* own = calendars_[static_cast<std::size_t>(clock.stage)]) return *own;
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
                               .category = category ? category->code.value : std::string_view{},
                               .condition = condition.value,
                               .received = received,
                               .wartime = wartime()});
}

void Draft::start(Stage stage, Timestamp from) {
  if (auto granted = limit_of(stage, severity)) start(stage, from, *std::move(granted));
}

void Draft::start(Stage stage, Timestamp from, policy::GrantedLimit granted) {
  const calendar::Calendar& calendar = context.policy.calendar(granted.calendar);
  const calendar::ClockReading reading = calendar::start_clock(calendar, from, granted.limit);
  const calendar::Alarms alarms =
      calendar::alarms_of(calendar, reading, from, context.policy.settings().cards.ratios);
  erase(stage);
  calendars_[static_cast<std::size_t>(stage)] = &calendar;
  clocks.push_back({.stage = stage,
                    .calendar = context.state.symbols().find(calendar.name()),
                    .reading = reading,
                    .started = from,
                    .since = from,
                    .alarms = alarms});
  record_started(clocks.back(), std::move(granted.rule));
}

void Draft::record_started(const CaseClock& clock, RuleName why) {
  record(ClockStarted{.id = id,
                      .stage = clock.stage,
                      .calendar = calendar_of(clock).name(),
                      .reading = clock.reading,
                      .started = clock.started,
                      .since = clock.since,
                      .alarms = clock.alarms,
                      .rule = std::move(why)});
}

void Draft::settle(Stage stage, Timestamp from) {
  auto granted = limit_of(stage, severity);
  if (!granted) {
    drop(stage);
  } else if (find(stage) == nullptr) {
    start(stage, from, *std::move(granted));
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
  record(ClockRanOut{.id = id,
                     .stage = stage,
                     .due = clock->alarms.due,
                     .unit = answers_for(*this, stage),
                     .far = far});
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

void Draft::pause_all(bool requester_too) {
  for (const Stage stage : kOfUnit) pause(stage);
  if (requester_too) pause(Stage::Requester);
}

void Draft::resume_all() {
  for (const Stage stage : kOfUnit) resume(stage);
  resume(Stage::Requester);
}

void Draft::recolour_clocks() {
  WHISTLE_CHECK(before != nullptr);
  for (const Stage stage : kByColour) {
    if (const auto granted = limit_of(stage, severity)) change_limit(stage, *granted);
  }
  if (const auto budget = rung_budget(*this, watch_tier)) change_limit(Stage::Rung, *budget);
  start_new_promises();
}

void Draft::start_new_promises() {
  if (kind == CaseKind::Assist) return;
  const bool rests =
      dossier().suspended || dossier().panel_stops_clocks || before->status == Status::Deferred;
  for (const Stage stage : kWithFirstOrder) {
    const bool is_new = !limit_of(stage, before->severity);
    if (!is_new || (stage == Stage::OnSite && arrived)) continue;
    start(stage);
    if (rests && clock(stage) != nullptr) pause(stage);
  }
}

void Draft::recount_clocks() {
  std::vector<Stage> stages;
  for (const CaseClock& clock : clocks) stages.push_back(clock.stage);
  for (const Stage stage : stages) {
    const auto granted =
        stage == Stage::Rung ? rung_budget(*this, watch_tier) : limit_of(stage, severity);
    if (granted) recount(*find(stage), *granted);
  }
}

void Draft::recount(CaseClock& clock, const policy::GrantedLimit& granted) {
  run_out_if_late(clock);
  const calendar::Calendar& old = calendar_of(clock);
  if (clock.overdue || old.name() == context.policy.calendar(granted.calendar).name()) return;
  Milliseconds used = clock.reading.consumed;
  if (clock.running) used += old.elapsed(clock.since, context.now, clock.reading.limit);
  // Where a working day is worth more hours in one mode than in the other, the share of the limit
  // that is used up stays the same, and so does the share that was added to it.
  const Milliseconds was = calendar::start_clock(old, clock.started, clock.reading.limit).granted;
  const Milliseconds is =
      calendar::start_clock(context.policy.calendar(granted.calendar), clock.started, granted.limit)
          .granted;
  const Milliseconds extra = clock.reading.granted == Milliseconds::max() ? Milliseconds::max()
                             : clock.reading.granted > was ? clock.reading.granted - was
                                                           : Milliseconds{0};
  replace(clock, granted, in_proportion(used, was, is), in_proportion(extra, was, is));
}

void Draft::change_limit(Stage stage, const policy::GrantedLimit& granted) {
  CaseClock* clock = find(stage);
  if (clock == nullptr) return;
  // Where the operating mode changed and this clock's turn has not come, its past is counted the
  // old way first: what comes of both does not depend on which came first.
  if (before != nullptr) {
    if (const auto present = limit_of(stage, before->severity)) recount(*clock, *present);
  }
  run_out_if_late(*clock);
  if (clock->overdue) return;
  const calendar::Calendar& calendar = context.policy.calendar(granted.calendar);
  const bool same =
      granted.limit == clock->reading.limit && calendar.name() == calendar_of(*clock).name();
  if (same) return;
  Milliseconds used = clock->reading.consumed;
  if (clock->running) used += calendar.elapsed(clock->since, context.now, granted.limit);
  replace(*clock, granted, used, Milliseconds{0});
}

void Draft::replace(CaseClock& clock, const policy::GrantedLimit& granted, Milliseconds used,
                    Milliseconds extra) {
  const calendar::Calendar& calendar = context.policy.calendar(granted.calendar);
  calendars_[static_cast<std::size_t>(clock.stage)] = &calendar;
  clock.calendar = context.state.symbols().find(calendar.name());
  clock.reading = calendar::start_clock(calendar, clock.started, granted.limit);
  // What is never due stays so.
  clock.reading.granted = clock.reading.granted < Milliseconds::max() - extra
                              ? clock.reading.granted + extra
                              : Milliseconds::max();
  clock.reading.consumed = used;
  clock.since = context.now;
  clock.alarms = calendar::alarms_of(calendar, clock.reading, context.now,
                                     context.policy.settings().cards.ratios);
  clock.soon_told = false;
  record_started(clock, granted.rule);
  if (!clock.running) record(ClockPaused{.id = id, .stage = clock.stage, .consumed = used});
}

void Draft::extend(Stage stage, calendar::Limit more, const RuleName& why) {
  CaseClock* clock = find(stage);
  if (clock == nullptr) return;
  run_out_if_late(*clock);
  if (clock->overdue) return;
  const calendar::Calendar& calendar = calendar_of(*clock);
  const calendar::AlarmRatios ratios = context.policy.settings().cards.ratios;
  calendar::ClockReading& reading = clock->reading;
  if (!clock->running) {
    // It would be due then if it went on now.
    clock->since = context.now;
    clock->alarms = calendar::alarms_of(calendar, reading, context.now, ratios);
  }
  const Timestamp due = calendar.due(clock->alarms.due, more);
  const Milliseconds extra =
      due == kNever ? Milliseconds::max() : calendar.elapsed(clock->alarms.due, due, reading.limit);
  reading.granted =
      reading.granted > Milliseconds::max() - extra ? Milliseconds::max() : reading.granted + extra;
  clock->alarms = calendar::alarms_of(calendar, reading, clock->since, ratios);
  // A limit of civil days may end outside the hours in which its clock counts.
  clock->alarms.due = due;
  clock->alarms.far_overdue = std::max(clock->alarms.far_overdue, due);
  clock->soon_told = false;
  record_started(*clock, why);
  if (!clock->running) {
    record(ClockPaused{.id = id, .stage = stage, .consumed = reading.consumed});
  }
}

}  // namespace whistle::casework
