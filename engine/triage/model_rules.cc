#include "engine/triage/model_rules.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace whistle::triage {
namespace {

constexpr std::size_t kHashDigits = 12;
// A few words explain; the rest is for whoever trains.
constexpr std::size_t kModelEvidenceMax = 5;

}  // namespace

Outcome<ModelRules, std::string> ModelRules::make(const policy::Policy& policy) {
  ModelRules rules(policy);
  if (policy.book().model.empty()) return rules;
  auto model = Model::parse(policy.book().model);
  if (!model) return Failure{"the model is " + model.error()};
  for (const std::string& label : model->labels()) {
    if (policy.category({label}) != nullptr) continue;
    return Failure{"the model names the category \"" + label + "\", which the rule book has not"};
  }
  rules.rule_ = {"model:" + model->hash().substr(0, kHashDigits)};
  rules.model_ = *std::move(model);
  return rules;
}

void ModelRules::find(const Reading& reading, CategoryFinding& finding) {
  if (!model_) return;
  if (finding.certainty == Certainty::Certain || finding.certainty == Certainty::Given) return;
  const std::vector<ModelGuess> all = model_->weigh(reading.folded.text(), desk_);
  const std::vector<Span> words = model_->heaviest(all[0].label, kModelEvidenceMax, desk_);
  if (words.empty()) return;

  const auto code = [&](std::size_t rank) {
    return CategoryCode{model_->labels()[all[rank].label]};
  };
  const double confidence = all[0].probability;
  const bool certain = confidence >= policy_->settings().model_confidence;
  finding = {.category = code(0),
             .certainty = certain ? Certainty::Certain : Certainty::Unsure,
             .score = 0,
             .second = code(1),
             .second_score = 0,
             .rule = rule_,
             .evidence = {},
             .guesses = {}};
  for (const Span span : words) finding.evidence.push_back(quote(reading, span, rule_));
  finding.evidence = in_order(std::move(finding.evidence));
  for (std::size_t rank = 0; rank < std::min(all.size(), kGuessesMax); ++rank) {
    const auto permille = static_cast<std::int32_t>(std::lround(all[rank].probability * 1'000));
    // Zero would say that the guess is the lexicon's.
    finding.guesses.push_back(
        {.category = code(rank), .permille = std::clamp(permille, 1, 1'000), .score = 0});
  }
}

}  // namespace whistle::triage
