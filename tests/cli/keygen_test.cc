#include <gtest/gtest.h>

#include <string>

#include "tests/cli/terminal.h"

// A key pair of one's own.
namespace whistle::cli::keygen_test {

TEST(Keygen, PrintsThePublicKeyAndNothingElse) {
  Terminal terminal;
  const Ran ran = terminal.run({"keygen", terminal.path("mine.key")});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out.size(), 41U);
  const std::string key = ran.out.substr(0, 40);
  const std::string file = read_file(terminal.path("mine.key"));
  EXPECT_NE(file.find("public-key = \"" + key + "\"\nsecret-key = \""), std::string::npos);
  EXPECT_EQ(ran.err.find("secret-key"), std::string::npos);
  EXPECT_TRUE(terminal.engine.greeted().empty()) << "nobody is asked";
}

TEST(Keygen, NeverMakesTheSameKeyTwiceNorOverwritesOne) {
  Terminal terminal;
  const Ran first = terminal.run({"keygen", terminal.path("one")});
  const Ran second = terminal.run({"keygen", terminal.path("two")});
  EXPECT_NE(first.out, second.out);
  const Ran again = terminal.run({"keygen", terminal.path("one")});
  EXPECT_EQ(again.status, 1);
  EXPECT_EQ(again.out, "");
  EXPECT_NE(again.err.find("is there already"), std::string::npos);
}

TEST(Keys, ThatCannotBeUsedAreToldBeforeAnybodyIsAsked) {
  Terminal terminal;
  const Ran ran = terminal.run({"status", "--key", terminal.path("absent"), "--server-key", "x"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("absent: cannot be read"), std::string::npos) << ran.err;
}

TEST(Keys, AreTakenFromTheEnvironment) {
  Terminal terminal;
  ASSERT_EQ(terminal.run({"keygen", terminal.path("mine")}).status, 0);
  terminal.environment["WHISTLE_KEY"] = terminal.path("mine");
  terminal.environment["WHISTLE_SERVER_KEY"] = terminal.path("mine");
  const Ran ran = terminal.run({"status"});
  EXPECT_NE(ran.status, 0);
  // Whichever side hangs up first: see the tests of the client.
  EXPECT_TRUE(ran.err.starts_with("whistle: NO_KEYS_THERE") ||
              ran.err.find("it ends every handshake") != std::string::npos)
      << ran.err;
}

}  // namespace whistle::cli::keygen_test
