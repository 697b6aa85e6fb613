#pragma once

#include <ostream>

#include "adapters/cli/style.h"
#include "whistle/v1/admin.pb.h"

namespace whistle::cli {

// The lines, one unit each.
void print_queues(std::ostream& out, const v1::QueuesReply& reply, const Style& style);

// Counters and health.
void print_status(std::ostream& out, const v1::StatusReply& reply, const Style& style);

}  // namespace whistle::cli
