#include "engine/runtime/clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

namespace whistle::runtime::clock_test {

using namespace std::chrono_literals;

constexpr Timestamp kNoon{1'000'000ms};

TEST(DrivenClock, StandsStillUntilItIsToldTheTime) {
  DrivenClock clock(kNoon);
  EXPECT_EQ(clock.now(), kNoon);
  clock.advance_to(kNoon + 1h);
  EXPECT_EQ(clock.now(), kNoon + 1h);
}

TEST(DrivenClock, NeverGoesBack) {
  DrivenClock clock(kNoon);
  clock.advance_to(kNoon - 1ms);
  EXPECT_EQ(clock.now(), kNoon);
}

TEST(DrivenClock, KeepsTheLatestOfManyWhoDriveIt) {
  DrivenClock clock(kNoon);
  std::vector<std::thread> drivers;
  drivers.reserve(4);
  for (int driver = 0; driver < 4; ++driver) {
    drivers.emplace_back([&clock, driver] {
      for (int step = 0; step < 1000; ++step) clock.advance_to(kNoon + 1ms * (4 * step + driver));
    });
  }
  for (std::thread& driver : drivers) driver.join();
  EXPECT_EQ(clock.now(), kNoon + 3999ms);
}

TEST(SystemClock, TellsATimeOfTheseYearsAndDoesNotGoBack) {
  const SystemClock clock;
  const Timestamp first = clock.now();
  EXPECT_GT(first, Timestamp{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1}});
  EXPECT_GE(clock.now(), first);
}

}  // namespace whistle::runtime::clock_test
