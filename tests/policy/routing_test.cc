#include <gtest/gtest.h>

#include "engine/policy/policy.h"
#include "tests/policy/sample_book.h"

namespace whistle::policy::routing_test {

CatalogueRow row(const char* rule, const char* category, const char* condition, AreaCode area,
                 Tier tier, const char* unit = "") {
  return {category, {}, {condition}, area, tier, {unit}, {rule}};
}

Policy with(std::vector<CatalogueRow> catalogue) {
  RuleBook book = sample_book();
  for (const char* code : {"c", "06028", "direct"}) {
    book.categories.push_back(category(code, MatterClass::Routine));
  }
  book.catalogue = std::move(catalogue);
  return Policy(std::move(book));
}

// "unit by rule", with "(duty)" when the guard raised it, or "nowhere".
std::string shown(const std::optional<Destination>& destination) {
  if (!destination) return "nowhere";
  return destination->unit.value + " by " + destination->rule.value +
         (destination->raised_to_duty ? " (duty)" : "");
}

std::string sent(const Policy& policy, const Category& category, AreaCode area = kBuilding,
                 Severity severity = Severity::Blue, const char* condition = "") {
  return shown(policy.destination(category, {condition}, area, severity));
}

std::string serving(const Policy& policy, Tier tier, AreaCode area, const char* department = "") {
  const Unit* unit = policy.unit_for(tier, area, {department});
  return unit != nullptr ? unit->code.value : "nobody";
}

TEST(Areas, KnowWhatLiesAboveThem) {
  const Policy policy = with({});

  EXPECT_EQ(policy.ancestor(kBuilding, AreaLevel::Building)->code, kBuilding);
  EXPECT_EQ(policy.ancestor(kBuilding, AreaLevel::Street)->code, kStreet);
  EXPECT_EQ(policy.ancestor(kBuildingWithoutCompound, AreaLevel::Compound), nullptr);
  EXPECT_EQ(policy.ancestor(kStreet, AreaLevel::Community), nullptr);
  EXPECT_EQ(policy.ancestor(kNowhere, AreaLevel::District), nullptr);
}

TEST(Areas, LieWithinThemselvesAndWhatIsAbove) {
  const Policy policy = with({});

  EXPECT_TRUE(policy.is_within(kBuilding, kBuilding));
  EXPECT_TRUE(policy.is_within(kBuilding, kDistrict));
  EXPECT_FALSE(policy.is_within(kDistrict, kBuilding));
  EXPECT_FALSE(policy.is_within(kBuilding, kOtherCommunity));
  EXPECT_FALSE(policy.is_within(kNowhere, kDistrict));
  EXPECT_FALSE(policy.is_within({}, {}));
}

TEST(Areas, TakeThePromiseFromAbove) {
  RuleBook book = sample_book();
  for (Area& area : book.areas) area.promise = area.code == kCompound;
  const Policy policy(std::move(book));

  EXPECT_TRUE(policy.has_promise(kBuilding));
  EXPECT_TRUE(policy.has_promise(kCompound));
  EXPECT_FALSE(policy.has_promise(kCommunity));
  EXPECT_FALSE(policy.has_promise(kNowhere));
}

TEST(AreasDeathTest, DoNotLieBelowThemselves) {
  RuleBook book = sample_book();
  book.areas[0].parent = kBuilding;

  EXPECT_DEATH(Policy(std::move(book)), "check failed");
}

TEST(Book, FindsItsPartsByCode) {
  const Policy policy = with({});

  EXPECT_EQ(policy.area(kStreet)->code, kStreet);
  EXPECT_EQ(policy.area(kNowhere), nullptr);
  EXPECT_EQ(policy.unit({"street"})->tier, Tier::Street);
  EXPECT_EQ(policy.unit({"nobody"}), nullptr);
  EXPECT_EQ(policy.category({"leak"})->duty, Tier::Department);
  EXPECT_EQ(policy.category({""}), nullptr);
  EXPECT_EQ(policy.calendar(1).name(), "boston");
}

TEST(Book, IsAsGoodInAnotherPlace) {
  RuleBook book = sample_book();
  book.catalogue = {row("prefix", "lea*", "", {}, Tier::District)};
  Policy first(std::move(book));

  const Policy policy(std::move(first));

  EXPECT_EQ(policy.unit_named("street")->tier, Tier::Street);
  EXPECT_EQ(policy.unit_named("stree"), nullptr);
  EXPECT_EQ(policy.category_named("leak")->code.value, "leak");
  EXPECT_EQ(policy.category_named("leaks"), nullptr);
  EXPECT_EQ(sent(policy, *policy.category({"leak"})), "district by prefix");
  EXPECT_EQ(serving(policy, Tier::Street, kBuilding), "street");
}

TEST(Units, ServeThePlaceTheyContain) {
  const Policy policy = with({});

  EXPECT_EQ(serving(policy, Tier::Building, kBuilding), "building");
  EXPECT_EQ(serving(policy, Tier::Compound, kBuilding), "compound");
  EXPECT_EQ(serving(policy, Tier::Community, kBuilding), "community");
  EXPECT_EQ(serving(policy, Tier::Street, kBuilding), "street");
  EXPECT_EQ(serving(policy, Tier::District, kBuilding), "district");
}

TEST(Units, DoNotServeWhatLiesAboveOrBeside) {
  const Policy policy = with({});

  EXPECT_EQ(serving(policy, Tier::Building, kCompound), "nobody");
  EXPECT_EQ(serving(policy, Tier::Compound, kBuildingWithoutCompound), "nobody");
  EXPECT_EQ(serving(policy, Tier::Street, kCommunityFarOff), "nobody");
  EXPECT_EQ(serving(policy, Tier::District, kNowhere), "nobody");
  EXPECT_EQ(serving(policy, Tier::District, {}), "nobody");
}

TEST(Units, OfADepartmentServeFromTheNearestArea) {
  const Policy policy = with({});

  EXPECT_EQ(serving(policy, Tier::Department, kBuilding, "water"), "water-street");
  EXPECT_EQ(serving(policy, Tier::Department, kBuilding, "housing"), "housing");
  EXPECT_EQ(serving(policy, Tier::Department, kBuilding, "heat"), "nobody");
  EXPECT_EQ(serving(policy, Tier::Department, kBuilding, ""), "nobody");
  // Two desks for the same area: the first in the book.
  EXPECT_EQ(serving(policy, Tier::Department, kCommunityFarOff, "water"), "water");
  // Only departments are asked for a department.
  EXPECT_EQ(serving(policy, Tier::Street, kBuilding, "water"), "street");
}

TEST(Routing, StartsAtTheTierOfTheMatterClass) {
  const Policy policy = with({});

  EXPECT_EQ(sent(policy, *policy.category({"routine"})), "building by matter_class:routine");
  EXPECT_EQ(sent(policy, *policy.category({"focal"})), "compound by matter_class:focal");
  EXPECT_EQ(sent(policy, *policy.category({"composite"})), "community by matter_class:composite");
  EXPECT_EQ(sent(policy, *policy.category({"specialist"})), "street by matter_class:specialist");
}

TEST(Routing, RaisesToTheTierThatOwnsTheDuty) {
  const Policy policy = with({});

  EXPECT_EQ(sent(policy, category("c", MatterClass::Routine, Tier::Community)),
            "community by matter_class:routine (duty)");
  EXPECT_EQ(sent(policy, category("c", MatterClass::Composite, Tier::Community)),
            "community by matter_class:composite");
  EXPECT_EQ(sent(policy, category("c", MatterClass::Specialist, Tier::Community)),
            "street by matter_class:specialist");
}

TEST(Routing, RefusesToPushADepartmentsDutyDownToTheCommunity) {
  const Policy policy = with({row("to-tier", "leak", "", {}, Tier::Community),
                              row("to-unit", "leak", "named", {}, Tier::Community, "community")});
  const Category& leak = *policy.category({"leak"});

  EXPECT_EQ(sent(policy, leak), "water-street by to-tier (duty)");
  EXPECT_EQ(sent(policy, leak, kBuilding, Severity::Blue, "named"),
            "water-street by to-unit (duty)");
}

TEST(Routing, GoesUpPastMissingTiersAndNeverDown) {
  const Policy policy = with({});
  const auto tier = [&](const Category& category, AreaCode area) {
    const auto destination = policy.destination(category, {}, area, Severity::Blue);
    return destination ? to_word(destination->tier) : "none";
  };
  const Category& routine = *policy.category({"routine"});

  EXPECT_EQ(tier(routine, kBuilding), "building");
  EXPECT_EQ(tier(routine, kCompound), "compound");
  EXPECT_EQ(tier(routine, kBuildingWithoutCompound), "community");
  EXPECT_EQ(tier(routine, kStreet), "street");
  // No street unit: the department if the category has one, else the district.
  EXPECT_EQ(tier(category("c", MatterClass::Specialist, Tier::Building, "water"), kCommunityFarOff),
            "department");
  EXPECT_EQ(tier(category("c", MatterClass::Specialist), kCommunityFarOff), "district");
  // No such department: the district, not the street.
  EXPECT_EQ(tier(category("c", MatterClass::Routine, Tier::Department, "heat"), kBuilding),
            "district");
}

TEST(Routing, LeadsNowhereWhenNobodyServesThePlace) {
  RuleBook book = sample_book();
  std::erase_if(book.units, [](const Unit& unit) { return unit.tier == Tier::District; });
  const Policy policy(std::move(book));

  EXPECT_EQ(sent(policy, *policy.category({"specialist"}), kCommunityFarOff), "nowhere");
  EXPECT_EQ(sent(policy, *policy.category({"specialist"}), kNowhere), "nowhere");
  EXPECT_EQ(sent(policy, *policy.category({"specialist"}), {}), "nowhere");
}

TEST(Routing, StartsRedAtTheStreetAtLeast) {
  const Policy policy = with({row("low", "low", "", {}, Tier::Compound, "compound"),
                              row("direct", "direct", "", {}, Tier::Department)});
  const auto red = [&](const Category& category) {
    return sent(policy, category, kBuilding, Severity::Red);
  };

  EXPECT_EQ(red(*policy.category({"routine"})), "street by red:street");
  EXPECT_EQ(red(category("low", MatterClass::Routine)), "street by red:street");
  EXPECT_EQ(red(category("c", MatterClass::Routine, Tier::Community)),
            "street by red:street (duty)");
  EXPECT_EQ(red(*policy.category({"specialist"})), "street by matter_class:specialist");
  EXPECT_EQ(sent(policy, *policy.category({"routine"}), kBuilding, Severity::Yellow),
            "building by matter_class:routine");
}

TEST(Routing, LeavesRedWithTheDepartmentThatDutyOrCatalogueNames) {
  const Policy policy = with({row("direct", "direct", "", {}, Tier::Department)});
  const auto red = [&](const Category& category) {
    return sent(policy, category, kBuilding, Severity::Red);
  };

  EXPECT_EQ(red(*policy.category({"leak"})), "water-street by matter_class:routine (duty)");
  EXPECT_EQ(red(category("direct", MatterClass::Routine, Tier::Building, "housing")),
            "housing by direct");
}

TEST(Catalogue, BeatsTheMatterClassUpAndDown) {
  const Policy policy = with({row("up", "routine", "", {}, Tier::Street),
                              row("down", "specialist", "", {}, Tier::Compound)});

  EXPECT_EQ(sent(policy, *policy.category({"routine"})), "street by up");
  EXPECT_EQ(sent(policy, *policy.category({"specialist"})), "compound by down");
}

TEST(Catalogue, NamesAUnitEvenForAnUnknownPlace) {
  const Policy policy = with({row("named", "leak", "", {}, Tier::Department, "water-second-desk")});

  EXPECT_EQ(sent(policy, *policy.category({"leak"})), "water-second-desk by named");
  EXPECT_EQ(sent(policy, *policy.category({"leak"}), {}), "water-second-desk by named");
  EXPECT_EQ(sent(policy, *policy.category({"leak"}), kBuilding, Severity::Red),
            "water-second-desk by named");
}

TEST(Catalogue, CountsANamedUnitAtTheTierItHas) {
  const Policy policy = with({row("named", "c", "", {}, Tier::Community, "street")});
  const Category asked = category("c", MatterClass::Routine, Tier::Street);

  EXPECT_EQ(sent(policy, asked), "street by named");
  EXPECT_EQ(policy.destination(asked, {}, kBuilding, Severity::Blue)->tier, Tier::Street);
}

TEST(Catalogue, PrefersTheExactCategoryThenTheLongerPrefix) {
  const CatalogueRow all = row("*", "*", "", {}, Tier::District);
  const CatalogueRow shorter = row("06*", "06*", "", {}, Tier::Street);
  const CatalogueRow longer = row("0602*", "0602*", "", {}, Tier::Community);
  const CatalogueRow exact = row("06028", "06028", "", {}, Tier::Compound);
  const Category asked = category("06028", MatterClass::Routine);

  EXPECT_EQ(sent(with({all}), asked), "district by *");
  EXPECT_EQ(sent(with({all, shorter}), asked), "street by 06*");
  EXPECT_EQ(sent(with({all, shorter, longer}), asked), "community by 0602*");
  EXPECT_EQ(sent(with({all, shorter, longer, exact}), asked), "compound by 06028");
  EXPECT_EQ(sent(with({exact, longer, shorter, all}), asked), "compound by 06028");
  // A prefix may be the whole code.
  EXPECT_EQ(sent(with({shorter, row("06028*", "06028*", "", {}, Tier::Compound)}), asked),
            "compound by 06028*");
  // "07*" is another large class, and a code is no prefix without the star.
  EXPECT_EQ(sent(with({row("07*", "07*", "", {}, Tier::Street),
                       row("0602", "0602", "", {}, Tier::Street)}),
                 asked),
            "building by matter_class:routine");
}

TEST(Catalogue, FallsBackToAPrefixWhenTheExactRowsDoNotMatch) {
  const Policy policy = with({row("06*", "06*", "", {}, Tier::Street),
                              row("burst", "06028", "burst", {}, Tier::District)});
  const Category asked = category("06028", MatterClass::Routine);

  EXPECT_EQ(sent(policy, asked, kBuilding, Severity::Blue, "burst"), "district by burst");
  EXPECT_EQ(sent(policy, asked, kBuilding, Severity::Blue, "drip"), "street by 06*");
  EXPECT_EQ(sent(policy, asked), "street by 06*");
}

TEST(Catalogue, PrefersAConditionThenTheSmallerArea) {
  const CatalogueRow any = row("any", "focal", "", {}, Tier::District);
  const CatalogueRow wide = row("wide", "focal", "", kStreet, Tier::Street);
  const CatalogueRow narrow = row("narrow", "focal", "", kCommunity, Tier::Community);
  const CatalogueRow burst = row("burst", "focal", "burst", {}, Tier::Compound);
  const CatalogueRow both = row("both", "focal", "burst", kStreet, Tier::Building);
  const Policy policy = with({any, wide, narrow, burst});
  const Policy reversed = with({both, burst, narrow, wide, any});
  const Category& focal = *policy.category({"focal"});

  EXPECT_EQ(sent(policy, focal, kCommunityFarOff), "district by any");
  EXPECT_EQ(sent(policy, focal, kOtherCommunity), "street by wide");
  EXPECT_EQ(sent(policy, focal, kBuilding), "community by narrow");
  EXPECT_EQ(sent(policy, focal, kBuilding, Severity::Blue, "burst"), "compound by burst");
  EXPECT_EQ(sent(reversed, focal, kBuilding, Severity::Blue, "burst"), "building by both");
  EXPECT_EQ(sent(reversed, focal, kBuilding), "community by narrow");
}

CatalogueRow for_type(RequestType request_type, CatalogueRow row) {
  row.request_type = request_type;
  return row;
}

TEST(Catalogue, AnswersForOneRequestType) {
  const Policy policy =
      with({for_type(RequestType::Help, row("help", "focal", "", {}, Tier::Street)),
            row("any", "focal", "", {}, Tier::Community)});
  const Category& focal = *policy.category({"focal"});
  const auto sent_for = [&](RequestType type) {
    return shown(policy.destination(focal, {}, kBuilding, Severity::Blue, type));
  };

  EXPECT_EQ(sent_for(RequestType::Help), "street by help");
  EXPECT_EQ(sent_for(RequestType::Inquiry), "community by any");
  EXPECT_EQ(sent(policy, focal), "community by any") << "a grievance where nothing else is said";
}

TEST(Catalogue, PrefersARequestTypeToAConditionButNotToTheCategory) {
  const CatalogueRow prefix =
      for_type(RequestType::Help, row("prefix", "foc*", "", {}, Tier::District));
  const CatalogueRow help = for_type(RequestType::Help, row("help", "focal", "", {}, Tier::Street));
  const CatalogueRow burst = row("burst", "focal", "burst", kBuilding, Tier::Community);
  const CatalogueRow both =
      for_type(RequestType::Help, row("both", "focal", "burst", {}, Tier::Compound));
  const auto asked_for_help = [](const Policy& policy) {
    return shown(policy.destination(*policy.category({"focal"}), {"burst"}, kBuilding,
                                    Severity::Blue, RequestType::Help));
  };

  EXPECT_EQ(asked_for_help(with({prefix})), "district by prefix");
  EXPECT_EQ(asked_for_help(with({prefix, burst})), "community by burst");
  EXPECT_EQ(asked_for_help(with({prefix, burst, help})), "street by help");
  EXPECT_EQ(asked_for_help(with({prefix, burst, help, both})), "compound by both");
  EXPECT_EQ(asked_for_help(with({both, help, burst, prefix})), "compound by both");
}

TEST(Catalogue, TakesTheEarlierOfEqualRows) {
  const Policy policy = with({row("first", "focal", "", {}, Tier::Street),
                              row("second", "focal", "", {}, Tier::Community)});

  EXPECT_EQ(sent(policy, *policy.category({"focal"})), "street by first");
}

// A ladder with a rung for every tier but the compound.
Ladder ladder(const char* name) {
  Ladder ladder;
  ladder.name = name;
  for (const Tier tier :
       {Tier::Building, Tier::Community, Tier::Street, Tier::Department, Tier::District}) {
    Rung rung;
    rung.tier = tier;
    ladder.rungs.push_back(rung);
  }
  return ladder;
}

TEST(Ladders, AreChosenByColourAndDispute) {
  RuleBook book = sample_book();
  book.ladders = {ladder("service"), ladder("dispute"), ladder("yellow"), ladder("red")};
  const Policy policy(std::move(book));
  Category quarrel = category("quarrel", MatterClass::Routine);
  quarrel.dispute = true;
  const Category& routine = *policy.category({"routine"});

  EXPECT_EQ(policy.ladder(&routine, Severity::Blue)->name, "service");
  EXPECT_EQ(policy.ladder(&quarrel, Severity::Blue)->name, "dispute");
  EXPECT_EQ(policy.ladder(&quarrel, Severity::Yellow)->name, "yellow");
  EXPECT_EQ(policy.ladder(&quarrel, Severity::Red)->name, "red");
  EXPECT_EQ(policy.ladder(nullptr, Severity::Blue)->name, "service");
  EXPECT_EQ(with({}).ladder(&routine, Severity::Blue), nullptr);
}

TEST(Ladders, OfTheMatterClassComeBeforeThoseOfDisputesAndServices) {
  RuleBook book = sample_book();
  book.ladders = {ladder("service"), ladder("dispute"), ladder("yellow"), ladder("red"),
                  ladder("focal")};
  const Policy policy(std::move(book));
  Category quarrel = category("quarrel", MatterClass::Focal);
  quarrel.dispute = true;
  const Category& focal = *policy.category({"focal"});

  EXPECT_EQ(policy.ladder(&focal, Severity::Blue)->name, "focal");
  EXPECT_EQ(policy.ladder(&quarrel, Severity::Blue)->name, "focal");
  EXPECT_EQ(policy.ladder(policy.category({"routine"}), Severity::Blue)->name, "service");
  EXPECT_EQ(policy.ladder(nullptr, Severity::Blue)->name, "service");
  // Colours come first.
  EXPECT_EQ(policy.ladder(&focal, Severity::Yellow)->name, "yellow");
  EXPECT_EQ(policy.ladder(&focal, Severity::Red)->name, "red");
}

TEST(Ladders, HaveARungForATierOrNot) {
  const Policy policy = with({});
  const Ladder service = ladder("service");

  EXPECT_EQ(policy.rung(service, Tier::Street)->tier, Tier::Street);
  EXPECT_EQ(policy.rung(service, Tier::Compound), nullptr);
}

TEST(Ladders, LeadToTheNextRungWhoseUnitExists) {
  const Policy policy = with({});
  const Ladder service = ladder("service");
  const auto next = [&](Tier tier, AreaCode area, const char* category) -> std::string {
    const auto step = policy.next_step(service, tier, area, policy.category({category}));
    if (!step) return "the top";
    EXPECT_EQ(step->rung->tier, step->unit->tier);
    return step->unit->code.value;
  };

  // The ladder has no rung for the compound.
  EXPECT_EQ(next(Tier::Building, kBuilding, "leak"), "community");
  EXPECT_EQ(next(Tier::Compound, kBuilding, "leak"), "community");
  EXPECT_EQ(next(Tier::Community, kBuilding, "leak"), "street");
  EXPECT_EQ(next(Tier::Street, kBuilding, "leak"), "water-street");
  EXPECT_EQ(next(Tier::Department, kBuilding, "leak"), "district");
  EXPECT_EQ(next(Tier::District, kBuilding, "leak"), "the top");
  // Without a department or a street unit their rungs are empty.
  EXPECT_EQ(next(Tier::Street, kBuilding, "routine"), "district");
  EXPECT_EQ(next(Tier::Street, kBuilding, ""), "district");
  EXPECT_EQ(next(Tier::Community, kCommunityFarOff, "routine"), "district");
  EXPECT_EQ(next(Tier::Community, kNowhere, "leak"), "the top");
}

}  // namespace whistle::policy::routing_test
