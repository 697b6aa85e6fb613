#include "engine/casework/state/cause_index.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>

namespace whistle::casework::cause_index_test {

constexpr CauseKey kParking{1, {350605}, 0};
constexpr CauseKey kNoise{2, {350605}, 0};
constexpr CauseKey kParkingOfWang{1, {350605}, 77};

constexpr auto kAny = [](CaseId) { return true; };

// All causes are one number.
std::uint64_t no_mix(const CauseKey&) { return 1; }

TEST(CauseIndex, NamesTheNewestOfACause) {
  CauseIndex index;
  index.insert(kParking, {5});
  index.insert(kParking, {9});
  index.insert(kParking, {7});
  index.insert(kNoise, {11});
  EXPECT_EQ(index.newest(kParking, kAny), CaseId{9});
  EXPECT_EQ(index.newest(kNoise, kAny), CaseId{11});
  EXPECT_EQ(index.newest(kParkingOfWang, kAny), CaseId{});
}

TEST(CauseIndex, ForgetsWhatIsErased) {
  CauseIndex index;
  index.insert(kParking, {5});
  index.insert(kParking, {9});
  index.erase(kParking, {9});
  EXPECT_EQ(index.newest(kParking, kAny), CaseId{5});
  index.erase(kParking, {5});
  EXPECT_EQ(index.newest(kParking, kAny), CaseId{});
  EXPECT_EQ(index.size(), 0U);
}

TEST(CauseIndex, PutsInManyAtOnceWhateverTheirOrder) {
  CauseIndex index;
  index.insert(kNoise, {8});
  index.gather(kParking, {9});
  index.gather(kNoise, {11});
  index.gather(kParkingOfWang, {5});
  index.gather(kParking, {7});
  EXPECT_EQ(index.size(), 5U);
  index.settle();
  EXPECT_EQ(index.size(), 5U);
  EXPECT_EQ(index.newest(kParking, kAny), CaseId{9});
  EXPECT_EQ(index.newest(kNoise, kAny), CaseId{11});
  EXPECT_EQ(index.newest(kParkingOfWang, kAny), CaseId{5});
  index.erase(kNoise, {11});
  EXPECT_EQ(index.newest(kNoise, kAny), CaseId{8});
}

TEST(CauseIndexDeathTest, AnswersNothingBeforeTheManyAreIn) {
  CauseIndex index;
  index.gather(kParking, {9});
  EXPECT_DEATH(index.newest(kParking, kAny), "gathered_");
  EXPECT_DEATH(index.insert(kParking, {10}), "gathered_");
  EXPECT_DEATH(index.erase(kParking, {9}), "gathered_");
}

TEST(CauseIndex, PassesOverWhatOnlyHasTheSameNumber) {
  CauseIndex index(&no_mix);
  index.insert(kParking, {5});
  index.insert(kNoise, {9});
  // A case with two causes of one number has both of them until each is erased.
  index.insert(kParkingOfWang, {5});
  const auto is = [](std::uint64_t id) { return [id](CaseId each) { return each.value == id; }; };
  EXPECT_EQ(index.newest(kParking, is(5)), CaseId{5});
  EXPECT_EQ(index.newest(kNoise, is(9)), CaseId{9});
  EXPECT_EQ(index.newest(kNoise, is(4)), CaseId{});
  index.erase(kParking, {5});
  EXPECT_EQ(index.newest(kParkingOfWang, is(5)), CaseId{5});
}

TEST(CauseIndex, MixesEachPartIntoTheNumber) {
  std::set<std::uint64_t> numbers;
  for (Symbol category = 0; category < 10; ++category) {
    for (std::uint64_t area = 0; area < 10; ++area) {
      for (std::uint64_t requester = 0; requester < 10; ++requester) {
        numbers.insert(CauseIndex::mix_of({category, {area}, requester}));
      }
    }
  }
  EXPECT_EQ(numbers.size(), 1000U);
}

TEST(CauseKey, IsThatOfACaseWithTheSameCategoryAreaAndRequester) {
  Case item;
  item.category = 1;
  item.cause_area = {350605};
  item.requester = 77;
  item.requesters = {78};
  EXPECT_TRUE(kParking.is_of(item));
  EXPECT_TRUE(kParkingOfWang.is_of(item));
  EXPECT_TRUE((CauseKey{1, {350605}, 78}).is_of(item));
  EXPECT_FALSE((CauseKey{1, {350605}, 79}).is_of(item));
  EXPECT_FALSE(kNoise.is_of(item));
  EXPECT_FALSE((CauseKey{1, {350606}, 0}).is_of(item));
}

TEST(CauseIndexDeathTest, ErasesNothingThatIsNotThere) {
  CauseIndex index;
  index.insert(kParking, {5});
  EXPECT_DEATH(index.erase(kParking, {6}), "found");
  EXPECT_DEATH(index.erase(kNoise, {5}), "found");
}

}  // namespace whistle::casework::cause_index_test
