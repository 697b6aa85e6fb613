#include "engine/core/chunks.h"

#include <gtest/gtest.h>

#include <utility>

namespace whistle::chunks_test {

constexpr std::size_t kMany = 3 * Chunks<int>::kPerChunk + 1;

TEST(Chunks, GrowWithoutMovingWhatTheyHold) {
  Chunks<int> chunks;
  chunks.push_back(7);
  const int* first = &chunks[0];
  for (std::size_t i = 1; i < kMany; ++i) chunks.push_back(static_cast<int>(i));
  EXPECT_EQ(&chunks[0], first);
  EXPECT_EQ(chunks[0], 7);
  EXPECT_EQ(chunks[kMany - 1], static_cast<int>(kMany - 1));
  EXPECT_EQ(chunks.size(), kMany);
}

TEST(Chunks, GiveMemoryBackButKeepOneChunkInReserve) {
  Chunks<int> chunks;
  for (std::size_t i = 0; i < kMany; ++i) chunks.push_back(1);
  const std::size_t bytes = chunks.bytes();
  chunks.pop_back();
  EXPECT_EQ(chunks.bytes(), bytes);
  while (!chunks.empty()) chunks.pop_back();
  EXPECT_LE(chunks.bytes(), 2 * Chunks<int>::kPerChunk * sizeof(int));
}

TEST(Chunks, AreEmptyWhenTheyWereMovedAway) {
  Chunks<int> chunks;
  chunks.push_back(7);
  const Chunks<int> moved = std::move(chunks);
  EXPECT_EQ(moved[0], 7);
  EXPECT_TRUE(chunks.empty());  // NOLINT(bugprone-use-after-move)
}

}  // namespace whistle::chunks_test
