#include <gtest/gtest.h>

#include "engine/policy/policy.h"
#include "tests/policy/sample_book.h"

namespace whistle::policy::units_test {

Unit with_kind(Unit unit, UnitKind kind) {
  unit.kind = kind;
  return unit;
}

Unit with_more(Unit unit, std::vector<AreaCode> areas) {
  unit.more_areas = std::move(areas);
  return unit;
}

void manage(RuleBook& book, AreaCode compound, Management management) {
  for (Area& area : book.areas) {
    if (area.code == compound) area.management = management;
  }
}

std::string serving(const Policy& policy, Tier tier, AreaCode area, const char* department = "") {
  const Unit* unit = policy.unit_for(tier, area, {department});
  return unit != nullptr ? unit->code.value : "nobody";
}

// The compound has a property company first and a party branch second.
RuleBook book_with_company(Management management) {
  RuleBook book = sample_book();
  manage(book, kCompound, management);
  std::erase_if(book.units, [](const Unit& unit) { return unit.tier == Tier::Compound; });
  book.units.push_back(
      with_kind(unit("company", Tier::Compound, kCompound), UnitKind::PropertyCompany));
  book.units.push_back(unit("branch", Tier::Compound, kCompound));
  return book;
}

TEST(PropertyCompanies, ServeCompoundsUnderManagement) {
  for (const Management management :
       {Management::Professional, Management::SelfManaged, Management::Unknown}) {
    const Policy policy(book_with_company(management));

    EXPECT_EQ(serving(policy, Tier::Compound, kCompound), "company");
    EXPECT_EQ(serving(policy, Tier::Compound, kBuilding), "company");
  }
}

TEST(PropertyCompanies, ArePassedOverInCompoundsWithoutManagement) {
  const Policy policy(book_with_company(Management::Unmanaged));

  EXPECT_EQ(serving(policy, Tier::Compound, kCompound), "branch");
  EXPECT_EQ(serving(policy, Tier::Compound, kBuilding), "branch");
}

TEST(PropertyCompanies, LeaveTheTierEmptyWhereNobodyElseIs) {
  RuleBook book = book_with_company(Management::Unmanaged);
  book.units.pop_back();
  const Policy policy(std::move(book));

  EXPECT_EQ(serving(policy, Tier::Compound, kBuilding), "nobody");
  EXPECT_EQ(
      policy.destination(*policy.category({"focal"}), {}, kBuilding, Severity::Blue)->unit.value,
      "community");
}

TEST(PropertyCompanies, OfAWiderAreaServeTheManagedPlacesInIt) {
  RuleBook book = sample_book();
  manage(book, kCompound, Management::Unmanaged);
  std::erase_if(book.units, [](const Unit& unit) { return unit.tier == Tier::Compound; });
  book.units.push_back(
      with_kind(unit("company", Tier::Compound, kCommunity), UnitKind::PropertyCompany));
  const Policy policy(std::move(book));

  EXPECT_EQ(serving(policy, Tier::Compound, kBuilding), "nobody");
  EXPECT_EQ(serving(policy, Tier::Compound, kCommunity), "company") << "in no compound at all";
}

TEST(PropertyCompanies, AreNotSentToWhereTheyDoNotServeEvenByName) {
  RuleBook book = book_with_company(Management::Unmanaged);
  book.catalogue = {{"focal", {}, {}, {}, Tier::Compound, {"company"}, {"named"}}};
  const Policy unmanaged(book);
  manage(book, kCompound, Management::Professional);
  const Policy managed(std::move(book));
  const auto sent = [](const Policy& policy) {
    return policy.destination(*policy.category({"focal"}), {}, kBuilding, Severity::Blue)
        ->unit.value;
  };

  EXPECT_EQ(sent(managed), "company");
  EXPECT_EQ(sent(unmanaged), "branch");
}

TEST(OtherKinds, ServeUnmanagedCompounds) {
  RuleBook book = sample_book();
  manage(book, kCompound, Management::Unmanaged);
  for (Unit& unit : book.units) {
    if (unit.tier == Tier::Compound) unit.kind = UnitKind::Volunteers;
  }

  EXPECT_EQ(serving(Policy(std::move(book)), Tier::Compound, kBuilding), "compound");
}

TEST(MoreAreas, AreServedLikeTheFirst) {
  RuleBook book = sample_book();
  book.units.push_back(
      with_more(unit("grid", Tier::Building, kNowhere), {kBuildingWithoutCompound, kCompound}));
  const Policy policy(std::move(book));

  EXPECT_EQ(serving(policy, Tier::Building, kBuildingWithoutCompound), "grid");
  EXPECT_EQ(serving(policy, Tier::Building, kCompound), "grid");
  EXPECT_EQ(serving(policy, Tier::Building, kBuilding), "building") << "the smaller area wins";
  EXPECT_EQ(serving(policy, Tier::Building, kCommunity), "nobody");
}

TEST(MoreAreas, OfASpecialistOfADepartmentCountForThatDepartment) {
  RuleBook book = sample_book();
  book.units.push_back(with_kind(
      with_more(unit("water-grid", Tier::Department, kOtherCommunity, "water"), {kCompound}),
      UnitKind::Specialist));
  const Policy policy(std::move(book));

  EXPECT_EQ(serving(policy, Tier::Department, kBuilding, "water"), "water-grid");
  EXPECT_EQ(serving(policy, Tier::Department, kBuildingWithoutCompound, "water"), "water-grid");
  EXPECT_EQ(serving(policy, Tier::Department, kCommunity, "water"), "water-street");
  EXPECT_EQ(serving(policy, Tier::Department, kBuilding, "housing"), "housing");
}

TEST(MoreAreas, GoToTheEarlierOfTwoUnits) {
  RuleBook book = sample_book();
  book.units.push_back(with_more(unit("first", Tier::Building, kNowhere), {kCompound}));
  book.units.push_back(unit("second", Tier::Building, kCompound));

  EXPECT_EQ(serving(Policy(std::move(book)), Tier::Building, kCompound), "first");
}

TEST(StormArea, IsTheAncestorOfTheLevelInTheRules) {
  RuleBook book = sample_book();
  const Policy by_community(book);
  book.settings.storms.level = AreaLevel::Compound;
  const Policy by_compound(std::move(book));

  EXPECT_EQ(by_community.storm_area(kBuilding), kCommunity);
  EXPECT_EQ(by_community.storm_area(kCommunity), kCommunity);
  EXPECT_EQ(by_community.storm_area(kStreet), AreaCode{});
  EXPECT_EQ(by_community.storm_area(kNowhere), AreaCode{});
  EXPECT_EQ(by_compound.storm_area(kBuilding), kCompound);
  EXPECT_EQ(by_compound.storm_area(kBuildingWithoutCompound), AreaCode{});
}

TEST(Rules, AreFoundByTheirNames) {
  RuleBook book = sample_book();
  book.whistles.resize(2);
  book.whistles[0].kind = WhistleKind::Campaign;
  book.whistles[1].kind = WhistleKind::Emergency;
  book.whistles[1].hold = true;
  book.whistle_permissions = {{Tier::Street, WhistleKind::Campaign},
                              {Tier::Compound, WhistleKind::Emergency}};
  book.pauses.resize(1);
  book.pauses[0].code = {"season"};
  const Policy policy(std::move(book));

  EXPECT_TRUE(policy.whistle(WhistleKind::Emergency)->hold);
  EXPECT_EQ(policy.whistle(WhistleKind::Routine), nullptr);
  EXPECT_TRUE(policy.may_whistle(Tier::Street, WhistleKind::Campaign));
  EXPECT_FALSE(policy.may_whistle(Tier::Street, WhistleKind::Emergency));
  EXPECT_FALSE(policy.may_whistle(Tier::Community, WhistleKind::Emergency));
  EXPECT_EQ(policy.pause({"season"})->code.value, "season");
  EXPECT_EQ(policy.pause({"sesaon"}), nullptr);
  EXPECT_EQ(policy.pause({}), nullptr);
}

}  // namespace whistle::policy::units_test
