#include "engine/triage/trial.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/core/check.h"
#include "engine/triage/normalise.h"

namespace whistle::triage {
namespace {

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

Trial::Trial(std::vector<std::string> labels)
    : labels_(std::move(labels)),
      confusion_(labels_.size(), std::vector<std::uint32_t>(labels_.size())) {}

std::size_t Trial::index_of(const std::string& label) const {
  const auto found = std::ranges::lower_bound(labels_, label);
  WHISTLE_CHECK(found != labels_.end() && *found == label);
  return static_cast<std::size_t>(found - labels_.begin());
}

void Trial::ask(const Model& model, const std::vector<Lesson>& lessons) {
  ModelDesk desk;
  for (const Lesson& lesson : lessons) {
    const auto guesses = model.weigh(fold(lesson.subject + "\n" + lesson.text), desk);
    const std::string& guess = model.labels()[guesses.front().label];
    ++confusion_[index_of(lesson.label)][index_of(guess)];
    answers_.push_back({guesses.front().probability, guess == lesson.label});
  }
}

double Trial::accuracy() const { return at_coverage(1).accuracy; }

double Trial::macro_f1() const {
  double sum = 0;
  double labels = 0;
  for (const LabelFigures& figures : by_label()) {
    if (figures.support == 0) continue;
    sum += figures.f1;
    ++labels;
  }
  return share(sum, labels);
}

std::vector<Trial::LabelFigures> Trial::by_label() const {
  std::vector<LabelFigures> all;
  for (std::size_t label = 0; label < labels_.size(); ++label) {
    std::uint32_t is_it = 0;
    std::uint32_t said = 0;
    for (std::size_t other = 0; other < labels_.size(); ++other) {
      is_it += confusion_[label][other];
      said += confusion_[other][label];
    }
    const double right = confusion_[label][label];
    all.push_back({.label = labels_[label],
                   .support = is_it,
                   .precision = share(right, said),
                   .recall = share(right, is_it),
                   .f1 = share(2 * right, double{1} * is_it + said)});
  }
  return all;
}

std::vector<Trial::Answer> Trial::sorted() const {
  std::vector<Answer> answers = answers_;
  std::ranges::stable_sort(answers, std::ranges::greater{}, &Answer::confidence);
  return answers;
}

Trial::Coverage Trial::at_coverage(double wanted) const {
  const std::vector<Answer> answers = sorted();
  const auto count =
      static_cast<std::size_t>(std::llround(wanted * static_cast<double>(answers.size())));
  if (count == 0) return {.share = wanted};
  const auto end = answers.begin() + static_cast<std::ptrdiff_t>(count);
  const auto right = std::count_if(answers.begin(), end, [](const Answer& a) { return a.right; });
  return {.share = wanted,
          .accuracy = share(static_cast<double>(right), static_cast<double>(count)),
          .confidence = answers[count - 1].confidence};
}

Trial::Coverage Trial::at_confidence(double confidence) const {
  double sure = 0;
  double right = 0;
  for (const Answer& answer : answers_) {
    if (static_cast<double>(answer.confidence) < confidence) continue;
    ++sure;
    if (answer.right) ++right;
  }
  return {.share = share(sure, static_cast<double>(answers_.size())),
          .accuracy = share(right, sure),
          .confidence = confidence};
}

}  // namespace whistle::triage
