#include "adapters/cli/tokens.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "tests/cli/terminal.h"

namespace whistle::cli::tokens_test {

const Holding kZhang17{.engine = "tcp://a:7702", .worker = "zhang", .case_id = 17};
const Holding kLi17{.engine = "tcp://a:7702", .worker = "li", .case_id = 17};
const Holding kZhang18{.engine = "tcp://a:7702", .worker = "zhang", .case_id = 18};
const Holding kElsewhere{.engine = "tcp://b:7702", .worker = "zhang", .case_id = 17};

TEST(TokenFile, KnowsNothingWithoutAFile) {
  Terminal terminal;
  TokenFile tokens(terminal.path("deep/folder/tokens.json"));
  EXPECT_EQ(tokens.find(kZhang17), std::nullopt);
  EXPECT_EQ(tokens.problem(), "");
}

TEST(TokenFile, RemembersByEngineWorkerAndCase) {
  Terminal terminal;
  TokenFile tokens(terminal.path("deep/folder/tokens.json"));
  EXPECT_TRUE(tokens.remember(kZhang17, 1));
  EXPECT_TRUE(tokens.remember(kLi17, 2));
  EXPECT_TRUE(tokens.remember(kZhang18, 3));
  EXPECT_TRUE(tokens.remember(kElsewhere, 18'446'744'073'709'551'615U));
  TokenFile other(terminal.path("deep/folder/tokens.json"));
  EXPECT_EQ(other.find(kZhang17), 1U);
  EXPECT_EQ(other.find(kLi17), 2U);
  EXPECT_EQ(other.find(kZhang18), 3U);
  EXPECT_EQ(other.find(kElsewhere), 18'446'744'073'709'551'615U);
}

TEST(TokenFile, ReplacesAndForgets) {
  Terminal terminal;
  TokenFile tokens(terminal.path("tokens.json"));
  EXPECT_TRUE(tokens.remember(kZhang17, 1));
  EXPECT_TRUE(tokens.remember(kZhang17, 9));
  EXPECT_EQ(tokens.find(kZhang17), 9U);
  EXPECT_TRUE(tokens.forget(kZhang17));
  EXPECT_EQ(tokens.find(kZhang17), std::nullopt);
  EXPECT_TRUE(tokens.forget(kZhang17));
}

TEST(TokenFile, WritesItsFormat) {
  Terminal terminal;
  TokenFile tokens(terminal.path("tokens.json"));
  EXPECT_TRUE(tokens.remember(kZhang17, 42));
  EXPECT_EQ(read_file(terminal.path("tokens.json")),
            "{\"version\":1,\"tokens\":[{\"engine\":\"tcp://a:7702\",\"worker\":\"zhang\","
            "\"case\":17,\"token\":42}]}\n");
}

TEST(TokenFile, IsReadableByItsOwnerOnly) {
  Terminal terminal;
  TokenFile tokens(terminal.path("tokens.json"));
  EXPECT_TRUE(tokens.remember(kZhang17, 42));
  struct stat status {};
  ASSERT_EQ(::stat(terminal.path("tokens.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(TokenFile, LeavesAFileAloneThatItDoesNotUnderstand) {
  Terminal terminal;
  const std::string path = terminal.path("tokens.json");
  const std::vector<std::string> texts{
      "",
      "garbage",
      "[]",
      R"({"version":2,"tokens":[]})",
      R"({"version":1})",
      R"({"version":1,"tokens":[{"case":17}]})",
      R"({"version":1,"tokens":[{"engine":"a","worker":"b","case":-1,"token":1}]})"};
  for (const std::string& text : texts) {
    write_file(path, text);
    TokenFile tokens(path);
    EXPECT_EQ(tokens.find(kZhang17), std::nullopt) << text;
    EXPECT_NE(tokens.problem(), "") << text;
    EXPECT_FALSE(tokens.remember(kZhang17, 1)) << text;
    EXPECT_NE(tokens.problem().find(path), std::string::npos) << text;
    EXPECT_EQ(read_file(path), text);
  }
}

TEST(TokenFile, SaysSoWhenItCannotWrite) {
  Terminal terminal;
  write_file(terminal.path("file"), "not a folder");
  TokenFile tokens(terminal.path("file/tokens.json"));
  EXPECT_FALSE(tokens.remember(kZhang17, 1));
  EXPECT_NE(tokens.problem(), "");
}

}  // namespace whistle::cli::tokens_test
