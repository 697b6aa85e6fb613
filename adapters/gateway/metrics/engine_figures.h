#pragma once

#include <vector>

#include "adapters/gateway/metrics/exposition.h"
#include "adapters/gateway/search/index.h"
#include "whistle/v1/admin.pb.h"

// What the engine and the copy for searching tell, as metrics. Labels are words of which there are
// few: tiers, colours, limits; never units, areas, cases or people.
namespace whistle::gateway::metrics {

void write_status(const v1::StatusReply& status, Exposition& to);
// Waiting orders, by the tier of the unit.
void write_queues(const v1::QueuesReply& queues, Exposition& to);
// Open cases, by the tier that has them.
void write_loads(const std::vector<search::Load>& loads, std::int64_t now_ms, Exposition& to);

}  // namespace whistle::gateway::metrics
