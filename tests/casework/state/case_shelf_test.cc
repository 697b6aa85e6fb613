#include "engine/casework/state/case_shelf.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

namespace whistle::casework::case_shelf_test {

Case numbered(std::uint64_t id) {
  Case item;
  item.id = {id};
  item.unit = static_cast<Symbol>(id * 7);
  item.clocks.resize(id % 4);
  return item;
}

// With what few cases have.
Case special(std::uint64_t id) {
  Case item = numbered(id);
  item.requesters = {id, id + 1};
  item.dossier.edit().task = "查看水表 " + std::to_string(id);
  return item;
}

std::vector<std::uint64_t> visited(const CaseShelf& shelf) {
  std::vector<std::uint64_t> ids;
  shelf.each([&](const Case& item) { ids.push_back(item.id.value); });
  return ids;
}

TEST(CaseShelf, FindsNothingAtFirst) {
  CaseShelf shelf;
  EXPECT_TRUE(shelf.empty());
  EXPECT_EQ(shelf.find({1}), nullptr);
  EXPECT_EQ(shelf.find_to_change({0}), nullptr);
  EXPECT_EQ(visited(shelf), std::vector<std::uint64_t>{});
}

TEST(CaseShelf, LetsACaseStayAtItsPlaceUntilItIsPutAway) {
  CaseShelf shelf;
  shelf.store(numbered(1));
  const Case* found = shelf.find({1});
  for (std::uint64_t id = 2; id < 5'000; ++id) shelf.insert(numbered(id));
  for (std::uint64_t id = 2; id < 5'000; ++id) static_cast<void>(shelf.find({id}));
  EXPECT_EQ(shelf.find({1}), found);
  EXPECT_EQ(*found, numbered(1));
  EXPECT_EQ(shelf.at_hand(), 4'999U);
}

TEST(CaseShelf, KeepsTheLastUsedAtHand) {
  CaseShelf shelf;
  for (std::uint64_t id = 1; id <= 10; ++id) shelf.insert(numbered(id));
  const Case* third = shelf.find({3});
  const Case* tenth = shelf.find({10});
  shelf.put_away(2);
  EXPECT_EQ(shelf.at_hand(), 2U);
  EXPECT_EQ(shelf.find({3}), third);
  EXPECT_EQ(shelf.find({10}), tenth);
  EXPECT_EQ(shelf.at_hand(), 2U);
  EXPECT_EQ(shelf.size(), 10U);
}

TEST(CaseShelf, GivesBackWhatWasPutAway) {
  CaseShelf shelf;
  shelf.insert(numbered(1));
  shelf.insert(special(2));
  shelf.store(special(3));
  for (int round = 0; round < 3; ++round) {
    shelf.put_away(0);
    EXPECT_EQ(shelf.at_hand(), 0U);
    EXPECT_EQ(*shelf.find({1}), numbered(1));
    EXPECT_EQ(*shelf.find({2}), special(2));
    EXPECT_EQ(*shelf.find({3}), special(3));
  }
}

TEST(CaseShelf, RemembersWhatWasChanged) {
  CaseShelf shelf;
  shelf.store(special(1));
  shelf.store(numbered(2));
  Case* item = shelf.find_to_change({1});
  item->dossier.edit() = {};
  item->requesters.clear();
  shelf.find_to_change({2})->dossier.edit().mass = true;
  shelf.put_away(0);
  EXPECT_EQ(shelf.bytes().apart, 1U);
  EXPECT_EQ(*shelf.find({1}), numbered(1));
  EXPECT_TRUE(shelf.find({2})->dossier->mass);
}

TEST(CaseShelf, VisitsAllByTheirNumbersAtHandOrNot) {
  CaseShelf shelf;
  for (const std::uint64_t id : {90'000U, 3U, 257U, 256U, 255U}) shelf.insert(special(id));
  shelf.put_away(0);
  shelf.insert(special(7));
  static_cast<void>(shelf.find({256}));
  std::vector<std::uint64_t> ids;
  shelf.each([&](const Case& item) {
    EXPECT_EQ(item, special(item.id.value));
    // Who is visited may look at others.
    EXPECT_EQ(*shelf.find({3}), special(3));
    ids.push_back(item.id.value);
  });
  EXPECT_EQ(ids, (std::vector<std::uint64_t>{3, 7, 255, 256, 257, 90'000}));
}

TEST(CaseShelf, NeedsNoMoreHandsThanWereEverUsedAtOnce) {
  CaseShelf shelf;
  for (std::uint64_t id = 1; id <= 100; ++id) {
    shelf.insert(numbered(id));
    shelf.put_away(3);
  }
  const Case* found = shelf.find({50});
  shelf.put_away(0);
  // The memory of who was put away is that of who comes next.
  for (std::uint64_t id = 1; id <= 3; ++id) {
    if (shelf.find({id}) == found) return;
  }
  EXPECT_EQ(shelf.find({4}), found);
}

TEST(CaseShelf, StaysWholeWhenItIsMoved) {
  CaseShelf shelf;
  shelf.store(special(1));
  shelf.insert(numbered(2));
  CaseShelf moved = std::move(shelf);
  EXPECT_EQ(moved.size(), 2U);
  EXPECT_EQ(*moved.find({1}), special(1));
  EXPECT_EQ(*moved.find({2}), numbered(2));
}

TEST(CaseShelf, AgreesWithAMapWhateverHappens) {
  CaseShelf shelf;
  std::map<std::uint64_t, Case> model;
  std::mt19937 random(20260309);
  std::uint64_t last = 0;
  for (int step = 0; step < 20'000; ++step) {
    const std::uint64_t id = 1 + random() % (last + 2);
    switch (random() % 6) {
      case 0:
      case 1: {
        last += 1 + random() % 100;
        const Case item = random() % 3 == 0 ? special(last) : numbered(last);
        model.emplace(last, item);
        if (random() % 2 == 0) {
          shelf.insert(item);
        } else {
          shelf.store(item);
        }
        break;
      }
      case 2:
        ASSERT_EQ(shelf.contains({id}), model.contains(id));
        if (model.erase(id) == 1) shelf.erase({id});
        break;
      case 3:
        if (Case* item = shelf.find_to_change({id})) {
          Case& other = model.at(id);
          for (Case* each : {item, &other}) {
            each->reminders = static_cast<std::uint16_t>(each->reminders + 1);
            if (step % 2 == 0) each->dossier.edit().evidence = 3;
            if (step % 5 == 0) each->dossier = {};
          }
        }
        break;
      case 4:
        shelf.put_away(random() % 20);
        break;
      default: {
        const Case* item = shelf.find({id});
        ASSERT_EQ(item != nullptr, model.contains(id));
        if (item != nullptr) {
          ASSERT_EQ(*item, model.at(id));
        }
      }
    }
    ASSERT_EQ(shelf.size(), model.size());
  }
  auto expected = model.begin();
  shelf.each([&](const Case& item) {
    ASSERT_NE(expected, model.end());
    EXPECT_EQ(item, expected->second);
    ++expected;
  });
  EXPECT_EQ(expected, model.end());
}

TEST(CaseShelfDeathTest, HasNoCaseTwice) {
  CaseShelf shelf;
  shelf.store(numbered(1));
  EXPECT_DEATH(shelf.store(numbered(1)), "contains");
  EXPECT_DEATH(shelf.insert(numbered(1)), "contains");
  EXPECT_DEATH(shelf.insert(Case{}), "item.id");
  EXPECT_DEATH(shelf.erase({2}), "kNobody");
}

}  // namespace whistle::casework::case_shelf_test
