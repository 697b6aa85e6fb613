#pragma once

#include "bench/peers/peer.h"

namespace whistle::bench::peers {

// One pipelined connection: beanstalkd writes and syncs each command by itself, however many
// connections there are.
PeerKind beanstalkd();

}  // namespace whistle::bench::peers
