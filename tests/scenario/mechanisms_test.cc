#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/scenario/read_scenario.h"

// config/cities/README.md says which step of which place proves which mechanism. Here the table is
// held against the scenarios.
namespace whistle::scenario::mechanisms_test {

namespace fs = std::filesystem;

const fs::path kCities = fs::path(SOURCE_DIR) / "config/cities";
constexpr int kRows = 105;

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream rest(line);
  for (std::string cell; std::getline(rest, cell, '|');) {
    const auto first = cell.find_first_not_of(' ');
    if (first == std::string::npos) continue;
    cells.push_back(cell.substr(first, cell.find_last_not_of(' ') - first + 1));
  }
  return cells;
}

// "daqing 3, 4 …; luzhou 7": steps by place.
std::map<std::string, std::vector<std::size_t>> proofs_of(const std::string& cell) {
  std::map<std::string, std::vector<std::size_t>> proofs;
  std::stringstream places(cell);
  for (std::string place; std::getline(places, place, ';');) {
    std::stringstream words(place);
    std::string name;
    words >> name;
    for (std::string word; words >> word;) {
      std::size_t step = 0;
      std::from_chars(word.data(), word.data() + word.size(), step);
      if (step > 0) proofs[name].push_back(step);
    }
  }
  return proofs;
}

// The last cell of each row, by the number of the mechanism.
std::map<int, std::string> table() {
  std::map<int, std::string> rows;
  std::ifstream file(kCities / "README.md");
  for (std::string line; std::getline(file, line);) {
    const auto cells = cells_of(line);
    int number = 0;
    if (cells.size() != 3) continue;
    std::from_chars(cells[0].data(), cells[0].data() + cells[0].size(), number);
    if (number > 0) rows[number] = cells[2];
  }
  return rows;
}

std::map<std::string, Scenario> scenarios() {
  std::map<std::string, Scenario> all;
  for (const auto& entry : fs::directory_iterator(kCities)) {
    const fs::path file = entry.path() / "scenario.toml";
    if (!fs::exists(file)) continue;
    ReadScenario read = load_scenario(file.string());
    EXPECT_TRUE(read.problems.empty()) << file;
    all[entry.path().filename().string()] = std::move(read.scenario);
  }
  return all;
}

TEST(Mechanisms, AreEachProvenOrLeftOutWithAReason) {
  const auto rows = table();
  for (int number = 1; number <= kRows; ++number) {
    ASSERT_TRUE(rows.contains(number)) << "row " << number;
    const std::string& cell = rows.at(number);
    const bool is_left_out = cell.starts_with("left out: ") && cell.size() > 20;
    EXPECT_TRUE(is_left_out || !proofs_of(cell).empty()) << number << ": " << cell;
  }
  EXPECT_EQ(rows.size(), static_cast<std::size_t>(kRows));
}

TEST(Mechanisms, AreProvenByTheStepsThatTheTableNames) {
  const auto all = scenarios();
  for (const auto& [number, cell] : table()) {
    if (cell.starts_with("left out")) continue;
    for (const auto& [place, steps] : proofs_of(cell)) {
      ASSERT_TRUE(all.contains(place)) << number << ": no scenario of " << place;
      const Scenario& scenario = all.at(place);
      for (const std::size_t step : steps) {
        ASSERT_LE(step, scenario.steps.size()) << number << ": " << place;
        EXPECT_TRUE(scenario.steps[step - 1].rows.contains(number))
            << number << ": " << place << " " << step;
      }
    }
  }
}

TEST(Mechanisms, OfAllElevenPlacesAreInTheTable) {
  std::set<std::string> named;
  for (const auto& [number, cell] : table()) {
    for (const auto& [place, steps] : proofs_of(cell)) named.insert(place);
  }
  for (const auto& [place, scenario] : scenarios()) EXPECT_TRUE(named.contains(place)) << place;
  EXPECT_GE(scenarios().size(), 11U);
}

}  // namespace whistle::scenario::mechanisms_test
