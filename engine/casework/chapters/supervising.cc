#include <limits>
#include <string>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/merging.h"

// Those who press: the resident who asks again, the supervisor who watches, warns and answers for
// an escalation.
namespace whistle::casework {
namespace {

bool is_with_the_centre(const Case& item) {
  return item.status == Status::Finished || item.status == Status::Replied;
}

UnitCode unit_in_charge(const Case& item, const Context& context) {
  return {context.state.symbols().name(item.unit)};
}

}  // namespace

Decision on(const RemindCase& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (command.by.empty()) return refuse(Reason::MissingIdentity, "by: is empty");
  if (is_with_the_centre(item)) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word(item.status)) +
                                          "; the resident can say so when called back");
  }
  if (item.reminders == std::numeric_limits<std::uint16_t>::max()) {
    return refuse(Reason::LimitReached, "the case was reminded of as often as can be counted");
  }
  Draft draft(context, item);
  draft.record(CaseReminded{.id = item.id,
                            .by = command.by,
                            .number = static_cast<std::uint16_t>(item.reminders + 1),
                            .note = command.note});
  // Who has the case must say how it stands. Where time rests, or nobody has it, it only counts.
  const bool rests = item.dossier->suspended || item.dossier->panel_stops_clocks;
  if (is_in_work(item) && !rests && draft.clock(Stage::ReminderAnswer) == nullptr) {
    draft.start(Stage::ReminderAnswer);
  }
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const SuperviseCase& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (!from_number<Supervision>(static_cast<std::int64_t>(command.how))) {
    return refuse(Reason::BadValue, "how: supervised, public_supervision or interview");
  }
  if (command.how <= item.dossier->supervision) {
    return refuse(Reason::WrongState, "supervision only rises; it is " +
                                          std::string(whistle::to_word(item.dossier->supervision)) +
                                          " already");
  }
  return Decided{{CaseSupervised{.id = item.id,
                                 .how = command.how,
                                 .unit = unit_in_charge(item, context),
                                 .by = command.by,
                                 .note = command.note}},
                 NoAnswer{}};
}

Decision on(const IssueCard& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (command.reason.empty()) {
    return refuse(Reason::MissingReason, "reason: a card is explained to the unit, say one");
  }
  const bool is_card = from_number<Card>(static_cast<std::int64_t>(command.card)).has_value();
  if (!is_card || command.card == Card::None) {
    return refuse(Reason::BadValue, "card: notice, yellow_card or red_card");
  }
  Draft draft(context, item);
  const Card own = draft.card_of(draft.unit);
  if (command.card <= own) {
    return refuse(Reason::CardRatchet, "cards only go up; " + draft.unit.value + " has a " +
                                           std::string(whistle::to_word(own)) +
                                           " for the case already");
  }
  const policy::CardRules& rules = context.policy.settings().cards;
  const std::int32_t points = command.card == Card::Red      ? rules.red_points
                              : command.card == Card::Yellow ? rules.yellow_points
                                                             : 0;
  const RuleName rule{"person:" + command.by.value + ":" + command.reason};
  // About the case as a whole, not about one of its promises.
  draft.issue(CardIssued{.id = item.id,
                         .card = command.card,
                         .stage = Stage{},
                         .unit = draft.unit,
                         .points = points,
                         .rule = rule});
  const bool climbs = is_in_work(item) && item.kind == CaseKind::Request;
  if (command.card == Card::Red && climbs) escalate(draft, rule);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const AcknowledgeEscalation& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const bool troubled = item.escalations > 0 || item.ladder_exhausted || item.card > Card::None;
  if (!troubled || !is_in_work(item)) {
    return refuse(Reason::WrongState,
                  troubled ? "the case is " + std::string(to_word(item.status)) +
                                 "; only a case in work needs somebody who answers for it"
                           : "the case has neither climbed nor earned a card; nothing to "
                             "acknowledge");
  }
  const Dossier& dossier = *item.dossier;
  const bool holds =
      dossier.acknowledged_until != kNever && dossier.acknowledged_until > context.now;
  if (holds && dossier.acknowledged_by == command.by) return Decided{{}, NoAnswer{}};
  return Decided{{EscalationAcknowledged{
                     .id = item.id,
                     .by = command.by,
                     .until = context.now + context.policy.settings().escalation.acknowledge}},
                 NoAnswer{}};
}

}  // namespace whistle::casework
