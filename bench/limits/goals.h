#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace whistle::bench::limits {

// A figure, and what it must reach.
struct Goal {
  const char* measurement;  // which tells it
  const char* figure;
  const char* label;
  bool is_least{};             // it must be at least so much; else at most
  std::optional<double> must;  // nothing: told for what else it says
  std::optional<double> aim;
};

std::span<const Goal> goals();

// The values of each figure, in all runs.
class Values {
 public:
  void add(const std::string& figure, double value) { values_[figure].push_back(value); }
  // One figure a line, name and value between them a tab; other lines are passed over.
  void add_printed(const std::string& printed);
  // Nothing when it was not measured.
  std::optional<double> median(const std::string& figure) const;
  std::vector<std::string> names() const;

 private:
  std::map<std::string, std::vector<double>> values_;
};

enum class Reached { No, Must, Aim };
// Nothing when the goal has no number, or was not measured.
std::optional<Reached> reached(const Goal& goal, const Values& values);

// figure | must | aim | measured | reached: of what was measured.
std::string to_table(const Values& values);
// One line: all medians by name, what was reached, and what has failed.
std::string to_json(const Values& values, const std::vector<std::string>& failed);

}  // namespace whistle::bench::limits
