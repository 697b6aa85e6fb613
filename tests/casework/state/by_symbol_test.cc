#include "engine/casework/state/by_symbol.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace whistle::casework::by_symbol_test {

TEST(BySymbol, HasWhatWasMade) {
  BySymbol<std::string> names;
  EXPECT_EQ(names.find(0), nullptr);
  EXPECT_EQ(names.find(7), nullptr);
  names[7] = "litter";
  ASSERT_NE(names.find(7), nullptr);
  EXPECT_EQ(*names.find(7), "litter");
  EXPECT_EQ(names.find(6), nullptr);
  EXPECT_EQ(names.find(8), nullptr);
}

TEST(BySymbol, KeepsThingsInPlace) {
  BySymbol<int> numbers;
  const int* first = &numbers[1];
  for (Symbol symbol = 2; symbol < 1000; ++symbol) numbers[symbol] = 1;
  EXPECT_EQ(numbers.find(1), first);
}

TEST(BySymbol, AreVisitedInTheOrderInWhichTheyWereMade) {
  BySymbol<int> numbers;
  for (const Symbol symbol : {30U, 0U, 4U}) numbers[symbol] = static_cast<int>(symbol) + 1;
  std::vector<std::pair<Symbol, int>> seen;
  numbers.each([&](Symbol symbol, int number) { seen.emplace_back(symbol, number); });
  EXPECT_EQ(seen, (std::vector<std::pair<Symbol, int>>{{30, 31}, {0, 1}, {4, 5}}));
}

}  // namespace whistle::casework::by_symbol_test
