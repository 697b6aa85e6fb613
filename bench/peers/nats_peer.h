#pragma once

#include "bench/peers/peer.h"

namespace whistle::bench::peers {

// JetStream: a work queue in a file, with a pull consumer that acknowledges each message and hears
// that it did. One pipelined connection, which NATS reads and writes in large pieces.
PeerKind nats_jetstream();

}  // namespace whistle::bench::peers
