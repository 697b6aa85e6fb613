#pragma once

#include <memory>

namespace whistle::client {

// ZeroMQ's threads and buffers. A process has one; it outlives every Client and Watch made with it,
// which the shared pointer sees to. Thread: may be shared between threads.
class Context;

std::shared_ptr<Context> make_context();

}  // namespace whistle::client
