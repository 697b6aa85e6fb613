#pragma once

#include "bench/peers/peer.h"

namespace whistle::bench::peers {

// RocksDB as a library, without a server, a wire or clients: the floor under whatever is built on
// it. All steps that clients have begun go into one synced write.

// As a table with indexes is kept: about ten keys for each lifecycle.
PeerKind rocksdb_index();
// One row for each case, written anew at each step; what else is needed stays in memory.
PeerKind rocksdb_row();

}  // namespace whistle::bench::peers
