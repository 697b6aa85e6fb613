#include "engine/app/train_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/app/text_table.h"

namespace whistle::app {
namespace {

using Json = nlohmann::ordered_json;
using triage::Trial;

// Wider than this nobody reads a matrix; the pairs that were confused most say more.
constexpr std::size_t kMatrixLabelsMax = 12;
constexpr std::size_t kPairsMax = 20;
constexpr std::size_t kHashDigits = 12;

std::string share_text(double share) { return fmt::format("{:.3f}", share); }

std::vector<Trial::Coverage> coverages(const Trial& trial) {
  std::vector<Trial::Coverage> all;
  for (int percent = 100; percent >= 50; percent -= 5) {
    all.push_back(trial.at_coverage(percent / 100.0));
  }
  return all;
}

// Labels come in any script, so they stand in the last column.
void print_labels(const Trial& trial, std::ostream& out) {
  TextTable table({{"texts", true},
                   {"precision", true},
                   {"recall", true},
                   {"F1", true},
                   {"no", true},
                   {"category"}});
  std::size_t number = 0;
  for (const Trial::LabelFigures& figures : trial.by_label()) {
    table.add({std::to_string(figures.support), share_text(figures.precision),
               share_text(figures.recall), share_text(figures.f1), std::to_string(++number),
               figures.label});
  }
  out << '\n';
  table.print(out);
}

void print_matrix(const Trial& trial, std::ostream& out) {
  std::vector<TextTable::Column> columns{{"is / said", true}};
  for (std::size_t i = 0; i < trial.labels().size(); ++i) {
    columns.push_back({std::to_string(i + 1), true});
  }
  TextTable table(columns);
  for (std::size_t is = 0; is < trial.labels().size(); ++is) {
    std::vector<std::string> row{std::to_string(is + 1)};
    for (const std::uint32_t count : trial.confusion()[is]) row.push_back(std::to_string(count));
    table.add(std::move(row));
  }
  out << '\n';
  table.print(out);
}

struct Confused {
  std::uint32_t times{};
  std::size_t is{};
  std::size_t said{};
};

void print_pairs(const Trial& trial, std::ostream& out) {
  std::vector<Confused> pairs;
  for (std::size_t is = 0; is < trial.labels().size(); ++is) {
    for (std::size_t said = 0; said < trial.labels().size(); ++said) {
      const std::uint32_t times = trial.confusion()[is][said];
      if (is != said && times > 0) pairs.push_back({times, is, said});
    }
  }
  std::ranges::stable_sort(pairs, std::ranges::greater{}, &Confused::times);
  if (pairs.size() > kPairsMax) pairs.resize(kPairsMax);
  TextTable table({{"times", true}, {"is, but was said to be"}});
  for (const Confused& pair : pairs) {
    table.add(
        {std::to_string(pair.times), trial.labels()[pair.is] + ", " + trial.labels()[pair.said]});
  }
  out << '\n';
  table.print(out);
}

}  // namespace

void print_report(const TrainReport& report, std::ostream& out) {
  const Trial& trial = report.trial;
  out << fmt::format("feed      {}: {} texts in {} groups, {} categories\n", report.feed,
                     report.texts, report.groups, trial.labels().size());
  for (const auto& [label, rows] : report.rare) {
    out << fmt::format("left out  {}: only {} texts\n", label, rows);
  }
  out << fmt::format("held out  {} texts; trained on {}\n", trial.texts(), report.trained_on);
  out << fmt::format("accuracy  {}\n", share_text(trial.accuracy()));
  out << fmt::format("macro-F1  {}\n", share_text(trial.macro_f1()));
  print_labels(trial, out);
  if (trial.labels().size() <= kMatrixLabelsMax) {
    print_matrix(trial, out);
  } else {
    print_pairs(trial, out);
  }
  TextTable table({{"coverage", true}, {"accuracy", true}, {"confidence", true}});
  for (const Trial::Coverage& coverage : coverages(trial)) {
    table.add({fmt::format("{:.0f} %", coverage.share * 100), share_text(coverage.accuracy),
               share_text(coverage.confidence)});
  }
  out << '\n';
  table.print(out);
  out << fmt::format("\nmodel     {}: {} bytes, version {}\n", report.model, report.model_bytes,
                     report.hash.substr(0, kHashDigits));
}

void print_report_json(const TrainReport& report, std::ostream& out) {
  const Trial& trial = report.trial;
  Json json{{"feed", report.feed},          {"texts", report.texts},
            {"groups", report.groups},      {"left_out", Json::array()},
            {"held_out", trial.texts()},    {"trained_on", report.trained_on},
            {"accuracy", trial.accuracy()}, {"macro_f1", trial.macro_f1()}};
  for (const auto& [label, rows] : report.rare) {
    json["left_out"].push_back({{"category", label}, {"texts", rows}});
  }
  for (const Trial::LabelFigures& figures : trial.by_label()) {
    json["categories"].push_back({{"category", figures.label},
                                  {"texts", figures.support},
                                  {"precision", figures.precision},
                                  {"recall", figures.recall},
                                  {"f1", figures.f1}});
  }
  json["confusion"] = trial.confusion();
  for (const Trial::Coverage& coverage : coverages(trial)) {
    json["coverage"].push_back({{"coverage", coverage.share},
                                {"accuracy", coverage.accuracy},
                                {"confidence", coverage.confidence}});
  }
  json["model"] = {{"file", report.model}, {"bytes", report.model_bytes}, {"version", report.hash}};
  out << json.dump() << '\n';
}

}  // namespace whistle::app
