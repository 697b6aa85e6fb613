#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::bench {

// How a figure reads to people.
enum class Measure { Share, Count, Microseconds, Seconds };

struct Figure {
  std::string name;  // as JSON has it: "located_right"
  double value{};
  Measure measure{Measure::Share};
  std::string meaning;  // one line for people
};

// What was measured together, or why it was not.
struct Section {
  std::string name;  // "place"
  std::vector<Figure> figures;
  std::string skipped;  // empty: measured
};

// A share of nothing is 1: nothing was wrong.
double share(std::size_t part, std::size_t whole);

// A table for people.
void print_table(const std::vector<Section>& sections, std::ostream& out);
// {"place":{"located_right":0.998,...},"privacy":"skipped"}, one line without its end.
std::string to_json(const std::vector<Section>& sections);

// A file of the folder beside the repository that measurements may use and do without.
std::string shared_data(std::string_view name);

}  // namespace whistle::bench
