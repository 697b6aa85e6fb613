#include "adapters/scenario/read_scenario.h"

#include <fstream>
#include <sstream>

#include "adapters/scenario/read_step.h"

namespace whistle::scenario {
namespace {

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  for (const char letter : text) {
    const bool right = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
    if (!right) return false;
  }
  return true;
}

void read_names(const toml::table& root, TomlReader& reader, Scenario& scenario) {
  const toml::table* names = reader.subtable(root, "names");
  if (names == nullptr) return;
  for (const auto& [key, node] : *names) {
    const std::string name(key.str());
    if (!is_name(name)) reader.blame(node, "'" + name + "' is no name: letters, digits, _ and -");
    const json value = reader.value(node);
    if (!value.is_string() && !value.is_number_integer()) {
      reader.blame(node, "'" + name + "' must be a text or a whole number");
    }
    scenario.names[name] = value;
  }
}

void read_head(const toml::table& root, TomlReader& reader, Scenario& scenario) {
  reader.check_keys(root, {"title", "begins", "source", "names", "step"});
  scenario.title = reader.text(root, "title").value_or("");
  scenario.source = reader.text(root, "source").value_or(scenario.source);
  const auto begins = reader.text(root, "begins");
  if (!root.contains("title")) reader.blame(1, "'title' is missing");
  if (!root.contains("begins")) reader.blame(1, "'begins' is missing");
  if (!begins) return;
  const auto wall = parse_wall(*begins);
  if (!wall) reader.blame(*root.get("begins"), "no time such as \"2026-03-09 09:00\"");
  scenario.begins_wall_ms = wall.value_or(0);
}

void read_steps(const toml::table& root, TomlReader& reader, Scenario& scenario) {
  const toml::node* node = root.get("step");
  const toml::array* steps = node != nullptr ? node->as_array() : nullptr;
  if (steps == nullptr || steps->empty()) return reader.blame(1, "there is no [[step]]");
  StepReader each(reader, scenario.names);
  for (const toml::node& step : *steps) {
    if (const auto* table = step.as_table()) {
      scenario.steps.push_back(each.read(*table));
    } else {
      reader.blame(step, "a step is a table: [[step]]");
    }
  }
}

}  // namespace

ReadScenario read_scenario(std::string_view toml, const std::string& file) {
  ReadScenario result;
  result.scenario.file = file;
  TomlReader reader(file);
  try {
    const toml::table root = toml::parse(toml, file);
    read_head(root, reader, result.scenario);
    read_names(root, reader, result.scenario);
    read_steps(root, reader, result.scenario);
  } catch (const toml::parse_error& error) {
    reader.blame(error.source().begin.line, std::string(error.description()));
  }
  result.problems = reader.take_problems();
  return result;
}

ReadScenario load_scenario(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    ReadScenario result;
    result.problems.push_back({{path, 0, 0}, "cannot be read"});
    return result;
  }
  return read_scenario(text.str(), path);
}

}  // namespace whistle::scenario
