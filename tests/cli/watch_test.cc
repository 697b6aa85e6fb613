#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/cli/terminal.h"

namespace whistle::cli::watch_test {

using support::Mouth;
using support::refuses;
using support::Request;

v1::Fact fact(std::uint64_t sequence, std::uint32_t index, std::uint64_t case_id,
              const std::string& event) {
  v1::Fact made;
  made.set_sequence(sequence);
  made.set_index(index);
  made.set_time_ms(1'787'378'709'000);
  made.set_case_id(case_id);
  made.set_event(event);
  return made;
}

void add(v1::Fact& fact, const std::string& name, const std::string& value) {
  auto& detail = *fact.add_details();
  detail.set_name(name);
  detail.set_value(value);
}

void add_time(v1::Fact& fact, const std::string& name, std::int64_t time_ms) {
  auto& detail = *fact.add_details();
  detail.set_name(name);
  detail.set_time_ms(time_ms);
}

v1::WatchEvents events(const std::vector<v1::Fact>& facts, std::uint64_t seen) {
  v1::WatchEvents message;
  for (const v1::Fact& one : facts) *message.add_facts() = one;
  message.set_seen_sequence(seen);
  message.set_head_sequence(seen);
  return message;
}

support::Script tells(std::vector<v1::WatchEvents> messages) {
  return [messages = std::move(messages)](const Request&, Mouth& mouth) {
    v1::WatchReply reply;
    reply.set_head_sequence(messages.empty() ? 0 : messages.back().seen_sequence());
    mouth.ok(reply);
    for (const auto& message : messages) mouth.event(message);
  };
}

v1::WatchRequest asked(const Terminal& terminal, std::size_t number = 1) {
  return terminal.engine.received(v1::METHOD_WATCH, number)[number - 1].as<v1::WatchRequest>();
}

TEST(WatchVerb, PrintsALinePerFact) {
  Terminal terminal;
  v1::Fact filed = fact(12, 0, 17, "case_filed");
  add(filed, "source", "cli");
  add(filed, "category", "01076");
  add(filed, "category_name", "漏水");
  add(filed, "area", "350605");
  add(filed, "severity", "red");
  v1::Fact promise = fact(12, 1, 17, "clock_started");
  add(promise, "stage", "sign");
  add(promise, "limit", "5m");
  add_time(promise, "due_soon", 1'787'378'708'000);
  add_time(promise, "due", 1'787'378'710'000);
  v1::Fact late = fact(13, 0, 17, "clock_met");
  add(late, "stage", "sign");
  add(late, "on_time", "no");
  v1::Fact leased = fact(14, 0, 17, "something_new");
  add(leased, "token", "42");
  add(leased, "consumed_ms", "3900000");
  add(leased, "note",
      "a\x1b"
      "b");
  terminal.engine.on(v1::METHOD_WATCH,
                     tells({events({filed, promise}, 12), events({late, leased}, 14)}));
  const Ran ran = terminal.run({"watch", "--from", "0", "--count", "4"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out,
            "2026-08-22T14:05:09+08:00  #12      case 17      filed            red  漏水 (01076)  "
            "at 350605\n"
            "2026-08-22T14:05:09+08:00  #12      case 17      promise          sign  within 5m  "
            "due 2026-08-22T14:05:10+08:00\n"
            "2026-08-22T14:05:09+08:00  #13      case 17      kept too late    sign\n"
            "2026-08-22T14:05:09+08:00  #14      case 17      something_new    consumed 1h05m  "
            "note a?b\n");
}

TEST(WatchVerb, PaintsTheColoursAndSaysThem) {
  Terminal terminal;
  v1::Fact filed = fact(1, 0, 17, "case_filed");
  add(filed, "severity", "yellow");
  v1::Fact card = fact(1, 1, 17, "card_issued");
  add(card, "card", "red_card");
  terminal.engine.on(v1::METHOD_WATCH, tells({events({filed, card}, 1)}));
  const Ran ran = terminal.run({"watch", "--from", "0", "--count", "2", "--colour", "always"});
  EXPECT_NE(ran.out.find("\x1b[33myellow\x1b[0m"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("\x1b[1;31mred_card\x1b[0m"), std::string::npos) << ran.out;
}

TEST(WatchVerb, BeginsNowUnlessToldOtherwise) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_WATCH, tells({}));
  ASSERT_EQ(terminal.run({"watch", "--until-idle"}).status, 0);
  ASSERT_EQ(terminal
                .run({"watch", "--until-idle", "--from", "0", "--event", "case_closed", "--event",
                      "card_issued"})
                .status,
            0);
  EXPECT_TRUE(asked(terminal, 1).from_now());
  EXPECT_FALSE(asked(terminal, 2).from_now());
  EXPECT_EQ(asked(terminal, 2).resume_after(), 0U);
  ASSERT_EQ(asked(terminal, 2).events_size(), 2);
  EXPECT_EQ(asked(terminal, 2).events(1), "card_issued");
}

TEST(WatchVerb, EndsWhenAllHasBeenShown) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_WATCH,
                     tells({events({fact(1, 0, 17, "case_closed")}, 1),
                            events({fact(2, 0, 18, "case_closed")}, 2), events({}, 9)}));
  const Ran ran = terminal.run({"watch", "--from", "0", "--until-idle"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(lines_of(ran.out).size(), 2U);
}

TEST(WatchVerb, SaysWhyTheStreamStandsStillAndGoesOn) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_WATCH,
                     support::in_turn({[](const Request& request, Mouth& mouth) {
                                         tells({events({fact(1, 0, 17, "case_closed")}, 1)})(
                                             request, mouth);
                                         mouth.go_away({.code = client::kUnavailable,
                                                        .reason = "SHUTTING_DOWN",
                                                        .message = "the engine stops",
                                                        .retry_after_ms = 200});
                                       },
                                       tells({events({fact(2, 0, 18, "case_closed")}, 2)})}));
  const Ran ran = terminal.run({"watch", "--from", "0", "--count", "2"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(lines_of(ran.out).size(), 2U);
  EXPECT_EQ(ran.err, "whistle: SHUTTING_DOWN: the engine stops\n");
}

TEST(WatchVerb, ShowsOneCase) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_WATCH,
                     tells({events({fact(1, 0, 17, "case_closed"), fact(1, 1, 18, "case_closed"),
                                    fact(2, 0, 17, "case_struck_off")},
                                   2)}));
  const Ran ran = terminal.run({"watch", "--from", "0", "--until-idle", "--case", "17", "--json"});
  const auto lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(lines[0])["case_id"], "17");
  EXPECT_EQ(nlohmann::json::parse(lines[1])["event"], "case_struck_off");
}

TEST(WatchVerb, KeepsItsPositionInAFile) {
  Terminal terminal;
  const std::string file = terminal.path("position");
  terminal.engine.on(v1::METHOD_WATCH, tells({events({fact(5, 0, 17, "case_closed")}, 8)}));
  ASSERT_EQ(terminal.run({"watch", "--from", "3", "--until-idle", "--resume", file}).status, 0);
  EXPECT_EQ(read_file(file), "8\n");
  ASSERT_EQ(terminal.run({"watch", "--from", "3", "--until-idle", "--resume", file}).status, 0);
  EXPECT_EQ(asked(terminal, 1).resume_after(), 3U);
  EXPECT_EQ(asked(terminal, 2).resume_after(), 8U);
  EXPECT_FALSE(asked(terminal, 2).from_now());
}

TEST(WatchVerb, KeepsThePositionOfTheLastFactPrinted) {
  // Given a message of three records, the second with two facts.
  Terminal terminal;
  const std::string file = terminal.path("position");
  terminal.engine.on(v1::METHOD_WATCH, tells({events({fact(5, 0, 17, "a"), fact(6, 0, 17, "b"),
                                                      fact(6, 1, 17, "c"), fact(9, 0, 17, "d")},
                                                     9)}));
  const auto position_after = [&](const std::string& count) {
    EXPECT_EQ(terminal.run({"watch", "--from", "0", "--count", count, "--resume", file}).status, 0);
    std::string position = read_file(file);
    std::remove(file.c_str());
    return position;
  };
  EXPECT_EQ(position_after("1"), "5\n");
  EXPECT_EQ(position_after("2"), "5\n");  // record 6 is not complete
  EXPECT_EQ(position_after("3"), "6\n");
  EXPECT_EQ(position_after("4"), "9\n");
}

TEST(WatchVerb, RefusesAFileThatHoldsNoPosition) {
  Terminal terminal;
  const std::string file = terminal.path("position");
  for (const std::string text : {"", "12", "twelve\n", "12\n\n", "-1\n"}) {
    write_file(file, text);
    EXPECT_EQ(terminal.run({"watch", "--resume", file, "--until-idle"}).status, 1) << text;
    EXPECT_EQ(read_file(file), text);
  }
}

TEST(WatchVerb, GoesOnThroughARestart) {
  Terminal terminal;
  std::atomic<int> watches = 0;
  terminal.engine.on(v1::METHOD_WATCH, [&watches](const Request& request, Mouth& mouth) {
    ++watches;
    const std::uint64_t after = request.as<v1::WatchRequest>().resume_after();
    mouth.ok(v1::WatchReply{});
    mouth.event(events({fact(after + 1, 0, 17, "case_closed")}, after + 1));
  });
  std::thread restarts([&] {
    while (watches == 0) std::this_thread::yield();
    terminal.engine.restart();
  });
  const Ran ran = terminal.run({"watch", "--from", "0", "--count", "2"});
  restarts.join();
  const auto lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NE(lines[0].find("#1 "), std::string::npos);
  EXPECT_NE(lines[1].find("#2 "), std::string::npos);
}

TEST(WatchVerb, ReportsARefusal) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_WATCH, refuses({.code = client::kInvalidArgument,
                                                .reason = "RESUME_AHEAD",
                                                .message = "the journal is at 3"}));
  const Ran ran = terminal.run({"watch", "--from", "9"});
  EXPECT_EQ(ran.status, 4);
  EXPECT_EQ(ran.err, "whistle: RESUME_AHEAD: the journal is at 3\n");
}

TEST(WatchVerb, WarnsOfAnEventItDoesNotKnow) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_WATCH, tells({}));
  const Ran ran = terminal.run({"watch", "--event", "escalated", "--until-idle"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err, "whistle: no event is known as escalated\n");
}

TEST(WatchVerb, GivesUpOnAnEngineThatWasNeverThere) {
  Terminal terminal;
  terminal.engine.fall();
  const Ran ran = terminal.run({"watch", "--timeout", "0.05"});
  EXPECT_EQ(ran.status, 6);
  EXPECT_NE(ran.err.find("CANNOT_CONNECT"), std::string::npos);
}

}  // namespace whistle::cli::watch_test
