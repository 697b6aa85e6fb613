#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <string>

#include "engine/config/settings.h"

// `whistled train`: a city's own statistical model from a city's own history.
namespace whistle::app {

struct TrainRequest {
  std::string feed;
  std::filesystem::path out;
  std::string labels{"book"};  // "book": categories of the rule book; "any"
  std::uint32_t rows_min{5};   // what occurs less often is not learnt
  std::uint32_t grams_max{20'000};
  std::uint64_t seed{1};
  bool json{};
};

CLI::App* add_train_verb(CLI::App& app, TrainRequest& request);

// Holds a fifth of the feed's groups out, trains on the rest and reports to `out` how the model
// does on what it has not seen; then trains on everything and puts the model in place in one step.
// What it is doing goes to `err`. Exit code 0, 1 when the model cannot be written, 2 when the rule
// book or the feed has problems (all are printed) or there is too little to learn from.
int run_train(const config::EngineSettings& settings, const TrainRequest& request,
              std::ostream& out, std::ostream& err);

}  // namespace whistle::app
