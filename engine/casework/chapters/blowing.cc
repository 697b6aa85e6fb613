#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/deciding.h"
#include "engine/casework/limits.h"

// Who may blow a whistle of which kind, whom it names, and what they owe by when.
namespace whistle::casework {
namespace {

constexpr std::size_t kInvitedMax = 32;
constexpr std::size_t kCasesMax = 64;

std::optional<Refusal> refusal(Reason reason, std::string detail) {
  return Refusal{reason, std::move(detail)};
}

std::string kinds_of(const policy::Policy& policy, Tier tier) {
  std::string kinds;
  for (const auto& kind : kSpellings<WhistleKind>) {
    const bool may = policy.may_whistle(tier, kind.value) && policy.whistle(kind.value) != nullptr;
    if (may) kinds = joined(kinds, kind.word);
  }
  return kinds.empty() ? "none" : kinds;
}

std::optional<Refusal> problem_with_whistler(const BlowWhistle& command, const Context& context) {
  if (!command.by || !command.whistler) {
    return refusal(Reason::MissingIdentity, "say which unit whistles and who says so");
  }
  const policy::Unit* whistler = context.policy.unit(command.whistler);
  if (whistler == nullptr) {
    return refusal(Reason::UnknownUnit, "no unit is called " + command.whistler.value);
  }
  const bool may = context.policy.may_whistle(whistler->tier, command.kind) &&
                   context.policy.whistle(command.kind) != nullptr;
  if (!may) {
    return refusal(Reason::NotPermitted, whistler->code.value + " may blow these kinds: " +
                                             kinds_of(context.policy, whistler->tier));
  }
  return std::nullopt;
}

std::optional<Refusal> problem_with_invited(const BlowWhistle& command, const Context& context) {
  if (command.invited.empty() || command.invited.size() > kInvitedMax) {
    return refusal(Reason::BadValue, "invite 1 to " + std::to_string(kInvitedMax) + " units, not " +
                                         std::to_string(command.invited.size()));
  }
  std::set<UnitCode> seen;
  for (const UnitCode& unit : command.invited) {
    if (context.policy.unit(unit) == nullptr) {
      return refusal(Reason::UnknownUnit, "no unit is called " + unit.value);
    }
    if (unit == command.whistler) {
      return refusal(Reason::BadValue, "a unit invites others, not itself: " + unit.value);
    }
    if (!seen.insert(unit).second) {
      return refusal(Reason::BadValue, "invite each unit once; twice: " + unit.value);
    }
  }
  if (command.lead && !seen.contains(command.lead)) {
    return refusal(Reason::NotInvited,
                   "the lead is one of those invited; not among them: " + command.lead.value);
  }
  return std::nullopt;
}

std::optional<Refusal> problem_with_cases(const BlowWhistle& command, const Context& context) {
  if (command.cases.size() > kCasesMax) {
    return refusal(Reason::BadValue,
                   "a whistle is about " + std::to_string(kCasesMax) + " cases at most");
  }
  std::set<CaseId> seen;
  for (const CaseId id : command.cases) {
    const auto item = open_case(context, id);
    if (!item) return item.error();
    if (!seen.insert(id).second) {
      return refusal(Reason::BadValue, "name each case once; twice: " + std::to_string(id.value));
    }
  }
  return std::nullopt;
}

// Campaigns set their own end; so may a kind that has none by rule.
bool sets_its_end(WhistleKind kind, const policy::WhistleRule& rule) {
  return kind == WhistleKind::Campaign || !rule.finish;
}

std::optional<Refusal> problem_with_instants(const BlowWhistle& command, const Context& context,
                                             const policy::WhistleRule& rule) {
  const bool books = command.arrive_at != Timestamp{};
  const bool ends = command.finish_at != Timestamp{};
  // A slot next week would undo what an emergency is for.
  if (books && command.kind == WhistleKind::Emergency) {
    return refusal(Reason::BadValue, "an emergency has no booked slot: units come at once");
  }
  if (books && (command.arrive_at <= context.now || command.arrive_at == kNever)) {
    return refusal(Reason::BadValue, "a booked slot lies in the future");
  }
  if (ends && !sets_its_end(command.kind, rule)) {
    return refusal(Reason::BadValue,
                   "the rules set the end of this kind; only a campaign and a "
                   "kind without an end by rule have one of their own");
  }
  if (ends && (command.finish_at <= context.now || command.finish_at == kNever)) {
    return refusal(Reason::BadValue, "the end lies in the future");
  }
  if (ends && command.finish_at < command.arrive_at) {
    return refusal(Reason::BadValue, "the end is not before the booked slot");
  }
  return std::nullopt;
}

Timestamp due_of(const Context& context, const policy::WhistleRule& rule,
                 const std::optional<calendar::Limit>& limit) {
  return limit ? context.policy.calendar(rule.calendar).due(context.now, *limit) : kNever;
}

}  // namespace

Decision on(const BlowWhistle& command, const Context& context) {
  if (context.state.registers().whistles().size() >= kWhistlesMax) {
    return refuse(Reason::LimitReached,
                  std::to_string(kWhistlesMax) + " whistles are open; close some first");
  }
  if (auto problem = problem_with_whistler(command, context)) return Failure{*std::move(problem)};
  if (auto problem = problem_with_invited(command, context)) return Failure{*std::move(problem)};
  if (auto problem = problem_with_cases(command, context)) return Failure{*std::move(problem)};
  if (command.area && context.policy.area(command.area) == nullptr) {
    return refuse(Reason::UnknownArea, "no area " + std::to_string(command.area.value) +
                                           "; leave it out for the area of " +
                                           command.whistler.value);
  }
  if (command.task.empty()) {
    return refuse(Reason::MissingReason, "say what the units are to do there");
  }
  const policy::WhistleRule& rule = *context.policy.whistle(command.kind);
  if (auto problem = problem_with_instants(command, context, rule)) {
    return Failure{*std::move(problem)};
  }
  WhistleBlown blown;
  blown.id = {context.state.registers().counters().last_whistle.value + 1};
  blown.kind = command.kind;
  blown.whistler = command.whistler;
  blown.by = command.by;
  blown.cases = command.cases;
  blown.area = command.area ? command.area : context.policy.unit(command.whistler)->area;
  blown.lead = command.lead ? command.lead : command.invited.front();
  blown.invited = command.invited;
  blown.task = command.task;
  blown.blown = context.now;
  blown.acknowledge_by = due_of(context, rule, rule.acknowledge);
  blown.arrive_by =
      command.arrive_at != Timestamp{} ? command.arrive_at : due_of(context, rule, rule.arrive);
  blown.plan_by = due_of(context, rule, rule.plan);
  blown.finish_by =
      command.finish_at != Timestamp{} ? command.finish_at : due_of(context, rule, rule.finish);
  blown.hold = rule.hold;
  blown.rule = rule.rule;
  const std::uint64_t id = blown.id.value;
  return Decided{{std::move(blown)}, NumberAnswer{.id = id, .token = {}}};
}

}  // namespace whistle::casework
