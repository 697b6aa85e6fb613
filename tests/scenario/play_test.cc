#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "adapters/scenario/read_scenario.h"
#include "adapters/scenario/runner.h"
#include "tests/support/fake_engine.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/registers.pb.h"
#include "whistle/v1/watch.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::scenario::play_test {

using support::answers;
using support::FakeEngine;
using support::Mouth;
using support::refuses;
using support::Request;

// 2026-03-09T09:00+08:00.
constexpr std::int64_t kMonday = 1'773'018'000'000;

// An engine in which one complaint becomes case 17, and one fact tells it.
class Play : public testing::Test {
 protected:
  Play() {
    v1::Welcome welcome;
    welcome.set_city("test");
    welcome.set_time_zone("Asia/Shanghai");
    welcome.set_driven_clock(true);
    engine_.on(v1::METHOD_HELLO, answers(welcome));
    v1::StatusReply status;
    status.set_head_sequence(1);
    status.mutable_tallies()->set_complaints(1);
    engine_.on(v1::METHOD_STATUS, answers(status));
    engine_.on(v1::METHOD_ADVANCE_TIME, answers(status));
    v1::SubmitReply filed;
    filed.set_case_id(17);
    filed.set_complaint_id(23);
    filed.set_disposition("filed");
    engine_.on(v1::METHOD_SUBMIT, answers(filed));
    engine_.on(v1::METHOD_GET_CASE, answers(case_17()));
    engine_.on(v1::METHOD_WATCH, [](const Request&, Mouth& mouth) {
      v1::WatchReply reply;
      reply.set_head_sequence(1);
      mouth.ok(reply);
      v1::WatchEvents events;
      v1::Fact& fact = *events.add_facts();
      fact.set_sequence(1);
      fact.set_event("case_filed");
      fact.set_case_id(17);
      events.set_seen_sequence(1);
      events.set_head_sequence(1);
      mouth.event(events);
    });
  }

  static v1::CaseReply case_17() {
    v1::CaseReply reply;
    v1::CaseView& view = *reply.mutable_case_();
    view.set_case_id(17);
    view.set_status("dispatched");
    view.set_unit("p-1");
    v1::ClockView& runs = *view.add_clocks();
    runs.set_stage("sign");
    runs.set_running(true);
    runs.set_due_ms(kMonday + 600'000);
    v1::ClockView& rests = *view.add_clocks();
    rests.set_stage("resolve");
    return reply;
  }

  std::optional<Report> play(const std::string& steps, bool quiet = true) {
    const ReadScenario read =
        read_scenario("title = \"试\"\nbegins = \"2026-03-09 09:00\"\n" + steps, "s.toml");
    EXPECT_TRUE(read.problems.empty()) << to_text(read.problems.front());
    client::Options options;
    options.endpoints = engine_.endpoints();
    options.give_up_after_ms = 10'000;
    std::ostringstream out;
    const auto report = whistle::scenario::play(read.scenario, {.client = options,
                                                                .out = out,
                                                                .paint = cli::Paint(false),
                                                                .quiet = quiet,
                                                                .before_step = {}});
    said_ = out.str();
    return report;
  }

  FakeEngine engine_;
  std::string said_;
};

const std::string kSubmit = R"(
[[step]]
rows = [1, 51]
say = "报修"
do = "submit"
as = "burst"
with = { text = "漏水" }
)";

TEST_F(Play, PassesWhenAllIsAsExpected) {
  const auto report = play(kSubmit + R"(
expect.disposition = "filed"
expect.case = { id = "$burst", status = "dispatched", unit = "p-1" }
expect.due = { sign = "2026-03-09 09:10", resolve = "paused", rung = "-" }
expect.facts = ["case_filed case=$burst", "!card_issued"]
)");
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->passed()) << said_;
  EXPECT_EQ(report->checks, 5U);
  EXPECT_EQ(report->rows, (std::set<int>{1, 51}));
  EXPECT_EQ(json_of(*report),
            R"({"city":"test","steps":1,"checks":5,"failed":0,"rows":[1,51],"complaints":1,)"
            R"("cases":0,"merged":0,"declined":0,"closed":0,"escalations":0,)"
            R"("scenario":"passed"})");
  const auto sent = engine_.received(v1::METHOD_SUBMIT, 1);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].header.driven_time_ms(), kMonday);
  const auto complaint = sent[0].as<v1::SubmitRequest>().complaint();
  EXPECT_EQ(complaint.source(), "scenario");
  EXPECT_EQ(complaint.external_id(), "step-1");
  EXPECT_EQ(complaint.channel(), "phone");
  EXPECT_EQ(complaint.occurred_at_ms(), kMonday);
}

TEST_F(Play, TellsEachFailureAndGoesOn) {
  const auto report = play(kSubmit + R"(
expect.disposition = "merged"
expect.case = { status = "closed" }
expect.due = { sign = "2026-03-09 09:11" }
expect.facts = ["card_issued", "!case_filed"]
[[step]]
rows = [51, 52]
at = "+1m"
expect.case = { id = "$burst", unit = "p-1" }
)");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->failed, 4U);
  EXPECT_EQ(report->checks, 6U);
  // A row that failed once is not proven by another step.
  EXPECT_EQ(report->rows, (std::set<int>{52}));
  EXPECT_EQ(said_,
            "     ✘ step 1, s.toml:11: disposition: expected merged, is filed\n"
            "     ✘ step 1, s.toml:12: status: expected closed, is dispatched\n"
            "     ✘ step 1, s.toml:13: sign: expected 2026-03-09 09:11, is 2026-03-09 09:10\n"
            "     ✘ step 1, s.toml:14: facts: expected card_issued, there are only case_filed\n"
            "     ✘ step 1, s.toml:14: facts: expected !case_filed, there is case_filed case=17\n"
            "✘ test: 2 steps, 6 checks, 4 failed\n");
  EXPECT_NE(json_of(*report).find("\"scenario\":\"failed\""), std::string::npos);
}

TEST_F(Play, ExpectsRefusals) {
  engine_.on(v1::METHOD_ACT, refuses({.code = client::kFailedPrecondition,
                                      .reason = "DESIGNATED",
                                      .message = "named by the centre"}));
  const std::string kReturn =
      "[[step]]\ndo = \"return_order\"\nwith = { case = 17, unit = \"u\" }\n";
  EXPECT_TRUE(play(kReturn + "refused = \"DESIGNATED\"\n")->passed()) << said_;
  EXPECT_FALSE(play(kReturn)->passed());
  EXPECT_EQ(said_,
            "     ✘ step 1, s.toml:3: return_order: refused with DESIGNATED: named by the centre\n"
            "✘ test: 1 steps, 1 checks, 1 failed\n");
  EXPECT_FALSE(play(kReturn + "refused = \"WRONG_STATE\"\n")->passed());
  EXPECT_FALSE(play(kSubmit + "refused = \"WRONG_STATE\"\n")->passed());
}

TEST_F(Play, RemembersTokensAndWorkers) {
  v1::PullReply pulled;
  v1::Grant& grant = *pulled.add_grants();
  *grant.mutable_case_() = case_17().case_();
  grant.set_token(4);
  engine_.on(v1::METHOD_PULL, answers(pulled));
  v1::TokenReply held;
  held.set_token(5);
  engine_.on(v1::METHOD_SIGN, answers(held));
  engine_.on(v1::METHOD_CONTACT, answers(held));
  engine_.on(v1::METHOD_ACT, answers(v1::ActReply{}));
  const auto report = play(kSubmit + R"(
[[step]]
do = "take"
with = { case = "$burst", worker = "林师傅" }
[[step]]
do = "contact"
with = { case = "$burst" }
[[step]]
do = "order_assist"
with = { case = "$burst", unit = "water", required = false }
)");
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->passed()) << said_;
  EXPECT_EQ(engine_.received(v1::METHOD_PULL, 1)[0].as<v1::PullRequest>().unit(), "p-1");
  EXPECT_EQ(engine_.received(v1::METHOD_SIGN, 1)[0].as<v1::TokenRequest>().token(), 4U);
  const auto contact = engine_.received(v1::METHOD_CONTACT, 1)[0].as<v1::TokenRequest>();
  EXPECT_EQ(contact.token(), 5U);
  EXPECT_EQ(contact.worker(), "林师傅");
  const auto assist = engine_.received(v1::METHOD_ACT, 1)[0].as<v1::ActRequest>().order_assist();
  EXPECT_EQ(assist.id(), 17U);
  EXPECT_EQ(assist.token(), 5U);
  EXPECT_EQ(assist.worker(), "林师傅");
  EXPECT_FALSE(assist.required());
}

TEST_F(Play, RepeatsAWish) {
  const auto report = play(R"(
[[step]]
do = "submit"
as = "many"
times = 3
every = "1m"
with = { text = "停电{n}", requester = "住户{n}" }
[[step]]
do = "remind_case"
with = { case = "$many2", note = "$many2.complaint" }
refused = "NO_SCRIPT"
)");
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->passed()) << said_;
  const auto sent = engine_.received(v1::METHOD_SUBMIT, 3);
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(sent[2].header.driven_time_ms(), kMonday + 120'000);
  const auto complaint = sent[2].as<v1::SubmitRequest>().complaint();
  EXPECT_EQ(complaint.external_id(), "step-1-3");
  EXPECT_EQ(complaint.text(), "停电3");
  const auto reminder = engine_.received(v1::METHOD_ACT, 1)[0].as<v1::ActRequest>().remind_case();
  EXPECT_EQ(reminder.note(), "23");
}

TEST_F(Play, LooksAtRegistersScoresAndAgendas) {
  v1::RegistersReply rows;
  rows.add_rows()->set_json(R"({"lead":"wuan","closed":false})");
  rows.add_rows()->set_json(R"({"lead":"water","closed":true})");
  engine_.on(v1::METHOD_REGISTERS, answers(rows));
  v1::ScoreboardReply board;
  v1::ScoreLine& line = *board.add_lines();
  line.set_key("wuan");
  line.set_response_rate(1000);
  line.add_counts()->set_measure("dispatched");
  line.mutable_counts(0)->set_count(3);
  engine_.on(v1::METHOD_SCOREBOARD, answers(board));
  v1::AgendaReply agenda;
  agenda.add_items()->set_case_id(9);
  agenda.add_items()->set_case_id(17);
  agenda.set_meets_at_ms(kMonday);
  engine_.on(v1::METHOD_AGENDA, answers(agenda));
  v1::QueuesReply queues;
  queues.add_queues()->set_unit("wuan");
  queues.mutable_queues(0)->add_heads(17);
  engine_.on(v1::METHOD_QUEUES, answers(queues));
  const std::string kRight = R"(
[[step]]
expect.register = [{ kind = "whistle", lead = "wuan" }, { kind = "whistle", rows = 2 },
  { kind = "whistle", closed = true, rows = 1 }, { kind = "whistle", lead = "power", gone = true }]
expect.score = [{ dimension = "unit", key = "wuan", response_rate = 1000 },
  { dimension = "unit", key = "wuan", counts = { dispatched = 3, returned = 0 } }]
expect.agenda = { panel = "joint_clinic", cases = [17, 9], meets_at = "2026-03-09 09:00" }
expect.queue = { unit = "wuan", cases = [17] }
)";
  EXPECT_TRUE(play(kRight)->passed()) << said_;
  const auto wrong = play(R"(
[[step]]
expect.register = [{ kind = "whistle", lead = "power" }, { kind = "whistle", rows = 1 },
  { kind = "whistle", lead = "wuan", gone = true }]
expect.score = [{ dimension = "unit", key = "wuan", counts = { dispatched = 4 } },
  { dimension = "unit", key = "water", score = 1 },
  { dimension = "unit", key = "wuan", gone = true }]
expect.agenda = { panel = "joint_clinic", cases = [17] }
expect.queue = { unit = "wuan", cases = [17, 9] }
)");
  EXPECT_EQ(wrong->failed, 8U) << said_;
}

TEST_F(Play, NeedsAnEngineThatIsDriven) {
  v1::Welcome welcome;
  welcome.set_time_zone("Asia/Shanghai");
  engine_.on(v1::METHOD_HELLO, answers(welcome));
  EXPECT_FALSE(play(kSubmit));
  EXPECT_NE(said_.find("--driven-from"), std::string::npos) << said_;
  welcome.set_driven_clock(true);
  welcome.set_time_ms(kMonday + 1);
  engine_.on(v1::METHOD_HELLO, answers(welcome));
  EXPECT_FALSE(play(kSubmit));
  EXPECT_NE(said_.find("time does not go back"), std::string::npos) << said_;
}

TEST_F(Play, DoesNotGoBackInTime) {
  const auto report = play(kSubmit + "[[step]]\nat = \"08:59\"\n");
  EXPECT_EQ(report->failed, 1U);
  EXPECT_NE(said_.find("2026-03-09 08:59 is before the step before"), std::string::npos) << said_;
}

}  // namespace whistle::scenario::play_test
