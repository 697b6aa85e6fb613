#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "engine/triage/trial.h"

namespace whistle::app {

struct TrainReport {
  std::string feed;
  std::size_t texts{};  // learnt from in the end
  std::size_t groups{};
  std::size_t trained_on{};  // for the held-out figures
  triage::Trial trial;
  // Categories that were left out because they are too rare, and how often they occur.
  std::vector<std::pair<std::string, std::size_t>> rare;
  std::string model;  // where it is
  std::size_t model_bytes{};
  std::string hash;
};

void print_report(const TrainReport& report, std::ostream& out);
// One line.
void print_report_json(const TrainReport& report, std::ostream& out);

}  // namespace whistle::app
