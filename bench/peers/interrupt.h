#pragma once

namespace whistle::bench::peers {

// Ctrl-C and SIGTERM only raise a flag from now on, so that servers are stopped and folders
// removed.
void catch_interrupts();
bool was_interrupted();
// Throws Interrupted once it was.
struct Interrupted {};
void check_interrupt();

}  // namespace whistle::bench::peers
