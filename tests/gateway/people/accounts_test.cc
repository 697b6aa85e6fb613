#include "adapters/gateway/people/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/gateway/people/secrets.h"
#include "tests/gateway/people/folder.h"

namespace whistle::gateway::people::accounts_test {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string& hash() {
  static const std::string once = hash_password("correct horse");
  return once;
}

std::string account(const std::string& name, const std::string& more = {}) {
  return "[[account]]\nname = \"" + name + "\"\npassword = \"" + hash() +
         "\"\nroles = [\"dispatcher\"]\n" + more;
}

AccountProblems problems_of(const std::string& text) {
  const auto read = parse_accounts(text, "accounts.toml");
  const auto* problems = std::get_if<AccountProblems>(&read);
  return problems != nullptr ? *problems : AccountProblems{};
}

Accounts accounts_of(const std::string& text) {
  const auto read = parse_accounts(text, "accounts.toml");
  for (const std::string& problem : problems_of(text)) ADD_FAILURE() << problem;
  return std::get<Accounts>(read);
}

TEST(Accounts, SayWhoMayDoWhat) {
  const Accounts accounts =
      accounts_of(account("zhang.san", "title = \"张三\"\nareas = [330109]\nunits = [\"cgj\"]\n"));
  const Account* found = accounts.find("zhang.san");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->person, (Person{"zhang.san", "张三", {"dispatcher"}, {330109}, {"cgj"}}));
  EXPECT_TRUE(is_password("correct horse", found->password_hash));
  EXPECT_FALSE(is_password("correct hors", found->password_hash));
  EXPECT_EQ(accounts.find("li.si"), nullptr);
}

TEST(Accounts, AreOthersWhenAnythingChanges) {
  const auto version = [](const std::string& more) {
    return accounts_of(account("a", more)).find("a")->version;
  };
  EXPECT_EQ(version(""), version(""));
  EXPECT_NE(version(""), version("areas = [1]"));
  EXPECT_NE(version("areas = [1]"), version("areas = [2]"));
  EXPECT_NE(version(""), version("title = \"b\""));
}

TEST(Accounts, KnowKeysByTheirHashOnly) {
  const MadeKey made = make_api_key("fix-my-street");
  EXPECT_THAT(made.lines, testing::Not(HasSubstr(made.key)));
  const Accounts accounts = accounts_of(made.lines + "source = \"open311\"\n");
  const ApiKey* key = accounts.find_key(made.key);
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->person.name, "fix-my-street");
  EXPECT_EQ(key->source, "open311");
  EXPECT_EQ(accounts.find_key(made.key + "A"), nullptr);
  EXPECT_EQ(accounts.find_key(fingerprint(made.key)), nullptr);
  EXPECT_EQ(accounts.find_key(""), nullptr);
}

TEST(Accounts, OfAnEmptyFileAreNone) {
  const Folder folder;
  write(folder / "accounts.toml", "");
  const auto read = read_accounts(folder / "accounts.toml");
  ASSERT_TRUE(std::holds_alternative<Accounts>(read));
  EXPECT_EQ(std::get<Accounts>(read).size(), 0U);
}

TEST(Accounts, OfNoFileAreAProblem) {
  const auto read = read_accounts("/nowhere/accounts.toml");
  ASSERT_TRUE(std::holds_alternative<AccountProblems>(read));
  EXPECT_THAT(std::get<AccountProblems>(read), ElementsAre(HasSubstr("cannot be read")));
}

TEST(Accounts, BlameAllThatIsWrongWithItsPlace) {
  EXPECT_THAT(
      problems_of("[[account]]\nname = \"Zhang\"\npassword = \"secret\"\nroles = [\"boss\"]\n"
                  "colour = 1\n"),
      ElementsAre(StartsWith("accounts.toml:2:8: 'name' must be"),
                  StartsWith("accounts.toml:3:12: 'password' must be an argon2id hash"),
                  StartsWith("accounts.toml:4:9: unknown role 'boss'"),
                  StartsWith("accounts.toml:5:1: unknown key 'colour'")));
}

TEST(Accounts, BlameWhatIsMissing) {
  EXPECT_THAT(problems_of("[[account]]\n"),
              testing::UnorderedElementsAre(HasSubstr("'name' is missing"),
                                            HasSubstr("'password' is missing"),
                                            HasSubstr("'roles' is missing")));
}

TEST(Accounts, BlameTwoOfOneName) {
  EXPECT_THAT(problems_of(account("a") + account("a")),
              ElementsAre(HasSubstr("there is another 'a'")));
  EXPECT_THAT(problems_of(account("a") + make_api_key("a").lines),
              ElementsAre(HasSubstr("there is another 'a'")));
}

TEST(Accounts, BlameWrongTypes) {
  EXPECT_THAT(problems_of(account("a", "areas = [\"x\", 1]\n")),
              ElementsAre(HasSubstr("'areas' must be a list of area codes")));
  EXPECT_THAT(problems_of(account("a", "areas = 1\n")),
              ElementsAre(HasSubstr("'areas' must be a list of area codes")));
  EXPECT_THAT(problems_of("account = 1\n"), ElementsAre(HasSubstr("write [[account]]")));
  EXPECT_THAT(problems_of("[[key]]\nname = \"k\"\nroles = [\"intake\"]\nhash = \"ABC\"\n"),
              ElementsAre(HasSubstr("'hash' must be 64 hexadecimal digits")));
}

TEST(Accounts, BlameWhatIsNoToml) {
  EXPECT_THAT(problems_of("[[account]]\nname = \n"), ElementsAre(StartsWith("accounts.toml:2:")));
}

TEST(Accounts, OfTheExampleAreSound) {
  const auto read = read_accounts(std::string(SOURCE_DIR) + "/config/examples/accounts.toml");
  ASSERT_TRUE(std::holds_alternative<Accounts>(read));
  EXPECT_GT(std::get<Accounts>(read).size(), 0U);
}

// Nobody is to go live with a password that everybody can read.
TEST(Accounts, OfTheExampleLetNobodyIn) {
  const std::string text = text_of(std::string(SOURCE_DIR) + "/config/examples/accounts.toml");
  EXPECT_THAT(text, testing::Not(HasSubstr("demo")));
}

}  // namespace whistle::gateway::people::accounts_test
