#include "bench/triage/reading_sections.h"

#include <filesystem>
#include <string>
#include <utility>

#include "bench/triage/lexicon_figures.h"
#include "bench/triage/model_figures.h"
#include "bench/triage/severity_figures.h"
#include "engine/config/rule_book_files.h"

namespace whistle::bench {
namespace {

namespace fs = std::filesystem;

const fs::path kRepository = SOURCE_DIR;

Outcome<policy::RuleBook, std::string> base_book() {
  auto book = config::load_rule_book(kRepository / "config/base", {});
  if (!book) return Failure{to_text(book.error().front())};
  return *std::move(book);
}

}  // namespace

Section lexicon_section() {
  Section section{.name = "lexicon", .figures = {}, .skipped = {}};
  const std::string data = shared_data("complaints_zh_dev.jsonl.gz");
  if (!fs::exists(data)) {
    section.skipped = "the labelled complaints are not here";
    return section;
  }
  auto book = base_book();
  const auto figures =
      book ? lexicon_figures(data, *std::move(book), kRepository / "bench/triage/label_map.csv")
           : Outcome<LexiconFigures, std::string>(Failure{book.error()});
  if (!figures) {
    section.skipped = figures.error();
    return section;
  }
  const auto count = static_cast<double>(figures->all.texts);
  section.figures = {
      {"texts", count, Measure::Count, "labelled complaints, near-duplicates kept together"},
      {"decided", figures->all.decided_share(), Measure::Share, "of them, without any training"},
      {"decided_right", figures->all.right_share(), Measure::Share, "of the decided"},
      {"decided_unseen", figures->second_half.decided_share(), Measure::Share,
       "of the half that no words were chosen by"},
      {"decided_right_unseen", figures->second_half.right_share(), Measure::Share,
       "of the decided of that half"},
  };
  return section;
}

Section model_section(std::uint32_t folds) {
  Section section{.name = "model", .figures = {}, .skipped = {}};
  const std::string data = shared_data("complaints_zh_dev.jsonl.gz");
  if (!fs::exists(data)) {
    section.skipped = "the labelled complaints are not here";
    return section;
  }
  const auto figures = measure_model(data, folds);
  if (!figures) {
    section.skipped = figures.error();
    return section;
  }
  section.figures = {
      {"texts", static_cast<double>(figures->texts), Measure::Count,
       "asked about, each by a model that has not seen its group"},
      {"macro_f1", figures->macro_f1, Measure::Share, "mean of the labels' F1"},
      {"accuracy", figures->accuracy, Measure::Share, "of all"},
      {"accuracy_at_80", figures->accuracy_at_80, Measure::Share, "of the surest 80 in 100"},
      {"text_us", figures->micros_per_text, Measure::Microseconds, "to weigh one text"},
  };
  return section;
}

Section severity_section() {
  Section section{.name = "severity", .figures = {}, .skipped = {}};
  auto book = base_book();
  if (!book) {
    section.skipped = book.error();
    return section;
  }
  const auto figures =
      severity_figures(kRepository / "tests/triage/severity_cases.csv", *std::move(book));
  if (!figures) {
    section.skipped = to_text(figures.error().front());
    return section;
  }
  const auto tell = [&](const std::string& prefix, const ColourConfusion& confusion,
                        const std::string& of) {
    section.figures.push_back({prefix + "cases", static_cast<double>(confusion.total()),
                               Measure::Count, "invented complaints, labelled by people" + of});
    section.figures.push_back({prefix + "red_recall", confusion.recall(Severity::Red),
                               Measure::Share, "of what is red: found"});
    section.figures.push_back({prefix + "red_precision", confusion.precision(Severity::Red),
                               Measure::Share, "of what was found red: is"});
    section.figures.push_back(
        {prefix + "agreement", confusion.agreement(), Measure::Share, "of all colours"});
  };
  tell("", figures->all.confusion, "");
  for (const ColourFigures& set : figures->sets) {
    tell(set.set + "_", set.confusion, ", set " + set.set);
  }
  return section;
}

}  // namespace whistle::bench
