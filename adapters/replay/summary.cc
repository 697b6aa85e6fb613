#include "adapters/replay/summary.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace whistle::replay {
namespace {

struct Counter {
  const char* name;
  std::uint64_t (v1::Tallies::*get)() const;
  void (v1::Tallies::*set)(std::uint64_t);
};

// In the order of the line of JSON.
constexpr std::array kCounters{
    Counter{"complaints", &v1::Tallies::complaints, &v1::Tallies::set_complaints},
    Counter{"cases", &v1::Tallies::cases, &v1::Tallies::set_cases},
    Counter{"merged", &v1::Tallies::merged, &v1::Tallies::set_merged},
    Counter{"declined", &v1::Tallies::declined, &v1::Tallies::set_declined},
    Counter{"red", &v1::Tallies::red, &v1::Tallies::set_red},
    Counter{"yellow", &v1::Tallies::yellow, &v1::Tallies::set_yellow},
    Counter{"blue", &v1::Tallies::blue, &v1::Tallies::set_blue},
    Counter{"compound", &v1::Tallies::compound, &v1::Tallies::set_compound},
    Counter{"community", &v1::Tallies::community, &v1::Tallies::set_community},
    Counter{"street", &v1::Tallies::street, &v1::Tallies::set_street},
    Counter{"department", &v1::Tallies::department, &v1::Tallies::set_department},
    Counter{"triage_queue", &v1::Tallies::triage_queue, &v1::Tallies::set_triage_queue},
    Counter{"escalations", &v1::Tallies::escalations, &v1::Tallies::set_escalations},
    Counter{"overdue", &v1::Tallies::overdue, &v1::Tallies::set_overdue},
    Counter{"closed", &v1::Tallies::closed, &v1::Tallies::set_closed}};
constexpr std::array kCountersAfter{
    Counter{"building", &v1::Tallies::building, &v1::Tallies::set_building},
    Counter{"district", &v1::Tallies::district, &v1::Tallies::set_district}};
// In the table only.
constexpr std::array kCountersAside{
    Counter{"closed on time", &v1::Tallies::closed_on_time, &v1::Tallies::set_closed_on_time},
    Counter{"yellow cards", &v1::Tallies::yellow_cards, &v1::Tallies::set_yellow_cards},
    Counter{"red cards", &v1::Tallies::red_cards, &v1::Tallies::set_red_cards},
    Counter{"reworked", &v1::Tallies::reworked, &v1::Tallies::set_reworked}};

template <class Visit>
void each_counter(Visit visit) {
  for (const Counter& counter : kCounters) visit(counter);
  for (const Counter& counter : kCountersAfter) visit(counter);
  for (const Counter& counter : kCountersAside) visit(counter);
}

}  // namespace

v1::Tallies difference(const v1::Tallies& now, const v1::Tallies& before) {
  v1::Tallies result;
  each_counter([&](const Counter& counter) {
    (result.*counter.set)((now.*counter.get)() - (before.*counter.get)());
  });
  return result;
}

std::string json_of(const Summary& summary) {
  std::string line = "{";
  const auto add = [&](const char* name, const std::string& value) {
    line += fmt::format("{}\"{}\":{}", line.size() > 1 ? "," : "", name, value);
  };
  for (const Counter& counter : kCounters) {
    add(counter.name, std::to_string((summary.tallies.*counter.get)()));
  }
  add("lost", std::to_string(summary.lost));
  add("duplicated", std::to_string(summary.duplicated));
  for (const Counter& counter : kCountersAfter) {
    add(counter.name, std::to_string((summary.tallies.*counter.get)()));
  }
  if (const auto& agreement = summary.agreement) {
    add("target_agreement", fmt::format("{:.4f}", agreement->target_share()));
    add("on_time_agreement", fmt::format("{:.4f}", agreement->on_time_share()));
    add("target_compared", std::to_string(agreement->targets()));
    add("on_time_compared", std::to_string(agreement->verdicts()));
  }
  return line + "}";
}

std::string table_of(const Summary& summary) {
  std::string table;
  const auto add = [&](const std::string& name, const std::string& value) {
    table += fmt::format("  {:<28}{:>12}\n", name, value);
  };
  each_counter([&](const Counter& counter) {
    add(counter.name, std::to_string((summary.tallies.*counter.get)()));
  });
  add("open", std::to_string(summary.open_cases));
  add("sent", std::to_string(summary.sent));
  add("refused by the engine", std::to_string(summary.refused));
  add("bad rows in the feed", std::to_string(summary.bad_rows));
  add("lost", std::to_string(summary.lost));
  add("duplicated", std::to_string(summary.duplicated));
  if (const auto& agreement = summary.agreement) {
    add("target agreement", fmt::format("{:.4f}", agreement->target_share()));
    add("  of requests", std::to_string(agreement->targets()));
    add("on-time agreement", fmt::format("{:.4f}", agreement->on_time_share()));
    add("  of requests", std::to_string(agreement->verdicts()));
  }
  add("requests repeated", std::to_string(summary.resent));
  add("wishes not at their time", std::to_string(summary.late_wishes));
  add("worst lateness, ms", std::to_string(summary.lateness_max_ms));
  add("seconds", fmt::format("{:.1f}", summary.seconds));
  return table;
}

}  // namespace whistle::replay
