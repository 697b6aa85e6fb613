#pragma once

#include "whistle/v1/watch.pb.h"

// Inside the client only: facts that come packed.
namespace whistle::client {

// Puts what is packed among the facts. False when it is damaged, or larger than the protocol
// allows.
bool unpack(v1::WatchEvents& events);

}  // namespace whistle::client
