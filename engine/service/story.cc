#include "engine/service/story.h"

#include <string>

#include "engine/service/story_readings.h"
#include "engine/service/wire_words.h"
#include "engine/triage/privacy.h"

namespace whistle::service {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): facts are named below

std::string name_of(const policy::Policy* policy, const UnitCode& code) {
  const policy::Unit* unit = policy != nullptr ? policy->unit(code) : nullptr;
  return unit != nullptr ? unit->name : std::string{};
}

// A rule may quote the person who decided.
std::string rule_text(const RuleName& rule) { return triage::mask_personal_data(rule.value); }

}  // namespace

void show_route(const OrderDispatched& order, const policy::Policy* policy, v1::Route& route) {
  route.set_unit(order.unit.value);
  route.set_unit_name(name_of(policy, order.unit));
  route.set_tier(std::string(to_word(order.tier)));
  route.set_rule(rule_text(order.rule));
  route.set_raised_to_duty(order.raised_to_duty);
  for (const policy::Considered& each : order.considered) {
    v1::ConsideredUnit& other = *route.add_considered();
    other.set_tier(std::string(to_word(each.tier)));
    other.set_unit(each.unit.value);
    other.set_unit_name(name_of(policy, each.unit));
    other.set_why(std::string(to_word(each.why)));
    other.set_rule(each.rule.value);
  }
}

namespace {

void show(const OrderDispatched& order, const journal::Record& record, const policy::Policy* policy,
          v1::Route& route) {
  route.set_sequence(record.sequence.value);
  route.set_time_ms(to_ms(record.time));
  route.set_number(order.number);
  route.set_policy_version(*record.policy);
  show_route(order, policy, route);
}

void show(const CaseEscalated& fact, const journal::Record& record, const policy::Policy* policy,
          v1::Climb& climb) {
  climb.set_sequence(record.sequence.value);
  climb.set_time_ms(to_ms(record.time));
  climb.set_from_tier(std::string(to_word(fact.from_tier)));
  climb.set_from_unit(fact.from_unit.value);
  climb.set_to_tier(std::string(to_word(fact.to_tier)));
  climb.set_to_unit(fact.to_unit.value);
  climb.set_to_unit_name(name_of(policy, fact.to_unit));
  climb.set_mode(std::string(mode_word(fact.mode)));
  climb.set_rule(rule_text(fact.rule));
  climb.set_collapsed(fact.collapsed);
}

void show(const Stretch& stretch, v1::Segment& segment) {
  segment.set_from_ms(to_ms(stretch.from));
  segment.set_until_ms(to_ms(stretch.until));
  segment.set_running(stretch.running);
  segment.set_why(triage::mask_personal_data(stretch.why));
  segment.set_calendar(stretch.calendar);
  segment.set_limit(calendar::to_text(stretch.limit));
  segment.set_used_ms(stretch.used.value_or(Milliseconds{0}).count());
  segment.set_used_total_ms(stretch.used_total.count());
  segment.set_policy_version(stretch.policy);
  segment.set_calendar_known(stretch.used.has_value());
}

void show(const casework::PromiseChange& change, v1::PromiseChange& shown) {
  shown.set_time_ms(to_ms(change.at));
  shown.set_what(change.what);
  shown.set_rule(rule_text(change.rule));
  shown.set_limit(calendar::to_text(change.limit));
  shown.set_due_before_ms(to_ms(change.due_before));
  shown.set_due_ms(to_ms(change.due));
}

void show(const casework::Promise& promise, v1::Promise& shown) {
  shown.set_stage(std::string(to_word(promise.stage)));
  shown.set_rule(rule_text(promise.rule));
  shown.set_limit(calendar::to_text(promise.limit));
  shown.set_calendar(promise.calendar);
  shown.set_policy_version(promise.policy);
  shown.set_started_ms(to_ms(promise.started));
  shown.set_ended_ms(to_ms(promise.ended));
  shown.set_outcome(std::string(casework::to_word(promise.fate)));
  shown.set_ended_by(triage::mask_personal_data(promise.ended_by));
  shown.set_due_ms(to_ms(promise.due));
  const bool endless = promise.granted == Milliseconds::max();
  shown.set_granted_ms(endless ? 0 : promise.granted.count());
  shown.set_used_ms(promise.used.count());
  shown.set_spare_ms(promise.spare.value_or(Milliseconds{0}).count());
  shown.set_working_time(calendar::is_working(promise.limit));
  shown.set_ran_out_ms(to_ms(promise.ran_out));
  shown.set_far(promise.far);
  for (const Stretch& stretch : promise.stretches) show(stretch, *shown.add_segments());
  for (const auto& change : promise.changes) show(change, *shown.add_changes());
  shown.set_climb(std::string(casework::to_word(promise.climbing)));
  shown.set_climb_why(triage::mask_personal_data(promise.climb_why));
  shown.set_climbed_to(promise.climbed_to.value);
  if (promise.card == Card::None) return;
  shown.set_card(std::string(to_word(promise.card)));
  shown.set_card_unit(promise.card_unit.value);
}

void show(const casework::LadderStep& step, const policy::Policy* policy, v1::LadderStep& shown) {
  shown.set_ladder(step.ladder);
  shown.set_tier(std::string(to_word(step.tier)));
  shown.set_unit(step.unit.value);
  shown.set_unit_name(name_of(policy, step.unit));
  if (step.budget) shown.set_budget(calendar::to_text(*step.budget));
  shown.set_calendar(step.calendar);
  shown.set_mode(std::string(mode_word(step.mode)));
  shown.set_reached_ms(to_ms(step.reached));
  shown.set_outcome(std::string(casework::to_word(step.fate)));
}

std::vector<TrailRecord> trail_of(const std::vector<journal::Record>& records) {
  std::vector<TrailRecord> trail;
  trail.reserve(records.size());
  for (const journal::Record& record : records) {
    trail.push_back({record.time, *record.policy, record.verb, record.events});
  }
  return trail;
}

}  // namespace

v1::Story story_of(CaseId id, const std::vector<journal::Record>& records,
                   const casework::BookOf& book_of) {
  v1::Story story;
  for (const journal::Record& record : records) {
    const policy::Policy* policy = book_of(*record.policy);
    for (const Event& event : record.events) {
      if (case_of(event) != id) continue;
      show_reading(event, record, policy, story);
      if (const auto* order = std::get_if<OrderDispatched>(&event)) {
        show(*order, record, policy, *story.add_routes());
      } else if (const auto* climbed = std::get_if<CaseEscalated>(&event)) {
        show(*climbed, record, policy, *story.add_climbs());
      }
    }
  }
  const std::vector<TrailRecord> trail = trail_of(records);
  for (const auto& promise : promises_of(id, trail, book_of)) show(promise, *story.add_promises());
  const policy::Policy* last = records.empty() ? nullptr : book_of(*records.back().policy);
  for (const auto& step : ladder_of(id, trail, book_of)) show(step, last, *story.add_ladder());
  return story;
}

}  // namespace whistle::service
