#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <vector>

#include "bench/triage/cost_figures.h"
#include "bench/triage/figures.h"
#include "bench/triage/model_figures.h"
#include "bench/triage/place_figures.h"
#include "bench/triage/privacy_figures.h"
#include "bench/triage/reading_sections.h"

namespace {

using namespace whistle::bench;  // NOLINT(google-build-using-namespace): all of it is measured here

// Every section, in the order in which it is told. A new one is a line here.
std::vector<std::function<Section()>> sections(std::size_t stride, std::uint32_t folds,
                                               const CostSize& cost) {
  return {
      [] { return lexicon_section(); },  [folds] { return model_section(folds); },
      [] { return severity_section(); }, [stride] { return place_section(stride); },
      [] { return privacy_section(); },  [cost] { return cost_section(cost); },
  };
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "whistle_triage_figures: how well triage reads complaints, and what it costs. Texts that are "
      "not part of the repository are looked for in ../shared/data beside it; what needs them is "
      "skipped without."};
  bool json = false;
  CostSize cost;
  std::size_t stride = 1;
  std::uint32_t folds = kModelFolds;
  app.add_flag("--json", json, "End with one line of JSON");
  app.add_option("--every", stride, "Talk about every so many communities of the list")
      ->check(CLI::Range(1, 10'000));
  app.add_option("--folds", folds, "Of five parts of the complaints, ask the model about so many")
      ->check(CLI::Range(1U, kModelFolds));
  app.add_option("--categories", cost.categories, "Categories of the rule book, ten patterns each")
      ->check(CLI::Range(1, 5000));
  app.add_option("--names", cost.names, "Names of places in it")->check(CLI::Range(1, 500'000));
  app.add_option("--texts", cost.texts, "Texts to time")->check(CLI::Range(10, 100'000));
  CLI11_PARSE(app, argc, argv);

  std::vector<Section> measured;
  for (const auto& section : sections(stride, folds, cost)) {
    measured.push_back(section());
    print_table({measured.back()}, std::cout);
    std::cout.flush();
  }
  if (json) std::cout << to_json(measured) << '\n';
  return 0;
}
