#include "engine/casework/state/row_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

namespace whistle::casework::row_pages_test {

using Bytes = std::vector<std::uint8_t>;

Bytes row_of(std::size_t size, std::uint8_t first) {
  Bytes bytes(size);
  for (std::uint8_t& byte : bytes) byte = first++;
  return bytes;
}

bool holds(const RowPages& pages, RowPages::Row row, const Bytes& bytes) {
  return std::equal(bytes.begin(), bytes.end(), pages.bytes(row));
}

TEST(RowPages, KeepRowsOfAnySize) {
  RowPages pages;
  const RowPages::Row shortest = pages.add(row_of(1, 7));
  const RowPages::Row longest = pages.add(row_of(RowPages::kRowBytesMax, 9));
  EXPECT_NE(shortest, 0U);
  EXPECT_TRUE(holds(pages, shortest, row_of(1, 7)));
  EXPECT_TRUE(holds(pages, longest, row_of(RowPages::kRowBytesMax, 9)));
}

TEST(RowPages, LetARowStayWhenItsSizeHardlyChanges) {
  RowPages pages;
  const RowPages::Row row = pages.add(row_of(101, 1));
  EXPECT_EQ(pages.replace(row, row_of(104, 2)), row);
  EXPECT_TRUE(holds(pages, row, row_of(104, 2)));
  const RowPages::Row moved = pages.replace(row, row_of(105, 3));
  EXPECT_TRUE(holds(pages, moved, row_of(105, 3)));
}

TEST(RowPages, UseAPlaceAgain) {
  RowPages pages;
  const RowPages::Row first = pages.add(row_of(40, 1));
  pages.add(row_of(40, 2));
  pages.erase(first);
  EXPECT_EQ(pages.add(row_of(38, 3)), first);
}

TEST(RowPages, CostLittleMoreThanTheirBytes) {
  constexpr std::size_t kRows = 100'000;
  RowPages pages;
  for (std::size_t i = 0; i < kRows; ++i) pages.add(row_of(100, 1));
  EXPECT_LT(pages.bytes_held(), kRows * 103);
}

TEST(RowPages, GiveMemoryBackThatNobodyUses) {
  RowPages pages;
  std::vector<RowPages::Row> rows;
  for (int i = 0; i < 100'000; ++i) rows.push_back(pages.add(row_of(100, 1)));
  for (const RowPages::Row row : rows) pages.erase(row);
  EXPECT_LT(pages.bytes_held(), 2'000'000U);
  // Nor is it needed twice when all rows come again in another size.
  for (RowPages::Row& row : rows) row = pages.add(row_of(200, 2));
  EXPECT_LT(pages.bytes_held(), rows.size() * 212);
}

TEST(RowPages, AgreeWithAMapWhateverHappens) {
  RowPages pages;
  std::map<RowPages::Row, Bytes> model;
  std::mt19937 random(20260309);
  const auto some = [&] {
    return std::next(model.begin(), static_cast<std::ptrdiff_t>(random() % model.size()));
  };
  const auto bytes = [&] {
    return row_of(1 + random() % 300, static_cast<std::uint8_t>(random() % 256));
  };
  for (int step = 0; step < 20'000; ++step) {
    // Grows to some thousand rows, shrinks, and grows again.
    const bool grows = step / 5'000 % 2 == 0;
    if (model.empty() || random() % 10 < (grows ? 6U : 2U)) {
      const Bytes added = bytes();
      const RowPages::Row row = pages.add(added);
      ASSERT_TRUE(model.emplace(row, added).second) << "a row was given twice";
    } else if (random() % 2 == 0) {
      const auto gone = some();
      ASSERT_TRUE(holds(pages, gone->first, gone->second));
      pages.erase(gone->first);
      model.erase(gone);
    } else {
      const auto old = some();
      const Bytes others = bytes();
      const RowPages::Row row = pages.replace(old->first, others);
      model.erase(old);
      ASSERT_TRUE(model.emplace(row, others).second);
    }
  }
  for (const auto& [row, expected] : model) EXPECT_TRUE(holds(pages, row, expected));
}

}  // namespace whistle::casework::row_pages_test
