#pragma once

#include <string_view>

#include "engine/casework/events/events.h"
#include "engine/journal/record.h"
#include "engine/policy/policy.h"
#include "engine/triage/findings.h"
#include "whistle/v1/story.pb.h"

namespace whistle::service {

// How a finding came about, on the wire.
std::string_view certainty_word(triage::Certainty value);

// Adds what was read in a complaint, when the event is about one; `policy` of then, if known.
void show_reading(const casework::Event& event, const journal::Record& record,
                  const policy::Policy* policy, v1::Story& story);

}  // namespace whistle::service
