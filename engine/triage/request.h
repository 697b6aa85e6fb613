#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/words.h"
#include "engine/policy/rule_book.h"
#include "engine/triage/findings.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// What the requester wants: what the adapter says, else the type with the greatest sum of weights
// of distinct patterns, else an inquiry for a category of inquiries, else help. Of equal types the
// one that calls for action wins, because inquiries, suggestions and thanks are always blue.
RequestType find_request_type(const Reading& reading, const policy::RuleBook& book,
                              const policy::Category* category, std::optional<RequestType> given);

// Why the complaint should be declined, with all words that say so: the ground that comes first in
// the table of those found. Empty when nothing speaks against it.
struct DeclineFinding {
  std::string ground;
  std::vector<Evidence> evidence;
};
DeclineFinding find_decline(const Reading& reading, const policy::RuleBook& book);

}  // namespace whistle::triage
