#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "tests/support/scenario.h"

// The words of the stories about cases that change hands: wishes, facts and instants of the first
// case of a scenario.
namespace whistle::casework::return_words {

using support::Report;
using support::Scenario;

inline const Timestamp kMorning = Scenario::morning();
inline const Timestamp kHalfPast = kMorning + std::chrono::minutes{30};
inline constexpr CaseId kFirst{1};

inline const Report kParking{.category = "parking"};
inline const Report kRedBurst{.category = "burst", .severity = Severity::Red};

inline policy::RuleBook rules() {
  policy::RuleBook book = support::changtai_rules();
  const auto add = [&](Severity severity, std::string_view limit) {
    book.limits.push_back({.stage = Stage::Dispatch,
                           .severity = severity,
                           .category = {},
                           .condition = {},
                           .from = {},
                           .until = {},
                           .limit = support::limit_of(limit),
                           .calendar = book.default_calendar,
                           .rule = {"limits:dispatch:" + std::string(to_word(severity))}});
  };
  add(Severity::Red, "5m");
  add(Severity::Yellow, "15m");
  add(Severity::Blue, "30m");
  return book;
}

inline ReturnOrder returned(std::string unit, std::string suggested, CaseId id = kFirst) {
  return {.id = id,
          .unit = {std::move(unit)},
          .worker = {"chen"},
          .reason = "not ours",
          .suggested = {std::move(suggested)}};
}
inline ReassignCase reassigned(std::string unit) {
  return {.id = kFirst, .by = {"dispatcher"}, .unit = {std::move(unit)}, .note = {}};
}
inline RuleOnObjection ruled(std::string unit) {
  return {.id = kFirst, .by = {"centre"}, .unit = {std::move(unit)}, .note = "by the list"};
}
inline TransferOrder transferred(const Scenario& story, std::string to) {
  return {.id = story.id(),
          .token = story.token(),
          .worker = {"chen"},
          .to = {std::move(to)},
          .reason = "their road"};
}

inline ClockPaused paused(Stage stage, Milliseconds consumed) {
  return {.id = kFirst, .stage = stage, .consumed = consumed};
}

inline Timestamp due(const Scenario& story, Stage stage) {
  const CaseClock* clock = story.the_case().clock(stage);
  return clock != nullptr ? clock->alarms.due : kNever;
}

}  // namespace whistle::casework::return_words
