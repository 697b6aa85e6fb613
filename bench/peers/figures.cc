#include "bench/peers/figures.h"

#include <algorithm>
#include <charconv>

namespace whistle::bench::peers {

std::optional<double> Figures::median(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  std::vector<double> sorted = found->second;
  std::ranges::sort(sorted);
  const std::size_t half = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[half];
  return (sorted[half - 1] + sorted[half]) / 2;
}

std::optional<double> Figures::ratio(const std::string& name, const std::string& to) const {
  const auto one = median(name);
  const auto other = median(to);
  if (!one || !other || *other == 0) return std::nullopt;
  return *one / *other;
}

std::map<std::string, double> read_figures(std::string_view printed) {
  std::map<std::string, double> figures;
  while (!printed.empty()) {
    const std::string_view line = printed.substr(0, printed.find('\n'));
    printed.remove_prefix(std::min(line.size() + 1, printed.size()));
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    double value = 0;
    const char* end = line.data() + line.size();
    const auto read = std::from_chars(line.data() + tab + 1, end, value);
    if (read.ec == std::errc{} && read.ptr == end)
      figures[std::string(line.substr(0, tab))] = value;
  }
  return figures;
}

}  // namespace whistle::bench::peers
