#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::bench::peers {

// What was measured, several times over: "postgres.single" in each of five runs.
class Figures {
 public:
  void add(const std::string& name, double value) { values_[name].push_back(value); }
  // The one in the middle, or the mean of the two; nothing when there is none.
  std::optional<double> median(const std::string& name) const;
  // Of two medians; nothing when either is missing or the second is 0.
  std::optional<double> ratio(const std::string& name, const std::string& to) const;

 private:
  std::map<std::string, std::vector<double>> values_;
};

// The lines "name<tab>number" in what a program of bench/ has printed; others are talk.
std::map<std::string, double> read_figures(std::string_view printed);

}  // namespace whistle::bench::peers
