#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/sweep.h"

// Peacetime and wartime (平战转换). The mode of an area holds for all below it, except where a
// nearer area has a mode of its own. In wartime working time runs day and night and communities are
// on duty around the clock.
//
// What begins after the change is counted the new way at once. The clocks that run already are
// counted anew in the turns that follow, some hundred cases in each: a city with a million open
// cases goes on answering meanwhile. A clock that is met twice is left alone the second time.
namespace whistle::casework {
namespace {

const AreaMode* mode_of(const Context& context, AreaCode area) {
  const auto& modes = context.state.registers().modes();
  const auto found = modes.find(area);
  return found != modes.end() ? &found->second : nullptr;
}

// The area itself or the nearest one above it that has a mode of its own; nullptr: peace
// everywhere.
const AreaMode* ruling_mode(const Context& context, AreaCode area) {
  for (const policy::Area* place = context.policy.area(area); place != nullptr;
       place = context.policy.area(place->parent)) {
    if (const AreaMode* mode = mode_of(context, place->code)) return mode;
  }
  return nullptr;
}

// True when a change at `changed` holds for a place: none between them has a mode of its own.
bool reaches(const Context& context, AreaCode changed, AreaCode area) {
  for (const policy::Area* place = context.policy.area(area); place != nullptr;
       place = context.policy.area(place->parent)) {
    if (place->code == changed) return true;
    if (mode_of(context, place->code) != nullptr) return false;
  }
  return false;
}

// Communities go on duty around the clock; a unit that is on it already goes on.
void open_duties(const ChangeMode& command, const Context& context, std::vector<Event>& events) {
  const DutyCode& kind = context.policy.settings().modes.wartime_duty;
  const policy::DutyRule* rule = kind ? context.policy.duty(kind, CareTier::None) : nullptr;
  if (rule == nullptr) return;
  DutyId last = context.state.registers().counters().last_duty;
  for (const policy::Unit& unit : context.policy.book().units) {
    if (unit.tier != Tier::Community || !reaches(context, command.area, unit.area)) continue;
    if (context.state.registers().owes(unit.code, kind)) continue;
    last = {last.value + 1};
    events.emplace_back(DutyAssigned{.id = last,
                                     .kind = kind,
                                     .unit = unit.code,
                                     .person = {},
                                     .subject = {},
                                     .area = unit.area,
                                     .care = CareTier::None,
                                     .due = context.policy.round_end(*rule, context.now),
                                     .rule = {"mode:wartime"}});
  }
}

void end_duties(const ChangeMode& command, const Context& context, std::vector<Event>& events) {
  const DutyCode& kind = context.policy.settings().modes.wartime_duty;
  if (!kind) return;
  for (const auto& [id, duty] : context.state.registers().duties()) {
    if (duty.kind != kind || !reaches(context, command.area, duty.area)) continue;
    events.emplace_back(DutyEnded{.id = id, .by = command.by, .reason = "mode:peacetime"});
  }
}

}  // namespace

Decision on(const ChangeMode& command, const Context& context) {
  if (context.policy.area(command.area) == nullptr) {
    return refuse(Reason::UnknownArea,
                  "no area " + std::to_string(command.area.value) + "; name one of the book");
  }
  if (!command.by) return refuse(Reason::MissingIdentity, "say who changes the mode");
  if (command.reason.empty()) return refuse(Reason::MissingReason, "say why the mode changes");
  if (whistle::to_word(command.mode) == "?") {
    return refuse(Reason::BadValue, "the mode is peacetime or wartime");
  }
  const bool wartime = command.mode == OperatingMode::Wartime;
  if (wartime && !context.policy.settings().modes.wartime_calendar) {
    return refuse(Reason::NotPermitted, "the rules of this place know peacetime only");
  }
  // A mode that only holds from above is no mode of its own yet: said here it stays when the one
  // above changes.
  const AreaMode* ruling = ruling_mode(context, command.area);
  const OperatingMode before = ruling != nullptr ? ruling->mode : OperatingMode::Peacetime;
  const bool is_own = ruling == nullptr || ruling->area == command.area;
  if (is_own && before == command.mode) return Decided{{}, NoAnswer{}};

  Decided decided;
  decided.events.emplace_back(ModeChanged{.area = command.area,
                                          .mode = command.mode,
                                          .by = command.by,
                                          .reason = command.reason,
                                          .since = context.now});
  if (before == command.mode) return decided;
  if (wartime) {
    open_duties(command, context, decided.events);
  } else {
    end_duties(command, context, decided.events);
  }
  return decided;
}

std::vector<Event> fire(const AreaMode& item, const Context& context) {
  Sweep turn = sweep(context, item.spread_through, [&](Draft& draft) {
    if (reaches(context, item.area, draft.area)) draft.recount_clocks();
  });
  if (turn.waits) return {};
  turn.events.emplace_back(
      ClocksRecounted{.area = item.area, .through = turn.through, .finished = turn.finished});
  return std::move(turn.events);
}

}  // namespace whistle::casework
