#include <gtest/gtest.h>

#include "engine/policy/policy.h"

namespace whistle::policy::area_codes_test {

constexpr AreaCode kDistrict{350605};
constexpr AreaCode kStreet{350605100};
constexpr AreaCode kCommunity{350605100001};
constexpr AreaCode kCompound{350605100001002};

Policy city() {
  RuleBook book;
  for (const AreaCode code : {kDistrict, kStreet, kCommunity, kCompound}) {
    Area area;
    area.code = code;
    book.areas.push_back(area);
  }
  book.former_names = {{"350625", kDistrict, {}, {}},
                       {"长泰县", kDistrict, {}, {}},
                       {"350625100009", kStreet, {}, {}},
                       {"350625100009", kCommunity, {}, {}}};
  return Policy(std::move(book));
}

AreaCode meant(std::uint64_t code) {
  const Policy policy = city();
  const Area* area = policy.meant_by({code}).area;
  return area != nullptr ? area->code : AreaCode{};
}

TEST(AreaCodes, MeanTheAreaThatHasThem) {
  EXPECT_EQ(meant(350605100001002), kCompound);
  EXPECT_EQ(meant(350605), kDistrict);
}

TEST(AreaCodes, MayBeFilledUpWithZeros) {
  EXPECT_EQ(meant(350605100000), kStreet);
  EXPECT_EQ(meant(350605000000), kDistrict);
  EXPECT_EQ(meant(350605000), kDistrict);
}

TEST(AreaCodes, OfBuildingsThatNobodyListsMeanTheirCompound) {
  EXPECT_EQ(meant(350605100001002007), kCompound);
}

TEST(AreaCodes, OfUnknownCompoundsMeanNothing) {
  EXPECT_EQ(meant(350605100001777), AreaCode{});
  EXPECT_EQ(meant(350605100001777001), AreaCode{});
}

TEST(AreaCodes, OfUnknownCommunitiesMeanNothing) {
  EXPECT_EQ(meant(350605100777), AreaCode{});
  EXPECT_EQ(meant(350605100777001), AreaCode{});
  EXPECT_EQ(meant(0), AreaCode{});
  EXPECT_EQ(meant(1), AreaCode{});
}

TEST(AreaCodes, MeanTheAreaOfTodayWhenTheyAreFormerOnes) {
  const Policy policy = city();
  const Policy::MeantArea found = policy.meant_by({350625});
  ASSERT_NE(found.former, nullptr);
  EXPECT_EQ(found.area->code, kDistrict);
  EXPECT_EQ(found.former->name, "350625");
  EXPECT_EQ(policy.meant_by(kDistrict).former, nullptr);
}

TEST(AreaCodes, MeanNothingWhenTheirAreaWasSplit) { EXPECT_EQ(meant(350625100009), AreaCode{}); }

TEST(AreaCodes, AreToldFromNames) {
  EXPECT_EQ(code_in("350625"), AreaCode{350625});
  EXPECT_EQ(code_in("长泰县"), std::nullopt);
  EXPECT_EQ(code_in("3号"), std::nullopt);
  EXPECT_EQ(code_in(""), std::nullopt);
}

}  // namespace whistle::policy::area_codes_test
