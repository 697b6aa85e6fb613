#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/granted.h"
#include "tests/cli/terminal.h"

// How a worker comes by orders.
namespace whistle::cli::pull_test {

using support::answers;
using support::in_turn;
using support::refuses;

TEST(Pull, ShowsWhatWasGranted) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(granted(17, 42)));
  const Ran ran = terminal.run({"pull", "street-1", "--max", "3", "--case", "17", "--sign"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out,
            "case  severity  matter  place  due                        held until                 "
            "token  text\n"
            "  17  red       漏水    2号楼  2026-08-22T14:05:09+08:00  2026-08-22T14:06:09+08:00  "
            "   42  楼道漏水 很久了\n");
  const auto request = terminal.engine.received(1)[0].as<v1::PullRequest>();
  EXPECT_EQ(request.unit(), "street-1");
  EXPECT_EQ(request.worker(), "zhang");
  EXPECT_EQ(request.max(), 3U);
  EXPECT_EQ(request.only_case(), 17U);
  EXPECT_TRUE(request.sign_at_once());
}

TEST(Pull, CutsALongTextToTheColumns) {
  Terminal terminal;
  v1::PullReply reply = granted(17, 42);
  std::string text;
  for (int count = 0; count < 30; ++count) text += "水";
  reply.mutable_grants(0)->mutable_case_()->set_text(text);
  terminal.engine.on(v1::METHOD_PULL, answers(reply));
  const Ran ran = terminal.run({"pull", "street-1"});
  // 48 columns: 23 characters and the ellipsis.
  EXPECT_NE(ran.out.find("  " + text.substr(0, std::size_t{23} * 3) + "…\n"), std::string::npos)
      << ran.out;
}

TEST(Pull, ShowsTheDeskWhatACaseMayBeAbout) {
  Terminal terminal;
  v1::PullReply reply = granted(17, 42);
  v1::GuessView& first = *reply.mutable_grants(0)->mutable_case_()->add_guesses();
  first.set_category("06028");
  first.set_category_name("噪声扰民");
  first.set_strength("61.2 %");
  v1::GuessView& second = *reply.mutable_grants(0)->mutable_case_()->add_guesses();
  second.set_category("06002");
  second.set_strength("20.1 %");
  terminal.engine.on(v1::METHOD_PULL, answers(reply));
  const Ran ran = terminal.run({"pull", "triage"});
  EXPECT_NE(ran.out.find("\ncase 17\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("may be about  噪声扰民 (06028)  61.2 %\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("or            06002  20.1 %\n"), std::string::npos) << ran.out;
}

TEST(Pull, SaysThatNothingWaits) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  const Ran ran = terminal.run({"pull", "street-1"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, "nothing waits in the line of street-1\n");
  EXPECT_EQ(terminal.run({"pull", "street-1", "--json"}).out, "");
}

TEST(Pull, PrintsALineOfJsonPerGrant) {
  Terminal terminal;
  v1::PullReply two = granted(17, 42);
  two.MergeFrom(granted(18, 43));
  terminal.engine.on(v1::METHOD_PULL, answers(two));
  const auto lines = lines_of(terminal.run({"pull", "street-1", "--json"}).out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(lines[0])["token"], "42");
  EXPECT_EQ(nlohmann::json::parse(lines[1])["case"]["case_id"], "18");
}

TEST(Pull, SaysThatTheGrantsHaveArrived) {
  Terminal terminal;
  v1::PullReply reply = granted(17, 42);
  reply.mutable_grants(0)->set_receive_by_ms(1'787'378'714'000);
  terminal.engine.on(v1::METHOD_PULL, answers(reply));
  terminal.engine.on(v1::METHOD_RECEIVE, answers(v1::ReceiveReply{}));
  ASSERT_EQ(terminal.run({"pull", "street-1"}).status, 0);
  const auto received = terminal.engine.received(2)[1];
  EXPECT_EQ(received.header.method(), v1::METHOD_RECEIVE);
  const auto receipt = received.as<v1::ReceiveRequest>();
  ASSERT_EQ(receipt.leases_size(), 1);
  EXPECT_EQ(receipt.leases(0).case_id(), 17U);
  EXPECT_EQ(receipt.leases(0).token(), 42U);
  EXPECT_EQ(receipt.worker(), "zhang");
}

TEST(Pull, TakesFromSeveralLinesWhatItIsToldToWant) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  const Ran ran = terminal.run({"pull", "street-1", "--and", "water,parks", "--severity", "red",
                                "--category", "01076,01077", "--area", "350600"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out, "nothing waits in the lines of street-1, water, parks\n");
  const auto request = terminal.engine.received(1)[0].as<v1::PullRequest>();
  EXPECT_EQ(request.more_units_size(), 2);
  EXPECT_EQ(request.more_units(1), "parks");
  EXPECT_EQ(request.severities(0), "red");
  EXPECT_EQ(request.categories(1), "01077");
  EXPECT_EQ(request.areas(0), 350'600U);
  EXPECT_EQ(request.wait_ms(), 0U);
}

TEST(Pull, WaitsInShortTurns) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_PULL,
                     in_turn({answers(v1::PullReply{}), answers(granted(17, 42))}));
  const Ran ran = terminal.run({"pull", "street-1", "--wait", "600"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find("  17  red"), std::string::npos) << ran.out;
  EXPECT_EQ(terminal.engine.received(2)[1].as<v1::PullRequest>().wait_ms(), 2000U);
}

TEST(ExplainPull, ShowsEachLineAndWhatWouldCome) {
  Terminal terminal;
  v1::ExplainPullReply reply;
  v1::LineView& line = *reply.add_lines();
  line.set_unit("water");
  line.set_name("水务局");
  line.set_waiting(3);
  line.set_passed_over(2);
  line.set_leased(1);
  line.set_parked(4);
  reply.add_next(17);
  reply.set_waiting_pulls(2);
  terminal.engine.on(v1::METHOD_EXPLAIN_PULL, answers(reply));
  const Ran ran = terminal.run({"explain-pull", "water", "--severity", "red"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "line of         waiting  not wanted  leased  next lapse  signed for  parked\n"
            "水务局 (water)        3           2       1  -                    -       4\n"
            "a pull would get now: 17\n"
            "2 pulls wait for these lines and are served first\n");
}

TEST(Held, AsksPageByPageAndKeepsTheTokens) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_HOLDINGS,
                     in_turn({answers(granted(17, 42)), answers(v1::PullReply{})}));
  const Ran ran = terminal.run({"held", "street-1"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find("  17  red"), std::string::npos) << ran.out;
  const auto asked = terminal.engine.received(2);
  EXPECT_EQ(asked[0].as<v1::HoldingsRequest>().worker(), "zhang");
  EXPECT_EQ(asked[1].as<v1::HoldingsRequest>().after_case(), 17U);
  terminal.engine.on(v1::METHOD_SIGN, answers(v1::TokenReply{}));
  ASSERT_EQ(terminal.run({"sign", "17"}).status, 0);
  EXPECT_EQ(terminal.engine.received(3)[2].as<v1::TokenRequest>().token(), 42U);
}

TEST(Drain, TellsWhatWentBack) {
  Terminal terminal;
  v1::DrainReply reply;
  reply.set_leases(2);
  reply.set_pulls(1);
  reply.set_signed_for(3);
  terminal.engine.on(v1::METHOD_DRAIN, answers(reply));
  EXPECT_EQ(terminal.run({"drain", "street-1"}).out,
            "zhang goes: 2 leases went back, 1 pulls ended; 3 orders signed for stay with "
            "street-1\n");
}

}  // namespace whistle::cli::pull_test
