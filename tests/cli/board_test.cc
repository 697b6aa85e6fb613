#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/terminal.h"
#include "whistle/v1/registers.pb.h"

namespace whistle::cli {
namespace {

using support::answers;

TEST(Registers, ShowRowsWithTheFieldsThatSaySomething) {
  Terminal terminal;
  v1::RegistersReply reply;
  v1::RegisterView& row = *reply.add_rows();
  row.set_kind("whistle");
  row.set_key("8");
  row.set_json(R"({"whistler":"wuan","closed":false,"cases":[7],"plan_by_ms":0,)"
               R"("arrive_by_ms":1773190800000})");
  reply.set_more(true);
  terminal.engine.on(v1::METHOD_REGISTERS, answers(reply));
  EXPECT_EQ(terminal.run({"registers", "whistle", "--unit", "wuan"}).out,
            "whistle 8\n"
            "  arrive_by  2026-03-11T09:00:00+08:00\n"
            "  cases      [7]\n"
            "  whistler   wuan\n"
            "there are more: go on with --after 8\n");
  const auto sent = terminal.engine.received(v1::METHOD_REGISTERS, 1);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].line, client::Line::Work);
  EXPECT_EQ(sent[0].as<v1::RegistersRequest>().unit(), "wuan");
  const auto json = nlohmann::json::parse(terminal.run({"--json", "registers", "whistle"}).out);
  EXPECT_EQ(json["key"], "8");
  EXPECT_EQ(terminal.run({"registers", "weather"}).status, 2);
}

TEST(Scoreboard, ShowsRatesStarsAndLists) {
  Terminal terminal;
  v1::ScoreboardReply reply;
  reply.set_period(202603);
  v1::ScoreLine& best = *reply.add_lines();
  best.set_key("wuan");
  best.set_name("武安镇");
  best.set_response_rate(1000);
  best.set_solve_rate(-1);
  best.set_satisfaction_rate(955);
  best.set_on_time_rate(0);
  best.set_return_rate(-1);
  best.set_repeat_rate(-1);
  best.set_whistle_rate(400);
  best.set_whistle_band("high");
  best.set_month_on_month(-125);
  best.set_score(980);
  best.set_stars(5);
  best.set_list("red");
  best.add_counts()->set_measure("dispatched");
  best.mutable_counts(0)->set_count(3);
  terminal.engine.on(v1::METHOD_SCOREBOARD, answers(reply));
  const Ran ran = terminal.run({"scoreboard", "--period", "202603"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "2026-03\n"
            "who            orders  answered  solved  satisfied  on time  returned  repeated  "
            "  whistled  change  points  score  stars  list\n"
            "武安镇 (wuan)       3    100.0%              95.5%     0.0%                      "
            "40.0% high  -12.5%       0  98.0%  ★★★★★  red list\n");
  const auto sent = terminal.engine.received(v1::METHOD_SCOREBOARD, 1);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].line, client::Line::Watch);
  EXPECT_EQ(sent[0].as<v1::ScoreboardRequest>().dimension(), "unit");
  EXPECT_EQ(terminal.run({"scoreboard", "--period", "2026"}).status, 2);
}

TEST(Agenda, ShowsWhatMustBeSettled) {
  Terminal terminal;
  v1::AgendaReply reply;
  reply.set_meets_at_ms(1'773'190'800'000);
  v1::AgendaItem& item = *reply.add_items();
  item.set_case_id(17);
  item.set_why("review_due");
  item.set_category("01076");
  item.set_unit("wuan");
  item.set_since_ms(1'773'190'800'000);
  terminal.engine.on(v1::METHOD_AGENDA, answers(reply));
  EXPECT_EQ(terminal.run({"agenda", "clinic"}).out,
            "meets 2026-03-11T09:00:00+08:00\n"
            "case  why         matter  unit  since                      review\n"
            "  17  review_due  01076   wuan  2026-03-11T09:00:00+08:00\n");
  const auto sent = terminal.engine.received(v1::METHOD_AGENDA, 1);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].as<v1::AgendaRequest>().panel(), "joint_clinic");
  terminal.engine.on(v1::METHOD_AGENDA, answers(v1::AgendaReply{}));
  EXPECT_EQ(terminal.run({"agenda", "conference"}).out, "meets -\nnothing to talk about\n");
  EXPECT_EQ(terminal.run({"agenda", "picnic"}).status, 2);
}

}  // namespace
}  // namespace whistle::cli
