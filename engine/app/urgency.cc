#include "engine/app/urgency.h"

#include <sched.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "engine/core/check.h"

namespace whistle::app {
namespace {

// Zero, or why not (errno). To the kernel a thread is what a process is elsewhere: 0 is the caller.
int set_priority(int priority) {
  sched_param wanted{};
  wanted.sched_priority = priority;
  // "Fork" means the threads that this one will start.
  return ::sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &wanted) == 0 ? 0 : errno;
}

}  // namespace

Outcome<Done, std::string> may_be_urgent(int priority) {
  int problem = 0;
  std::thread([&] { problem = set_priority(priority); }).join();
  if (problem == 0) return Done{};
  return Failure{std::string(std::strerror(problem)) +
                 "; LimitRTPRIO of the unit, ulimit -r, or CAP_SYS_NICE allows it"};
}

void be_urgent(int priority) { WHISTLE_CHECK(set_priority(priority) == 0); }

}  // namespace whistle::app
