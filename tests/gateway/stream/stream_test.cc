#include "adapters/gateway/stream/stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/client/watch_words.h"
#include "tests/gateway/support/call.h"

namespace whistle::gateway::stream::stream_test {

namespace asio = boost::asio;
using client::facts;
using client::in_turn;
using client::Place;
using client::refuses;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using whistle::support::Mouth;
using whistle::support::Request;
using Ids = std::vector<std::uint64_t>;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::chrono::seconds kPatience{20};

// What one browser has got so far. It takes what it is told to: everything, or nothing for now.
class Browser final : public http::Sink {
 public:
  explicit Browser(asio::io_context& context) : gate_(context) {
    gate_.expires_at(std::chrono::steady_clock::time_point::max());
  }

  asio::awaitable<bool> write(std::shared_ptr<const std::string> bytes) override {
    while (stuck && !gone) {
      boost::system::error_code ignored;
      co_await gate_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (gone) co_return false;
    text += *bytes;
    largest = std::max(largest, bytes->size());
    co_return true;
  }
  void go_on() {
    stuck = false;
    gate_.cancel();
  }
  void go_away() {
    gone = true;
    gate_.cancel();
  }

  // Ids of records, in order.
  Ids ids() const {
    Ids found;
    std::istringstream lines(text);
    std::string id;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("id: ")) id = line.substr(4);
      if (line == "event: record") found.push_back(std::stoull(id));
    }
    return found;
  }

  std::string text;
  std::size_t largest = 0;
  bool stuck = false;
  bool gone = false;
  bool ended = false;

 private:
  asio::steady_timer gate_;
};

// As people in a test are let in: by their name.
class OpenDoor final : public people::Guard {
 public:
  http::Handler behind(people::PersonHandler handler) override {
    return [handler = std::move(handler)](http::Request request) {
      people::Person person{"li.si", "li.si", {"supervisor"}, {}, {}};
      return handler(std::move(person), std::move(request));
    };
  }
};

v1::WatchReply reply(std::uint64_t head, std::uint64_t start, const std::string& journal = "j1") {
  v1::WatchReply said;
  said.set_head_sequence(head);
  said.set_start_sequence(start);
  said.set_journal_id(journal);
  return said;
}

// A journal with the records 1 to `head`, of which a watch gets what follows its place.
whistle::support::Script journal_of(std::uint64_t head) {
  return [head](const Request& request, Mouth& mouth) {
    const auto asked = request.as<v1::WatchRequest>();
    const std::uint64_t after = asked.from_now() ? head : asked.resume_after();
    if (after > head) {
      return mouth.refuse(
          {.code = client::kInvalidArgument, .reason = "RESUME_AHEAD", .message = "ahead"});
    }
    mouth.ok(reply(head, after));
    std::vector<Place> places;
    for (std::uint64_t sequence = after + 1; sequence <= head; ++sequence) {
      places.emplace_back(sequence, 0);
    }
    mouth.event(facts(places, head));
  };
}

class StreamTest : public testing::Test {
 protected:
  ~StreamTest() override {
    for (auto& browser : browsers_) browser->go_away();
    for (int i = 0; i < 100; ++i) context_.poll();
  }

  void start() {
    // Sanitizers make everything slow; what a test waits for comes, or does not.
    settings_.rhythm.ping = std::chrono::milliseconds(ping_ms_);
    settings_.rhythm.answer = std::chrono::milliseconds(50);
    hub_ = std::make_unique<Hub>(client::to(engine_), nullptr, limits_, context_.get_executor());
    stream_ = std::make_unique<Stream>(*hub_, settings_,
                                       [this](const people::Person&) { return may_stay_; });
    router_ = http::Router();
    OpenDoor door;
    stream_->add_routes(router_, door);
  }

  http::Response ask(const std::string& query, const Headers& headers = {}) {
    const auto request =
        support::request_of(http::Method::Get, "/api/v1/events" + query, {}, headers);
    const auto found = router_.find(request.method, request.path);
    return support::run(context_, found.route->handler(request));
  }

  Browser& open(const std::string& query = {}, const Headers& headers = {}) {
    const http::Response response = ask(query, headers);
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.content_type, "text/event-stream");
    browsers_.push_back(std::make_unique<Browser>(context_));
    Browser* browser = browsers_.back().get();
    asio::co_spawn(context_, response.stream(*browser),
                   [browser](const std::exception_ptr&) { browser->ended = true; });
    return *browser;
  }

  // Lets the server go on until it is so.
  template <class Condition>
  bool until(Condition holds) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!holds() && std::chrono::steady_clock::now() < deadline) {
      context_.restart();
      context_.run_one_for(std::chrono::milliseconds(20));
    }
    return holds();
  }
  bool reads(Browser& browser, std::uint64_t last) {
    return until([&] { return !browser.ids().empty() && browser.ids().back() == last; });
  }
  void tell(const std::vector<Place>& places, std::uint64_t seen, std::uint64_t connection = 1) {
    engine_.tell(client::Line::Watch, connection, facts(places, seen));
  }
  std::size_t watches_asked() { return engine_.received(v1::METHOD_WATCH, 0).size(); }

  int ping_ms_ = 60'000;
  bool may_stay_ = true;
  Hub::Limits limits_{};
  Stream::Settings settings_{};
  whistle::support::FakeEngine engine_;
  asio::io_context context_;
  std::unique_ptr<Hub> hub_;
  std::unique_ptr<Stream> stream_;
  http::Router router_;
  std::vector<std::unique_ptr<Browser>> browsers_;
};

TEST_F(StreamTest, ShowsWhatHappensFromNowOn) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  start();
  Browser& browser = open();
  EXPECT_TRUE(until([&] { return browser.text.find("event: hello") != std::string::npos; }));
  EXPECT_THAT(browser.text, StartsWith("retry: 2000\n\n"));
  EXPECT_THAT(browser.text, HasSubstr(R"({"head":"100","journal_id":"j1","start":"100"})"));
  tell({{101, 0}, {101, 1}, {103, 0}}, 103);
  EXPECT_TRUE(reads(browser, 103));
  EXPECT_THAT(browser.ids(), ElementsAre(101, 103));
}

TEST_F(StreamTest, ResumesAfterTheLastEventId) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  start();
  Browser& by_header = open("?last_event_id=50", {{"last-event-id", "97"}});
  Browser& by_query = open("?last_event_id=98");
  EXPECT_TRUE(reads(by_header, 100));
  EXPECT_TRUE(reads(by_query, 100));
  EXPECT_THAT(by_header.ids(), ElementsAre(98, 99, 100));
  EXPECT_THAT(by_query.ids(), ElementsAre(99, 100));
}

TEST_F(StreamTest, CostsOneWatchForAllWhoSeeTheSame) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  settings_.streams_per_person = 1000;
  start();
  // Given 200 browsers that come back to slightly different places.
  std::vector<Browser*> browsers;
  for (std::uint64_t i = 0; i < 200; ++i) {
    browsers.push_back(&open("", {{"last-event-id", std::to_string(50 + (i * 7) % 40)}}));
  }
  tell({{101, 0}}, 101);
  for (std::uint64_t i = 0; i < 200; ++i) {
    ASSERT_TRUE(reads(*browsers[i], 101));
    const Ids ids = browsers[i]->ids();
    ASSERT_EQ(ids.front(), 51 + (i * 7) % 40);
    ASSERT_EQ(ids.size(), 101 - ids.front() + 1);
  }
  EXPECT_EQ(watches_asked(), 1U);
  EXPECT_EQ(hub_->watches(), 1U);
  EXPECT_EQ(stream_->tally().streams, 200U);
}

TEST_F(StreamTest, HasAWatchForEachFilter) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  limits_.watches = 2;
  start();
  open("?severities=red");
  open("?severities=blue");
  const http::Response third = ask("?severities=yellow");
  EXPECT_EQ(third.status, 503);
  EXPECT_EQ(support::header_of(third, "Retry-After"), "5");
  open("?severities=red");
  EXPECT_EQ(watches_asked(), 2U);
}

TEST_F(StreamTest, EndsAWatchThatNobodyReads) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  ping_ms_ = 10;
  start();
  Browser& browser = open();
  EXPECT_TRUE(until([&] { return hub_->watches() == 1; }));
  browser.go_away();
  EXPECT_TRUE(until([&] { return browser.ended && hub_->watches() == 0; }));
  EXPECT_EQ(stream_->tally().streams, 0U);
}

TEST_F(StreamTest, ReadsOnFromTheJournalWhoFellBehindAndThenSharesAgain) {
  engine_.on(v1::METHOD_WATCH, in_turn({journal_of(100), journal_of(140)}));
  limits_.strand.bytes_max = 2000;
  limits_.strand.own_bytes_max = 2000;
  start();
  Browser& slow = open();
  Browser& quick = open();
  const auto has_begun = [](const Browser& browser) {
    return browser.text.find("hello") != std::string::npos;
  };
  EXPECT_TRUE(until([&] { return has_begun(slow) && has_begun(quick); }));
  slow.stuck = true;
  for (std::uint64_t sequence = 101; sequence <= 140; ++sequence) {
    tell({{sequence, 0}}, sequence);
    ASSERT_TRUE(reads(quick, sequence));
  }
  // When the slow one takes something again, its place is long gone.
  slow.go_on();
  EXPECT_TRUE(reads(slow, 140));
  EXPECT_EQ(slow.ids(), quick.ids());
  EXPECT_EQ(watches_asked(), 2U);
  EXPECT_TRUE(until([&] { return hub_->watches() == 1; }));
  tell({{141, 0}}, 141);
  EXPECT_TRUE(reads(slow, 141));
  EXPECT_TRUE(reads(quick, 141));
  EXPECT_EQ(slow.ids().size(), 41U);
  EXPECT_EQ(stream_->tally().fell_behind, 1U);
}

TEST_F(StreamTest, StartsAtTheHeadForOthersWhenTheFirstComesFromFarBack) {
  engine_.on(v1::METHOD_WATCH, journal_of(3000));
  limits_.strand.far = 1500;
  limits_.strand.rewind = 10;
  start();
  Browser& first = open("?last_event_id=100");
  EXPECT_TRUE(reads(first, 3000));
  EXPECT_EQ(first.ids().size(), 2900U);
  EXPECT_EQ(first.ids().front(), 101U);
  EXPECT_LE(first.largest, 200U << 10);
}

TEST_F(StreamTest, GoesOnAfterARestartOfTheEngineWithoutLossOrRepeat) {
  engine_.on(v1::METHOD_WATCH, in_turn({journal_of(100), journal_of(105)}));
  start();
  Browser& browser = open();
  EXPECT_TRUE(until([&] { return browser.text.find("hello") != std::string::npos; }));
  tell({{101, 0}, {102, 0}}, 102);
  EXPECT_TRUE(reads(browser, 102));
  engine_.restart();
  EXPECT_TRUE(reads(browser, 105));
  EXPECT_THAT(browser.ids(), ElementsAre(101, 102, 103, 104, 105));
}

TEST_F(StreamTest, ShowsARecordOnlyWhenItIsWhole) {
  // Given an engine that falls in the middle of record 101.
  engine_.on(v1::METHOD_WATCH, in_turn({journal_of(100), [](const Request&, Mouth& mouth) {
                                          mouth.ok(reply(101, 100));
                                          mouth.event(facts({{101, 0}, {101, 1}}, 101));
                                        }}));
  start();
  Browser& browser = open();
  EXPECT_TRUE(until([&] { return browser.text.find("hello") != std::string::npos; }));
  tell({{101, 0}}, 100);
  engine_.restart();
  EXPECT_TRUE(reads(browser, 101));
  EXPECT_THAT(browser.ids(), ElementsAre(101));
  const std::size_t at = browser.text.find("data: {\"sequence\"");
  const auto data =
      nlohmann::json::parse(browser.text.substr(at + 6, browser.text.find('\n', at) - at - 6));
  EXPECT_EQ(data["facts"].size(), 2U);
}

TEST_F(StreamTest, WaitsForAnEngineThatIsAway) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  engine_.fall();
  ping_ms_ = 20;
  start();
  Browser& browser = open("?last_event_id=99");
  EXPECT_TRUE(until([&] { return browser.text.find(": ping") != std::string::npos; }));
  EXPECT_THAT(browser.text, Not(HasSubstr("hello")));
  engine_.rise();
  EXPECT_TRUE(reads(browser, 100));
}

TEST_F(StreamTest, SaysThatWhatFollowsIsGone) {
  engine_.on(v1::METHOD_WATCH, refuses({.code = client::kOutOfRange,
                                        .reason = "COMPACTED",
                                        .message = "gone",
                                        .first_available = 500}));
  start();
  Browser& browser = open("?last_event_id=7");
  EXPECT_TRUE(until([&] { return browser.ended; }));
  EXPECT_THAT(browser.text, HasSubstr("id:\nevent: reset\n"));
  EXPECT_THAT(browser.text, HasSubstr("\"first_available\":\"500\""));
}

TEST_F(StreamTest, DoesNotLoseItsPlaceToItsOwnRewinding) {
  // Given a journal that begins with 91.
  engine_.on(v1::METHOD_WATCH, [](const Request& request, Mouth& mouth) {
    if (request.as<v1::WatchRequest>().resume_after() < 90) {
      return mouth.refuse({.code = client::kOutOfRange,
                           .reason = "COMPACTED",
                           .message = "gone",
                           .first_available = 91});
    }
    journal_of(100)(request, mouth);
  });
  start();
  Browser& browser = open("?last_event_id=97");
  EXPECT_TRUE(reads(browser, 100));
  EXPECT_THAT(browser.ids(), ElementsAre(98, 99, 100));
}

TEST_F(StreamTest, SaysThatTheJournalIsAnotherOne) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  start();
  Browser& ahead = open("?last_event_id=101", {});
  Browser& other = open("?last_event_id=100&journal_id=old");
  Browser& same = open("?last_event_id=99&journal_id=j1");
  EXPECT_TRUE(until([&] { return ahead.ended && other.ended; }));
  EXPECT_THAT(other.text, HasSubstr("JOURNAL_CHANGED"));
  EXPECT_THAT(ahead.text, HasSubstr("RESUME_AHEAD"));
  EXPECT_TRUE(reads(same, 100));
}

TEST_F(StreamTest, TellsAWrongFilterAsAnAnswer) {
  engine_.on(v1::METHOD_WATCH, refuses({.code = client::kInvalidArgument,
                                        .reason = "FIELD_VIOLATION",
                                        .message = "no colour is called so"}));
  start();
  const http::Response response = ask("?severities=pink");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("no colour is called so"));
  EXPECT_EQ(ask("?last_event_id=x").status, 400);
  EXPECT_EQ(ask("?snapshot=maybe").status, 400);
  EXPECT_EQ(ask("?nonsense=1").status, 400);
}

TEST_F(StreamTest, ShowsTheOpenCasesFirstWhenAsked) {
  engine_.on(v1::METHOD_WATCH, [](const Request& request, Mouth& mouth) {
    if (!request.as<v1::WatchRequest>().snapshot()) return journal_of(100)(request, mouth);
    mouth.ok(reply(100, 100));
    v1::WatchEvents begin;
    begin.set_seen_sequence(100);
    begin.mutable_snapshot_begin()->set_watermark_sequence(100);
    mouth.event(begin);
    v1::WatchEvents cases;
    cases.set_seen_sequence(100);
    cases.set_as_of_sequence(100);
    cases.add_cases()->set_case_id(5);
    mouth.event(cases);
    v1::WatchEvents end;
    end.set_seen_sequence(100);
    end.mutable_snapshot_end()->set_watermark_sequence(100);
    mouth.event(end);
  });
  start();
  Browser& browser = open("?snapshot=1");
  EXPECT_TRUE(until([&] { return browser.text.find("\"end\"") != std::string::npos; }));
  EXPECT_THAT(browser.text, HasSubstr("\"case_id\":\"5\""));
  EXPECT_THAT(browser.text, HasSubstr("id: 100\nevent: snapshot"));
  // Then it shares what happens with the others.
  EXPECT_TRUE(until([&] { return hub_->watches() == 1; }));
  tell({{101, 0}}, 101);
  EXPECT_TRUE(reads(browser, 101));
  // Who comes back with an id needs no snapshot.
  Browser& again = open("?snapshot=1", {{"last-event-id", "100"}});
  EXPECT_TRUE(reads(again, 101));
  EXPECT_THAT(again.text, Not(HasSubstr("event: snapshot")));
}

TEST_F(StreamTest, PingsAndMovesTheIdWhereNothingMatched) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  ping_ms_ = 20;
  start();
  Browser& browser = open();
  EXPECT_TRUE(until([&] { return browser.text.find("hello") != std::string::npos; }));
  tell({}, 150);
  EXPECT_TRUE(until([&] { return browser.text.find("id: 150\n\n") != std::string::npos; }));
  EXPECT_THAT(browser.ids(), IsEmpty());
}

TEST_F(StreamTest, EndsForWhoMayNoLongerSee) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  ping_ms_ = 20;
  start();
  Browser& browser = open();
  EXPECT_TRUE(until([&] { return browser.text.find(": ping") != std::string::npos; }));
  may_stay_ = false;
  EXPECT_TRUE(until([&] { return browser.ended; }));
}

TEST_F(StreamTest, ComesToAnEndSoThatTheCookieIsShownAgain) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  ping_ms_ = 20;
  settings_.rhythm.longest = std::chrono::milliseconds(100);
  start();
  EXPECT_TRUE(until([browser = &open()] { return browser->ended; }));
}

TEST_F(StreamTest, IsBoundedForEachPersonAndInAll) {
  engine_.on(v1::METHOD_WATCH, journal_of(100));
  settings_.streams_per_person = 2;
  start();
  open();
  open();
  EXPECT_EQ(ask("").status, 429);
  settings_.streams_per_person = 100;
  settings_.streams_max = 1;
  start();
  open();
  EXPECT_EQ(ask("").status, 503);
}

}  // namespace whistle::gateway::stream::stream_test
