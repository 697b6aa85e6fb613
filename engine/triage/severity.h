#pragma once

#include "engine/core/words.h"
#include "engine/policy/rule_book.h"
#include "engine/triage/findings.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// The colour of a complaint (Changtai) with the axes, the trigger and the care subject behind it.
// The axes start at the values of `category`, the best candidate even when it is unsure, or at zero
// when it is nullptr, and patterns raise them.
//
// What is denied, over, feared, exercised, far away or a figure of speech makes no trigger and no
// harm (Circumstances); a category that is there by such words alone brings no danger either. A row
// `negate` cancels its trigger only within the sentence: "燃气费" in one sentence does not silence
// a gas leak reported in the next one. A trigger stands when any of its occurrences does.
SeverityFinding find_severity(const Reading& reading, const policy::RuleBook& book,
                              const policy::Category* category, RequestType request_type);

}  // namespace whistle::triage
