#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/triage/building_number.h"
#include "tests/triage/small_city.h"

namespace whistle::triage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

PlaceFinding place_in(const std::string& text) { return Desk().examine(saying(text)).place; }

PlaceFinding place_at(Point point, const std::string& text = "") {
  Complaint complaint = saying(text);
  complaint.point = point;
  return Desk().examine(complaint).place;
}

constexpr Point kInWuanCourt{24.63, 117.75};
constexpr Point kInWuanOnly{24.65, 117.75};
constexpr Point kFarAway{24.0, 117.0};

void expect_certain(const PlaceFinding& finding, AreaCode area, const char* rule) {
  EXPECT_EQ(finding.area, area);
  EXPECT_EQ(finding.certainty, Certainty::Certain);
  EXPECT_EQ(finding.rule, RuleName{rule});
}

TEST(Place, IsGivenByACodeOfTheBook) {
  Complaint complaint = saying("碧湖社区");
  complaint.area = kWuan;
  const PlaceFinding finding = Desk().examine(complaint).place;
  EXPECT_EQ(finding.area, kWuan);
  EXPECT_EQ(finding.certainty, Certainty::Given);
  EXPECT_EQ(finding.rule, RuleName{"area_code"});
  EXPECT_THAT(finding.evidence, IsEmpty());
}

TEST(Place, FallsBackToTheTextWhenTheCodeIsUnknown) {
  Complaint complaint = saying("碧湖社区");
  complaint.area = {999};
  expect_certain(Desk().examine(complaint).place, kBihu, "name:碧湖社区");
}

TEST(Place, IsNoneWithoutAnyHint) {
  EXPECT_EQ(place_in("门口的路灯坏了"), PlaceFinding{});
  EXPECT_EQ(place_in("3栋的路灯坏了"), PlaceFinding{});
  EXPECT_EQ(place_at(kFarAway), PlaceFinding{});
}

TEST(Place, IsFoundByAUniqueName) {
  const PlaceFinding finding = place_in("我住武安小区");
  expect_certain(finding, kWuanCourt, "name:武安小区");
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"武安小区", 7, {"name:武安小区"}}));
}

TEST(Place, IsFoundByAnAlias) {
  expect_certain(place_in("老粮站宿舍停水"), kWuanCourt, "alias:老粮站宿舍");
  const PlaceFinding folded = place_in("ＷＵ'AN court 停水");
  expect_certain(folded, kWuanCourt, "alias:Wu'an Court");
  EXPECT_EQ(folded.evidence.front().words, "ＷＵ'AN court");
}

TEST(Place, IsTheDeepestOfAConsistentAddress) {
  const PlaceFinding finding = place_in("长泰区武安镇武安社区武安小区");
  expect_certain(finding, kWuanCourt, "name:武安小区");
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"长泰区", 1, {"name:长泰区"}},
                                            Evidence{"武安镇", 10, {"name:武安镇"}},
                                            Evidence{"武安社区", 19, {"name:武安社区"}},
                                            Evidence{"武安小区", 31, {"name:武安小区"}}));
}

TEST(Place, DoesNotReadAShorterNameInsideALongerOne) {
  // "武安" is an alias of the street.
  expect_certain(place_in("武安社区"), kWuan, "name:武安社区");
  expect_certain(place_in("武安停水"), kStreet, "alias:武安");
}

TEST(Place, IsUnsureWhenSeveralBearTheName) {
  const PlaceFinding finding = place_in("阳光小区停电");
  EXPECT_EQ(finding.certainty, Certainty::Unsure);
  EXPECT_EQ(finding.area, kStreet);  // what both have in common
  EXPECT_EQ(finding.rule, RuleName{"name:阳光小区"});
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"阳光小区", 1, {"name:阳光小区"}}));
}

TEST(Place, IsResolvedByAParentInTheText) {
  expect_certain(place_in("碧湖社区的阳光小区"), kSunnyInBihu, "name:阳光小区");
  expect_certain(place_in("阳光小区（武安社区）"), kSunnyInWuan, "name:阳光小区");
}

TEST(Place, IsNotResolvedByAParentOfBoth) {
  EXPECT_EQ(place_in("武安镇阳光小区").certainty, Certainty::Unsure);
}

TEST(Place, IsUnsureBetweenTwoPlacesOfOneLevel) {
  const PlaceFinding communities = place_in("武安社区和碧湖社区");
  EXPECT_EQ(communities.certainty, Certainty::Unsure);
  EXPECT_EQ(communities.area, kStreet);
  EXPECT_EQ(place_in("武安小区到阳光小区").certainty, Certainty::Unsure);
}

TEST(Place, IsUnsureWhenAnAreaAndOneAboveItShareTheName) {
  policy::RuleBook book = small_city();
  book.areas[2].aliases = {"武安"};  // the community, like its street
  const PlaceFinding finding = Desk(book).examine(saying("武安停水")).place;
  EXPECT_EQ(finding.certainty, Certainty::Unsure);
  EXPECT_EQ(finding.area, kWuan);
  expect_certain(Desk(book).examine(saying("武安，武安社区")).place, kWuan, "name:武安社区");
}

TEST(Place, BelievesACompoundMoreThanAPassingCommunity) {
  const PlaceFinding finding = place_in("我在碧湖社区上班，家住武安小区");
  expect_certain(finding, kWuanCourt, "name:武安小区");
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"武安小区", 34, {"name:武安小区"}}));
}

TEST(Place, GoesOnToTheBuilding) {
  const PlaceFinding finding = place_in("武安小区3栋楼道灯坏了");
  expect_certain(finding, kWuanCourt3, "building:3栋");
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"武安小区", 1, {"name:武安小区"}},
                                            Evidence{"3栋", 13, {"building:3栋"}}));
}

TEST(Place, KnowsABuildingBySpellingsOfItsNumber) {
  for (const char* number : {"3栋", "3幢", "3号楼", "３号楼", "03栋", "三号楼", "三栋", "3#楼",
                             "3#", "3 号楼", "第3栋"}) {
    expect_certain(place_in(std::string("武安小区") + number), kWuanCourt3, "building:3栋");
  }
  for (const char* number : {"12号楼", "12栋", "十二栋"}) {
    expect_certain(place_in(std::string("武安小区") + number), kWuanCourt12, "building:12号楼");
  }
}

TEST(Place, StaysAtTheCompoundWithoutOneKnownBuilding) {
  const char* const others[] = {"13栋",  "5号楼", "3栋和12栋", "3栋楼都停水",
                                "共3栋", "3单元", "3楼"};
  for (const char* other : others) {
    expect_certain(place_in(std::string("武安小区") + other), kWuanCourt, "name:武安小区");
  }
}

TEST(Place, DoesNotGuessTheBuildingOfAnUnsurePlace) {
  EXPECT_EQ(place_in("阳光小区3栋").certainty, Certainty::Unsure);
}

TEST(Place, FindsABuildingByItsOwnName) {
  expect_certain(place_in("桂花楼漏水"), kLaurelHall, "name:桂花楼");
}

TEST(Place, IsTheSmallestOutlineAroundThePoint) {
  expect_certain(place_at(kInWuanCourt), kWuanCourt, "point");
  expect_certain(place_at(kInWuanOnly), kWuan, "point");
  expect_certain(place_at({24.62, 117.75}), kWuanCourt, "point");  // on the border
  EXPECT_EQ(place_at({std::nan(""), std::nan("")}), PlaceFinding{});
}

TEST(Place, LetsThePointDecideAnAmbiguousName) {
  expect_certain(place_at(kInWuanOnly, "阳光小区停电"), kSunnyInWuan, "name:阳光小区");
}

TEST(Place, LetsThePointDeepenACommunity) {
  expect_certain(place_at(kInWuanCourt, "武安社区"), kWuanCourt, "point");
}

TEST(Place, DoesNotLetThePointOverruleTheText) {
  EXPECT_EQ(place_at(kInWuanCourt, "碧湖社区的路灯").certainty, Certainty::Unsure);
}

TEST(Place, FindsTheBuildingBelowThePoint) {
  expect_certain(place_at(kInWuanCourt, "12号楼门禁坏了"), kWuanCourt12, "building:12号楼");
}

TEST(Place, RefusesAnOutlineThatIsNoPolygon) {
  for (const char* outline : {"POLYGON((", "POINT(1 2)", "POLYGON((1 1, 2 2, 1 1))"}) {
    policy::RuleBook book;
    book.areas = {area(kDistrict, "长泰区", policy::AreaLevel::District, {}, {}, outline)};
    const policy::Policy policy(std::move(book));
    const auto triage = Triage::make(policy);
    ASSERT_FALSE(triage) << outline;
    EXPECT_THAT(triage.error(), HasSubstr("areas:350625"));
  }
}

TEST(BuildingNumber, ReadsNamesOfBuildings) {
  EXPECT_EQ(number_in_name("3栋"), (BuildingNumber{"3", 0}));
  EXPECT_EQ(number_in_name("7"), (BuildingNumber{"7", 0}));
  EXPECT_EQ(number_in_name("b座"), (BuildingNumber{"b", 0}));
  EXPECT_EQ(number_in_name("3-2幢"), (BuildingNumber{"3-2", 0}));
  EXPECT_EQ(number_in_name("武安小区10号楼"), (BuildingNumber{"10", 12}));
  EXPECT_EQ(number_in_name("二十栋"), (BuildingNumber{"20", 0}));
  EXPECT_EQ(number_in_name("九十九栋"), (BuildingNumber{"99", 0}));
  EXPECT_EQ(number_in_name("桂花楼"), std::nullopt);
  EXPECT_EQ(number_in_name("大厦b2"), std::nullopt);
  EXPECT_EQ(number_in_name("十十栋"), std::nullopt);
  EXPECT_EQ(number_in_name("0栋"), std::nullopt);
  EXPECT_EQ(number_in_name(""), std::nullopt);
}

}  // namespace
}  // namespace whistle::triage
