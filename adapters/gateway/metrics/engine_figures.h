#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "adapters/gateway/metrics/exposition.h"
#include "adapters/gateway/search/index.h"
#include "whistle/v1/admin.pb.h"

// What the engine and the copy for searching tell, as metrics. Labels are words of which there are
// few: tiers, colours, limits; never units, areas, cases or people.
namespace whistle::gateway::metrics {

// A count of StatusReply, which has no limit of its own.
struct EngineCount {
  std::string_view name;  // as the engine has it
  bool stands;            // how many there are now; otherwise how often it has happened
  std::string_view help;
};
// All that are told. What else an engine counts is left out.
std::span<const EngineCount> engine_counts();

void write_status(const v1::StatusReply& status, Exposition& to);
// Waiting orders, by the tier of the unit.
void write_queues(const v1::QueuesReply& queues, Exposition& to);
// Open cases, by the tier that has them.
void write_loads(const std::vector<search::Load>& loads, std::int64_t now_ms, Exposition& to);

}  // namespace whistle::gateway::metrics
