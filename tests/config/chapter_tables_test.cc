#include <string>

#include <gtest/gtest.h>

#include "engine/config/notation.h"
#include "tests/config/rule_folders.h"

// The tables and columns that came with the chapters of casework: what they mean, and the exact
// text an author reads about each mistake. A base without them is valid: the small book has none.
namespace whistle::config::chapter_tables_test {

constexpr std::string_view kWhistleHeader =
    "kind,acknowledge,arrive,plan,finish,rate,calendar,hold,source\n";
constexpr std::string_view kPermissionHeader = "tier,kind,source\n";
constexpr std::string_view kPauseHeader =
    "code,name,cap,calendar,approval,stops_requester,source\n";
constexpr std::string_view kDutyHeader = "code,care,name,every,times,card,source\n";
constexpr std::string_view kRotaHeader = "unit,from,days,persons,source\n";

std::string problems_with(std::string_view file, std::string_view header, std::string_view rows) {
  const RuleFolders folders;
  folders.write("base/" + std::string(file), std::string(header) + std::string(rows) + "\n");
  return folders.problems();
}

policy::RuleBook book_with(std::string_view file, std::string_view header, std::string_view rows) {
  const RuleFolders folders;
  folders.write("base/" + std::string(file), std::string(header) + std::string(rows) + "\n");
  return folders.book();
}

TEST(ChapterTables, MayAllBeAbsent) {
  const policy::RuleBook book = RuleFolders().book();

  EXPECT_TRUE(book.whistles.empty());
  EXPECT_TRUE(book.whistle_permissions.empty());
  EXPECT_TRUE(book.pauses.empty());
  EXPECT_TRUE(book.duties.empty());
  EXPECT_TRUE(book.rotas.empty());
}

TEST(ChapterTables, MayBeInThePackAlone) {
  const RuleFolders folders;
  folders.write("pack/duties.csv", std::string(kDutyHeader) + "patrol,,Patrol,1d,,no,\n");

  EXPECT_EQ(folders.book().duties.size(), 1U);
}

TEST(ChapterTables, OfThePackReplaceTheirRowsOrTheWholeTable) {
  const RuleFolders folders;
  folders.write("base/duties.csv", std::string(kDutyHeader) +
                                       "patrol,,Patrol,1d,,no,\n"
                                       "visit,red,Visit,1d,,yes,\n");
  folders.write("pack/duties.csv", std::string(kDutyHeader) +
                                       "patrol,,Patrol,7d,,no,\n"
                                       "visit,blue,Visit,1mo,,yes,\n");
  const policy::RuleBook laid_over = folders.book();
  folders.write("pack/rulebook.toml", "name = \"town\"\nreplace = [\"duties\"]\n");
  const policy::RuleBook replaced = folders.book();

  ASSERT_EQ(laid_over.duties.size(), 3U);
  EXPECT_EQ(laid_over.duties[0].days, 7);
  ASSERT_EQ(replaced.duties.size(), 2U);
  EXPECT_EQ(replaced.duties[1].care, CareTier::Blue);
}

TEST(Whistles, SayWhatAnInvitedUnitOwes) {
  const policy::RuleBook book =
      book_with("whistles.csv", kWhistleHeader,
                "emergency,5m,30m,-,-,5wd,always,yes,Pinggu\nroutine,2wh,-,1wd,10wd,-,,no,");

  ASSERT_EQ(book.whistles.size(), 2U);
  const policy::WhistleRule& emergency = book.whistles[0];
  EXPECT_EQ(emergency.kind, WhistleKind::Emergency);
  EXPECT_EQ(calendar::to_text(*emergency.acknowledge), "5m");
  EXPECT_EQ(calendar::to_text(*emergency.arrive), "30m");
  EXPECT_FALSE(emergency.plan);
  EXPECT_FALSE(emergency.finish);
  EXPECT_EQ(calendar::to_text(*emergency.rate), "5wd");
  EXPECT_EQ(book.calendars[emergency.calendar].name(), "always");
  EXPECT_TRUE(emergency.hold);
  EXPECT_EQ(emergency.rule.value, "whistles.csv:2 Pinggu");
  const policy::WhistleRule& routine = book.whistles[1];
  EXPECT_EQ(routine.kind, WhistleKind::Routine);
  EXPECT_FALSE(routine.arrive);
  EXPECT_EQ(calendar::to_text(*routine.finish), "10wd");
  EXPECT_FALSE(routine.rate);
  EXPECT_EQ(routine.calendar, book.default_calendar);
  EXPECT_FALSE(routine.hold);
  EXPECT_EQ(routine.rule.value, "whistles.csv:3");
}

TEST(Whistles, HaveProblemsLikeOtherTables) {
  EXPECT_EQ(problems_with("whistles.csv", kWhistleHeader, "rutine,5x,,-,-,-,offic,maybe,"),
            "base/whistles.csv:2:1: kind: \"rutine\" is not one of routine, campaign, emergency, "
            "enforcement, express; did you mean \"routine\"?\n"
            "base/whistles.csv:2:8: acknowledge: limit '5x' has an unknown unit 'x'; known are m, "
            "h, d, wh, wd and wd-end\n"
            "base/whistles.csv:2:11: arrive: is missing; 30m, 2h, 3d, 4wh, 5wd or 5wd-end, or - "
            "for none\n"
            "base/whistles.csv:2:18: calendar: there is no calendar \"offic\"; did you mean "
            "\"office\"?\n"
            "base/whistles.csv:2:24: hold: \"maybe\" is not one of yes, no\n");
  EXPECT_EQ(problems_with("whistles.csv", kWhistleHeader, "routine,-,-,-,-,-,,,"),
            "base/whistles.csv:2:20: hold: is missing; one of yes, no\n");
  EXPECT_EQ(problems_with("whistles.csv", kWhistleHeader,
                          "routine,-,-,-,-,-,,no,\nroutine,-,-,-,-,-,,no,"),
            "base/whistles.csv:3:1: a second row with the key \"routine\"; the first is in line "
            "2\n");
}

TEST(WhistlePermissions, NameATierAndAKindThatHasARow) {
  const RuleFolders folders;
  folders.write("base/whistles.csv", std::string(kWhistleHeader) + "routine,-,-,-,-,-,,no,\n");
  folders.write("base/whistle_permissions.csv",
                std::string(kPermissionHeader) + "street,routine,ordinance\n");
  const policy::RuleBook book = folders.book();
  ASSERT_EQ(book.whistle_permissions.size(), 1U);
  EXPECT_EQ(book.whistle_permissions[0].tier, Tier::Street);
  EXPECT_EQ(book.whistle_permissions[0].kind, WhistleKind::Routine);

  folders.append("base/whistle_permissions.csv",
                 "stret,,\nstreet,express,\nstreet,routine,again\n");
  EXPECT_EQ(folders.problems(),
            "base/whistle_permissions.csv:3:1: tier: \"stret\" is not one of building, compound, "
            "community, street, department, district; did you mean \"street\"?\n"
            "base/whistle_permissions.csv:3:7: kind: is missing; one of routine, campaign, "
            "emergency, enforcement, express\n"
            "base/whistle_permissions.csv:4:8: kind: there is no row of whistles.csv for "
            "\"express\"; add it, or name one that is there\n"
            "base/whistle_permissions.csv:5:1: a second row with the key \"street,routine\"; the "
            "first is in line 2\n");
}

TEST(Pauses, HaveACapAndSayWhatRests) {
  const policy::RuleBook book =
      book_with("pauses.csv", kPauseHeader,
                "season,Winter,180d,always,yes,yes,practice\nwaits,Waits,10wd,,no,no,");

  ASSERT_EQ(book.pauses.size(), 2U);
  EXPECT_EQ(book.pauses[0].code.value, "season");
  EXPECT_EQ(book.pauses[0].name, "Winter");
  EXPECT_EQ(calendar::to_text(book.pauses[0].cap), "180d");
  EXPECT_EQ(book.calendars[book.pauses[0].calendar].name(), "always");
  EXPECT_TRUE(book.pauses[0].approval);
  EXPECT_TRUE(book.pauses[0].stops_requester);
  EXPECT_EQ(book.pauses[0].rule.value, "pauses.csv:2 practice");
  EXPECT_FALSE(book.pauses[1].approval);
  EXPECT_FALSE(book.pauses[1].stops_requester);
}

TEST(Pauses, MustEnd) {
  EXPECT_EQ(problems_with("pauses.csv", kPauseHeader, "season,Winter,-,,yes,yes,"),
            "base/pauses.csv:2:15: cap: a pause must end by itself; write a limit such as 10wd\n");
  EXPECT_EQ(problems_with("pauses.csv", kPauseHeader, "season,Winter,,,yes,yes,"),
            "base/pauses.csv:2:15: cap: is missing; 30m, 2h, 3d, 4wh, 5wd or 5wd-end, or - for "
            "none\n");
}

TEST(Pauses, HaveProblemsLikeOtherTables) {
  EXPECT_EQ(problems_with("pauses.csv", kPauseHeader, "My Season,,0d,x,,ja,"),
            "base/pauses.csv:2:1: code: \"My Season\" is not a name; 1 to 40 of the characters a-z "
            "0-9 _ . -\n"
            "base/pauses.csv:2:11: name: is missing; every row needs one\n"
            "base/pauses.csv:2:12: cap: limit '0d' is not between 1 and 100000\n"
            "base/pauses.csv:2:15: calendar: there is no calendar \"x\"; add it, or name one that "
            "is there\n"
            "base/pauses.csv:2:17: approval: is missing; one of yes, no\n"
            "base/pauses.csv:2:18: stops_requester: \"ja\" is not one of yes, no\n");
}

TEST(Duties, LastDaysOrMonths) {
  const policy::RuleBook book = book_with("duties.csv", kDutyHeader,
                                          "visit,red,Visit,1d,,yes,Daqing\n"
                                          "visit,,Visit,3mo,2,no,\n"
                                          "long,,Long,366d,1000,no,\n"
                                          "year,,Year,12mo,,no,");

  ASSERT_EQ(book.duties.size(), 4U);
  EXPECT_EQ(book.duties[0].code.value, "visit");
  EXPECT_EQ(book.duties[0].care, CareTier::Red);
  EXPECT_EQ(book.duties[0].name, "Visit");
  EXPECT_EQ(book.duties[0].days, 1);
  EXPECT_EQ(book.duties[0].months, 0);
  EXPECT_EQ(book.duties[0].times, 1);
  EXPECT_TRUE(book.duties[0].card);
  EXPECT_EQ(book.duties[0].rule.value, "duties.csv:2 Daqing");
  EXPECT_EQ(book.duties[1].care, CareTier::None);
  EXPECT_EQ(book.duties[1].days, 0);
  EXPECT_EQ(book.duties[1].months, 3);
  EXPECT_EQ(book.duties[1].times, 2);
  EXPECT_FALSE(book.duties[1].card);
  EXPECT_EQ(book.duties[2].days, 366);
  EXPECT_EQ(book.duties[3].months, 12);
}

TEST(Duties, RefuseOtherRounds) {
  for (const std::string every :
       {"0d", "367d", "5mo", "24mo", "0mo", "-1d", "1w", "d", "mo", "7"}) {
    EXPECT_EQ(problems_with("duties.csv", kDutyHeader, "v,,V," + every + ",,no,"),
              "base/duties.csv:2:6: every: \"" + every +
                  "\" is not a round; 1d to 366d, or 1mo 2mo 3mo 4mo 6mo 12mo\n");
  }
}

TEST(Duties, HaveProblemsLikeOtherTables) {
  EXPECT_EQ(problems_with("duties.csv", kDutyHeader, ",orange,,,0,,"),
            "base/duties.csv:2:1: code: is missing; 1 to 40 of the characters a-z 0-9 _ . -\n"
            "base/duties.csv:2:2: care: \"orange\" is not one of red, yellow, blue\n"
            "base/duties.csv:2:9: name: is missing; every row needs one\n"
            "base/duties.csv:2:10: every: is missing; every row needs one\n"
            "base/duties.csv:2:11: times: \"0\" is not a whole number from 1 to 1000\n"
            "base/duties.csv:2:13: card: is missing; one of yes, no\n");
  EXPECT_EQ(problems_with("duties.csv", kDutyHeader, "v,red,V,1d,,no,\nv,red,V,7d,,no,"),
            "base/duties.csv:3:1: a second row with the key \"v,red\"; the first is in line 2\n");
}

TEST(Rotas, GiveTurnsToPersons) {
  const policy::RuleBook book = book_with("rotas.csv", kRotaHeader,
                                          "wuan,2026-03-09,7,陈某|林某,S4\n"
                                          "wuan,2026-04-01,1,Wu,");

  ASSERT_EQ(book.rotas.size(), 2U);
  EXPECT_EQ(book.rotas[0].unit.value, "wuan");
  EXPECT_EQ(date_text(book.rotas[0].from), "2026-03-09");
  EXPECT_EQ(book.rotas[0].days, 7);
  ASSERT_EQ(book.rotas[0].persons.size(), 2U);
  EXPECT_EQ(book.rotas[0].persons[1].value, "林某");
  EXPECT_EQ(book.rotas[0].rule.value, "rotas.csv:2 S4");
  EXPECT_EQ(book.rotas[1].persons.size(), 1U);
}

TEST(Rotas, NeedAUnitADayAndPersons) {
  EXPECT_EQ(problems_with("rotas.csv", kRotaHeader, "wuna,2026-02-30,0,,"),
            "base/rotas.csv:2:1: unit: there is no unit \"wuna\"; did you mean \"wuan\"?\n"
            "base/rotas.csv:2:6: from: \"2026-02-30\" is not a date; year, month and day, such as "
            "\"2026-02-14\"\n"
            "base/rotas.csv:2:17: days: \"0\" is not a whole number from 1 to 366\n"
            "base/rotas.csv:2:19: persons: is missing; every row needs one\n");
  EXPECT_EQ(problems_with("rotas.csv", kRotaHeader, ",,,|,"),
            "base/rotas.csv:2:1: unit: is missing; every row needs one\n"
            "base/rotas.csv:2:2: from: is missing; every row needs one\n"
            "base/rotas.csv:2:3: days: is missing; a whole number from 1 to 366\n"
            "base/rotas.csv:2:4: persons: a person is empty; write them as a|b|c\n");
  EXPECT_EQ(problems_with("rotas.csv", kRotaHeader, "wuan,2026-03-09,7,Chen||Wu,"),
            "base/rotas.csv:2:19: persons: a person is empty; write them as a|b|c\n");
}

TEST(OptionalColumns, OfAreasAndUnitsAreRead) {
  const RuleFolders folders;
  folders.write("pack/areas.csv",
                "code,name,level,parent,aliases,management,households,promise,outline,kind\n"
                "124,Park,compound,12,,,,,,industrial_grid\n"
                "125,Lane,compound,12,,,,,,\n");
  folders.write("pack/units.csv",
                "kind,code,name,tier,area,department,calendar,more_areas\n"
                "property_company,keeper,Keeper,compound,123,,,\n"
                ",branch,Branch,compound,123,,,124|125\n"
                "specialist,meter,Meter,department,123,water,,\n");
  const policy::RuleBook book = folders.book();

  ASSERT_EQ(book.areas.size(), 5U);
  EXPECT_FALSE(book.areas[2].industrial) << "the base has no such column";
  EXPECT_TRUE(book.areas[3].industrial);
  EXPECT_FALSE(book.areas[4].industrial);
  ASSERT_EQ(book.units.size(), 6U);
  EXPECT_EQ(book.units[0].kind, policy::UnitKind::Plain);
  EXPECT_EQ(book.units[3].kind, policy::UnitKind::PropertyCompany);
  EXPECT_TRUE(book.units[3].more_areas.empty());
  EXPECT_EQ(book.units[4].kind, policy::UnitKind::Plain);
  EXPECT_EQ(book.units[4].more_areas, (std::vector<AreaCode>{{124}, {125}}));
  EXPECT_EQ(book.units[5].kind, policy::UnitKind::Specialist);
}

TEST(OptionalColumns, HaveProblemsWhereTheyStand) {
  EXPECT_EQ(problems_with("areas.csv",
                          "code,name,level,parent,aliases,management,households,promise,outline,"
                          "kind\n1,A,district,,,,,,,\n12,B,street,1,,,,,,\n123,C,compound,12,,,,,,"
                          "park",
                          ""),
            "base/areas.csv:4:24: kind: \"park\" is not one of industrial_grid\n");
  EXPECT_EQ(problems_with("units.csv", "code,name,tier,area,department,calendar,kind,more_areas\n",
                          "wuan,Wuan,street,12,,,volunteer,12|99|123||123"),
            "base/units.csv:2:23: kind: \"volunteer\" is not one of property_company, volunteers, "
            "specialist, enforcement, third_party, partner; did you mean \"volunteers\"?\n"
            "base/units.csv:2:33: more_areas: an area is empty; write them as a|b|c\n"
            "base/units.csv:2:33: more_areas: the area \"12\" is named a second time\n"
            "base/units.csv:2:33: more_areas: the area \"123\" is named a second time\n"
            "base/units.csv:2:33: more_areas: there is no area \"99\"; add it, or name one that is "
            "there\n");
}

TEST(Units, MayStandSideBySideWhenTheyAreOfDifferentKinds) {
  const RuleFolders folders;
  folders.write("pack/units.csv",
                "code,name,tier,area,department,calendar,kind,more_areas\n"
                "keeper,Keeper,compound,123,,,property_company,\n"
                "branch,Branch,compound,123,,,,\n"
                "helpers,Helpers,compound,123,,,volunteers,\n"
                "keeper2,Keeper 2,compound,123,,,property_company,\n");

  EXPECT_EQ(folders.problems(),
            "pack/units.csv:5:18: tier: a second unit with this tier, area and kind; the first is "
            "\"keeper\"; change one of the three\n");
}

constexpr std::string_view kCatalogueHeader =
    "category,request_type,condition,area,tier,unit,rule,note\n";

TEST(CatalogueRequestTypes, AreReadAndPartOfTheKey) {
  const policy::RuleBook book = book_with("catalogue.csv", kCatalogueHeader,
                                          "06001,help,,,street,,help_first,\n"
                                          "06001,,,,district,,,");

  ASSERT_EQ(book.catalogue.size(), 2U);
  EXPECT_EQ(book.catalogue[0].request_type, RequestType::Help);
  EXPECT_EQ(book.catalogue[1].request_type, std::nullopt);
}

TEST(CatalogueRequestTypes, HaveProblemsLikeOtherColumns) {
  EXPECT_EQ(problems_with("catalogue.csv", kCatalogueHeader, "06001,hlep,,,street,,,"),
            "base/catalogue.csv:2:7: request_type: \"hlep\" is not one of inquiry, help, "
            "grievance, report_violation, suggestion, thanks; did you mean \"help\"?\n");
  EXPECT_EQ(problems_with("catalogue.csv", kCatalogueHeader,
                          "06001,help,,,street,,,\n06001,help,,,district,,,"),
            "base/catalogue.csv:3:1: a second row with the key \"06001,,,help\"; the first is in "
            "line 2\n");
}

TEST(CatalogueRequestTypes, DoNotHideARowBelowADuty) {
  // Only help is taken from the prefix row; a grievance still goes below the duty of 06002.
  EXPECT_EQ(problems_with("catalogue.csv", kCatalogueHeader,
                          "06*,,,,community,,,\n06002,help,,,street,,,"),
            "base/catalogue.csv:2:8: tier: no_downward_offload: \"community\" is below "
            "\"street\", which owns the duty of category \"06002\"\n");
  EXPECT_EQ(problems_with("catalogue.csv", kCatalogueHeader,
                          "06*,help,,,community,,,\n06002,,,,street,,,"),
            "");
}

TEST(Limits, HaveTheStagesOfTheChapters) {
  const RuleFolders folders;
  folders.append("base/limits.csv",
                 "objection,red,,,,15m,,,\ntransfer,,,,,2wh,,,\nreminder_answer,,,,,2h,,,\n"
                 "requester,blue,,,,5wd,,,\nassist,,,,,2wd,,,\n");
  const policy::RuleBook book = folders.book();

  ASSERT_EQ(book.limits.size(), 11U);
  EXPECT_EQ(book.limits[6].stage, Stage::Objection);
  EXPECT_EQ(book.limits[7].stage, Stage::Transfer);
  EXPECT_EQ(book.limits[8].stage, Stage::ReminderAnswer);
  EXPECT_EQ(book.limits[9].stage, Stage::Requester);
  EXPECT_EQ(book.limits[10].stage, Stage::Assist);
}

TEST(Ladders, MayBeThoseOfAMatterClass) {
  const RuleFolders folders;
  folders.append("base/ladders.csv", "focal,street,1wd,,hand_over\nfocal,district,-,,supervise\n");
  const policy::RuleBook book = folders.book();

  ASSERT_EQ(book.ladders.size(), 5U);
  EXPECT_EQ(book.ladders[4].name, "focal");
  EXPECT_EQ(book.ladders[4].rungs.size(), 2U);
}

constexpr std::string_view kMilestoneHeader =
    "category,condition,number,name,limit,calendar,source\n";

TEST(Milestones, AreLimitsOfTheirStagesThatEndInTheirNames) {
  const policy::RuleBook book =
      book_with("milestones.csv", kMilestoneHeader, "06001,built,2,处罚,7wd,,some district");

  const policy::LimitRule& row = book.limits.back();
  EXPECT_EQ(row.stage, Stage::Milestone2);
  EXPECT_EQ(row.category.value, "06001");
  EXPECT_EQ(row.condition.value, "built");
  EXPECT_EQ(row.rule.value, "milestones.csv:2 some district 处罚");
}

TEST(Milestones, MistakesAreToldWithTheirPlace) {
  EXPECT_EQ(problems_with("milestones.csv", kMilestoneHeader, "06001,,5,处罚,7wd,,"),
            "base/milestones.csv:2:8: number: \"5\" is not a whole number from 1 to 4\n");
  EXPECT_EQ(problems_with("milestones.csv", kMilestoneHeader, "06001,,1,,7wd,,"),
            "base/milestones.csv:2:10: name: is missing; every row needs one\n");
}

}  // namespace whistle::config::chapter_tables_test
