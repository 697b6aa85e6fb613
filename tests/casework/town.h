#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/event_text.h"
#include "tests/support/recount.h"
#include "tests/support/scenario.h"

namespace whistle::casework {

inline constexpr CaseId kFirst{1};
inline constexpr std::uint32_t kMarch = 202603;

// Decides and applies, and keeps all facts, so that they can be counted once more.
class Town {
 public:
  explicit Town(policy::RuleBook rules = support::changtai_rules()) : policy_(std::move(rules)) {
    apply({PeriodBegan{.period = kMarch}});
  }
  ~Town() { EXPECT_EQ(support::scores_difference(state_, history_), ""); }
  Town(const Town&) = delete;
  Town& operator=(const Town&) = delete;

  Town& at(Timestamp now) {
    now_ = now;
    return *this;
  }
  Town& when(const Command& wish) {
    const Decision decision = decide({state_, policy_, now_}, wish);
    if (!decision) {
      ADD_FAILURE() << "refused: " << support::to_text(decision.error());
      return *this;
    }
    return apply(decision->events);
  }
  Town& apply(const std::vector<Event>& events) {
    for (const Event& event : events) state_.apply(event);
    history_.insert(history_.end(), events.begin(), events.end());
    return *this;
  }
  Town& submit(const support::Report& report) {
    return when(support::complaint_of(report, ++serial_, now_));
  }
  Town& take(const std::string& unit, const std::string& worker = "chen") {
    return when(
        PullOrders{.unit = {unit}, .worker = {worker}, .max = 1, .only = {}, .sign_at_once = true});
  }
  Town& contact(CaseId id = kFirst) { return when(RecordContact{id, token(id), {"chen"}, {}}); }
  Town& finish(CaseId id = kFirst) {
    return when(FinishHandling{id, token(id), {"chen"}, Solved::Solved, {}});
  }
  Town& check(bool passed = true, CaseId id = kFirst) {
    return when(PostCheckCase{.id = id, .by = {"desk"}, .passed = passed, .note = {}});
  }
  Town& call_back(Satisfaction satisfaction, Solved solved = Solved::Solved) {
    return when(CallBack{
        .id = kFirst, .by = {"desk"}, .solved = solved, .satisfaction = satisfaction, .note = {}});
  }

  std::int64_t of(Dimension dimension, const std::string& key, Measure measure) const {
    return state_.registers().count(kMarch, dimension, key, measure);
  }
  std::int64_t unit(const std::string& key, Measure measure) const {
    return of(Dimension::Unit, key, measure);
  }
  std::int64_t all(Measure measure) const { return of(Dimension::All, "", measure); }
  const std::vector<Event>& history() const { return history_; }
  const State& state() const { return state_; }
  const policy::Policy& policy() const { return policy_; }

 private:
  Token token(CaseId id) const { return state_.find(id)->token; }

  policy::Policy policy_;
  State state_;
  Timestamp now_{support::Scenario::morning()};
  std::uint64_t serial_{};
  std::vector<Event> history_;
};

inline std::string key(AreaCode area) { return std::to_string(area.value); }

}  // namespace whistle::casework
