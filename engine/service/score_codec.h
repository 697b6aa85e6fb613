#pragma once

#include <vector>

#include "engine/casework/reports/agenda.h"
#include "engine/casework/reports/scoreboard.h"
#include "engine/core/outcome.h"
#include "engine/service/frames.h"
#include "whistle/v1/registers.pb.h"

// The scoreboard and the agendas as messages.
namespace whistle::service {

Outcome<casework::ScoreQuery, Problem> to_query(const v1::ScoreboardRequest& message);
// The joint clinic or the joint conference; others have no agenda.
Outcome<PanelKind, Problem> to_panel(const v1::AgendaRequest& message);

v1::ScoreboardReply to_reply(const std::vector<casework::ScoreLine>& lines, std::uint32_t period);
v1::AgendaReply to_reply(const casework::Agenda& agenda);

}  // namespace whistle::service
