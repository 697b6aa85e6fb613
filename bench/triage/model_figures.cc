#include "bench/triage/model_figures.h"

#include <zlib.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <utility>

#include "engine/triage/lessons.h"
#include "engine/triage/normalise.h"
#include "engine/triage/training.h"

namespace whistle::bench {
namespace {

using triage::Lesson;

constexpr std::uint64_t kSeed = 1;

std::string content_of(const std::filesystem::path& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  std::string content;
  std::string piece(std::size_t{1} << 18U, '\0');
  while (file) {
    const int count = gzread(file.get(), piece.data(), static_cast<unsigned>(piece.size()));
    if (count <= 0) break;
    content.append(piece, 0, static_cast<std::size_t>(count));
  }
  return content;
}

std::string text_of(const nlohmann::json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::vector<Lesson> lessons_of(const std::filesystem::path& path) {
  std::vector<Lesson> lessons;
  std::istringstream lines(content_of(path));
  for (std::string line; std::getline(lines, line);) {
    const auto row = nlohmann::json::parse(line);
    lessons.push_back({.subject = text_of(row.value("subject", nlohmann::json())),
                       .text = text_of(row.at("text")),
                       .label = text_of(row.at("label")),
                       .group = text_of(row.value("group", nlohmann::json()))});
  }
  return lessons;
}

// Microseconds for a text.
double time_to_weigh(const triage::Model& model, const std::vector<Lesson>& lessons) {
  std::vector<std::string> folded;
  for (const Lesson& lesson : lessons) {
    folded.push_back(triage::fold(lesson.subject + "\n" + lesson.text));
  }
  triage::ModelDesk desk;
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  for (const std::string& text : folded) {
    const auto guesses = model.weigh(text, desk);
    model.heaviest(guesses.front().label, 5, desk);
  }
  const std::chrono::duration<double, std::micro> taken = Clock::now() - start;
  return taken.count() / static_cast<double>(folded.size());
}

double characters_of(const std::vector<Lesson>& lessons) {
  double characters = 0;
  for (const Lesson& lesson : lessons) {
    for (const char byte : lesson.subject + lesson.text) {
      if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) ++characters;
    }
  }
  return characters / static_cast<double>(lessons.size());
}

}  // namespace

Outcome<ModelFigures, std::string> measure_model(const std::filesystem::path& path,
                                                 std::uint32_t folds) {
  const std::vector<Lesson> lessons = lessons_of(path);
  if (lessons.empty()) return Failure{path.string() + ": there is nothing to read"};
  std::set<std::string> labels;
  for (const Lesson& lesson : lessons) labels.insert(lesson.label);
  const auto groups = triage::group_lessons(lessons);
  const auto parts = triage::deal(groups, kModelFolds, kSeed);

  ModelFigures figures;
  triage::Trial trial({labels.begin(), labels.end()});
  for (std::uint32_t fold = 0; fold < folds; ++fold) {
    std::vector<Lesson> seen;
    std::vector<std::uint32_t> seen_groups;
    std::vector<Lesson> unseen;
    for (std::size_t i = 0; i < lessons.size(); ++i) {
      if (parts[i] == fold) {
        unseen.push_back(lessons[i]);
        continue;
      }
      seen.push_back(lessons[i]);
      seen_groups.push_back(groups[i]);
    }
    const auto numbers = triage::train_model(seen, seen_groups, {.seed = kSeed});
    if (!numbers) return Failure{numbers.error()};
    // By way of its bytes, as the engine reads it.
    const std::string bytes = triage::write_model(*numbers);
    const auto model = triage::Model::parse(bytes);
    if (!model) return Failure{model.error()};
    trial.ask(*model, unseen);
    figures.model_bytes = bytes.size();
    figures.micros_per_text = time_to_weigh(*model, unseen);
  }
  figures.texts = trial.texts();
  figures.labels = labels.size();
  figures.accuracy = trial.accuracy();
  figures.macro_f1 = trial.macro_f1();
  figures.accuracy_at_80 = trial.at_coverage(0.8).accuracy;
  figures.by_label = trial.by_label();
  for (int percent = 100; percent >= 50; percent -= 5) {
    figures.coverage.push_back(trial.at_coverage(percent / 100.0));
  }
  for (int percent = 50; percent <= 95; percent += 5) {
    figures.confidence.push_back(trial.at_confidence(percent / 100.0));
  }
  figures.characters_per_text = characters_of(lessons);
  return figures;
}

}  // namespace whistle::bench
