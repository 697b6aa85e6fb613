#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/terminal.h"

namespace whistle::cli::submit_test {

using support::answers;
using support::in_turn;
using support::refuses;

v1::SubmitReply filed() {
  v1::SubmitReply reply;
  reply.set_complaint_id(23);
  reply.set_case_id(17);
  reply.set_disposition("filed");
  reply.set_severity("yellow");
  reply.set_category("06010");
  reply.set_area_code(350605100001002);
  reply.set_unit("compound-1");
  reply.set_tier("compound");
  reply.set_received_at_ms(1'787'378'709'000);
  reply.set_resolve_due_ms(1'787'378'710'000);
  return reply;
}

v1::Complaint sent(const Terminal& terminal, std::size_t number = 1) {
  return terminal.engine.received(number)[number - 1].as<v1::SubmitRequest>().complaint();
}

TEST(Submit, SendsWhatWasTyped) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_SUBMIT, answers(filed()));
  const Ran ran = terminal.run({"submit",
                                "--text",
                                "楼道漏水",
                                "--source",
                                "desk",
                                "--id",
                                "a-1",
                                "--channel",
                                "phone",
                                "--area",
                                "350605",
                                "--lat",
                                "24.62",
                                "--lon",
                                "-117.75",
                                "--category",
                                "06010",
                                "--condition",
                                "night",
                                "--type",
                                "grievance",
                                "--subject",
                                "漏水",
                                "--requester",
                                "r1",
                                "--name",
                                "林",
                                "--occurred",
                                "2026-08-22T14:05",
                                "--datum",
                                "gcj02"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  const v1::Complaint complaint = sent(terminal);
  EXPECT_EQ(complaint.text(), "楼道漏水");
  EXPECT_EQ(complaint.source(), "desk");
  EXPECT_EQ(complaint.external_id(), "a-1");
  EXPECT_EQ(complaint.channel(), "phone");
  EXPECT_EQ(complaint.area_code(), 350605U);
  EXPECT_TRUE(complaint.has_point());
  EXPECT_EQ(complaint.latitude(), 24.62);
  EXPECT_EQ(complaint.longitude(), -117.75);
  EXPECT_EQ(complaint.datum(), "gcj02");
  EXPECT_EQ(complaint.category(), "06010");
  EXPECT_EQ(complaint.condition(), "night");
  EXPECT_EQ(complaint.request_type(), "grievance");
  EXPECT_EQ(complaint.subject(), "漏水");
  EXPECT_EQ(complaint.requester(), "r1");
  EXPECT_EQ(complaint.requester_name(), "林");
  EXPECT_EQ(complaint.occurred_at_ms(), 1'787'378'700'000);
}

TEST(Submit, LeavesOutWhatWasNotTyped) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_SUBMIT, answers(filed()));
  ASSERT_EQ(terminal.run({"submit", "--text", "x"}).status, 0);
  ASSERT_EQ(terminal.run({"submit", "--text", "x"}).status, 0);
  const v1::Complaint first = sent(terminal, 1);
  const v1::Complaint second = sent(terminal, 2);
  EXPECT_EQ(first.source(), "cli");
  EXPECT_FALSE(first.has_point());
  EXPECT_EQ(first.channel(), "");
  EXPECT_EQ(first.occurred_at_ms(), 0);
  EXPECT_EQ(first.external_id().size(), 32U);
  EXPECT_NE(first.external_id(), second.external_id());
}

TEST(Submit, ReadsTheInput) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_SUBMIT, answers(filed()));
  ASSERT_EQ(terminal.run_with_input({"submit"}, "第一行\n第二行\r\n\n").status, 0);
  EXPECT_EQ(sent(terminal).text(), "第一行\n第二行");
}

TEST(Submit, RefusesAnInputThatIsNotUtf8) {
  Terminal terminal;
  const Ran ran = terminal.run_with_input({"submit"}, "caf\xe9");
  EXPECT_EQ(ran.status, 2);
  EXPECT_EQ(ran.err, "whistle: the complaint is not UTF-8\n");
}

TEST(Submit, ShowsWhereItWent) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_SUBMIT, answers(filed()));
  EXPECT_EQ(terminal.run({"submit", "--text", "x", "--id", "a-1"}).out,
            "case         17\n"
            "result       filed\n"
            "severity     yellow\n"
            "matter       06010\n"
            "place        350605100001002\n"
            "sent to      compound-1 (compound)\n"
            "resolved by  2026-08-22T14:05:10+08:00\n"
            "received     2026-08-22T14:05:09+08:00\n"
            "complaint    23, cli a-1\n");
}

TEST(Submit, ShowsThatItWasDeclined) {
  Terminal terminal;
  v1::SubmitReply declined;
  declined.set_complaint_id(24);
  declined.set_disposition("declined");
  declined.set_decline_ground("法院已受理");
  terminal.engine.on(v1::METHOD_SUBMIT, answers(declined));
  const Ran ran = terminal.run({"submit", "--text", "x", "--id", "a-2"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out,
            "result     declined\n"
            "ground     法院已受理\n"
            "received   -\n"
            "complaint  24, cli a-2\n");
}

TEST(Submit, PrintsTheReplyAsOneLineOfJson) {
  Terminal terminal;
  v1::SubmitReply reply = filed();
  reply.set_replayed(true);
  terminal.engine.on(v1::METHOD_SUBMIT, answers(reply));
  const Ran ran = terminal.run({"submit", "--text", "x", "--json"});
  ASSERT_EQ(lines_of(ran.out).size(), 1U);
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["case_id"], "17");
  EXPECT_EQ(json["severity"], "yellow");
  EXPECT_EQ(json["decline_ground"], "");
  EXPECT_EQ(json["replayed"], true);
  EXPECT_EQ(json["resolve_due_ms"], "1787378710000");
}

TEST(Submit, WaitsForRoomInTheEngine) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_SUBMIT, in_turn({refuses({.code = client::kResourceExhausted,
                                                          .reason = "INTAKE_FULL",
                                                          .message = "",
                                                          .retry_after_ms = 5}),
                                                 answers(filed())}));
  EXPECT_EQ(terminal.run({"submit", "--text", "x"}).status, 0);
}

TEST(Submit, TellsHowToSendItAgainWhenNobodyAnswered) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_SUBMIT, support::silent());
  const Ran ran = terminal.run({"submit", "--text", "x", "--id", "a-1", "--timeout", "0.05"});
  EXPECT_EQ(ran.status, 6);
  EXPECT_NE(ran.err.find("--source cli --id a-1"), std::string::npos);
}

TEST(Submit, ReportsTheReasonOfARefusal) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_SUBMIT, refuses({.code = client::kInvalidArgument,
                                                 .reason = "UNKNOWN_AREA",
                                                 .message = "no area 5"}));
  const Ran ran = terminal.run({"submit", "--text", "x", "--area", "5"});
  EXPECT_EQ(ran.status, 4);
  EXPECT_EQ(ran.err, "whistle: UNKNOWN_AREA: no area 5\n");
}

}  // namespace whistle::cli::submit_test
