#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/cli/endpoints.h"
#include "adapters/cli/problem.h"
#include "tests/cli/terminal.h"

namespace whistle::cli::args_test {

using support::answers;
using support::refuses;

TEST(Arguments, AreRefusedWithStatusTwo) {
  Terminal terminal;
  const std::vector<std::vector<std::string>> wrong{
      {},
      {"nonsense"},
      {"sign"},
      {"sign", "abc"},
      {"sign", "0"},
      {"sign", "--", "-1"},
      {"sign", "18446744073709551616"},
      {"sign", "17", "extra"},
      {"finish", "17", "--result", "perhaps"},
      {"pull"},
      {"pull", "u", "--max", "0"},
      {"pull", "u", "--max", "257"},
      {"submit", "--text", "x", "--lat", "24"},
      {"submit", "--text", "x", "--lat", "91", "--lon", "1"},
      {"submit", "--text", "\xff"},
      {"submit"},
      {"check", "17", "maybe"},
      {"check", "17"},
      {"rate", "17", "solved", "great"},
      {"classify", "17"},
      {"watch", "--count", "0"},
      {"watch", "--from", "-1"},
      {"queues", "--heads", "101"},
      {"advance", "tomorrow"},
      {"status", "--unknown"},
      {"status", "--colour", "green"},
      {"status", "--zone", "Mars"},
      {"status", "--timeout", "-1"},
      {"status", "--timeout", "nan"},
      {"status", "--timeout", "86401"},
      {"status", "--at", "soon"},
      {"status", "--engine", "a b"}};
  for (const auto& arguments : wrong) {
    const Ran ran = terminal.run(arguments);
    EXPECT_EQ(ran.status, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(ran.out, "") << ::testing::PrintToString(arguments);
    EXPECT_NE(ran.err, "") << ::testing::PrintToString(arguments);
  }
  EXPECT_TRUE(terminal.engine.received().empty());
}

TEST(Arguments, NameTheVerbThatIsNone) {
  Terminal terminal;
  EXPECT_EQ(terminal.run({"nonsense"}).err, "whistle: no such verb: nonsense\n");
}

TEST(Arguments, AreRefusedInJsonWhenJsonIsWanted) {
  Terminal terminal;
  const auto error = nlohmann::json::parse(terminal.run({"--json", "sign", "abc"}).err);
  EXPECT_EQ(error["error"]["reason"], "USAGE");
  EXPECT_EQ(error["error"]["code"], 3);
}

TEST(Help, GoesToTheOutputAndListsTheExitStatuses) {
  Terminal terminal;
  const Ran ran = terminal.run({"--help"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err, "");
  for (const char* part :
       {"submit", "explain", "WHISTLE_ENDPOINTS", "NO_COLOR", "3 not found", "6 unavailable"}) {
    EXPECT_NE(ran.out.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(terminal.run({"finish", "--help"}).status, 0);
}

TEST(ExitStatus, FollowsTheCodeOfTheRefusal) {
  const auto exit = [](int code) { return exit_of({.code = code, .reason = "", .message = ""}); };
  EXPECT_EQ(exit(3), kRefused);
  EXPECT_EQ(exit(5), kNotFound);
  EXPECT_EQ(exit(7), kDenied);
  EXPECT_EQ(exit(8), kUnavailable);
  EXPECT_EQ(exit(9), kRefused);
  EXPECT_EQ(exit(12), kError);
  EXPECT_EQ(exit(13), kError);
  EXPECT_EQ(exit(14), kUnavailable);
  EXPECT_EQ(exit(16), kDenied);
  EXPECT_EQ(exit(99), kError);
}

TEST(ExitStatus, IsThatOfTheRefusal) {
  Terminal terminal;
  const auto run = [&terminal](int code, const std::string& reason) {
    terminal.engine.on(v1::METHOD_GET_CASE,
                       refuses({.code = code, .reason = reason, .message = "m"}));
    return terminal.run({"case", "17"});
  };
  EXPECT_EQ(run(5, "UNKNOWN_CASE").status, 3);
  EXPECT_EQ(run(9, "CASE_CLOSED").status, 4);
  EXPECT_EQ(run(7, "ROLE").status, 5);
  EXPECT_EQ(run(12, "METHOD").status, 1);
  EXPECT_EQ(run(5, "UNKNOWN_CASE").err, "whistle: UNKNOWN_CASE: m\n");
}

TEST(ExitStatus, IsSixWhenNobodyAnswers) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_GET_CASE, support::silent());
  const Ran silent = terminal.run({"case", "17", "--timeout", "0.05"});
  EXPECT_EQ(silent.status, 6);
  EXPECT_NE(silent.err.find("NO_ANSWER"), std::string::npos);
  terminal.engine.fall();
  const Ran gone = terminal.run({"case", "17", "--timeout", "0.05"});
  EXPECT_EQ(gone.status, 6);
  EXPECT_NE(gone.err.find("CANNOT_CONNECT"), std::string::npos);
}

TEST(Errors, AreJsonWhenJsonIsWanted) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_GET_CASE,
                     refuses({.code = 5, .reason = "UNKNOWN_CASE", .message = "没有 \"17\"\n"}));
  const Ran ran = terminal.run({"case", "17", "--json"});
  EXPECT_EQ(ran.out, "");
  ASSERT_EQ(lines_of(ran.err).size(), 1U);
  const auto error = nlohmann::json::parse(ran.err)["error"];
  EXPECT_EQ(error["code"], 5);
  EXPECT_EQ(error["reason"], "UNKNOWN_CASE");
  EXPECT_EQ(error["message"], "没有 \"17\"\n");
  EXPECT_EQ(error["resent"], false);
}

TEST(Errors, CannotSpeakToTheTerminal) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_GET_CASE,
                     refuses({.code = 5, .reason = "UNKNOWN_CASE", .message = "a\x1b[2Jb"}));
  EXPECT_EQ(terminal.run({"case", "17"}).err, "whistle: UNKNOWN_CASE: a?[2Jb\n");
}

TEST(Common, OptionsMayStandBehindTheVerb) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_STATUS, answers(v1::StatusReply{}));
  EXPECT_EQ(terminal.run({"--json", "status"}).out, terminal.run({"status", "--json"}).out);
}

TEST(Common, DrivesTheTimeOfTheEngine) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_STATUS, answers(v1::StatusReply{}));
  terminal.engine.on(v1::METHOD_ADVANCE_TIME, answers(v1::StatusReply{}));
  ASSERT_EQ(terminal.run({"status", "--at", "2026-08-22T14:05"}).status, 0);
  ASSERT_EQ(terminal.run({"advance", "2026-08-22T14:06"}).status, 0);
  const auto received = terminal.engine.received(2);
  EXPECT_EQ(received[0].header.driven_time_ms(), 1'787'378'700'000);
  EXPECT_EQ(received[1].as<v1::AdvanceTimeRequest>().time_ms(), 1'787'378'760'000);
}

TEST(Common, ReadsTimesInTheZoneOfTheCity) {
  Terminal terminal;
  terminal.environment["WHISTLE_ZONE"] = "";
  // Asked over the line of the verb: the others may be closed to the one who acts.
  terminal.engine.on(v1::METHOD_HELLO, [](const support::Request& request, support::Mouth& mouth) {
    v1::Welcome welcome;
    if (request.line == client::Line::Admin) welcome.set_time_zone("Asia/Shanghai");
    mouth.ok(welcome);
  });
  terminal.engine.on(v1::METHOD_ADVANCE_TIME, answers(v1::StatusReply{}));
  ASSERT_EQ(terminal.run({"advance", "2026-08-22T14:06", "--json"}).status, 0);
  EXPECT_EQ(terminal.engine.received(1)[0].as<v1::AdvanceTimeRequest>().time_ms(),
            1'787'378'760'000);
}

TEST(Endpoints, AreMadeFromOneAddress) {
  const auto plain = endpoints_from("10.0.0.5");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->intake, "tcp://10.0.0.5:7701");
  EXPECT_EQ(plain->work, "tcp://10.0.0.5:7702");
  EXPECT_EQ(plain->watch, "tcp://10.0.0.5:7703");
  EXPECT_EQ(plain->admin, "tcp://10.0.0.5:7704");
  EXPECT_EQ(endpoints_from("tcp://engine.example:9001")->admin, "tcp://engine.example:9004");
  EXPECT_EQ(endpoints_from("[::1]:8001")->intake, "tcp://[::1]:8001");
  EXPECT_EQ(endpoints_from("[::1]")->intake, "tcp://[::1]:7701");
}

TEST(Endpoints, AreNotMadeFromAnything) {
  for (const char* base : {"", ":7701", "host:", "host:0", "host:65533", "host:port", "host:7701x",
                           "a b", "ipc://x/y", "[::1", "[::1]x"}) {
    EXPECT_FALSE(endpoints_from(base)) << base;
  }
  EXPECT_TRUE(endpoints_from("host:65532"));
}

}  // namespace whistle::cli::args_test
