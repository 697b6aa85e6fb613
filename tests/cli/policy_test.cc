#include <gtest/gtest.h>

#include <string>

#include "tests/cli/terminal.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/registers.pb.h"

// An operator changes the rules, and looks up which held when.
namespace whistle::cli::policy_test {

using support::answers;

v1::PolicyReply adopted() {
  v1::PolicyReply reply;
  reply.set_version("44552e79415927e98efcbe2f");
  reply.set_before("0f0e0d0c0b0a09080706");
  reply.set_adoption(3);
  return reply;
}

TEST(PolicyApply, SendsTheWholePathWithWhoAndWhy) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_ADOPT_POLICY, answers(adopted()));
  const Ran ran = terminal.run({"policy", "apply", "/packs/./july", "-m", "7月1日起施行", "--as",
                                "office", "--expect", "0f0e", "--migrate", "resolve,lines"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "rule book 44552e794159 is in force, before it was 0f0e0d0c0b0a (adoption 3)\n");
  const auto sent = terminal.engine.received(v1::METHOD_ADOPT_POLICY, 1);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].line, client::Line::Admin);
  const auto request = sent[0].as<v1::PolicyRequest>();
  EXPECT_EQ(request.pack(), "/packs/july");
  EXPECT_EQ(request.base(), "");
  EXPECT_EQ(request.by(), "office");
  EXPECT_EQ(request.reason(), "7月1日起施行");
  EXPECT_EQ(request.expected(), "0f0e");
  ASSERT_EQ(request.migrate_size(), 2);
  EXPECT_EQ(request.migrate(0), "resolve");
  EXPECT_EQ(request.migrate(1), "lines");
}

TEST(PolicyApply, SaysThatTheBookIsInForceAlready) {
  Terminal terminal;
  v1::PolicyReply reply = adopted();
  reply.set_adoption(0);
  terminal.engine.on(v1::METHOD_ADOPT_POLICY, answers(reply));
  EXPECT_EQ(terminal.run({"policy", "apply", "july", "-m", "again"}).out,
            "rule book 44552e794159 is in force already\n");
}

TEST(PolicyApply, NeedsAReason) {
  Terminal terminal;
  const Ran ran = terminal.run({"policy", "apply", "july"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("--reason"), std::string::npos);
}

TEST(PolicyHistory, ShowsWhichRulesHeldSinceWhen) {
  Terminal terminal;
  v1::RegistersReply reply;
  reply.add_rows()->set_json(
      R"({"id":1,"version":"44552e79415927e98efcbe2f","before":"0f0e0d0c0b0a09080706",)"
      R"("name":"changtai","by":"office","reason":"试行","since_ms":1773190800000,"stages":0,)"
      R"("lines":true,"spreading":true,"spread_through":9,"moved":2})");
  terminal.engine.on(v1::METHOD_REGISTERS, answers(reply));
  EXPECT_EQ(
      terminal.run({"policy", "history"}).out,
      "   since                      version       before        by      cases moved  why\n"
      "1  2026-03-11T09:00:00+08:00  44552e794159  0f0e0d0c0b0a  office  2 so far     试行\n");
}

TEST(PolicyHistory, OfANewJournalIsEmpty) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_REGISTERS, answers(v1::RegistersReply{}));
  EXPECT_EQ(terminal.run({"policy", "history"}).out,
            "no rule book was put in force since the journal began\n");
}

}  // namespace whistle::cli::policy_test
