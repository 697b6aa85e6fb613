#include <gtest/gtest.h>

#include <string>

#include "tests/cli/terminal.h"

namespace whistle::cli::centre_test {

using support::answers;

TEST(Check, SendsTheOutcome) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_POST_CHECK, answers(v1::TokenReply{}));
  const Ran passed = terminal.run({"check", "17", "passed", "--as", "centre"});
  const Ran failed = terminal.run({"check", "18", "failed", "-m", "照片不清"});
  EXPECT_EQ(passed.out, "case 17 checked: passed\n");
  EXPECT_EQ(failed.out, "case 18 checked: failed\n");
  const auto received = terminal.engine.received(2);
  EXPECT_TRUE(received[0].as<v1::PostCheckRequest>().passed());
  EXPECT_EQ(received[0].as<v1::PostCheckRequest>().by(), "centre");
  EXPECT_FALSE(received[1].as<v1::PostCheckRequest>().passed());
  EXPECT_EQ(received[1].as<v1::PostCheckRequest>().case_id(), 18U);
  EXPECT_EQ(received[1].as<v1::PostCheckRequest>().note(), "照片不清");
}

TEST(Rate, SendsWhatTheResidentSays) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_CALL_BACK, answers(v1::TokenReply{}));
  const Ran ran = terminal.run({"rate", "17", "partly_solved", "dissatisfied", "-m", "还在漏"});
  EXPECT_EQ(ran.out, "case 17 rated: partly_solved, dissatisfied\n");
  const auto request = terminal.engine.received(1)[0].as<v1::CallBackRequest>();
  EXPECT_EQ(request.case_id(), 17U);
  EXPECT_EQ(request.by(), "zhang");
  EXPECT_EQ(request.solved(), "partly_solved");
  EXPECT_EQ(request.satisfaction(), "dissatisfied");
  EXPECT_EQ(request.note(), "还在漏");
}

}  // namespace whistle::cli::centre_test
