#pragma once

#include <ostream>

#include "adapters/cli/style.h"
#include "whistle/v1/work.pb.h"

namespace whistle::cli {

// Why a pull gets what it gets: each line, what is taken from it and what somebody has already.
void print_pull(std::ostream& out, const v1::ExplainPullReply& reply, const Style& style);

}  // namespace whistle::cli
