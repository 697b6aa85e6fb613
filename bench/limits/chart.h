#pragma once

#include <string>
#include <vector>

namespace whistle::bench::limits {

struct Curve {
  std::string name;
  std::vector<double> values;  // one for each second, from the first
};

struct Chart {
  std::string title;
  std::string across;  // what the horizontal axis counts
  std::string up;      // what the vertical one counts
  std::vector<Curve> curves;
};

// A picture of lines, readable on light and on dark backgrounds. At most four curves.
std::string to_svg(const Chart& chart);

}  // namespace whistle::bench::limits
