#pragma once

#include <ostream>

#include "adapters/cli/style.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::cli {

// The lines, one unit each.
void print_queues(std::ostream& out, const v1::QueuesReply& reply, const Style& style);

// Counters and health.
void print_status(std::ostream& out, const v1::StatusReply& reply, const Style& style);

// The named positions of those who watch.
void print_cursors(std::ostream& out, const v1::CursorsReply& reply, const Style& style);

}  // namespace whistle::cli
