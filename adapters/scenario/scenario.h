#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/scenario/facts.h"
#include "adapters/scenario/times.h"

// What a scenario file says; README.md explains it to those who write one.
namespace whistle::scenario {

using nlohmann::json;

// One expectation after a step.
// NOLINTNEXTLINE(bugprone-exception-escape): moving a json only asserts
struct Check {
  enum class Kind : std::uint8_t {
    Reply,   // a field of the answer; `expected` is one pair
    Grants,  // a list of cases
    Case,
    Due,
    Facts,  // in `facts`
    Queue,
    Register,
    Score,
    Agenda,
    Tallies,
  };
  Kind kind{};
  json expected;
  std::vector<FactPattern> facts;
  std::uint64_t line = 0;
};

struct Step {
  std::uint64_t line = 0;
  std::set<int> rows;
  std::optional<When> at;
  std::string say;
  std::string verb = "nothing";
  std::string as;
  json with = json::object();
  std::uint64_t with_line = 0;
  std::string refused;  // the reason; empty: must be granted
  int times = 1;
  Span every;
  std::vector<Check> checks;
};

struct Scenario {
  std::string file;
  std::string title;
  std::string source = "scenario";
  std::int64_t begins_wall_ms = 0;
  std::map<std::string, json> names;  // texts and numbers, without the $
  std::vector<Step> steps;
};

// The name of the n-th of several: "x2". The last one also has the name itself.
inline std::string numbered(const std::string& name, int n) { return name + std::to_string(n); }

}  // namespace whistle::scenario
