#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/deciding.h"
#include "engine/casework/limits.h"

// Time that does not count: suspended for a reason of the rule book, extended, deferred. None of it
// is for a promise that is broken already.
//
// A pause and a request for more time belong to the one who holds the order. A step up and a
// deferral end both, so that the next one finds neither; who wants to finish, transfer or mediate
// has to resume first.
namespace whistle::casework {
namespace {

// "Call and we come" does not rest while the unit waits for somebody, but while nobody has the
// case.
constexpr std::array kToTheDoor{Stage::FirstResponse, Stage::AtDoor};

// Whether this decision has said so already.
template <class Fact>
bool is_said(const Draft& draft) {
  return std::ranges::any_of(draft.events, [&](const Event& event) {
    const auto* fact = std::get_if<Fact>(&event);
    return fact != nullptr && fact->id == draft.id;
  });
}

// The promise to resolve is broken, told or not.
bool is_overdue(const Draft& draft) {
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  if (resolve == nullptr) return false;
  return resolve->overdue || (resolve->running && draft.context.now > resolve->alarms.due);
}

Failure<Refusal> already_overdue(const std::string& wish) {
  return refuse(Reason::AlreadyOverdue,
                "the promise to resolve is broken already, it is too late to " + wish +
                    "; finish the case or raise it");
}

Failure<Refusal> not_with_its_holder(const Case& item) {
  return refuse(Reason::WrongState, "the case is " + std::string(to_word(item.status)) +
                                        ", not in anybody's hands; only its holder can ask this");
}

Failure<Refusal> unknown_reason(const SuspendCase& command, const policy::Policy& policy) {
  std::string known;
  for (const policy::PauseRule& rule : policy.book().pauses) {
    known += (known.empty() ? "" : ", ") + rule.code.value;
  }
  return refuse(Reason::UnknownReason,
                "reason: " + command.reason.value + " is not one of: " + known);
}

Failure<Refusal> approval_required(const std::string& wish) {
  return refuse(Reason::ApprovalRequired,
                "approved_by: " + wish + " needs the approval of somebody else than who asks");
}

const calendar::Calendar& calendar_of(const Context& context, const CaseClock& clock) {
  const std::string& name = context.state.symbols().name(clock.calendar);
  for (const calendar::Calendar& calendar : context.policy.book().calendars) {
    if (calendar.name() == name) return calendar;
  }
  return context.policy.calendar(context.policy.book().default_calendar);
}

bool is_limit(calendar::Limit limit) {
  return limit.value > 0 && limit.unit >= calendar::LimitUnit::Minute &&
         limit.unit <= calendar::LimitUnit::WorkDayEnd;
}

// Granted extensions are counted in a byte.
std::uint32_t extensions_max(const policy::Policy& policy) {
  constexpr std::uint32_t kCounted{std::numeric_limits<std::uint8_t>::max()};
  return std::min(policy.settings().pauses.extensions_max, kCounted);
}

// Why the promise to resolve cannot be extended now, if it cannot.
std::optional<Failure<Refusal>> cannot_extend(const Draft& draft) {
  if (is_overdue(draft)) return already_overdue("extend it");
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  if (resolve != nullptr && resolve->running) return std::nullopt;
  return refuse(Reason::WrongState, resolve == nullptr
                                        ? "the case has no promise to resolve to extend"
                                        : "the promise to resolve rests; resume the case first");
}

// The public promise stays as it was given: only the unit is granted more time.
void grant_extension(Draft& draft, calendar::Limit more, std::uint8_t before, const WorkerName& by,
                     const RuleName& rule) {
  draft.record(ExtensionRuled{.id = draft.id,
                              .granted = true,
                              .number = static_cast<std::uint8_t>(before + 1),
                              .by = by,
                              .rule = rule});
  draft.extend(Stage::Resolve, more, rule);
}

// The instant of a review so many days from now, or nothing when the rules do not allow it.
std::optional<Timestamp> review_in(const Context& context, std::uint32_t days) {
  if (days < 1 || days > context.policy.settings().pauses.review_days_max) return std::nullopt;
  if (days > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
  const calendar::Limit limit{static_cast<std::int32_t>(days), calendar::LimitUnit::NaturalDay};
  const Timestamp at =
      context.policy.calendar(context.policy.book().default_calendar).due(context.now, limit);
  return at != kNever ? std::optional(at) : std::nullopt;
}

Failure<Refusal> review_too_far(const policy::Policy& policy) {
  return refuse(Reason::CapExceeded, "review_in_days: a deferred case is reviewed within 1 to " +
                                         std::to_string(policy.settings().pauses.review_days_max) +
                                         " days");
}

// The mark alone; returns whether there was one.
bool lift_pause(Draft& draft, const WorkerName& by, const RuleName& rule) {
  if (!draft.dossier().suspended || is_said<CaseResumed>(draft)) return false;
  draft.record(CaseResumed{.id = draft.id, .by = by, .rule = rule});
  return true;
}

void void_extension(Draft& draft, const RuleName& rule) {
  if (!draft.dossier().extension_asked || is_said<ExtensionRuled>(draft)) return;
  draft.record(ExtensionRuled{.id = draft.id,
                              .granted = false,
                              .number = draft.dossier().extensions,
                              .by = {},
                              .rule = rule});
}

}  // namespace

void end_pause(Draft& draft, const WorkerName& by, const RuleName& rule) {
  if (!lift_pause(draft, by, rule)) return;
  // Those who sit over the case and stopped its clocks let them go on when they are done.
  const bool in_hand = draft.before->status == Status::SignedFor;
  if (in_hand && !draft.dossier().panel_stops_clocks) draft.resume_all();
}

void let_go(Draft& draft, const RuleName& rule) {
  end_pause(draft, {}, rule);
  void_extension(draft, rule);
}

void send_after_deferral(Draft& draft, const policy::Destination& to) {
  // The promises of the order before are over; that to resolve goes on with what was left of it.
  for (const Stage stage : {Stage::Sign, Stage::Contact, Stage::Rung}) draft.drop(stage);
  draft.resume_all();
  for (const Stage stage : kToTheDoor) draft.resume(stage);
  dispatch(draft, to);
}

Decision on(const SuspendCase& command, const Context& context) {
  const auto owned = owned_case(context, command.id, command.token);
  if (!owned) return Failure{owned.error()};
  const Case& item = **owned;
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  if (item.status != Status::SignedFor) return not_with_its_holder(item);
  if (item.dossier->suspended) {
    if (item.dossier->pause_reason == command.reason) return done();
    return refuse(Reason::WrongState, "the case is suspended already (" +
                                          item.dossier->pause_reason.value + "); resume it first");
  }
  if (item.dossier->panel_stops_clocks) {
    return refuse(Reason::WrongState, "the clocks rest already, while the panel sits");
  }
  const policy::PauseRule* rule = context.policy.pause(command.reason);
  if (rule == nullptr) return unknown_reason(command, context.policy);
  if (rule->approval && (!command.approved_by || command.approved_by == command.worker)) {
    return approval_required("a pause for " + rule->code.value);
  }
  Draft draft(context, item);
  if (is_overdue(draft)) return already_overdue("suspend it");
  draft.record(
      CaseSuspended{.id = item.id,
                    .reason = command.reason,
                    .by = command.worker,
                    .approved_by = command.approved_by,
                    .until = context.policy.calendar(rule->calendar).due(context.now, rule->cap),
                    .stops_requester = rule->stops_requester,
                    .note = command.note});
  draft.pause_all(rule->stops_requester);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const ResumeCase& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (item.status == Status::Deferred) {
    return refuse(Reason::WrongState, "the case is deferred; its review can resume it");
  }
  Draft draft(context, item);
  end_pause(draft, command.by, {});
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const AskExtension& command, const Context& context) {
  const auto owned = owned_case(context, command.id, command.token);
  if (!owned) return Failure{owned.error()};
  const Case& item = **owned;
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  if (item.status != Status::SignedFor) return not_with_its_holder(item);
  if (command.reason.empty()) {
    return refuse(Reason::MissingReason, "reason: is told to the requester, say one");
  }
  if (!is_limit(command.more)) {
    return refuse(Reason::BadValue, "more: is not a length of time, like 2h or 3wd");
  }
  const Dossier& dossier = *item.dossier;
  if (dossier.extension_asked) {
    const bool same = dossier.extension_more == command.more.value &&
                      dossier.extension_unit == static_cast<std::uint8_t>(command.more.unit);
    if (same) return done();
    return refuse(Reason::WrongState, "an extension is asked for already; a supervisor must rule");
  }
  Draft draft(context, item);
  if (auto refusal = cannot_extend(draft)) return *std::move(refusal);
  const CaseClock& resolve = *draft.clock(Stage::Resolve);
  const calendar::Calendar& calendar = calendar_of(context, resolve);
  const Timestamp longest = calendar.due(context.now, resolve.reading.limit);
  const Timestamp asked = calendar.due(context.now, command.more);
  if (asked == kNever || asked > longest) {
    return refuse(Reason::CapExceeded, "more: at most as long as the limit itself, " +
                                           calendar::to_text(resolve.reading.limit));
  }
  if (dossier.extensions >= extensions_max(context.policy)) {
    return refuse(Reason::LimitReached, "the case was extended " +
                                            std::to_string(dossier.extensions) +
                                            " times; it can only be deferred");
  }
  draft.record(ExtensionAsked{
      .id = item.id, .by = command.worker, .more = command.more, .reason = command.reason});
  if (dossier.extensions < context.policy.settings().pauses.free_extensions) {
    grant_extension(draft, command.more, dossier.extensions, {}, {"extension:free"});
  }
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const RuleOnExtension& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const Dossier& dossier = *item.dossier;
  if (!dossier.extension_asked) {
    return refuse(Reason::WrongState, "no extension is asked for; nothing to rule on");
  }
  if (command.by.value == context.state.symbols().name(item.worker)) {
    return refuse(Reason::NotPermitted, "by: somebody else than " + command.by.value +
                                            ", who asked, must rule on the extension");
  }
  Draft draft(context, item);
  if (!command.granted) {
    draft.record(ExtensionRuled{.id = item.id,
                                .granted = false,
                                .number = dossier.extensions,
                                .by = command.by,
                                .rule = {"extension:turned_down"}});
    return Decided{std::move(draft.events), NoAnswer{}};
  }
  if (auto refusal = cannot_extend(draft)) return *std::move(refusal);
  if (dossier.extensions >= extensions_max(context.policy)) {
    return refuse(Reason::LimitReached, "the rules allow no more extensions; turn it down");
  }
  const calendar::Limit more{dossier.extension_more,
                             static_cast<calendar::LimitUnit>(dossier.extension_unit)};
  grant_extension(draft, more, dossier.extensions, command.by, {"extension:approved"});
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const DeferCase& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (item.status == Status::Deferred) return done();
  const bool in_work = item.status == Status::Dispatched || item.status == Status::SignedFor;
  if (!in_work || item.kind == CaseKind::Assist) {
    return refuse(Reason::WrongState,
                  item.kind == CaseKind::Assist
                      ? "an assistance is not deferred; the case it helps can be"
                      : "the case is " + std::string(to_word(item.status)) +
                            "; only a dispatched or signed order can be deferred");
  }
  if (item.order_number >= kOrdersMax) {
    return refuse(Reason::LimitReached, "the case was given to units " +
                                            std::to_string(kOrdersMax) + " times; finish it");
  }
  if (item.severity == Severity::Red) {
    return refuse(Reason::WrongState, "what is red is not put off; lower its colour first");
  }
  if (item.dossier->panel_stops_clocks || item.dossier->transferred_from) {
    return refuse(Reason::WrongState, item.dossier->panel_stops_clocks
                                          ? "a panel sits over the case; conclude it first"
                                          : "the receiver of the transfer must sign first");
  }
  if (!command.approved_by || command.approved_by == command.by) {
    return approval_required("a deferral");
  }
  if (command.reason.empty()) {
    return refuse(Reason::MissingReason, "reason: say why it cannot be done now");
  }
  const auto review_at = review_in(context, command.review_in_days);
  if (!review_at) return review_too_far(context.policy);
  Draft draft(context, item);
  if (is_overdue(draft)) return already_overdue("defer it");
  const RuleName why{"deferred"};
  lift_pause(draft, {}, why);
  void_extension(draft, why);
  draft.record(CaseDeferred{.id = item.id,
                            .by = command.by,
                            .approved_by = command.approved_by,
                            .reason = command.reason,
                            .review_at = *review_at});
  draft.pause_all(true);
  for (const Stage stage : kToTheDoor) draft.pause(stage);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const ReviewDeferral& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (item.status != Status::Deferred) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word(item.status)) +
                                          "; only a deferred case is reviewed");
  }
  if (command.panel != PanelKind::JointClinic && command.panel != PanelKind::JointConference) {
    return refuse(Reason::BadValue,
                  "panel: a deferral is reviewed by joint_clinic or "
                  "joint_conference");
  }
  const auto again = command.resumes ? kNever : review_in(context, command.review_in_days);
  if (!again) return review_too_far(context.policy);
  Draft draft(context, item);
  draft.record(DeferralReviewed{.id = item.id,
                                .by = command.by,
                                .panel = command.panel,
                                .resumes = command.resumes,
                                .review_at = *again,
                                .note = command.note});
  if (!command.resumes) return Decided{std::move(draft.events), NoAnswer{}};
  send_after_deferral(draft, {.unit = draft.unit,
                              .tier = draft.tier,
                              .rule = {"deferral:reviewed"},
                              .raised_to_duty = false});
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
