#pragma once

#include "engine/casework/events/events.h"
#include "engine/journal/record.h"
#include "engine/policy/policy.h"
#include "whistle/v1/story.pb.h"

namespace whistle::service {

// Adds what was read in a complaint, when the event is about one; `policy` of then, if known.
void show_reading(const casework::Event& event, const journal::Record& record,
                  const policy::Policy* policy, v1::Story& story);

// Findings without where they stand in the journal.
void show_findings(const triage::Findings& found, const policy::Policy* policy,
                   v1::Reading& reading);

}  // namespace whistle::service
