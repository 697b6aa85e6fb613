#pragma once

#include <vector>

#include "engine/casework/reports/clock_story.h"
#include "engine/journal/record.h"
#include "whistle/v1/story.pb.h"

namespace whistle::service {

// What the trail of a case comes to, in words of the wire: what was read in its complaints, where
// it was sent and who else might have got it, each promise with its stretches, each climb.
// `records` ascend. What a rule quotes of a person is masked.
v1::Story story_of(CaseId id, const std::vector<journal::Record>& records,
                   const casework::BookOf& book_of);

// An order without where it stands in the journal.
void show_route(const casework::OrderDispatched& order, const policy::Policy* policy,
                v1::Route& route);

}  // namespace whistle::service
