#pragma once

#include <set>

#include "engine/casework/decide.h"
#include "engine/casework/reports/pull_story.h"
#include "engine/core/outcome.h"
#include "engine/policy/policy.h"
#include "engine/service/frames.h"
#include "whistle/v1/work.pb.h"

// The messages of those who pull into commands, and what they are told.
namespace whistle::service {

// Words, lengths and numbers checked; the units are the engine's question.
Outcome<casework::PullOrders, Problem> to_pull(const v1::PullRequest& message);
Outcome<casework::Command, Problem> to_command(const v1::ReceiveRequest& message,
                                               std::set<CaseId> out_of_reach = {});
Outcome<casework::Command, Problem> to_command(const v1::DrainRequest& message);

v1::ReceiveReply to_reply(const casework::HeldAnswer& answer);
v1::ExplainPullReply to_reply(const casework::PullStory& story, const policy::Policy& policy);

}  // namespace whistle::service
