#include "engine/triage/training.h"

#include <linear.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "engine/core/check.h"
#include "engine/triage/gram_choice.h"
#include "engine/triage/model.h"
#include "engine/triage/normalise.h"

namespace whistle::triage {
namespace {

// Measured by cross-validation: from 10 to 100 makes little difference.
constexpr double kLooseness = 20;
constexpr double kPrecision = 0.01;
// Between 0, as they come, and 1, all categories the same.
constexpr double kBalance = 0.5;
constexpr std::uint32_t kCalibrationParts = 6;

// The lessons folded, their labels as numbers.
struct Course {
  std::vector<std::string> labels;  // ascending
  std::vector<std::string> folded;
  std::vector<std::uint32_t> label_of;

  Course part(const std::vector<bool>& taken) const {
    Course part{.labels = labels, .folded = {}, .label_of = {}};
    for (std::size_t i = 0; i < folded.size(); ++i) {
      if (!taken[i]) continue;
      part.folded.push_back(folded[i]);
      part.label_of.push_back(label_of[i]);
    }
    return part;
  }
};

Course course_of(const std::vector<Lesson>& lessons) {
  std::set<std::string> labels;
  for (const Lesson& lesson : lessons) labels.insert(lesson.label);
  Course course{.labels = {labels.begin(), labels.end()}, .folded = {}, .label_of = {}};
  for (const Lesson& lesson : lessons) {
    course.folded.push_back(fold(lesson.subject + "\n" + lesson.text));
    const auto label = std::ranges::lower_bound(course.labels, lesson.label);
    course.label_of.push_back(static_cast<std::uint32_t>(label - course.labels.begin()));
  }
  return course;
}

struct FreeModel {
  void operator()(model* trained) const { free_and_destroy_model(&trained); }
};

void be_silent(const char* /*line*/) {}

// The texts as LIBLINEAR wants them. Indices count from 1; the last one is always there and gives
// each category its bias.
class Vectors {
 public:
  Vectors(const Course& course, const ModelNumbers& untrained) {
    const Model known({untrained, ""});
    ModelDesk desk;
    const auto bias = static_cast<int>(untrained.keys.size() + 1);
    for (const std::string& folded : course.folded) {
      std::vector<feature_node> row;
      for (const auto& [gram, value] : known.values(folded, desk)) {
        row.push_back({static_cast<int>(gram) + 1, static_cast<double>(value)});
      }
      row.push_back({bias, 1});
      row.push_back({-1, 0});
      rows_.push_back(std::move(row));
    }
    for (auto& row : rows_) pointers_.push_back(row.data());
    for (const std::uint32_t label : course.label_of) answers_.push_back(label);
    problem_ = {.l = static_cast<int>(rows_.size()),
                .n = bias,
                .y = answers_.data(),
                .x = pointers_.data(),
                .bias = -1};
  }
  Vectors(const Vectors&) = delete;
  Vectors& operator=(const Vectors&) = delete;

  const problem& all() const { return problem_; }

 private:
  std::vector<std::vector<feature_node>> rows_;
  std::vector<feature_node*> pointers_;
  std::vector<double> answers_;
  problem problem_{};
};

std::unique_ptr<model, FreeModel> solve(const Course& course, const Vectors& vectors) {
  std::vector<double> counts(course.labels.size());
  for (const std::uint32_t label : course.label_of) ++counts[label];
  std::vector<int> numbers;
  std::vector<double> weights;
  const auto all = static_cast<double>(course.label_of.size());
  for (std::size_t label = 0; label < counts.size(); ++label) {
    if (counts[label] == 0) continue;
    const double fair = all / static_cast<double>(counts.size());
    numbers.push_back(static_cast<int>(label));
    weights.push_back(std::pow(fair / counts[label], kBalance));
  }
  parameter rules{};
  rules.solver_type = L2R_LR;
  rules.C = kLooseness;
  rules.eps = kPrecision;
  rules.nr_weight = static_cast<int>(numbers.size());
  rules.weight_label = numbers.data();
  rules.weight = weights.data();
  set_print_string_function(be_silent);
  std::unique_ptr<model, FreeModel> trained(train(&vectors.all(), &rules));
  // They are ours and must not be freed with it.
  trained->param.weight_label = nullptr;
  trained->param.weight = nullptr;
  return trained;
}

// One weight for each gram and category. Of two categories the library keeps one, the other is its
// opposite; a category that a part of the lessons lacks is never guessed.
void take_weights(const model& trained, ModelNumbers& numbers) {
  constexpr float kNever = -1'000;
  const std::size_t labels = numbers.labels.size();
  const std::size_t grams = numbers.keys.size();
  const auto known = static_cast<std::size_t>(trained.nr_class);
  const std::size_t columns = known == 2 ? 1 : known;
  numbers.weights.assign(grams * labels, 0);
  numbers.bias.assign(labels, kNever);
  for (std::size_t column = 0; column < known; ++column) {
    const auto label = static_cast<std::size_t>(trained.label[column]);
    const double sign = known == 2 && column == 1 ? -1 : 1;
    const auto weight = [&](std::size_t gram) {
      return static_cast<float>(sign * trained.w[gram * columns + (known == 2 ? 0 : column)]);
    };
    for (std::size_t gram = 0; gram < grams; ++gram) {
      numbers.weights[gram * labels + label] = weight(gram);
    }
    numbers.bias[label] = weight(grams);
  }
}

Outcome<ModelNumbers, std::string> learn(const Course& course, const TrainingRules& rules) {
  ChosenGrams chosen =
      choose_grams(course.folded, course.label_of, course.labels.size(), rules.grams_max);
  if (chosen.keys.empty()) {
    return Failure{std::string("the texts have nothing in common to learn from")};
  }
  ModelNumbers numbers{.labels = course.labels,
                       .keys = std::move(chosen.keys),
                       .rarity = std::move(chosen.rarity),
                       .weights = {},
                       .bias = {}};
  const Vectors vectors(course, numbers);
  take_weights(*solve(course, vectors), numbers);
  return numbers;
}

// How many nats the answers cost when scores are multiplied with `sharpness`. A small part of each
// answer goes to the other labels, the larger the fewer texts there are (as Platt did): a model
// that made no mistake in ten texts will make one yet.
double cost_of(const std::vector<std::vector<float>>& scores,
               const std::vector<std::uint32_t>& answers, double sharpness) {
  const double doubt = 1 / (static_cast<double>(scores.size()) + 2);
  double cost = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double best = *std::ranges::max_element(scores[i]);
    double sum = 0;
    double others = 0;
    for (const float score : scores[i]) {
      sum += std::exp((score - best) * sharpness);
      others += (best - score) * sharpness;
    }
    const double right = (best - static_cast<double>(scores[i][answers[i]])) * sharpness;
    const auto count = static_cast<double>(scores[i].size() - 1);
    cost += std::log(sum) + (1 - doubt) * right + doubt * (others - right) / count;
  }
  return cost;
}

// The sharpness with which the model's probabilities suit texts that it has not seen. The cost has
// one valley, so thirds are cut off on its slopes.
float calibrate(const Model& model, const Course& unseen) {
  ModelDesk desk;
  std::vector<std::vector<float>> scores;
  for (const std::string& folded : unseen.folded) scores.push_back(model.scores(folded, desk));
  double low = std::log(0.05);
  double high = std::log(20.0);
  for (int step = 0; step < 40; ++step) {
    const double left = low + (high - low) / 3;
    const double right = high - (high - low) / 3;
    const bool falls = cost_of(scores, unseen.label_of, std::exp(left)) >
                       cost_of(scores, unseen.label_of, std::exp(right));
    (falls ? low : high) = falls ? left : right;
  }
  return static_cast<float>(std::exp((low + high) / 2));
}

}  // namespace

Outcome<ModelNumbers, std::string> train_model(const std::vector<Lesson>& lessons,
                                               const std::vector<std::uint32_t>& groups,
                                               const TrainingRules& rules) {
  WHISTLE_CHECK(groups.size() == lessons.size());
  const Course course = course_of(lessons);
  if (course.labels.size() < 2) {
    return Failure{std::string("a model needs texts of two categories at least")};
  }
  auto numbers = learn(course, rules);
  if (!numbers) return numbers;

  const auto parts = deal(groups, kCalibrationParts, rules.seed);
  std::vector<bool> is_unseen;
  for (const std::uint32_t part : parts) is_unseen.push_back(part == 0);
  const Course unseen = course.part(is_unseen);
  is_unseen.flip();
  const Course seen = course.part(is_unseen);
  const std::set<std::uint32_t> seen_labels(seen.label_of.begin(), seen.label_of.end());
  // A label that the part has not seen would only mislead: its score is never.
  if (unseen.folded.empty() || seen_labels.size() < course.labels.size()) return numbers;
  auto other = learn(seen, rules);
  if (!other) return numbers;
  numbers->sharpness = calibrate(Model({*std::move(other), ""}), unseen);
  return numbers;
}

}  // namespace whistle::triage
