#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/decide.h"
#include "engine/casework/reports/clock_story.h"
#include "tests/support/event_text.h"
#include "tests/support/rule_books.h"
#include "tests/support/scenario.h"

namespace whistle::casework {

// Decides, applies, and keeps what followed as a trail does: a record for each wish that changed
// something, one for each alarm.
class Tale {
 public:
  explicit Tale(policy::RuleBook rules = support::changtai_rules()) : policy_(std::move(rules)) {}
  Tale(const Tale&) = delete;
  Tale& operator=(const Tale&) = delete;

  // Lets time pass; every alarm fires at its own instant.
  Tale& at(const std::string& text) {
    const Timestamp until = support::shanghai(text);
    while (state_.next_alarm() <= until) {
      now_ = std::max(now_, state_.next_alarm());
      when(Tick{.max = 100}, "tick");
    }
    now_ = until;
    return *this;
  }
  // No alarm fires meanwhile.
  Tale& unseen_until(const std::string& text) {
    now_ = support::shanghai(text);
    return *this;
  }
  Tale& when(const Command& wish, const std::string& verb = "wish") {
    const Decision decision = decide({state_, policy_, now_}, wish);
    if (!decision) {
      ADD_FAILURE() << "refused: " << support::to_text(decision.error());
      return *this;
    }
    for (const Event& event : decision->events) state_.apply(event);
    if (!decision->events.empty()) {
      trail_.push_back(
          {.time = now_, .policy = version_, .verb = verb, .events = decision->events});
    }
    return *this;
  }
  Tale& submit(const support::Report& report) {
    return when(support::complaint_of(report, ++serial_, now_), "submit");
  }
  Tale& take(const std::string& unit) {
    return when(
        PullOrders{.unit = {unit}, .worker = {"chen"}, .max = 1, .only = {}, .sign_at_once = true});
  }
  Token token() const { return state_.find({1})->token; }

  // Under another version from here on, with the same rules.
  Tale& under(std::string version) {
    version_ = std::move(version);
    return *this;
  }

  const std::vector<TrailRecord>& trail() const { return trail_; }
  const policy::Policy& policy() const { return policy_; }
  BookOf only_book() const {
    return [this](const std::string&) { return &policy_; };
  }
  std::vector<Promise> promises() const { return promises_of({1}, trail_, only_book()); }
  Promise promise(Stage stage, std::size_t which = 0) const {
    for (Promise& each : promises()) {
      if (each.stage == stage && which-- == 0) return each;
    }
    ADD_FAILURE() << "no promise " << whistle::to_word(stage);
    return {};
  }

 private:
  policy::Policy policy_;
  State state_;
  Timestamp now_{};
  std::string version_{"test"};
  std::uint64_t serial_{};
  std::vector<TrailRecord> trail_;
};

}  // namespace whistle::casework
