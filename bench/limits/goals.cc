#include "bench/limits/goals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <string_view>

#include "bench/number.h"

namespace whistle::bench::limits {
namespace {

constexpr auto kNone = std::nullopt;

// A disk of 20 ms for each fsync: five of them.
constexpr double kFiveSyncs = 100;

constexpr std::array kGoals{
    Goal{"open-loop", "open_loop.submit.p99_ms", "submit at half the maximum rate, p99, ms", false,
         5, 2},
    Goal{"open-loop", "open_loop.submit.p999_ms", "the same, p99.9, ms", false, 20, 8},
    Goal{"idle-pull", "idle_pull.p99_ms", "order in the hands of an idle worker, p99, ms", false, 5,
         2},
    Goal{"watched", "watched.ratio", "throughput with 500 watchers to none", true, 0.8, 0.95},
    Goal{"curve", "curve.ratio", "throughput with CURVE to without", true, 0.7, 0.9},
    Goal{"filled", "filled.ratio", "throughput with 5,000,000 open cases to an empty engine", true,
         0.85, 0.95},
    Goal{"filled", "filled.disk_bytes_per_open_case", "disk for each of them, bytes", false, 700,
         450},
    Goal{"restart", "restart.seconds", "restart after kill -9, 1,000,000 open, s", false, 4, 2},
    Goal{"restart", "restart_large.seconds", "the same, 10,000,000 open, s", false, 40, 15},
    Goal{"clocks", "clocks.nearly_due.seconds", "1,000,000 clocks due at once: handled, s", false,
         5, 2},
    Goal{"clocks", "clocks.nearly_due.submit.p99_ms", "submits meanwhile, p99, ms", false, 30, 10},
    Goal{"clocks", "clocks.broken.seconds", "1,000,000 promises broken at once: handled, s", false,
         5, 2},
    Goal{"clocks", "clocks.broken.submit.p99_ms", "submits meanwhile, p99, ms", false, 30, 10},
    Goal{"lateness", "lateness.p99_ms", "lateness with 10,000,000 pending clocks, p99, ms", false,
         100, 20},
    Goal{"what-if", "what_if.limit_alone.seconds", "what-if over 1,000,000 complaints, s", false,
         60, 20},
    Goal{"what-if", "what_if.read_anew.seconds", "the same, all texts read anew, s", false, 60, 20},
    Goal{"overload", "overload.full.accepted.p99_ms", "overload: accepted after, p99, ms", false,
         kNone, kNone},
    Goal{"overload", "overload.full.refused.p99_ms", "overload: refused after, p99, ms", false,
         kNone, kNone},
    Goal{"overload", "overload.full.finish.p99_ms", "overload: finishing, p99, ms", false, kNone,
         kNone},
    Goal{"overload", "overload.calm.finish.p99_ms", "without overload: finishing, p99, ms", false,
         kNone, kNone},
    Goal{"overload", "overload.full.watch.p99_ms", "overload: a fact to who watches, p99, ms",
         false, kNone, kNone},
    Goal{"overload", "overload.queues_mb", "overload: memory of what waits, MB", false, 64, 16},
    Goal{"slow-disk", "slow_disk.most.submit.p99_ms", "20 ms more for each fsync: submit, p99, ms",
         false, kFiveSyncs, kNone},
    Goal{"slow-disk", "slow_disk.half.submit.p99_ms", "the same at half the rate, p99, ms", false,
         kFiveSyncs, kNone},
    Goal{"slow-disk", "slow_disk.most.per_second", "the same: lifecycles a second", true, kNone,
         kNone},
    Goal{"slow-disk", "slow_disk.lost", "the same: lost", false, 0, 0},
    Goal{"allocations", "allocations.submit", "allocations of the writer for a submit", false, 0,
         0},
    Goal{"allocations", "allocations.pull", "for a pull", false, 0, 0},
    Goal{"allocations", "allocations.finish", "for a finish", false, 0, 0},
    Goal{"allocations", "allocations.group", "for each step's share of a group", false, 0, 0},
};

std::string word(const std::optional<Reached>& reached) {
  if (!reached) return "-";
  switch (*reached) {
    case Reached::No:
      return "NO";
    case Reached::Must:
      return "must";
    case Reached::Aim:
      return "aim";
  }
  return "-";
}

std::string bound(const Goal& goal, const std::optional<double>& value) {
  if (!value) return "-";
  return (goal.is_least ? "at least " : "at most ") + number(value);
}

std::string as_key(std::string name) {
  std::ranges::replace(name, '.', '_');
  return name;
}

}  // namespace

std::span<const Goal> goals() { return kGoals; }

void Values::add_printed(const std::string& printed) {
  std::string_view rest = printed;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    double value = 0;
    const char* end = line.data() + line.size();
    const auto read = std::from_chars(line.data() + tab + 1, end, value);
    if (read.ec == std::errc{} && read.ptr == end) add(std::string(line.substr(0, tab)), value);
  }
}

std::optional<double> Values::median(const std::string& figure) const {
  const auto found = values_.find(figure);
  if (found == values_.end()) return std::nullopt;
  std::vector<double> sorted = found->second;
  std::ranges::sort(sorted);
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

std::vector<std::string> Values::names() const {
  std::vector<std::string> names;
  for (const auto& [name, values] : values_) names.push_back(name);
  return names;
}

std::optional<Reached> reached(const Goal& goal, const Values& values) {
  const auto measured = values.median(goal.figure);
  if (!measured || !goal.must) return std::nullopt;
  const auto is_within = [&](double limit) {
    return goal.is_least ? *measured >= limit : *measured <= limit;
  };
  if (goal.aim && is_within(*goal.aim)) return Reached::Aim;
  return is_within(*goal.must) ? Reached::Must : Reached::No;
}

std::string to_table(const Values& values) {
  std::string table = "| figure | must | aim | measured | reached |\n|---|---:|---:|---:|---|\n";
  for (const Goal& goal : kGoals) {
    const auto measured = values.median(goal.figure);
    if (!measured) continue;
    table += std::string("| ") + goal.label + " | " + bound(goal, goal.must) + " | " +
             bound(goal, goal.aim) + " | " + number(measured) + " | " +
             word(reached(goal, values)) + " |\n";
  }
  return table;
}

std::string to_json(const Values& values, const std::vector<std::string>& failed) {
  nlohmann::ordered_json line;
  for (const std::string& name : values.names()) line[as_key(name)] = *values.median(name);
  nlohmann::ordered_json goals = nlohmann::ordered_json::object();
  for (const Goal& goal : kGoals) {
    if (const auto found = reached(goal, values)) goals[as_key(goal.figure)] = word(found);
  }
  line["reached"] = std::move(goals);
  line["failed"] = failed;
  return line.dump();
}

}  // namespace whistle::bench::limits
