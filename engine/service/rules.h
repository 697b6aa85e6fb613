#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "engine/core/outcome.h"
#include "engine/policy/policy.h"
#include "engine/triage/triage.h"

namespace whistle::service {

// A rule book ready for use: to decide by, and to read complaints with.
struct Rules {
  std::shared_ptr<const policy::Policy> policy;
  std::shared_ptr<triage::Triage> triage;  // rests on `policy`
};

// The files of a rule book by name: "base/categories.csv", "pack/rulebook.toml".
using RuleTexts = std::map<std::string, std::string>;
// Those of a version; nothing when they are not kept, or cannot be read.
using RuleTextsOf = std::function<std::shared_ptr<const RuleTexts>(const std::string& version)>;

// Reads, checks and keeps the rule book of two folders (an empty base: that of the settings). Fails
// with all problems in words, a line each. May take seconds: called on a thread of its own.
using ReadRules =
    std::function<Outcome<Rules, std::string>(const std::string& base, const std::string& pack)>;

}  // namespace whistle::service
