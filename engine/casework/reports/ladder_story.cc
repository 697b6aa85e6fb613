#include <algorithm>
#include <map>
#include <set>

#include "engine/casework/reports/clock_story.h"

// The steps of a case's ladder, and how far up it went.
namespace whistle::casework {
namespace {

// What decides which ladder it is, as the facts left it last.
struct Standing {
  CategoryCode category;
  AreaCode area{};
  Severity severity{Severity::Blue};
  std::string policy;  // of the last order
  UnitCode unit;
  Tier start{};  // of the first order
  std::map<Tier, Timestamp> reached;
  std::set<UnitCode> told;  // without having to do it
  bool climbs{};

  void reach(Tier tier, Timestamp at) { reached.try_emplace(tier, at); }
};

bool is_settled(triage::Certainty certainty) {
  return certainty == triage::Certainty::Certain || certainty == triage::Certainty::Given ||
         certainty == triage::Certainty::Person;
}

void on(const CaseFiled& fact, Standing& standing) {
  const triage::Findings& found = *fact.findings;
  if (is_settled(found.category.certainty)) standing.category = found.category.category;
  if (is_settled(found.place.certainty)) standing.area = found.place.area;
  standing.severity = found.severity.severity;
}
void on(const CaseSplit& fact, Standing& standing) {
  standing.category = fact.category;
  standing.area = fact.area;
  standing.severity = fact.severity;
}
void on(const CaseClassified& fact, Standing& standing) {
  standing.category = fact.category;
  standing.area = fact.area;
}
void on(const CaseRecoloured& fact, Standing& standing) { standing.severity = fact.to; }

void on(const OrderDispatched& fact, const TrailRecord& record, Standing& standing) {
  // To the triage desk is no order.
  if (fact.number == 0) return;
  standing.climbs = true;
  standing.policy = record.policy;
  standing.unit = fact.unit;
  if (standing.start == Tier{}) standing.start = fact.tier;
  standing.reach(fact.tier, record.time);
  standing.told.insert(fact.told.begin(), fact.told.end());
}

Standing standing_of(CaseId id, const std::vector<TrailRecord>& trail) {
  Standing standing;
  for (const TrailRecord& record : trail) {
    for (const Event& event : record.events) {
      if (case_of(event) != id) continue;
      if (std::holds_alternative<AssistOrdered>(event)) return {};
      if (const auto* filed = std::get_if<CaseFiled>(&event)) on(*filed, standing);
      if (const auto* split = std::get_if<CaseSplit>(&event)) on(*split, standing);
      if (const auto* person = std::get_if<CaseClassified>(&event)) on(*person, standing);
      if (const auto* coloured = std::get_if<CaseRecoloured>(&event)) on(*coloured, standing);
      if (const auto* order = std::get_if<OrderDispatched>(&event)) on(*order, record, standing);
      if (const auto* copy = std::get_if<OrderCopied>(&event)) standing.told.insert(copy->unit);
      if (const auto* up = std::get_if<CaseEscalated>(&event)) {
        standing.reach(up->to_tier, record.time);
      }
    }
  }
  return standing;
}

StepFate fate_of(const LadderStep& step, const Standing& standing) {
  if (step.reached != kNever) return StepFate::Reached;
  if (step.unit && standing.told.contains(step.unit)) return StepFate::Told;
  if (step.tier < standing.start) return StepFate::BelowStart;
  if (!step.unit) return StepFate::Nobody;
  const Tier highest = standing.reached.rbegin()->first;
  return step.tier < highest ? StepFate::PassedOver : StepFate::NotReached;
}

}  // namespace

std::string_view to_word(StepFate fate) {
  switch (fate) {
    case StepFate::Reached:
      return "reached";
    case StepFate::Told:
      return "told";
    case StepFate::NotReached:
      return "not_reached";
    case StepFate::PassedOver:
      return "passed_over";
    case StepFate::BelowStart:
      return "below_start";
    case StepFate::Nobody:
      return "nobody";
  }
  return "?";
}

std::vector<LadderStep> ladder_of(CaseId id, const std::vector<TrailRecord>& trail,
                                  const BookOf& book_of) {
  const Standing standing = standing_of(id, trail);
  const policy::Policy* policy = standing.climbs ? book_of(standing.policy) : nullptr;
  if (policy == nullptr) return {};
  const policy::Category* category = policy->category(standing.category);
  const policy::Ladder* ladder = policy->ladder(category, standing.severity);
  if (ladder == nullptr) return {};
  const DepartmentCode department = category != nullptr ? category->department : DepartmentCode{};
  const policy::Unit* holder = policy->unit(standing.unit);
  const AreaCode area = standing.area || holder == nullptr ? standing.area : holder->area;
  std::vector<LadderStep> steps;
  for (const policy::Rung& rung : ladder->rungs) {
    const policy::Unit* unit = policy->unit_for(rung.tier, area, department);
    const auto reached = standing.reached.find(rung.tier);
    LadderStep step{.ladder = ladder->name,
                    .tier = rung.tier,
                    .unit = unit != nullptr ? unit->code : UnitCode{},
                    .budget = rung.budget,
                    .calendar = {},
                    .mode = rung.mode,
                    .fate = {},
                    .reached = reached != standing.reached.end() ? reached->second : kNever};
    if (rung.budget) step.calendar = policy->calendar(rung.calendar).name();
    step.fate = fate_of(step, standing);
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace whistle::casework
