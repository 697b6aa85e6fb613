#pragma once

#include <string>

#include "engine/core/outcome.h"

namespace whistle::app {

// On a machine that others keep busy, a thread that has slept waits milliseconds for its turn, and
// a wish passes through four of them. A thread with a real-time priority (SCHED_FIFO, 1 to 99) is
// woken at once. Threads that it starts are ordinary again: what compacts and copies may wait.

// Whether this process may have such threads, tried on a thread of its own. Fails with what the
// system says and what would allow it.
Outcome<Done, std::string> may_be_urgent(int priority);

// Makes the calling thread one. Requires: may_be_urgent().
void be_urgent(int priority);

}  // namespace whistle::app
