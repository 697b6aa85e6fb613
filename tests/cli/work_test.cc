#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/cli/tokens.h"
#include "tests/cli/granted.h"
#include "tests/cli/terminal.h"

namespace whistle::cli::work_test {

using support::answers;
using support::in_turn;
using support::refuses;

v1::TokenReply with_token(std::uint64_t token, std::int64_t until_ms = 0) {
  v1::TokenReply reply;
  reply.set_token(token);
  reply.set_until_ms(until_ms);
  return reply;
}

v1::TokenRequest last_token_request(const Terminal& terminal, std::size_t count) {
  return terminal.engine.received(count)[count - 1].as<v1::TokenRequest>();
}

TEST(Work, UsesTheTokensOfPullAndSign) {
  // Given case 17, pulled with token 42 and signed for with token 43.
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(granted(17, 42)));
  terminal.engine.on(v1::METHOD_SIGN, answers(with_token(43)));
  terminal.engine.on(v1::METHOD_FINISH, answers(with_token(0)));
  ASSERT_EQ(terminal.run({"pull", "street-1"}).status, 0);
  const Ran signed_for = terminal.run({"sign", "17"});
  EXPECT_EQ(signed_for.out, "case 17 signed for\n");
  EXPECT_EQ(last_token_request(terminal, 2).token(), 42U);
  EXPECT_EQ(last_token_request(terminal, 2).worker(), "zhang");
  // When it is finished.
  const Ran finished = terminal.run({"finish", "17", "--result", "partly_solved", "-m", "修好了"});
  // Then the new token goes along, and is forgotten.
  EXPECT_EQ(finished.out, "case 17 finished\n");
  const auto request = terminal.engine.received(3)[2].as<v1::FinishRequest>();
  EXPECT_EQ(request.case_id(), 17U);
  EXPECT_EQ(request.token(), 43U);
  EXPECT_EQ(request.worker(), "zhang");
  EXPECT_EQ(request.result(), "partly_solved");
  EXPECT_EQ(request.note(), "修好了");
  const Ran again = terminal.run({"finish", "17"});
  EXPECT_EQ(again.status, 3);
  EXPECT_EQ(again.err,
            "whistle: zhang holds no token of case 17: pull it first, or give --token\n");
}

TEST(Work, KeepsTheTokensOfEachWorkerApart) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(granted(17, 42)));
  ASSERT_EQ(terminal.run({"pull", "street-1", "--as", "li"}).status, 0);
  EXPECT_EQ(terminal.run({"sign", "17"}).status, 3);
  terminal.engine.on(v1::METHOD_SIGN, answers(with_token(43)));
  terminal.environment["WHISTLE_WORKER"] = "li";
  EXPECT_EQ(terminal.run({"sign", "17"}).status, 0);
}

TEST(Work, TakesATokenThatIsTyped) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_RENEW, answers(with_token(5, 1'787'378'709'000)));
  const Ran ran = terminal.run({"renew", "17", "--token", "5"});
  EXPECT_EQ(ran.out, "case 17 is held longer, until 2026-08-22T14:05:09+08:00\n");
  EXPECT_EQ(last_token_request(terminal, 1).token(), 5U);
  // It is known from now on.
  EXPECT_EQ(terminal.run({"renew", "17"}).status, 0);
}

TEST(Work, SendsTheNoteOfEachVerb) {
  Terminal terminal;
  const std::vector<std::pair<std::string, v1::Method>> verbs{{"contact", v1::METHOD_CONTACT},
                                                              {"arrive", v1::METHOD_ARRIVE},
                                                              {"progress", v1::METHOD_PROGRESS},
                                                              {"raise", v1::METHOD_RAISE},
                                                              {"release", v1::METHOD_RELEASE}};
  std::size_t count = 0;
  for (const auto& [verb, method] : verbs) {
    terminal.engine.on(method, answers(with_token(0)));
    const Ran ran = terminal.run({verb, "17", "--token", "5", "--note", "说明 " + verb});
    EXPECT_EQ(ran.status, 0) << verb << ran.err;
    const auto received = terminal.engine.received(++count);
    EXPECT_EQ(received[count - 1].header.method(), method);
    EXPECT_EQ(received[count - 1].as<v1::TokenRequest>().note(), "说明 " + verb);
  }
}

TEST(Work, ForgetsATokenThatSomebodyElseSuperseded) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(granted(17, 42)));
  terminal.engine.on(v1::METHOD_PROGRESS, refuses({.code = client::kFailedPrecondition,
                                                   .reason = "TOKEN_SUPERSEDED",
                                                   .message = "li holds it"}));
  ASSERT_EQ(terminal.run({"pull", "street-1"}).status, 0);
  const Ran ran = terminal.run({"progress", "17"});
  EXPECT_EQ(ran.status, 4);
  EXPECT_EQ(ran.err,
            "whistle: TOKEN_SUPERSEDED: li holds it\n"
            "somebody else has been given the order since; pull it again\n");
  EXPECT_EQ(terminal.run({"progress", "17"}).status, 3);
}

TEST(Work, KeepsATokenWhenTheStateIsWrong) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(granted(17, 42)));
  terminal.engine.on(v1::METHOD_FINISH, refuses({.code = client::kFailedPrecondition,
                                                 .reason = "WRONG_STATE",
                                                 .message = "sign for it first"}));
  ASSERT_EQ(terminal.run({"pull", "street-1"}).status, 0);
  EXPECT_EQ(terminal.run({"finish", "17"}).status, 4);
  EXPECT_EQ(terminal.run({"finish", "17"}).status, 4);
}

TEST(Work, KeepsATokenWhenNobodyAnswers) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(granted(17, 42)));
  terminal.engine.on(v1::METHOD_FINISH, in_turn({support::silent(), answers(with_token(0))}));
  ASSERT_EQ(terminal.run({"pull", "street-1"}).status, 0);
  EXPECT_EQ(terminal.run({"finish", "17", "--timeout", "0.05"}).status, 6);
  EXPECT_EQ(terminal.run({"finish", "17"}).status, 0);
}

TEST(Work, ShowsTheTokenThatCannotBeKept) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(granted(17, 42)));
  write_file(terminal.token_path(), "not ours");
  const Ran ran = terminal.run({"pull", "street-1"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.err.find("use --token 42\n"), std::string::npos) << ran.err;
  EXPECT_EQ(read_file(terminal.token_path()), "not ours");
  EXPECT_EQ(terminal.run({"sign", "17"}).status, 1);
  terminal.engine.on(v1::METHOD_SIGN, answers(with_token(0)));
  EXPECT_EQ(terminal.run({"sign", "17", "--token", "42"}).status, 0);
}

TEST(Work, AsksWhoActs) {
  Terminal terminal;
  terminal.environment.erase("USER");
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"pull", "u"},
                                                    {"sign", "17"},
                                                    {"check", "17", "passed"},
                                                    {"rate", "17", "solved", "satisfied"}}) {
    const Ran ran = terminal.run(arguments);
    EXPECT_EQ(ran.status, 2);
    EXPECT_EQ(ran.err, "whistle: who acts? give --as NAME or set WHISTLE_WORKER\n");
  }
}

TEST(Classify, SendsCategoryAndArea) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_CLASSIFY, answers(with_token(0)));
  const Ran ran = terminal.run({"classify", "17", "06010", "--area", "350605", "--token", "5"});
  EXPECT_EQ(ran.out, "case 17 classified\n");
  const auto request = terminal.engine.received(1)[0].as<v1::ClassifyRequest>();
  EXPECT_EQ(request.case_id(), 17U);
  EXPECT_EQ(request.token(), 5U);
  EXPECT_EQ(request.by(), "zhang");
  EXPECT_EQ(request.category(), "06010");
  EXPECT_EQ(request.area_code(), 350605U);
}

TEST(Work, PrintsTheReplyAsJson) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_SIGN, answers(with_token(43, 7)));
  const Ran ran = terminal.run({"sign", "17", "--token", "42", "--json"});
  EXPECT_EQ(ran.out, "{\"token\":\"43\",\"until_ms\":\"7\"}\n");
}

}  // namespace whistle::cli::work_test
