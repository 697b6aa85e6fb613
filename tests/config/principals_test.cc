#include "engine/config/principals.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "engine/config/key_file.h"

namespace whistle::config::principals_test {

using namespace std::chrono_literals;

const std::string kKey = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
const std::string kOther = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";

class PrincipalsFile : public testing::Test {
 protected:
  PrincipalsFile() {
    std::string name = (std::filesystem::temp_directory_path() / "whistle_who_XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~PrincipalsFile() override { std::filesystem::remove_all(folder_); }

  auto load(std::string_view text) {
    std::ofstream(folder_ / "who.toml") << text;
    return load_principals(folder_ / "who.toml");
  }
  std::string problems_of(std::string_view text) {
    const auto principals = load(text);
    std::string result;
    if (principals) return result;
    for (Problem problem : principals.error()) {
      problem.file = std::filesystem::path(problem.file).filename().string();
      result += to_text(problem) + "\n";
    }
    return result;
  }

  std::filesystem::path folder_;
};

TEST_F(PrincipalsFile, MayBeEmpty) {
  const auto principals = load("");
  ASSERT_TRUE(principals);
  EXPECT_TRUE(principals->empty());
}

TEST_F(PrincipalsFile, GivesEverythingThatItSays) {
  const auto principals = load(
      "[[principal]]\n"
      "name = \"waiwu-desk\"\n"
      "roles = [\"worker\", \"supervisor\"]\n"
      "areas = [\"350605100\", \"350605100001001001\"]\n"
      "units = [\"waiwu\", \"triage\"]\n"
      "sources = [\"12345\"]\n"
      "rate = \"600/min\"\n"
      "keys = [{ public = \"" +
      kKey +
      "\", not_before = \"2026-01-01\" },\n"
      "        { public = \"" +
      kOther +
      "\", not_after = \"2027-01-01T08:00+08:00\" }]\n");
  ASSERT_TRUE(principals) << to_text(principals.error().front());
  ASSERT_EQ(principals->size(), 1U);
  const Principal& desk = principals->front();
  EXPECT_EQ(desk.name, "waiwu-desk");
  EXPECT_EQ(desk.roles, Role::Worker | Role::Supervisor);
  EXPECT_EQ(desk.areas, (std::vector<AreaCode>{{350605100}, {350605100001001001}}));
  EXPECT_EQ(desk.units, (std::vector<UnitCode>{{"waiwu"}, {"triage"}}));
  EXPECT_EQ(desk.sources, (std::vector<std::string>{"12345"}));
  EXPECT_EQ(desk.rate, (Rate{600, 1min}));
  ASSERT_EQ(desk.keys.size(), 2U);
  EXPECT_EQ(desk.keys[0], (PrincipalKey{kKey, Timestamp{1'767'225'600s}, kNever}));
  EXPECT_EQ(desk.keys[1], (PrincipalKey{kOther, Timestamp::min(), Timestamp{1'798'761'600s}}));
}

TEST_F(PrincipalsFile, AStarIsNoLimitAndNothingIsNoneEither) {
  const auto principals = load(
      "[[principal]]\nname = \"centre\"\nroles = [\"dispatcher\"]\n"
      "areas = [\"*\"]\nkeys = [{ public = \"" +
      kKey + "\" }]\n");
  ASSERT_TRUE(principals) << to_text(principals.error().front());
  EXPECT_FALSE(principals->front().areas);
  EXPECT_FALSE(principals->front().units);
  EXPECT_FALSE(principals->front().rate);
}

TEST_F(PrincipalsFile, EachRoleMustSayWhatItIsLimitedTo) {
  for (const auto& [role, wanted] : {std::pair{"intake", "sources: is missing; of the role intake"},
                                     {"worker", "units: is missing; of the role worker"},
                                     {"dispatcher", "areas: is missing; of the role dispatcher"},
                                     {"supervisor", "areas: is missing; of the role supervisor"},
                                     {"gateway", "sources: is missing; of the role gateway"}}) {
    const std::string problems =
        problems_of("[[principal]]\nname = \"x\"\nroles = [\"" + std::string(role) +
                    "\"]\nkeys = [{ public = \"" + kKey + "\" }]\n");
    EXPECT_NE(problems.find(wanted), std::string::npos) << problems;
  }
  EXPECT_EQ(problems_of("[[principal]]\nname = \"x\"\nroles = [\"admin\"]\nkeys = [{ public = \"" +
                        kKey + "\" }]\n"),
            "");
}

TEST_F(PrincipalsFile, TellsAllProblemsAtOnceWithTheirPlaces) {
  EXPECT_EQ(problems_of("[[principal]]\n"
                        "name = \"Waiwu Desk\"\n"
                        "roles = [\"king\", \"admin\"]\n"
                        "areas = [\"3506o5\"]\n"
                        "units = []\n"
                        "sources = [\"*\", \"12345\"]\n"
                        "rate = \"fast\"\n"
                        "colour = \"red\"\n"
                        "keys = [{ public = \"short\", not_after = \"soon\" }]\n"),
            "who.toml:2:8: name: \"Waiwu Desk\" is no name; 1 to 40 of the characters a-z 0-9 _ . "
            "-\n"
            "who.toml:3:10: roles: \"king\" is not one of intake, worker, dispatcher, supervisor, "
            "gateway, admin\n"
            "who.toml:4:10: areas: \"3506o5\" is no code of an area; up to 18 digits, as in "
            "areas.csv\n"
            "who.toml:5:9: units: is empty, so that nothing would be allowed; a list, or [\"*\"]\n"
            "who.toml:6:12: sources: \"*\" stands alone, for all\n"
            "who.toml:7:8: rate: \"fast\" is no rate; a whole number from 1 to 1000000 and /s, "
            "/min or /h, such as \"50/s\"\n"
            "who.toml:8:1: unknown key \"colour\"; known here are areas, keys, name, rate, roles, "
            "sources, units\n"
            "who.toml:9:20: public: \"short\" is no key; 40 characters of Z85, as whistle keygen "
            "prints\n"
            "who.toml:9:41: not_after: \"soon\" is not an instant; \"2027-01-01\" (midnight UTC) "
            "or \"2027-01-01T08:00+08:00\"\n");
}

TEST_F(PrincipalsFile, TellsWhatIsMissing) {
  EXPECT_EQ(problems_of("[[principal]]\n"),
            "who.toml:1:1: keys: is missing; such as [{ public = \"...\" }], with what whistle "
            "keygen prints\n"
            "who.toml:1:1: name: is missing; 1 to 40 of the characters a-z 0-9 _ . -\n"
            "who.toml:1:1: roles: is missing; one or more of intake, worker, dispatcher, "
            "supervisor, gateway, admin\n");
}

TEST_F(PrincipalsFile, RefusesAKeyOrANameOfTwo) {
  const std::string one =
      "[[principal]]\nname = \"ops\"\nroles = [\"admin\"]\nkeys = [{ public = \"" + kKey +
      "\" }]\n";
  EXPECT_EQ(problems_of(one + one),
            "who.toml:6:8: name: \"ops\" stands in line 2 already; a name of its own\n"
            "who.toml:8:20: public: begins like a key of \"ops\"; each principal has keys of its "
            "own, told apart by their first ten characters\n");
}

TEST_F(PrincipalsFile, RefusesAKeyThatWouldNeverWork) {
  EXPECT_EQ(problems_of("[[principal]]\nname = \"ops\"\nroles = [\"admin\"]\n"
                        "keys = [{ public = \"" +
                        kKey + "\", not_before = \"2026-01-02\", not_after = \"2026-01-02\" }]\n"),
            "who.toml:4:103: not_after: is not later than not_before; the key would never work\n");
}

TEST_F(PrincipalsFile, MustBeThere) { EXPECT_FALSE(load_principals(folder_ / "nobody.toml")); }

TEST(Instants, AreUnderstoodWithTheirZones) {
  constexpr Timestamp kNewYear{1'767'225'600s};
  for (const char* text : {"2026-01-01", "2026-01-01T00:00Z", "2026-01-01T08:00+08:00",
                           "2026-01-01T08:00:00+08:00", "2025-12-31T19:00-05:00"}) {
    const auto instant = parse_instant(text);
    ASSERT_TRUE(instant) << instant.error();
    EXPECT_EQ(*instant, kNewYear) << text;
  }
  for (const char* text : {"", "2026", "2026-02-30", "2026-01-01T08:00", "2026-01-01 08:00Z",
                           "2026-01-01T24:00Z", "2026-01-01T8:00Z", "2026-01-01T08:00+8",
                           "2026-01-01T08:00Zulu", "2026-01-01T-08:00", "2026-01-01T08:60Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(Rates, AreWholeNumbersInATime) {
  EXPECT_EQ(*parse_rate("50/s"), (Rate{50, 1s}));
  EXPECT_EQ(*parse_rate("1/h"), (Rate{1, 1h}));
  for (const char* text : {"", "50", "0/s", "-1/s", "1.5/s", "50/d", "1000001/s", "/s"}) {
    EXPECT_FALSE(parse_rate(text)) << text;
  }
}

TEST(Keys, AreFortyCharactersOfZ85) {
  EXPECT_TRUE(is_key(kKey));
  EXPECT_FALSE(is_key(kKey.substr(1)));
  EXPECT_FALSE(is_key(kKey + "0"));
  EXPECT_FALSE(is_key(std::string(40, ' ')));
  // Five characters that stand for more than four bytes can hold.
  EXPECT_FALSE(is_key(std::string(40, '#')));
}

class KeyFile : public PrincipalsFile {
 protected:
  std::string write(const std::string& text, bool is_private = true) {
    const auto path = folder_ / "engine.key";
    std::ofstream(path) << text;
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write |
                                           (is_private ? perms::none : perms::group_read));
    const auto secret = load_secret_key(path);
    if (secret) return *secret;
    return secret.error().front().message;
  }
};

TEST_F(KeyFile, GivesTheSecretKey) {
  EXPECT_EQ(write("# mine\npublic-key = \"" + kOther + "\"\nsecret-key = \"" + kKey + "\"\n"),
            kKey);
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadIt) {
  EXPECT_EQ(write("secret-key = \"" + kKey + "\"\n", false).find("others than its owner may read"),
            0U);
}

TEST_F(KeyFile, IsRefusedWithoutAKey) {
  EXPECT_EQ(write("").find("secret-key: is missing"), 0U);
  EXPECT_EQ(write("secret-key = \"short\"\n").find("secret-key: is no key"), 0U);
  EXPECT_FALSE(load_secret_key(folder_ / "nowhere"));
}

}  // namespace whistle::config::principals_test
