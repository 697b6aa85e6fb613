#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/policy/policy.h"
#include "tests/policy/sample_book.h"

// Who else might have got a case, and why they did not.
namespace whistle::policy::considered_test {

CatalogueRow row(const char* rule, const char* category, Tier tier, const char* unit = "") {
  return {category, {}, {}, {}, tier, {unit}, {rule}};
}

Policy with(std::vector<CatalogueRow> catalogue) {
  RuleBook book = sample_book();
  book.catalogue = std::move(catalogue);
  return Policy(std::move(book));
}

using Asked = std::pair<Severity, RequestType>;
constexpr Asked kOrdinary{Severity::Blue, RequestType::Grievance};

// "tier unit why rule", in order; "-" for nobody.
std::vector<std::string> passed_over(const Policy& policy, const Category& category,
                                     AreaCode area = kBuilding, Asked asked = kOrdinary,
                                     const char* condition = "") {
  const auto sent = policy.destination(category, {condition}, area, asked.first, asked.second);
  EXPECT_TRUE(sent);
  std::vector<std::string> lines;
  for (const Considered& each : sent ? sent->considered : std::vector<Considered>{}) {
    std::string line{to_word(each.tier)};
    line += " " + (each.unit ? each.unit.value : "-") + " " + std::string(to_word(each.why));
    if (each.rule) line += " " + each.rule.value;
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Considered, IsNobodyBelowTheLowest) {
  const Policy policy = with({});
  EXPECT_EQ(passed_over(policy, *policy.category({"routine"})), Lines{});
}

TEST(Considered, AreTheTiersBelowTheMatter) {
  const Policy policy = with({});
  EXPECT_EQ(passed_over(policy, *policy.category({"composite"})),
            (Lines{"building building matter_class", "compound compound matter_class"}));
}

TEST(Considered, AreTheTiersBelowTheDuty) {
  const Policy policy = with({});
  EXPECT_EQ(passed_over(policy, category("c", MatterClass::Routine, Tier::Community)),
            (Lines{"building building below_duty", "compound compound below_duty"}));
}

TEST(Considered, AreThoseTheCataloguePassesOver) {
  const Policy policy = with({row("direct", "routine", Tier::Community)});
  EXPECT_EQ(passed_over(policy, *policy.category({"routine"})),
            (Lines{"building building catalogue", "compound compound catalogue"}));
}

TEST(Considered, AreThoseBelowTheStreetWhenItIsRed) {
  const Policy policy = with({});
  EXPECT_EQ(passed_over(policy, *policy.category({"focal"}), kBuilding,
                        {Severity::Red, RequestType::Grievance}),
            (Lines{"building building matter_class", "compound compound red",
                   "community community red"}));
}

TEST(Considered, AreTiersWithoutAnybody) {
  const Policy policy = with({});
  EXPECT_EQ(passed_over(policy, *policy.category({"routine"}), kBuildingWithoutCompound),
            (Lines{"building - no_desk", "compound - no_desk"}));
  // A department nobody is in charge of, and one without a desk here.
  EXPECT_EQ(passed_over(policy, category("c", MatterClass::Specialist), kCommunityFarOff),
            (Lines{"community community-far-off matter_class", "street - no_desk",
                   "department - no_department"}));
  EXPECT_EQ(passed_over(policy, category("c", MatterClass::Specialist, Tier::Department, "heat"),
                        kCommunity)
                .back(),
            "department - no_desk");
}

TEST(Considered, IsAPropertyCompanyThatDoesNotServeTheCompound) {
  RuleBook book = sample_book();
  for (Area& each : book.areas) {
    if (each.code == kCompound) each.management = Management::Unmanaged;
  }
  for (Unit& each : book.units) {
    if (each.code.value == "compound") each.kind = UnitKind::PropertyCompany;
  }
  book.catalogue = {row("named", "composite", Tier::Compound, "compound")};
  const Policy policy(std::move(book));
  EXPECT_EQ(passed_over(policy, *policy.category({"focal"})),
            (Lines{"building building matter_class", "compound - unmanaged"}));
  EXPECT_EQ(passed_over(policy, *policy.category({"composite"})),
            (Lines{"compound compound unmanaged named", "building building catalogue"}));
}

TEST(Considered, AreUnitsOfOtherRows) {
  CatalogueRow help = row("help", "focal", Tier::Department, "housing");
  help.request_type = RequestType::Help;
  CatalogueRow burst = row("burst", "focal", Tier::Department, "water");
  burst.condition = {"burst"};
  const Policy policy = with({help, burst, row("street", "fo*", Tier::Street)});
  EXPECT_EQ(passed_over(policy, *policy.category({"focal"})),
            (Lines{"department housing request_type help", "department water condition burst",
                   "building building catalogue", "compound compound catalogue",
                   "community community catalogue"}));
  EXPECT_EQ(passed_over(policy, *policy.category({"focal"}), kBuilding,
                        {Severity::Blue, RequestType::Help})
                .front(),
            "department water condition burst");
}

TEST(Considered, IsTheUnitOfTheTierWhenTheCatalogueNamesAnother) {
  const Policy policy = with({row("named", "leak", Tier::Department, "water-second-desk")});
  EXPECT_EQ(passed_over(policy, *policy.category({"leak"})).back(),
            "department water-street catalogue");
}

TEST(Considered, AreEightAtMostHoweverLongTheCatalogueIs) {
  std::vector<CatalogueRow> rows;
  for (const char* unit : {"water", "water-second-desk", "housing", "district"}) {
    CatalogueRow one = row("one", "leak", Tier::Department, unit);
    one.condition = {"other"};
    rows.push_back(one);
  }
  const Policy policy = with(std::move(rows));
  const auto sent = policy.destination(*policy.category({"leak"}), {}, kBuilding, Severity::Red);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->unit.value, "water-street");
  EXPECT_EQ(sent->considered.size(), kConsideredRowsMax + 4);
  EXPECT_LE(sent->considered.size(), kConsideredMax);
}

}  // namespace whistle::policy::considered_test
