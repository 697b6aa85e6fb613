#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/cli/print_case.h"
#include "tests/cli/terminal.h"

namespace whistle::cli::look_test {

using support::answers;

v1::CaseReply case_17() {
  v1::CaseReply reply;
  v1::CaseView& view = *reply.mutable_case_();
  view.set_case_id(17);
  view.set_status("signed_for");
  view.set_place("hands");
  view.set_worker("li");
  view.set_severity("red");
  view.set_category("01076");
  view.set_category_name("漏水");
  view.set_area_code(350605);
  view.set_unit("street-1");
  view.set_unit_name("武安镇");
  view.set_tier("street");
  view.set_card("yellow_card");
  view.set_complaints(2);
  view.set_escalations(1);
  view.set_received_at_ms(1'787'378'709'000);
  v1::ClockView& late = *view.add_clocks();
  late.set_stage("resolve");
  late.set_running(true);
  late.set_overdue(true);
  late.set_limit("2h");
  late.set_calendar("always");
  late.set_started_ms(1'787'378'709'000);
  late.set_due_ms(1'787'378'710'000);
  v1::ClockView& rests = *view.add_clocks();
  rests.set_stage("on_site");
  rests.set_limit("30m");
  rests.set_consumed_ms(3'900'000);
  return reply;
}

TEST(Case, ShowsThePlacesThatMayBeMeant) {
  v1::CaseReply reply = case_17();
  v1::PlaceCandidate& candidate = *reply.mutable_case_()->add_place_candidates();
  candidate.set_area_code(350605100001);
  candidate.set_area_name("外武社区");
  candidate.set_why("name:外武社区");
  Terminal terminal;
  terminal.engine.on(v1::METHOD_GET_CASE, answers(reply));
  EXPECT_NE(
      terminal.run({"case", "17"}).out.find("perhaps   外武社区 (350605100001): name:外武社区\n"),
      std::string::npos);
}

TEST(Case, ShowsItsStateAndPromises) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_GET_CASE, answers(case_17()));
  EXPECT_EQ(terminal.run({"case", "17"}).out,
            "case      17\n"
            "state     signed_for, in hands of li\n"
            "severity  red\n"
            "matter    漏水 (01076)\n"
            "place     350605\n"
            "unit      武安镇 (street-1)\n"
            "tier      street\n"
            "card      yellow_card\n"
            "history   2 complaints, 1 escalation\n"
            "received  2026-08-22T14:05:09+08:00\n"
            "\n"
            "promise  limit  due                        state              started                "
            "    calendar\n"
            "resolve     2h  2026-08-22T14:05:10+08:00  overdue            "
            "2026-08-22T14:05:09+08:00  always\n"
            "on_site    30m  -                          rests after 1h05m  -\n");
  EXPECT_FALSE(terminal.engine.received(1)[0].as<v1::CaseRequest>().with_text());
}

TEST(Case, ShowsTheTextHarmlessly) {
  Terminal terminal;
  v1::CaseReply reply;
  reply.mutable_case_()->set_case_id(17);
  reply.mutable_case_()->set_text("一\n二\x1b]0;x\a");
  terminal.engine.on(v1::METHOD_GET_CASE, answers(reply));
  const Ran ran = terminal.run({"case", "17", "--text"});
  EXPECT_TRUE(terminal.engine.received(1)[0].as<v1::CaseRequest>().with_text());
  EXPECT_NE(ran.out.find("\n一\n二?]0;x?\n"), std::string::npos) << ran.out;
}

TEST(Case, ColoursOnATerminalOnly) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_GET_CASE, answers(case_17()));
  const auto coloured = [&terminal](std::vector<std::string> more) {
    std::vector<std::string> arguments{"case", "17"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return terminal.run(arguments).out.find("\x1b[1;31mred\x1b[0m") != std::string::npos;
  };
  EXPECT_FALSE(coloured({}));
  EXPECT_TRUE(coloured({"--colour", "always"}));
  terminal.out_is_terminal = true;
  EXPECT_TRUE(coloured({}));
  EXPECT_FALSE(coloured({"--colour", "never"}));
  terminal.environment["NO_COLOR"] = "1";
  EXPECT_FALSE(coloured({}));
  EXPECT_TRUE(coloured({"--colour", "always"}));
  terminal.environment.erase("NO_COLOR");
  terminal.environment["TERM"] = "dumb";
  EXPECT_FALSE(coloured({}));
}

bool shows_received(Terminal& terminal, const std::string& time, std::vector<std::string> more) {
  more.insert(more.begin(), {"case", "17"});
  return terminal.run(more).out.find("received  " + time + "\n") != std::string::npos;
}

TEST(Case, ShowsTimesInTheZoneAskedFor) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_GET_CASE, answers(case_17()));
  const std::string new_york = "2026-08-22T02:05:09-04:00";
  EXPECT_TRUE(shows_received(terminal, new_york, {"--zone", "America/New_York"}));
  terminal.environment["WHISTLE_ZONE"] = "America/New_York";
  EXPECT_TRUE(shows_received(terminal, new_york, {}));
}

TEST(Case, ShowsTimesInTheZoneOfTheCity) {
  Terminal terminal;
  terminal.environment["WHISTLE_ZONE"] = "";
  terminal.environment["TZ"] = "Europe/Berlin";
  terminal.engine.on(v1::METHOD_GET_CASE, answers(case_17()));
  v1::Welcome welcome;
  welcome.set_time_zone("Asia/Shanghai");
  terminal.engine.on(v1::METHOD_HELLO, answers(welcome));
  EXPECT_TRUE(shows_received(terminal, "2026-08-22T14:05:09+08:00", {}));
  // When the engine knows none, it is the zone of the one who looks.
  terminal.engine.on(v1::METHOD_HELLO, answers(v1::Welcome{}));
  EXPECT_TRUE(shows_received(terminal, "2026-08-22T08:05:09+02:00", {}));
}

TEST(Case, IsOneLineOfJson) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_GET_CASE, answers(case_17()));
  const Ran ran = terminal.run({"case", "17", "--json"});
  ASSERT_EQ(lines_of(ran.out).size(), 1U);
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["case_id"], "17");
  EXPECT_EQ(json["category_name"], "漏水");
  EXPECT_EQ(json["clocks"][0]["overdue"], true);
  EXPECT_EQ(json["clocks"][1]["due_ms"], "0");
}

TEST(Durations, ShowTwoUnits) {
  EXPECT_EQ(duration_text(0), "0s");
  EXPECT_EQ(duration_text(59'999), "59s");
  EXPECT_EQ(duration_text(60'000), "1m");
  EXPECT_EQ(duration_text(3'599'999), "59m");
  EXPECT_EQ(duration_text(3'600'000), "1h00m");
  EXPECT_EQ(duration_text(86'399'999), "23h59m");
  EXPECT_EQ(duration_text(86'400'000), "1d 0h");
}

v1::QueuesReply two_lines() {
  v1::QueuesReply reply;
  v1::QueueView& street = *reply.add_queues();
  street.set_unit("street-1");
  street.set_name("武安镇人民政府");
  street.set_tier("street");
  street.set_red(12);
  street.set_earliest_due_ms(1'787'378'709'000);
  street.add_heads(17);
  street.add_heads(18);
  v1::QueueView& triage = *reply.add_queues();
  triage.set_unit("triage");
  triage.set_blue(3);
  return reply;
}

TEST(Queues, AreATable) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_QUEUES, answers(two_lines()));
  EXPECT_EQ(terminal.run({"queues"}).out,
            "unit      name            tier    red  yellow  blue  first due                  "
            "first cases\n"
            "street-1  武安镇人民政府  street   12       0     0  2026-08-22T14:05:09+08:00  "
            "17 18\n"
            "triage                              0       0     3  -\n");
}

TEST(Queues, AskForTheFirstOrdersOfAUnit) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_QUEUES, answers(v1::QueuesReply{}));
  EXPECT_EQ(terminal.run({"queues", "street-1"}).out, "nothing waits\n");
  ASSERT_EQ(terminal.run({"queues", "--all", "--heads", "3"}).status, 0);
  ASSERT_EQ(terminal.run({"queues"}).status, 0);
  const auto received = terminal.engine.received(3);
  EXPECT_EQ(received[0].as<v1::QueuesRequest>().unit(), "street-1");
  EXPECT_EQ(received[0].as<v1::QueuesRequest>().heads(), 10U);
  EXPECT_TRUE(received[1].as<v1::QueuesRequest>().all());
  EXPECT_EQ(received[1].as<v1::QueuesRequest>().heads(), 3U);
  EXPECT_EQ(received[2].as<v1::QueuesRequest>().heads(), 0U);
}

TEST(Queues, AreALineOfJsonEach) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_QUEUES, answers(two_lines()));
  const auto lines = lines_of(terminal.run({"queues", "--json"}).out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(lines[0])["name"], "武安镇人民政府");
  EXPECT_EQ(nlohmann::json::parse(lines[1])["blue"], 3);
}

TEST(Status, ShowsCountersAndHealth) {
  Terminal terminal;
  v1::StatusReply reply;
  reply.set_time_ms(1'787'378'709'000);
  reply.set_open_cases(5);
  reply.set_head_sequence(99);
  reply.set_disk_free_bytes(3'221'225'472);
  reply.set_memory_bytes(10'485'760);
  reply.mutable_tallies()->set_red(2);
  reply.mutable_tallies()->set_closed(3);
  reply.mutable_tallies()->set_closed_on_time(2);
  terminal.engine.on(v1::METHOD_STATUS, answers(reply));
  const Ran ran = terminal.run({"status"});
  EXPECT_EQ(terminal.engine.received(1)[0].line, client::Line::Admin);
  for (const char* line :
       {"time             2026-08-22T14:05:09+08:00\n", "open cases       5\n",
        "next alarm       -\n", "disk free        3.0 GiB\n", "memory           10.0 MiB\n",
        "red               2\n", "closed on time    2 of 3 (66 %)\n"}) {
    EXPECT_NE(ran.out.find(line), std::string::npos) << line << "in\n" << ran.out;
  }
}

void add_limit(v1::StatusReply& reply, const char* name, std::uint64_t value,
               std::optional<std::uint64_t> used, const char* unit, std::uint64_t refused = 0) {
  v1::LimitView& view = *reply.add_limits();
  view.set_name(name);
  view.set_value(value);
  if (used) view.set_used(*used);
  view.set_unit(unit);
  view.set_refused(refused);
}

v1::StatusReply with_limits() {
  constexpr std::uint64_t kMebi = 1'048'576;
  v1::StatusReply reply;
  add_limit(reply, "limits.memory_bytes", 1024 * kMebi, 900 * kMebi, "bytes");
  add_limit(reply, "limits.intake_lag_ms", 5'000, 5'000, "ms", 7);
  add_limit(reply, "limits.disk_free_bytes", 1024 * kMebi, 1023 * kMebi, "free bytes", 2);
  add_limit(reply, "limits.watchers", 1024, 3, "watchers");
  add_limit(reply, "protocol.body_bytes", 262'144, std::nullopt, "bytes");
  return reply;
}

TEST(Status, ShowsEveryLimitAndWhatIsUsedOfIt) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_STATUS, answers(with_limits()));
  const std::string out = terminal.run({"status"}).out;
  const auto at = out.find("\nlimit ");
  ASSERT_NE(at, std::string::npos) << out;
  EXPECT_EQ(out.substr(at + 1),
            "limit                       value        used            refused\n"
            "limits.memory_bytes       1.0 GiB   900.0 MiB                  0\n"
            "limits.intake_lag_ms         5000        5000  ms              7\n"
            "limits.disk_free_bytes    1.0 GiB  1023.0 MiB  free            2\n"
            "limits.watchers              1024           3  watchers        0\n"
            "protocol.body_bytes     256.0 KiB           -                  -\n");
}

TEST(Status, ColoursALimitThatIsNearAndOneThatIsReached) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_STATUS, answers(with_limits()));
  const std::string out = terminal.run({"status", "--colour", "always"}).out;
  for (const char* painted : {"\x1b[33m900.0 MiB\x1b[0m", "\x1b[1;31m5000\x1b[0m",
                              "\x1b[1;31m1023.0 MiB\x1b[0m", "\x1b[1;31m7\x1b[0m"}) {
    EXPECT_NE(out.find(painted), std::string::npos) << painted << " in\n" << out;
  }
  EXPECT_EQ(out.find("m3\x1b[0m"), std::string::npos) << "three of a thousand are not near";
}

TEST(Status, HasAllLimitsInJson) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_STATUS, answers(with_limits()));
  const auto json = nlohmann::json::parse(terminal.run({"status", "--json"}).out);
  ASSERT_EQ(json["limits"].size(), 5U);
  EXPECT_EQ(json["limits"][1]["name"], "limits.intake_lag_ms");
  EXPECT_EQ(json["limits"][1]["value"], "5000");
  EXPECT_EQ(json["limits"][1]["refused"], "7");
  EXPECT_FALSE(json["limits"][4].contains("used"));
}

}  // namespace whistle::cli::look_test
