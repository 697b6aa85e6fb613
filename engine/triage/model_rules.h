#pragma once

#include <optional>
#include <string>

#include "engine/core/outcome.h"
#include "engine/policy/policy.h"
#include "engine/triage/findings.h"
#include "engine/triage/model.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// The rule book's statistical model at work, if it has one. One thread at a time.
class ModelRules {
 public:
  // Fails in words when the model is not sound or names a category that the rule book has not.
  // `policy` must outlive the object.
  static Outcome<ModelRules, std::string> make(const policy::Policy& policy);

  // Where the lexicon is not certain, the model's best guess takes its place: certain from
  // model_confidence on, unsure below. The three best guesses go with it, also when it is certain,
  // for they say how sure it was. A model that knows no word of the text says nothing.
  void find(const Reading& reading, CategoryFinding& finding);

 private:
  explicit ModelRules(const policy::Policy& policy) : policy_(&policy) {}

  const policy::Policy* policy_;
  std::optional<Model> model_;
  ModelDesk desk_;
  RuleName rule_;  // "model:3f2a90c41b7e": the first digits of its hash
};

}  // namespace whistle::triage
