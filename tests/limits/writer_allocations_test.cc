#include "bench/limits/writer_allocations.h"

#include <gtest/gtest.h>

#include <memory>

#include "bench/limits/allocation_count.h"

namespace whistle::bench::writer_allocations_test {

// As measured, and not more: who lowers one of them lowers it here.
constexpr double kSubmitMost = 21;
constexpr double kPullMost = 13;
constexpr double kFinishMost = 7;
constexpr double kGroupMost = 5;

TEST(AllocationCount, CountsWhatThisThreadAsksFor) {
  const auto before = allocations_of_this_thread();
  const auto one = std::make_unique<int>(1);
  EXPECT_EQ(allocations_of_this_thread(), before + 1);
}

TEST(WriterAllocations, AreNotMoreThanTheyWere) {
  City city = load_changtai();
  const WriterAllocations found = count_writer_allocations(city, 2000);
  EXPECT_LE(found.submit, kSubmitMost);
  EXPECT_LE(found.pull, kPullMost);
  EXPECT_LE(found.finish, kFinishMost);
  EXPECT_LE(found.group, kGroupMost);
}

}  // namespace whistle::bench::writer_allocations_test
