#include "engine/core/id_pages.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

namespace whistle::id_pages_test {

using Pages = IdPages<std::uint32_t>;
using Entries = std::vector<std::pair<std::uint64_t, std::uint32_t>>;

Entries all_of(const Pages& pages) {
  Entries entries;
  pages.each([&](std::uint64_t id, std::uint32_t value) { entries.emplace_back(id, value); });
  return entries;
}

TEST(IdPages, HaveNothingAtFirst) {
  Pages pages;
  EXPECT_EQ(pages.get(0), 0U);
  EXPECT_EQ(pages.get(UINT64_MAX), 0U);
  pages.set(7, 0);
  EXPECT_EQ(pages.bytes(), 0U);
}

TEST(IdPages, KeepAValueForEachIdHoweverFarApart) {
  Pages pages;
  pages.set(UINT64_MAX, 3);
  pages.set(0, 1);
  pages.set(1'000'000, 2);
  EXPECT_EQ(all_of(pages), (Entries{{0, 1}, {1'000'000, 2}, {UINT64_MAX, 3}}));
  EXPECT_EQ(pages.get(999'999), 0U);
  EXPECT_EQ(pages.get(1'000'000), 2U);
}

TEST(IdPages, KnowTheLowest) {
  Pages pages;
  EXPECT_EQ(pages.first(), std::nullopt);
  for (const std::uint64_t id : {700U, 5U, 6U, 0U}) pages.set(id, 1);
  EXPECT_EQ(pages.first(), 0U);
  pages.set(0, 0);
  EXPECT_EQ(pages.first(), 5U);
  pages.set(5, 0);
  pages.set(6, 0);
  EXPECT_EQ(pages.first(), 700U);
}

TEST(IdPages, VanishWithTheLastOfThem) {
  Pages pages;
  for (std::uint64_t id = 0; id < 10 * Pages::kPerPage; ++id) pages.set(id, 1);
  const std::size_t bytes = pages.bytes();
  for (std::uint64_t id = Pages::kPerPage; id < 9 * Pages::kPerPage; ++id) pages.set(id, 0);
  EXPECT_LT(pages.bytes(), bytes / 4);
  EXPECT_EQ(pages.get(Pages::kPerPage - 1), 1U);
  EXPECT_EQ(pages.get(Pages::kPerPage), 0U);
  EXPECT_EQ(pages.get(9 * Pages::kPerPage), 1U);
}

TEST(IdPages, CostLittleMoreThanTheValuesOfNeighbours) {
  constexpr std::uint64_t kIds = 100'000;
  Pages pages;
  for (std::uint64_t id = 1; id <= kIds; ++id) pages.set(id, 1);
  EXPECT_LT(pages.bytes(), kIds * 5);
}

TEST(IdPages, AreFoundWhereTheyAreNowHoweverTheOthersComeAndGo) {
  Pages pages;
  const auto at = [](std::uint64_t page) { return page * Pages::kPerPage; };
  pages.set(at(5), 50);
  EXPECT_EQ(pages.get(at(5)), 50U);
  pages.set(at(3), 30);  // before it
  EXPECT_EQ(pages.get(at(5)), 50U);
  EXPECT_EQ(pages.get(at(3)), 30U);
  pages.set(at(3), 0);
  EXPECT_EQ(pages.get(at(3)), 0U);
  EXPECT_EQ(pages.get(at(5)), 50U);
  pages.set(at(5), 0);
  EXPECT_EQ(pages.get(at(5)), 0U);
  pages.set(at(4), 40);
  EXPECT_EQ(pages.get(at(5)), 0U);
  EXPECT_EQ(pages.get(at(4)), 40U);
}

TEST(IdPages, AreFoundAfterAMove) {
  Pages pages;
  pages.set(7, 1);
  pages.set(7'000, 2);
  EXPECT_EQ(pages.get(7'000), 2U);
  Pages moved = std::move(pages);
  EXPECT_EQ(moved.get(7'000), 2U);
  EXPECT_EQ(moved.get(7), 1U);
  pages = Pages();
  EXPECT_EQ(pages.get(7'000), 0U);
}

TEST(IdPages, AgreeWithAMapWhateverHappens) {
  Pages pages;
  std::map<std::uint64_t, std::uint32_t> model;
  std::mt19937_64 random(20260309);
  for (int step = 0; step < 20'000; ++step) {
    const std::uint64_t id = random() % 4 == 0 ? random() % 1'000'000 : random() % 3'000;
    const auto value = static_cast<std::uint32_t>(random() % 3);
    pages.set(id, value);
    if (value == 0) {
      model.erase(id);
    } else {
      model[id] = value;
    }
    const std::uint64_t other = random() % 4 == 0 ? random() % 1'000'000 : random() % 3'000;
    const auto found = model.find(other);
    ASSERT_EQ(pages.get(other), found != model.end() ? found->second : 0U);
  }
  EXPECT_EQ(all_of(pages), Entries(model.begin(), model.end()));
}

}  // namespace whistle::id_pages_test
