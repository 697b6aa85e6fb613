#pragma once

#include "bench/peers/peer.h"

namespace whistle::bench::peers {

// Redis streams: a consumer group, deadlines in a sorted set, keys set once. Each step is one Lua
// script, so that it happens wholly or not at all; one pipelined connection, since Redis syncs once
// for all that it has read.
PeerKind redis_streams();

}  // namespace whistle::bench::peers
