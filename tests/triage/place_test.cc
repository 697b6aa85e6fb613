#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/triage/building_number.h"
#include "engine/triage/datum.h"
#include "tests/triage/small_city.h"

namespace whistle::triage::place_test {

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
  PlaceFinding building;
  building.building = "3";  // of what, a person may know
  EXPECT_EQ(place_in("3栋的路灯坏了"), building);
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

TEST(Place, TellsTheCandidatesWhenSeveralBearTheName) {
  const PlaceFinding finding = place_in("武安镇阳光小区停电");
  EXPECT_THAT(finding.candidates,
              ElementsAre(PlaceCandidate{kSunnyInWuan, {"name:武安镇 + name:阳光小区"}},
                          PlaceCandidate{kSunnyInBihu, {"name:武安镇 + name:阳光小区"}}));
}

TEST(Place, TellsTheCandidatesWhenTheWordsContradictEachOther) {
  const PlaceFinding finding = place_at(kInWuanCourt, "碧湖社区的路灯");
  EXPECT_THAT(finding.candidates, ElementsAre(PlaceCandidate{kWuanCourt, {"point"}},
                                              PlaceCandidate{kBihu, {"name:碧湖社区"}}));
}

TEST(Place, TellsAnAreaAboveWhenTheWordCouldMeanIt) {
  policy::RuleBook book = small_city();
  book.areas[2].aliases = {"武安"};  // the community, like its street
  const PlaceFinding finding = Desk(book).examine(saying("武安停水")).place;
  EXPECT_THAT(finding.candidates, ElementsAre(PlaceCandidate{kWuan, {"alias:武安"}},
                                              PlaceCandidate{kStreet, {"alias:武安"}}));
}

TEST(Place, TellsFiveCandidatesAtMost) {
  policy::RuleBook book = small_city();
  for (std::uint64_t i = 0; i < 7; ++i) {
    book.areas.push_back(area({350625100001100 + i}, "幸福里", policy::AreaLevel::Compound, kWuan));
  }
  const PlaceFinding finding = Desk(book).examine(saying("幸福里停水")).place;
  EXPECT_EQ(finding.area, kWuan);
  EXPECT_EQ(finding.candidates.size(), kPlaceCandidatesMax);
}

TEST(Place, HasNoCandidatesWhenItIsCertain) {
  EXPECT_THAT(place_in("长泰区武安镇武安社区武安小区").candidates, IsEmpty());
}

TEST(Place, GoesBelowTheAreaThatTheAdapterGives) {
  Complaint complaint = saying("阳光小区停电");
  complaint.area = kWuan;
  expect_certain(Desk().examine(complaint).place, kSunnyInWuan, "name:阳光小区");
  complaint = saying("3号楼停电");
  complaint.area = kWuanCourt;
  expect_certain(Desk().examine(complaint).place, kWuanCourt3, "building:3栋");
}

TEST(Place, StaysAtTheGivenAreaWhenSeveralInsideAreMeant) {
  Complaint complaint = saying("阳光小区停电");
  complaint.area = kStreet;
  const PlaceFinding finding = Desk().examine(complaint).place;
  EXPECT_EQ(finding.area, kStreet);
  EXPECT_EQ(finding.certainty, Certainty::Given);
  EXPECT_THAT(finding.candidates, ElementsAre(PlaceCandidate{kSunnyInWuan, {"name:阳光小区"}},
                                              PlaceCandidate{kSunnyInBihu, {"name:阳光小区"}}));
}

TEST(Place, UnderstandsCodesFilledUpOrBelowTheBook) {
  const auto given = [](std::uint64_t code) {
    Complaint complaint = saying("路灯坏了");
    complaint.area = {code};
    return Desk().examine(complaint).place;
  };
  EXPECT_EQ(given(350625100000).area, kStreet);
  EXPECT_EQ(given(350625100000).rule, RuleName{"area_code:350625100"});
  EXPECT_EQ(given(350625000000).area, kDistrict);
  EXPECT_EQ(given(350625100001001777).area, kWuanCourt);
  EXPECT_EQ(given(350625100001001003).rule, RuleName{"area_code"});
  EXPECT_EQ(given(350625100001777).certainty, Certainty::None);  // no such compound
  EXPECT_EQ(given(350625100777).certainty, Certainty::None);     // no such community
  EXPECT_EQ(given(350999).certainty, Certainty::None);
}

TEST(Place, IsFoundByACodeInTheText) {
  expect_certain(place_in("地址350625100001001003，灯坏了"), kWuanCourt3,
                 "code:350625100001001003");
  expect_certain(place_in("350625100000的路灯"), kStreet, "code:350625100");
  EXPECT_EQ(place_in("号码350625"), PlaceFinding{});         // six digits may be anything
  EXPECT_EQ(place_in("号码3506251000012"), PlaceFinding{});  // inside a longer number
  EXPECT_EQ(place_in("350625100001777"), PlaceFinding{});
}

policy::RuleBook renamed_city() {
  using namespace std::chrono;
  policy::RuleBook book = small_city();
  book.former_names = {
      {"岩溪公社", kStreet, {}, local_days{2021y / 6 / 30}},
      {"和平居委会", kWuan, {}, {}},  // split: both have a part of it
      {"和平居委会", kBihu, {}, {}},
      {"碧湖社区", kWuan, {}, {}},  // now the name of another one
      {"350699001001", kWuan, {}, {}},
      {"明日社区", kBihu, local_days{2030y / 1 / 1}, {}},
  };
  return book;
}

TEST(FormerName, MeansTheAreaOfToday) {
  Complaint complaint = saying("岩溪公社的路灯坏了");
  complaint.occurred_at = Timestamp{std::chrono::sys_days{std::chrono::year{2021} / 7 / 1}};
  const PlaceFinding finding = Desk(renamed_city()).examine(complaint).place;
  expect_certain(finding, kStreet, "former name 岩溪公社 of 武安镇");
  EXPECT_EQ(finding.evidence.front().words, "岩溪公社");
}

TEST(FormerName, IsANameLikeOthersUntilItsLastDay) {
  Complaint complaint = saying("岩溪公社的路灯坏了");
  complaint.occurred_at =
      Timestamp{std::chrono::sys_days{std::chrono::year{2021} / 7 / 1}} - Milliseconds{1};
  expect_certain(Desk(renamed_city()).examine(complaint).place, kStreet, "name:岩溪公社");
}

TEST(FormerName, IsNotKnownBeforeItBegins) {
  Complaint complaint = saying("明日社区");
  complaint.occurred_at = Timestamp{std::chrono::sys_days{std::chrono::year{2029} / 12 / 31}};
  EXPECT_EQ(Desk(renamed_city()).examine(complaint).place.certainty, Certainty::None);
  complaint.occurred_at += std::chrono::days{1};
  EXPECT_EQ(Desk(renamed_city()).examine(complaint).place.area, kBihu);
}

TEST(FormerName, OfAnAreaThatWasSplitNeedsMoreWords) {
  Desk desk(renamed_city());
  const PlaceFinding finding = desk.examine(saying("和平居委会门口")).place;
  EXPECT_EQ(finding.certainty, Certainty::Unsure);
  EXPECT_THAT(finding.candidates,
              ElementsAre(PlaceCandidate{kWuan, {"former name 和平居委会 of 武安社区"}},
                          PlaceCandidate{kBihu, {"former name 和平居委会 of 碧湖社区"}}));
  expect_certain(desk.examine(saying("和平居委会的武安小区")).place, kWuanCourt, "name:武安小区");
}

TEST(FormerName, ThatAnotherAreaBearsTodayIsNotResolvedSilently) {
  Desk desk(renamed_city());
  EXPECT_EQ(desk.examine(saying("碧湖社区的路灯")).place.certainty, Certainty::Unsure);
}

TEST(FormerName, MayBeACode) {
  Complaint complaint = saying("路灯坏了");
  complaint.area = {350699001001};
  Desk desk(renamed_city());
  const PlaceFinding finding = desk.examine(complaint).place;
  EXPECT_EQ(finding.area, kWuan);
  EXPECT_EQ(finding.certainty, Certainty::Given);
  EXPECT_EQ(finding.rule, RuleName{"former name 350699001001 of 武安社区"});
  EXPECT_EQ(desk.examine(saying("代码350699001001处")).place.area, kWuan);
}

TEST(Place, IsNotWhereARoadIsCalledAfterIt) {
  EXPECT_EQ(place_in("武安路上有个坑").certainty, Certainty::Certain);  // "on the way in 武安"
  EXPECT_EQ(place_in("武安路和中山路口").certainty, Certainty::None);
  EXPECT_EQ(place_in("武安大桥堵车").certainty, Certainty::None);
  expect_certain(place_in("武安路灯不亮"), kStreet, "alias:武安");
  expect_certain(place_in("武安社区路口"), kWuan, "name:武安社区");
}

TEST(Place, IsNotReadAcrossTheBorderOfTwoWords) {
  policy::RuleBook book = small_city();
  book.areas.push_back(area({350625100003}, "时村", policy::AreaLevel::Community, kStreet));
  Desk desk(book);
  EXPECT_EQ(desk.examine(saying("当时村里的人都在")).place, PlaceFinding{});
  for (const char* text : {"时村停水", "我住时村", "家在时村", "武安镇时村", "，时村的路"}) {
    EXPECT_EQ(desk.examine(saying(text)).place.area, AreaCode{350625100003}) << text;
  }
}

TEST(Place, KeepsUnitAndRoom) {
  const PlaceFinding finding = place_in("武安小区3栋2单元501室漏水");
  expect_certain(finding, kWuanCourt3, "building:3栋");
  EXPECT_EQ(finding.building, "3");
  EXPECT_EQ(finding.unit, "2");
  EXPECT_EQ(finding.room, "501");
  EXPECT_EQ(finding.evidence.back().words, "3栋");  // whose door it is concerns few
}

TEST(Place, KeepsNumbersOfABuildingThatTheBookDoesNotList) {
  const PlaceFinding finding = place_in("武安小区9号楼一单元");
  expect_certain(finding, kWuanCourt, "name:武安小区");
  EXPECT_EQ(finding.building, "9");
  EXPECT_EQ(finding.unit, "1");
}

TEST(Place, BelievesThePointInTheDatumItSays) {
  // The corner of the compound, as a phone measures it and as two maps show it.
  const Point wgs84{24.6201, 117.7401};
  for (const Datum datum : {Datum::Wgs84, Datum::Gcj02, Datum::Bd09}) {
    expect_certain(place_at(in_datum(wgs84, datum)), kWuanCourt, "point");
    Point mistaken = in_datum(wgs84, datum);
    mistaken.datum = Datum::Wgs84;
    const AreaCode expected = datum == Datum::Gcj02 ? kWuan : kWuanCourt;
    EXPECT_EQ(place_at(mistaken).area, expected) << static_cast<int>(datum);
  }
}

TEST(Place, BelievesOutlinesInTheDatumTheyAreIn) {
  policy::RuleBook book = small_city();
  book.settings.outline_datum = Datum::Gcj02;
  Complaint complaint = saying("");
  complaint.point = Point{24.6201, 117.7401, Datum::Gcj02};
  EXPECT_EQ(Desk(book).examine(complaint).place.area, kWuanCourt);
  complaint.point->datum = Datum::Wgs84;  // on the map it lies some 500 m to the north-east
  EXPECT_EQ(Desk(book).examine(complaint).place.area, kWuan);
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

}  // namespace whistle::triage::place_test
