#pragma once

#include <pthread.h>

namespace whistle::runtime {

// What top, perf and gdb show of the calling thread. At most 15 bytes; a longer name is not taken.
inline void name_this_thread(const char* name) { pthread_setname_np(pthread_self(), name); }

}  // namespace whistle::runtime
