#include <gtest/gtest.h>

#include <string>

#include "tests/cli/terminal.h"
#include "whistle/v1/act.pb.h"

// Wishes that people and scripts may send again.
namespace whistle::cli::once_test {

using support::answers;
using support::refuses;
using support::silent;

v1::TokenReply token(std::uint64_t token) {
  v1::TokenReply reply;
  reply.set_token(token);
  return reply;
}

class Once : public testing::Test {
 protected:
  std::vector<support::Request> sent(v1::Method method, std::size_t count) {
    return terminal_.engine.received(method, count);
  }

  Terminal terminal_;
};

TEST_F(Once, EveryWishHasANameWhetherSomebodyGaveItOneOrNot) {
  terminal_.engine.on(v1::METHOD_SIGN, answers(token(42)));
  EXPECT_EQ(terminal_.run({"sign", "17", "--token", "41", "--once", "ticket 4711"}).status, 0);
  EXPECT_EQ(terminal_.run({"sign", "17", "--token", "41"}).status, 0);
  const auto signs = sent(v1::METHOD_SIGN, 2);
  EXPECT_EQ(signs[0].header.idempotency_key(), "ticket 4711");
  EXPECT_EQ(signs[1].header.idempotency_key().size(), 32U);
}

TEST_F(Once, AScriptThatIsRunAgainSaysTheSameAgain) {
  terminal_.engine.on(v1::METHOD_SIGN, answers(token(42)));
  terminal_.engine.on(v1::METHOD_FINISH, answers(token(42)));
  v1::PullReply pulled;
  v1::Grant& grant = *pulled.add_grants();
  grant.mutable_case_()->set_case_id(17);
  grant.set_token(41);
  terminal_.engine.on(v1::METHOD_PULL, answers(pulled));
  for (int run = 0; run < 2; ++run) {
    EXPECT_EQ(terminal_.run({"pull", "wuan", "--once", "a"}).status, 0);
    EXPECT_EQ(terminal_.run({"sign", "17", "--once", "b"}).status, 0);
    EXPECT_EQ(terminal_.run({"finish", "17", "--once", "c"}).status, 0);
  }
  for (const v1::Method method : {v1::METHOD_PULL, v1::METHOD_SIGN, v1::METHOD_FINISH}) {
    const auto both = sent(method, 2);
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].body, both[1].body) << method;
    EXPECT_EQ(both[0].header.idempotency_key(), both[1].header.idempotency_key());
  }
  EXPECT_EQ(sent(v1::METHOD_SIGN, 1)[0].as<v1::TokenRequest>().token(), 41U);
  EXPECT_EQ(sent(v1::METHOD_FINISH, 1)[0].as<v1::FinishRequest>().token(), 42U);
}

TEST_F(Once, FinishingAloneMayBeSaidAgainAlthoughTheOrderIsGone) {
  terminal_.engine.on(v1::METHOD_SIGN, answers(token(42)));
  terminal_.engine.on(v1::METHOD_FINISH, answers(v1::TokenReply{}));
  terminal_.run({"sign", "17", "--token", "41"});
  EXPECT_EQ(terminal_.run({"finish", "17", "--once", "c"}).status, 0);
  EXPECT_EQ(terminal_.run({"finish", "17", "--once", "c"}).status, 0);
  EXPECT_EQ(terminal_.run({"finish", "17"}).status, 3) << "without the name there is no token";
}

TEST_F(Once, AfterARefusalAnotherTokenIsShownUnderTheSameName) {
  terminal_.engine.on(v1::METHOD_SIGN, answers(token(42)));
  terminal_.run({"sign", "17", "--token", "41"});
  terminal_.engine.on(v1::METHOD_FINISH,
                      refuses({.code = 9, .reason = "TOKEN_SUPERSEDED", .message = ""}));
  EXPECT_EQ(terminal_.run({"finish", "17", "--once", "c"}).status, 4);
  terminal_.engine.on(v1::METHOD_SIGN, answers(token(52)));
  terminal_.run({"sign", "17", "--token", "51"});
  terminal_.run({"finish", "17", "--once", "c"});
  EXPECT_EQ(sent(v1::METHOD_FINISH, 2)[1].as<v1::FinishRequest>().token(), 52U);
}

TEST_F(Once, WishesOfAllKindsShowTheTokenTheyWereSentWith) {
  terminal_.engine.on(v1::METHOD_SIGN, answers(token(42)));
  v1::ActReply moved;
  moved.set_token(43);
  terminal_.engine.on(v1::METHOD_ACT, answers(moved));
  terminal_.run({"sign", "17", "--token", "41"});
  for (int run = 0; run < 2; ++run) {
    terminal_.run({"act", "transfer_order", "id=17", "to=water", "--once", "d"});
  }
  const auto both = sent(v1::METHOD_ACT, 2);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].body, both[1].body);
  EXPECT_EQ(both[0].as<v1::ActRequest>().transfer_order().token(), 42U);
}

TEST_F(Once, WhoGetsNoAnswerIsToldHowToAskAgain) {
  terminal_.engine.on(v1::METHOD_ACT, silent());
  const Ran ran =
      terminal_.run({"act", "remind_case", "id=17", "--once", "row 7", "--timeout", "0.05"});
  EXPECT_EQ(ran.status, 6);
  EXPECT_NE(ran.err.find("the same again with --once 'row 7' does it once\n"), std::string::npos)
      << ran.err;
  terminal_.engine.on(v1::METHOD_QUEUES, silent());
  const Ran look = terminal_.run({"queues", "--once", "row 7", "--timeout", "0.05"});
  EXPECT_EQ(look.err.find("--once"), std::string::npos) << "who looks may look again";
}

TEST_F(Once, NamesArePrintableAndShort) {
  for (const std::string& wrong :
       {std::string(129, 'k'), std::string("a\nb"), std::string("钥匙")}) {
    const Ran ran = terminal_.run({"sign", "17", "--token", "41", "--once", wrong});
    EXPECT_EQ(ran.status, 2);
    EXPECT_EQ(ran.err, "whistle: --once: 1 to 128 printable ASCII characters\n");
  }
}

}  // namespace whistle::cli::once_test
