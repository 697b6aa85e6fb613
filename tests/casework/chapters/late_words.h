#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/support/scenario.h"

// The words of the stories about what is late: facts of the first case of a scenario.
namespace whistle::casework::late_words {

using support::Scenario;

inline const Timestamp kMorning = Scenario::morning();
inline constexpr CaseId kFirst{1};

inline ClockRanOut ran_out(Stage stage, Timestamp due, std::string unit, bool far = false) {
  return {.id = kFirst, .stage = stage, .due = due, .unit = {std::move(unit)}, .far = far};
}
inline ClockDropped dropped(Stage stage) { return {.id = kFirst, .stage = stage}; }

inline CardIssued yellow_card(Stage stage, std::string unit) {
  return {.id = kFirst,
          .card = Card::Yellow,
          .stage = stage,
          .unit = {std::move(unit)},
          .points = -5,
          .rule = {"cards:" + std::string(whistle::to_word(stage)) + ":yellow"}};
}
inline CardIssued red_card(Stage stage, std::string unit) {
  return {.id = kFirst,
          .card = Card::Red,
          .stage = stage,
          .unit = {std::move(unit)},
          .points = -10,
          .rule = {"cards:" + std::string(whistle::to_word(stage)) + ":red"}};
}

// The units that had the case, in the order in which it climbed.
inline std::vector<std::string> way_up(const Scenario& story) {
  std::vector<std::string> units;
  for (const CaseEscalated& step : story.facts<CaseEscalated>()) {
    units.push_back(step.to_unit.value);
  }
  return units;
}

}  // namespace whistle::casework::late_words
