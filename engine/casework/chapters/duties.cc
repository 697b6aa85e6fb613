#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/limits.h"

// What a unit owes again and again: care visits, patrols, reports. A round that nobody fulfilled is
// a fact, and a card where the rules ask for one. After an outage all rounds that passed meanwhile
// are told as one: nobody could have recorded anything in the later ones.
namespace whistle::casework {
namespace {

Failure<Refusal> unknown_duty(DutyId id) {
  return refuse(Reason::UnknownDuty,
                "there is no duty " + std::to_string(id.value) + ", or it has ended");
}

std::string kind_text(const DutyCode& kind, CareTier care) {
  std::string text = kind.value;
  if (care != CareTier::None) text += ":" + std::string(whistle::to_word(care));
  return text;
}

// "care_visit:red, grid_patrol": what may be assigned.
std::string known_kinds(const policy::RuleBook& book) {
  std::string kinds;
  for (const policy::DutyRule& rule : book.duties) {
    kinds += (kinds.empty() ? "" : ", ") + kind_text(rule.code, rule.care);
  }
  return kinds.empty() ? "none" : kinds;
}

Failure<Refusal> unknown_kind(const DutyCode& kind, CareTier care, const Context& context) {
  const policy::RuleBook& book = context.policy.book();
  return refuse(Reason::BadValue, "kind: no duty " + kind_text(kind, care) + " in rule book " +
                                      book.name + "; there are: " + known_kinds(book));
}

}  // namespace

Decision on(const AssignDuty& command, const Context& context) {
  const policy::Policy& policy = context.policy;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const policy::DutyRule* rule = policy.duty(command.kind, command.care);
  if (context.state.registers().duties().size() >= kDutiesMax) {
    return refuse(Reason::LimitReached, std::to_string(kDutiesMax) + " duties run; end some first");
  }
  if (rule == nullptr) return unknown_kind(command.kind, command.care, context);
  const policy::Unit* unit = policy.unit(command.unit);
  if (unit == nullptr) {
    return refuse(Reason::UnknownUnit,
                  "unit: no unit " + command.unit.value + " in rule book " + policy.book().name);
  }
  if (command.area && policy.area(command.area) == nullptr) {
    return refuse(Reason::UnknownArea, "area: no area " + std::to_string(command.area.value) +
                                           " in rule book " + policy.book().name);
  }
  if (command.care != CareTier::None && command.subject.empty()) {
    return refuse(Reason::MissingIdentity, "subject: is empty; a care visit is to somebody");
  }
  const Registers& registers = context.state.registers();
  const AreaCode area = command.area ? command.area : unit->area;
  // The same wish again, after a lost answer.
  const Duty* same = registers.same({.kind = command.kind,
                                     .unit = command.unit,
                                     .person = command.person,
                                     .subject = command.subject,
                                     .area = area,
                                     .care = command.care});
  if (same != nullptr) {
    return Decided{{}, NumberAnswer{.id = same->id.value}};
  }
  const DutyId id{registers.counters().last_duty.value + 1};
  return Decided{{DutyAssigned{.id = id,
                               .kind = command.kind,
                               .unit = command.unit,
                               .person = command.person,
                               .subject = command.subject,
                               .area = area,
                               .care = command.care,
                               .due = policy.round_end(*rule, context.now),
                               .rule = rule->rule}},
                 NumberAnswer{.id = id.value}};
}

Decision on(const DoDuty& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  const Duty* duty = context.state.registers().find(command.id);
  if (duty == nullptr) return unknown_duty(command.id);
  const policy::DutyRule* rule = context.policy.duty(duty->kind, duty->care);
  if (rule == nullptr) return unknown_kind(duty->kind, duty->care, context);
  Decided decided;
  std::uint16_t times = duty->times;
  bool complete = duty->complete;
  // At the very end is in time; later belongs to the next round, even if nobody told the end yet.
  if (context.now > duty->due) {
    decided.events = fire(*duty, context);
    times = 0;
    complete = false;
  }
  if (times < std::numeric_limits<std::uint16_t>::max()) ++times;
  decided.events.emplace_back(DutyDone{.id = command.id,
                                       .by = command.worker,
                                       .times = times,
                                       .complete = complete || times >= rule->times,
                                       .note = command.note});
  return decided;
}

Decision on(const ChangeCareTier& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const Duty* duty = context.state.registers().find(command.id);
  if (duty == nullptr) return unknown_duty(command.id);
  if (duty->care == CareTier::None) {
    return refuse(Reason::WrongState, "duty " + std::to_string(command.id.value) + " is a " +
                                          duty->kind.value +
                                          " without care tiers; only care visits change theirs");
  }
  if (command.care == CareTier::None) {
    return refuse(Reason::BadValue, "care: must be red, yellow or blue; end the duty instead");
  }
  if (command.reason.empty()) return refuse(Reason::MissingReason, "reason: is empty");
  if (command.care == duty->care) return Decided{{}, NoAnswer{}};
  const policy::DutyRule* rule = context.policy.duty(duty->kind, command.care);
  if (rule == nullptr) return unknown_kind(duty->kind, command.care, context);
  Decided decided;
  // A tier is no way out of a round that was missed.
  const bool over = context.now >= duty->due;
  if (over && context.policy.duty(duty->kind, duty->care) != nullptr) {
    decided.events = fire(*duty, context);
  }
  decided.events.emplace_back(CareTierChanged{.id = command.id,
                                              .care = command.care,
                                              .due = context.policy.round_end(*rule, context.now),
                                              .by = command.by,
                                              .reason = command.reason});
  return decided;
}

Decision on(const EndDuty& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const Duty* duty = context.state.registers().find(command.id);
  if (duty == nullptr) return unknown_duty(command.id);
  if (command.reason.empty()) return refuse(Reason::MissingReason, "reason: is empty");
  Decided decided;
  const bool over = context.now >= duty->due;
  if (over && context.policy.duty(duty->kind, duty->care) != nullptr) {
    decided.events = fire(*duty, context);
  }
  decided.events.emplace_back(
      DutyEnded{.id = command.id, .by = command.by, .reason = command.reason});
  return decided;
}

std::vector<Event> fire(const Duty& item, const Context& context) {
  const policy::DutyRule* rule = context.policy.duty(item.kind, item.care);
  if (rule == nullptr) {
    return {DutyEnded{.id = item.id,
                      .by = {},
                      .reason = "rule book " + context.policy.book().name + " has no duty " +
                                kind_text(item.kind, item.care) + " any more"}};
  }
  const bool missed = !item.complete;
  std::vector<Event> events;
  events.emplace_back(
      DutyRoundEnded{.id = item.id,
                     .missed = missed,
                     .due = item.due,
                     .next_due = context.policy.round_end(*rule, std::max(item.due, context.now)),
                     // A round that lasts to midnight belongs to the day, and month, before it.
                     .period = context.policy.period_of(item.due - Milliseconds{1})});
  if (!missed || !rule->card) return events;
  const policy::CardRules& cards = context.policy.settings().cards;
  const bool again = item.missed_in_a_row >= 1;
  events.emplace_back(UnitCarded{.unit = item.unit,
                                 .card = again ? Card::Red : Card::Yellow,
                                 .points = again ? cards.red_points : cards.yellow_points,
                                 .whistle = {},
                                 .duty = item.id,
                                 .rule = rule->rule});
  return events;
}

}  // namespace whistle::casework
