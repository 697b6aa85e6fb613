#include "engine/app/urgency.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

// Threads that are woken at once, where the system allows it.
namespace whistle::app::urgency_test {

struct Schedule {
  int policy{};
  int priority{};
};

Schedule mine() {
  sched_param parameters{};
  ::sched_getparam(0, &parameters);
  return {::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK, parameters.sched_priority};
}

TEST(Urgency, IsForTheThreadThatAsksAndNotForThoseItStarts) {
  constexpr int kPriority = 7;
  if (!may_be_urgent(kPriority)) GTEST_SKIP() << "not allowed here";
  Schedule asked;
  Schedule started;
  std::thread([&] {
    be_urgent(kPriority);
    asked = mine();
    std::thread([&] { started = mine(); }).join();
  }).join();
  EXPECT_EQ(asked.policy, SCHED_FIFO);
  EXPECT_EQ(asked.priority, kPriority);
  EXPECT_EQ(started.policy, SCHED_OTHER);
  EXPECT_EQ(mine().policy, SCHED_OTHER) << "whoever asked whether it may stays as it was";
}

TEST(Urgency, SaysWhyNotWhenThereIsNoSuchPriority) {
  const auto refused = may_be_urgent(1000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(),
            "Invalid argument; LimitRTPRIO of the unit, ulimit -r, or CAP_SYS_NICE allows it");
}

// In a process of its own, which gives away what it may.
TEST(Urgency, SaysWhatWouldAllowIt) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const rlimit none{0, 0};
    constexpr uid_t kNobody = 65534;
    const bool is_poor =
        ::setrlimit(RLIMIT_RTPRIO, &none) == 0 && (::getuid() != 0 || ::setuid(kNobody) == 0);
    const auto refused = may_be_urgent(7);
    const bool is_told = !refused && refused.error().find("LimitRTPRIO") != std::string::npos;
    ::_exit(is_poor && is_told ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace whistle::app::urgency_test
