#pragma once

#include <optional>
#include <vector>
#include <zmq.hpp>

#include "engine/service/frames.h"

namespace whistle::service {

// Reads what a ROUTER socket received, the peer's address first. The problem of a message that is
// no request of this protocol; `request` then holds as much as is needed to answer it. Whatever the
// bytes are, nothing else happens. Requires: there is at least one frame.
std::optional<Problem> read_frames(std::vector<zmq::message_t> frames, Request& request);

}  // namespace whistle::service
