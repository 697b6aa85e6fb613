#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/terminal.h"
#include "whistle/v1/registers.pb.h"

namespace whistle::cli::board_test {

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
  best.set_per_ten_thousand_households(125);
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
            "  whistled  per 10k  change  points  score  stars  list\n"
            "武安镇 (wuan)       3    100.0%              95.5%     0.0%                      "
            "40.0% high     12.5  -12.5%       0  98.0%  ★★★★★  red list\n");
  const auto sent = terminal.engine.received(v1::METHOD_SCOREBOARD, 1);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].line, client::Line::Watch);
  EXPECT_EQ(sent[0].as<v1::ScoreboardRequest>().dimension(), "unit");
  EXPECT_EQ(terminal.run({"scoreboard", "--period", "2026"}).status, 2);
}

v1::Fact closing(std::uint64_t sequence, std::uint64_t case_id, std::int64_t time_ms,
                 const std::string& rule, const std::string& on_time) {
  v1::Fact fact;
  fact.set_sequence(sequence);
  fact.set_time_ms(time_ms);
  fact.set_event("case_closed");
  fact.set_case_id(case_id);
  const auto add = [&](const std::string& name, const std::string& value) {
    auto& detail = *fact.add_details();
    detail.set_name(name);
    detail.set_value(value);
  };
  add("rule", rule);
  add("on_time", on_time);
  return fact;
}

TEST(Closed, ListsTheMattersOfAMonthWithoutPersons) {
  constexpr std::int64_t kMarch = 1'773'190'800'000;  // 2026-03-11
  constexpr std::int64_t kDayMs = 86'400'000;
  Terminal terminal;
  v1::WatchEvents told;
  *told.add_facts() = closing(2, 16, kMarch - 30 * kDayMs, "callback:satisfied", "yes");
  *told.add_facts() = closing(3, 17, kMarch, "callback:satisfied", "yes");
  *told.add_facts() = closing(4, 18, kMarch, "disposed:declined:lawsuit", "yes");
  *told.add_facts() = closing(5, 19, kMarch + kDayMs, "assist:reported", "yes");
  *told.add_facts() = closing(6, 20, kMarch + kDayMs, "callback:satisfied", "no");
  *told.add_facts() = closing(7, 21, kMarch + 30 * kDayMs, "callback:satisfied", "yes");
  told.set_seen_sequence(9);
  told.set_head_sequence(9);
  terminal.engine.on(v1::METHOD_WATCH, [told](const support::Request&, support::Mouth& mouth) {
    v1::WatchReply reply;
    reply.set_head_sequence(9);
    mouth.ok(reply);
    mouth.event(told);
  });
  terminal.engine.on(v1::METHOD_GET_CASE,
                     [](const support::Request& request, support::Mouth& mouth) {
                       const auto id = request.as<v1::CaseRequest>().case_id();
                       v1::CaseReply reply;
                       v1::CaseView& view = *reply.mutable_case_();
                       view.set_case_id(id);
                       view.set_kind(id == 19 ? "assist" : "request");
                       view.set_category("01076");
                       view.set_category_name("漏水");
                       view.set_area_code(350605100003002003);
                       view.set_area_name("3号楼");
                       view.set_unit("wuan");
                       view.set_worker("陈师傅");
                       view.set_received_at_ms(kMarch - kDayMs);
                       mouth.ok(reply);
                     });
  const Ran ran = terminal.run({"closed", "--period", "202603"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(
      ran.out,
      "case  closed                     matter                     where  unit  received       "
      "            in time\n"
      "  17  2026-03-11T09:00:00+08:00  漏水 (01076)  350605100003002000  wuan  "
      "2026-03-10T09:00:00+08:00  yes\n"
      "  20  2026-03-12T09:00:00+08:00  漏水 (01076)  350605100003002000  wuan  "
      "2026-03-10T09:00:00+08:00  no\n");
  const std::string lines = terminal.run({"--json", "closed", "--period", "202603"}).out;
  const auto json = nlohmann::json::parse(lines.substr(0, lines.find('\n')));
  EXPECT_EQ(json["case_id"], "17");
  EXPECT_EQ(json["compound"], "350605100003002000");
  EXPECT_EQ(lines.find("陈师傅"), std::string::npos);
  EXPECT_EQ(terminal.run({"closed", "--period", "202613"}).status, 2);
  EXPECT_EQ(terminal.run({"closed"}).status, 2);
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

}  // namespace whistle::cli::board_test
