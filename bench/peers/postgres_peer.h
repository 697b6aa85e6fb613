#pragma once

#include "bench/peers/peer.h"

namespace whistle::bench::peers {

// PostgreSQL: one table, rows taken with FOR UPDATE SKIP LOCKED, every step a prepared statement
// that commits by itself. A connection for each client, since one carries one transaction at a
// time.
PeerKind postgresql();

}  // namespace whistle::bench::peers
