#include "engine/core/lookup.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace whistle::lookup_test {

TEST(Lookup, HasNothingAtFirst) {
  const Lookup<std::string_view, int> table;
  EXPECT_EQ(table.find(std::string_view("parking")), nullptr);
  EXPECT_EQ(table.size(), 0U);
}

TEST(Lookup, IsAskedByViewsOfWords) {
  Lookup<std::string_view, int> table;
  table["parking"] = 7;
  const std::string text = "parking, litter";
  ASSERT_NE(table.find(std::string_view(text).substr(0, 7)), nullptr);
  EXPECT_EQ(*table.find(std::string_view(text).substr(0, 7)), 7);
  EXPECT_EQ(table.find(std::string_view(text)), nullptr);
}

TEST(Lookup, KeepsTheFirstValueOfAKey) {
  Lookup<std::string_view, int> table;
  EXPECT_TRUE(table.add("litter", 1).second);
  const auto [kept, is_new] = table.add("litter", 2);
  EXPECT_FALSE(is_new);
  EXPECT_EQ(*kept, 1);
  EXPECT_EQ(table.size(), 1U);
}

TEST(Lookup, TellsKeysOfSeveralPartsApart) {
  Lookup<std::tuple<int, int, std::string_view>, char> table;
  table[{1, 2, "a"}] = 'x';
  table[{2, 1, "a"}] = 'y';
  table[{1, 2, ""}] = 'z';
  EXPECT_EQ(*table.find(std::tuple(1, 2, std::string_view("a"))), 'x');
  EXPECT_EQ(*table.find(std::tuple(2, 1, std::string_view("a"))), 'y');
  EXPECT_EQ(*table.find(std::tuple(1, 2, std::string_view{})), 'z');
  EXPECT_EQ(table.find(std::tuple(2, 2, std::string_view("a"))), nullptr);
}

TEST(Lookup, TellsPairsApart) {
  Lookup<std::pair<int, std::string_view>, char> table;
  table[{1, "a"}] = 'x';
  table[{1, "b"}] = 'y';
  EXPECT_EQ(*table.find({1, "a"}), 'x');
  EXPECT_EQ(*table.find({1, "b"}), 'y');
  EXPECT_EQ(table.find({2, "a"}), nullptr);
}

TEST(Lookup, KeepsWordsOfItsOwnWhenTheyAreTheKeys) {
  Lookup<std::string, int> table;
  table[std::string("par") + "king"] = 7;
  EXPECT_EQ(*table.find("parking"), 7);
}

}  // namespace whistle::lookup_test
