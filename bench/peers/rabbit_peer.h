#pragma once

#include "bench/peers/peer.h"

namespace whistle::bench::peers {

// RabbitMQ: a quorum queue, publisher confirms, manual acknowledgements. One connection with a
// channel for what is published and one for what is consumed; workers take from what the broker
// has delivered ahead.
PeerKind rabbitmq();

}  // namespace whistle::bench::peers
