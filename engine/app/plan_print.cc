#include "engine/app/plan_print.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/app/text_table.h"
#include "engine/app/wall_time.h"

namespace whistle::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kRowsMax = 20;
constexpr std::size_t kVersionDigits = 12;

std::string_view word_of(config::ChangeKind kind) {
  switch (kind) {
    case config::ChangeKind::Added:
      return "added";
    case config::ChangeKind::Removed:
      return "removed";
    case config::ChangeKind::Changed:
      return "changed";
  }
  return "?";
}

std::string place_text(const config::Place& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string due_text(Timestamp at, const calendar::TimeZone& zone) {
  return at == kNever ? "-" : time_text(at, zone);
}

Json due_json(Timestamp at) {
  return at == kNever ? Json(nullptr) : Json(at.time_since_epoch().count());
}

// The first rows of a list, and how many there are beyond.
template <class List, class Add>
void print_some(const List& list, TextTable table, Add add, std::ostream& out) {
  if (list.empty()) return;
  std::size_t shown = 0;
  for (const auto& each : list) {
    if (shown++ == kRowsMax) break;
    table.add(add(each));
  }
  out << '\n';
  table.print(out);
  if (list.size() > kRowsMax) out << "and " << list.size() - kRowsMax << " more (--json has all)\n";
}

// Rows come in any script, so they stand in lines and not in columns.
void print_changes(const std::vector<config::RuleChange>& changes, std::ostream& out) {
  std::size_t shown = 0;
  for (const config::RuleChange& change : changes) {
    if (shown++ == kRowsMax) break;
    out << "  " << place_text(change.place) << ": " << change.table << " " << change.key << " "
        << word_of(change.kind);
    if (!change.field.empty()) out << ", " << change.field;
    if (!change.before.empty()) out << ": " << change.before;
    if (change.kind == config::ChangeKind::Changed) out << " -> " << change.after;
    if (change.kind == config::ChangeKind::Added) out << ": " << change.after;
    out << '\n';
  }
  if (changes.size() > kRowsMax) {
    out << "  and " << changes.size() - kRowsMax << " more (--json has all)\n";
  }
}

void print_open(const casework::Plan& plan, const calendar::TimeZone& zone, std::ostream& out) {
  print_some(
      plan.moves,
      TextTable({{"case", true}, {"stage"}, {"due as promised"}, {"would be due"}, {"rule"}}),
      [&](const casework::PlannedMove& move) -> std::vector<std::string> {
        return {std::to_string(move.id.value), std::string(to_word(move.stage)),
                due_text(move.due, zone), due_text(move.would_be, zone), move.rule.value};
      },
      out);
  print_some(
      plan.routes, TextTable({{"case", true}, {"waits at"}, {"would go to"}, {"rule"}}),
      [](const casework::PlannedRoute& route) -> std::vector<std::string> {
        return {std::to_string(route.id.value), route.from.value, route.to.value, route.rule.value};
      },
      out);
  print_some(
      plan.lines, TextTable({{"line of"}, {"gains", true}, {"loses", true}}),
      [](const auto& line) -> std::vector<std::string> {
        return {line.first.value, std::to_string(line.second.gains),
                std::to_string(line.second.loses)};
      },
      out);
}

Json json_of(const casework::Plan& plan) {
  Json json{{"open_cases", plan.open_cases}, {"affected_cases", plan.affected_cases}};
  json["moves"] = Json::array();
  for (const casework::PlannedMove& move : plan.moves) {
    json["moves"].push_back({{"case", move.id.value},
                             {"stage", to_word(move.stage)},
                             {"due_ms", due_json(move.due)},
                             {"would_be_ms", due_json(move.would_be)},
                             {"rule", move.rule.value}});
  }
  json["routes"] = Json::array();
  for (const casework::PlannedRoute& route : plan.routes) {
    json["routes"].push_back({{"case", route.id.value},
                              {"from", route.from.value},
                              {"to", route.to.value},
                              {"rule", route.rule.value}});
  }
  json["lines"] = Json::object();
  for (const auto& [unit, change] : plan.lines) {
    json["lines"][unit.value] = {{"gains", change.gains}, {"loses", change.loses}};
  }
  return json;
}

}  // namespace

void print_plan(const PlanReport& report, const calendar::TimeZone& zone, std::ostream& out) {
  out << report.name << ' ' << report.before.substr(0, kVersionDigits) << " -> "
      << report.after.substr(0, kVersionDigits) << ": " << report.changes.size()
      << " change(s) of rules\n";
  print_changes(report.changes, out);
  if (!report.open) {
    out << "no journal there, so no open cases were looked at\n";
    return;
  }
  out << report.open->open_cases << " open case(s), " << report.open->affected_cases
      << " of them about what changes; they keep what they were promised\n";
  print_open(*report.open, zone, out);
}

void print_plan_json(const PlanReport& report, std::ostream& out) {
  Json json{{"name", report.name}, {"before", report.before}, {"after", report.after}};
  json["changes"] = Json::array();
  for (const config::RuleChange& change : report.changes) {
    json["changes"].push_back({{"table", change.table},
                               {"key", change.key},
                               {"kind", word_of(change.kind)},
                               {"field", change.field},
                               {"before", change.before},
                               {"after", change.after},
                               {"place", place_text(change.place)}});
  }
  json["open"] = report.open ? json_of(*report.open) : Json(nullptr);
  out << json.dump() << '\n';
}

}  // namespace whistle::app
