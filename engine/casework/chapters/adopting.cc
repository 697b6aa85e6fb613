#include <map>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/moving.h"
#include "engine/casework/chapters/sweep.h"
#include "engine/core/check.h"

// Another rule book comes into force. All that is decided from then on is decided by it; what runs
// keeps what it was promised, in the line it stands in. What shall move is named, and moves case by
// case in the turns that follow.
namespace whistle::casework {
namespace {

// What is in use and the new book no longer knows, with how often.
class Missing {
 public:
  Missing(const policy::Policy& before, const policy::Policy& after)
      : before_(before), after_(after) {}

  void need(const UnitCode& unit) {
    if (before_.unit(unit) != nullptr && after_.unit(unit) == nullptr)
      ++found_["unit " + unit.value];
  }
  void need(const CategoryCode& category) {
    if (before_.category(category) != nullptr && after_.category(category) == nullptr) {
      ++found_["category " + category.value];
    }
  }
  void need(AreaCode area) {
    if (before_.area(area) != nullptr && after_.area(area) == nullptr) {
      ++found_["area " + std::to_string(area.value)];
    }
  }

  bool empty() const { return found_.empty(); }
  // The first few, in words.
  std::string to_text() const {
    constexpr std::size_t kToldMax = 8;
    std::string text;
    std::size_t told = 0;
    for (const auto& [what, count] : found_) {
      if (told++ == kToldMax) return text + ", and " + std::to_string(found_.size() - kToldMax);
      text += (text.empty() ? "" : ", ") + what + " (" + std::to_string(count) + ")";
    }
    return text;
  }

 private:
  const policy::Policy& before_;
  const policy::Policy& after_;
  std::map<std::string, std::uint64_t> found_;
};

Missing missing_in(const Context& context, const policy::Policy& after) {
  Missing missing(context.policy, after);
  const Symbols& symbols = context.state.symbols();
  context.state.each_case([&](const Case& item) {
    missing.need(UnitCode{symbols.name(item.unit)});
    missing.need(CategoryCode{symbols.name(item.category)});
    missing.need(item.area);
  });
  const Registers& registers = context.state.registers();
  for (const auto& [id, whistle] : registers.whistles()) {
    missing.need(whistle.whistler);
    for (const Invited& invited : whistle.invited) missing.need(invited.unit);
  }
  for (const auto& [id, duty] : registers.duties()) missing.need(duty.unit);
  for (const auto& [id, entry] : registers.entries()) {
    missing.need(entry.unit);
    missing.need(entry.claimant_unit);
  }
  return missing;
}

RuleName migrated(const RuleName& rule) { return {"migrated " + rule.value}; }

// Lines first: a new order begins its promises under the new book by itself.
void move(const Adoption& adoption, const Draft& before, Draft& draft) {
  if (adoption.lines) {
    if (auto route = route_that_differs(before, draft)) {
      route->rule = migrated(route->rule);
      dispatch(draft, *route);
    }
  }
  for (const LimitChange& change : limits_that_differ(before, draft)) {
    if (!adoption.moves(change.stage)) continue;
    if (!change.now) {
      draft.drop(change.stage);
      continue;
    }
    policy::GrantedLimit granted = *change.now;
    granted.rule = migrated(granted.rule);
    draft.change_limit(change.stage, granted);
  }
}

}  // namespace

Decision on(const AdoptPolicy& command, const Context& context) {
  WHISTLE_CHECK(command.policy != nullptr);
  const Adoption* last = context.state.registers().adoption();
  const std::string& present = last != nullptr ? last->version : context.policy.book().version;
  const policy::RuleBook& book = command.policy->book();
  if (!command.by) return refuse(Reason::MissingIdentity, "say who puts the rule book in force");
  if (command.reason.empty()) {
    return refuse(Reason::MissingReason, "say why the rule book changes");
  }
  if (!command.expected.empty() && command.expected != present) {
    return refuse(Reason::WrongState, "the rule book in force is " + present + ", not " +
                                          command.expected + "; plan the change anew");
  }
  if (last != nullptr && last->spreading) {
    return refuse(Reason::WrongState,
                  "cases still move to the rule book of the last change; try again when they have");
  }
  if (book.version == present) return Decided{{}, NoAnswer{}};
  const Missing missing = missing_in(context, *command.policy);
  if (!missing.empty()) {
    return refuse(Reason::WrongState,
                  "in use and not in the new rule book: " + missing.to_text() +
                      "; keep these rows until their cases are closed or handed on");
  }
  Decided decided;
  const AdoptionId id{last != nullptr ? last->id.value + 1 : 1};
  decided.answer = NumberAnswer{.id = id.value};
  decided.events.emplace_back(PolicyAdopted{.id = id,
                                            .version = book.version,
                                            .before = present,
                                            .name = book.name,
                                            .by = command.by,
                                            .reason = command.reason,
                                            .stages = command.stages,
                                            .lines = command.lines,
                                            .since = context.now});
  return decided;
}

std::vector<Event> fire(const Adoption& item, const Context& context) {
  WHISTLE_CHECK(context.before != nullptr);
  const Context old_rules{context.state, *context.before, context.now};
  Sweep turn = sweep(context, item.spread_through,
                     [&](Draft& draft) { move(item, Draft(old_rules, *draft.before), draft); });
  if (turn.waits) return {};
  turn.events.emplace_back(CasesMigrated{
      .id = item.id, .through = turn.through, .moved = turn.changed, .finished = turn.finished});
  return std::move(turn.events);
}

}  // namespace whistle::casework
