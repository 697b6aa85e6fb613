#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/scenario.h"

// The words of the stories about the first whistle of a scenario: wishes, and the facts that
// follow.
namespace whistle::casework::whistle_words {

using support::Scenario;

inline const Timestamp kMorning = Scenario::morning();
inline constexpr WhistleId kFirst{1};

inline BlowWhistle call(WhistleKind kind, std::vector<UnitCode> invited = {{"water"}, {"urban"}},
                        std::string whistler = "wuan") {
  BlowWhistle wish;
  wish.whistler = {std::move(whistler)};
  wish.by = {"secretary"};
  wish.kind = kind;
  wish.invited = std::move(invited);
  wish.task = "clear the fire lane";
  return wish;
}
inline AcknowledgeWhistle acknowledge(std::string unit) {
  return {.id = kFirst, .unit = {std::move(unit)}, .worker = {"li"}};
}
inline ReportIn report_in(std::string unit) {
  return {.id = kFirst, .unit = {std::move(unit)}, .worker = {"li"}, .note = "at the gate"};
}
inline RecordMeasure plan(std::string unit) {
  return {
      .id = kFirst, .unit = {std::move(unit)}, .worker = {"li"}, .plan = true, .note = "dig, mend"};
}
inline ReleaseUnit release(std::string unit, std::string by) {
  return {.id = kFirst,
          .unit = {std::move(unit)},
          .by_unit = {std::move(by)},
          .worker = {"wang"},
          .note = "done"};
}
inline CloseWhistle close(std::string by = "wuan") {
  return {.id = kFirst, .by_unit = {std::move(by)}, .worker = {"wang"}, .note = "all done"};
}
inline RateWhistle rate(std::string from, std::string to, std::uint32_t stars) {
  return {.id = kFirst,
          .from = {std::move(from)},
          .to = {std::move(to)},
          .stars = stars,
          .worker = {"wang"},
          .note = {}};
}

inline WhistleAcknowledged acknowledged(std::string unit, bool on_time = true) {
  return {.id = kFirst, .unit = {std::move(unit)}, .by = {"li"}, .on_time = on_time};
}
inline UnitReportedIn reported_in(std::string unit, bool on_time = true) {
  return {.id = kFirst,
          .unit = {std::move(unit)},
          .by = {"li"},
          .on_time = on_time,
          .note = "at the gate"};
}
inline UnitReleased released(std::string unit, bool on_time = true) {
  return {
      .id = kFirst, .unit = {std::move(unit)}, .by = {"wang"}, .on_time = on_time, .note = "done"};
}
inline WhistleMissed missed(std::string unit, WhistleStep step, Timestamp due) {
  return {.id = kFirst, .unit = {std::move(unit)}, .step = step, .due = due, .copied = {"centre"}};
}
inline UnitCarded yellow(std::string unit, std::string step) {
  return {.unit = {std::move(unit)},
          .card = Card::Yellow,
          .points = -5,
          .whistle = kFirst,
          .duty = {},
          .rule = {"cards:whistle:" + step + ":yellow"}};
}
inline UnitCarded red(std::string unit, std::string step) {
  return {.unit = {std::move(unit)},
          .card = Card::Red,
          .points = -10,
          .whistle = kFirst,
          .duty = {},
          .rule = {"cards:whistle:" + step + ":red"}};
}

inline std::string detail_of(const Scenario& story, const Command& wish) {
  const Decision decision = decide({story.state(), story.policy(), story.now()}, wish);
  return decision ? "granted" : decision.error().detail;
}
inline std::int64_t count(const Scenario& story, std::string unit, Measure measure) {
  const Registers& registers = story.state().registers();
  return registers.count(registers.counters().period, Dimension::Unit, unit, measure);
}

}  // namespace whistle::casework::whistle_words
