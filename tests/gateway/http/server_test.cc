#include "adapters/gateway/http/server.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "tests/gateway/support/served.h"

namespace whistle::gateway::http::server_test {

using std::chrono::milliseconds;
using support::Answer;
using support::RawClient;
using support::request_text;
using support::ServedRouter;

boost::asio::awaitable<Response> echo(Request request) {
  Response response = json(request.path + "|" + request.body);
  response.headers.emplace_back("X-Remote", request.remote);
  co_return response;
}

boost::asio::awaitable<Response> divide_header(Request request) {
  Response response = json("{}");
  response.headers.emplace_back("Location", std::string(request.query.get("to")));
  co_return response;
}

boost::asio::awaitable<Response> fail(Request /*request*/) {
  throw std::runtime_error("broken");
  co_return Response{};
}

boost::asio::awaitable<void> count_to_three(Sink& sink) {
  for (const char* piece : {"one ", "two ", "three"}) {
    if (!co_await sink.write(std::make_shared<const std::string>(piece))) co_return;
  }
}

// Until the client is gone, or does not read.
boost::asio::awaitable<void> talk_for_ever(Sink& sink) {
  const auto piece = std::make_shared<const std::string>(std::size_t{1} << 20, 'x');
  while (co_await sink.write(piece)) {
  }
}

Handler streams(boost::asio::awaitable<void> (*stream)(Sink&)) {
  return [stream](Request) -> boost::asio::awaitable<Response> {
    Response response;
    response.content_type = "text/event-stream";
    response.stream = stream;
    co_return response;
  };
}

Router sample() {
  Router router;
  router.add({Method::Get, "/echo/{name}", echo});
  router.add({Method::Post, "/echo/{name}", echo, 100});
  router.add({Method::Get, "/redirect", divide_header});
  router.add({Method::Get, "/fail", fail});
  router.add({Method::Get, "/three", streams(count_to_three)});
  router.add({Method::Get, "/ever", streams(talk_for_ever)});
  return router;
}

class Serving : public testing::Test {
 protected:
  ServedRouter& serve(ServerSettings settings = {}) {
    served_ = std::make_unique<ServedRouter>(router_, std::move(settings));
    return *served_;
  }
  Answer ask(const std::string& text) { return RawClient(served_->port()).ask(text); }

  Router router_ = sample();
  std::unique_ptr<ServedRouter> served_;
};

TEST_F(Serving, KeepsTheConnectionAndAnswersInTurn) {
  RawClient client(serve().port());
  client.say(request_text("GET", "/echo/a") + request_text("POST", "/echo/b", "", "body"));
  EXPECT_EQ(client.hear().body, "/echo/a|");
  EXPECT_EQ(client.hear().body, "/echo/b|body");
  EXPECT_EQ(client.ask(request_text("GET", "/echo/%E6%BC%B3")).body, "/echo/漳|");
}

TEST_F(Serving, ReadsWhatComesByteByByte) {
  RawClient client(serve().port());
  for (const char byte : request_text("POST", "/echo/b", "", "body")) {
    ASSERT_TRUE(client.say(std::string(1, byte)));
  }
  EXPECT_EQ(client.hear().body, "/echo/b|body");
}

TEST_F(Serving, ReadsChunksUpToTheBoundOfThePath) {
  RawClient client(serve().port());
  const std::string head = "POST /echo/b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(client.ask(head + "2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n").body, "/echo/b|body");
  std::string large;
  for (int i = 0; i < 30; ++i) large += "4\r\nbody\r\n";
  EXPECT_EQ(client.ask(head + large + "0\r\n\r\n").status, 413);
}

TEST_F(Serving, ClosesWhenAsked) {
  RawClient client(serve().port());
  client.say(request_text("GET", "/echo/a", "Connection: close\r\n"));
  EXPECT_NE(client.hear_all().find("/echo/a|"), std::string::npos);
}

TEST_F(Serving, SpeaksHttp10) {
  RawClient client(serve().port());
  client.say("GET /three HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(client.hear_all().ends_with("\r\n\r\none two three"));
}

TEST_F(Serving, AnswersHeadWithoutABody) {
  RawClient client(serve().port());
  client.say(request_text("HEAD", "/echo/a"));
  EXPECT_EQ(client.hear(true).headers["content-length"], "8");
  EXPECT_EQ(client.ask(request_text("GET", "/echo/b")).body, "/echo/b|");
}

TEST_F(Serving, SaysWhatAPathTakes) {
  serve();
  EXPECT_EQ(ask(request_text("OPTIONS", "/echo/a")).headers["allow"], "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(ask(request_text("OPTIONS", "*")).status, 204);
  const Answer wrong = ask(request_text("DELETE", "/echo/a"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_NE(wrong.headers.at("allow").find("POST"), std::string::npos);
  EXPECT_EQ(ask(request_text("GET", "/nothing")).status, 404);
  EXPECT_EQ(ask(request_text("BREW", "/echo/a")).status, 501);
}

TEST_F(Serving, TellsBrowsersToBeCareful) {
  serve();
  Answer answer = ask(request_text("GET", "/echo/a"));
  EXPECT_NE(answer.headers["content-security-policy"].find("frame-ancestors 'none'"),
            std::string::npos);
  EXPECT_EQ(answer.headers["content-security-policy"].find("script-src 'self' 'unsafe"),
            std::string::npos);
  EXPECT_EQ(answer.headers["x-content-type-options"], "nosniff");
  EXPECT_EQ(answer.headers["referrer-policy"], "no-referrer");
}

TEST_F(Serving, StreamsInChunksAndGoesOn) {
  RawClient client(serve().port());
  const Answer answer = client.ask(request_text("GET", "/three"));
  EXPECT_EQ(answer.body, "one two three");
  EXPECT_EQ(client.ask(request_text("GET", "/echo/a")).body, "/echo/a|");
}

TEST_F(Serving, EndsAStreamThatNobodyReads) {
  ServerSettings settings;
  settings.limits.write_time = milliseconds(50);
  ServedRouter& served = serve(std::move(settings));
  RawClient client(served.port());
  client.say(request_text("GET", "/ever"));
  // Nothing is read until the server has closed, which its count of time-outs shows.
  while (served.counts().timeouts == 0) std::this_thread::yield();
  while (served.counts().connections > 0) std::this_thread::yield();
}

TEST_F(Serving, SaysThatAHandlerBroke) {
  RawClient client(serve().port());
  const Answer answer = client.ask(request_text("GET", "/fail"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("broken"), std::string::npos);
  EXPECT_EQ(client.ask(request_text("GET", "/echo/a")).status, 200);
}

TEST_F(Serving, NeverSendsAHeaderThatBeginsAnother) {
  serve();
  EXPECT_EQ(ask(request_text("GET", "/redirect?to=/home")).headers["location"], "/home");
  const Answer divided = ask(request_text("GET", "/redirect?to=a%0d%0aSet-Cookie:%20x=1"));
  EXPECT_EQ(divided.status, 500);
  EXPECT_FALSE(divided.headers.contains("set-cookie"));
}

TEST_F(Serving, RefusesWhatIsTooLarge) {
  serve();
  EXPECT_EQ(ask(request_text("POST", "/echo/b", "", std::string(101, 'x'))).status, 413);
  EXPECT_EQ(ask(request_text("GET", "/" + std::string(9000, 'a'))).status, 414);
  EXPECT_EQ(ask(request_text("GET", "/" + std::string(90'000, 'a'))).status, 414);
  EXPECT_EQ(ask(request_text("GET", "/echo/a", "X: " + std::string(90'000, 'a') + "\r\n")).status,
            431);
}

TEST_F(Serving, DoesNotWaitForABodyThatIsTooLarge) {
  serve();
  EXPECT_EQ(ask("POST /echo/b HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n").status,
            413);
}

TEST_F(Serving, RefusesWhatIsNoRequest) {
  serve();
  for (const char* nonsense :
       {"\r\nnonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
        "GET /echo/a HTTP/1.1\r\n\r\n", "GET /echo/a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /%2e%2e/x HTTP/1.1\r\nHost: h\r\n\r\n", "GET /\xff HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /echo/a HTTP/1.1\r\nHost: h\r\nBad Header: x\r\n\r\n",
        "POST /echo/a HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "POST /echo/a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /echo/a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n"
        "\r\n0\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"}) {
    EXPECT_EQ(ask(nonsense).status, 400) << nonsense;
  }
}

TEST_F(Serving, DoesNotWaitForASlowHeader) {
  ServerSettings settings;
  settings.limits.header_time = milliseconds(30);
  serve(std::move(settings));
  EXPECT_EQ(ask("GET /echo/a HTTP/1.1\r\nHost: h\r\n").status, 408);
}

TEST_F(Serving, DoesNotWaitForASlowBody) {
  ServerSettings settings;
  settings.limits.body_time = milliseconds(30);
  serve(std::move(settings));
  EXPECT_EQ(ask("POST /echo/b HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf").status, 408);
}

// The time is that of the whole header or body, not of each byte.
TEST_F(Serving, DoesNotWaitForWhatDripsIn) {
  ServerSettings settings;
  settings.limits.header_time = milliseconds(30);
  settings.limits.body_time = milliseconds(30);
  ServedRouter& served = serve(std::move(settings));
  for (const char* begun : {"GET /echo/a HTTP/1.1\r\nHost: h\r\nX: ",
                            "POST /echo/b HTTP/1.1\r\nHost: h\r\nContent-Length: 99\r\n\r\n"}) {
    const auto before = served.counts().timeouts;
    RawClient client(served.port());
    client.say(begun);
    // A byte now and then, and never the last: each turn waits for the server's thread.
    for (int turn = 0; served.counts().timeouts == before; ++turn) {
      if (turn % 20 == 0 && turn < 20 * 90) client.say("x");
    }
    EXPECT_EQ(client.hear().status, 408);
  }
  EXPECT_EQ(ask(request_text("GET", "/echo/a")).status, 200);
}

TEST_F(Serving, EndsIdleConnectionsWithoutAWord) {
  ServerSettings settings;
  settings.limits.idle_time = milliseconds(30);
  RawClient client(serve(std::move(settings)).port());
  EXPECT_EQ(client.hear_all(), "");
}

TEST_F(Serving, EndsAConnectionAfterItsRequests) {
  ServerSettings settings;
  settings.limits.requests_per_connection = 2;
  RawClient client(serve(std::move(settings)).port());
  EXPECT_NE(client.ask(request_text("GET", "/echo/a")).headers["connection"], "close");
  EXPECT_EQ(client.ask(request_text("GET", "/echo/a")).headers["connection"], "close");
  EXPECT_EQ(client.hear_all(), "");
}

TEST_F(Serving, IsNotHarmedByAThousandIdleConnections) {
  ServerSettings settings;
  settings.limits.connections_per_address = 2000;
  ServedRouter& served = serve(std::move(settings));
  std::vector<RawClient> idle;
  for (int i = 0; i < 1000; ++i) idle.emplace_back(served.port());
  EXPECT_EQ(ask(request_text("GET", "/echo/a")).status, 200);
  EXPECT_EQ(served.counts().refused_full, 0U);
}

TEST_F(Serving, RefusesConnectionsBeyondItsBounds) {
  ServerSettings settings;
  settings.limits.connections_per_address = 3;
  ServedRouter& served = serve(std::move(settings));
  std::vector<RawClient> idle;
  for (int i = 0; i < 3; ++i) idle.emplace_back(served.port());
  const Answer refused = ask(request_text("GET", "/echo/a"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  idle.clear();
  while (served.counts().connections > 0) std::this_thread::yield();
  EXPECT_EQ(ask(request_text("GET", "/echo/a")).status, 200);
}

TEST_F(Serving, RefusesConnectionsBeyondAll) {
  ServerSettings settings;
  settings.limits.connections = 2;
  ServedRouter& served = serve(std::move(settings));
  std::vector<RawClient> idle;
  for (int i = 0; i < 2; ++i) idle.emplace_back(served.port());
  EXPECT_EQ(ask(request_text("GET", "/echo/a")).status, 503);
}

TEST_F(Serving, BelievesOnlyTrustedProxies) {
  const std::string forwarded = request_text("GET", "/echo/a", "X-Forwarded-For: 8.8.8.8\r\n");
  serve();
  EXPECT_EQ(ask(forwarded).headers["x-remote"], "127.0.0.1");
  ServerSettings settings;
  settings.trusted_proxies = {"127.0.0.0/8"};
  serve(std::move(settings));
  EXPECT_EQ(ask(forwarded).headers["x-remote"], "8.8.8.8");
}

TEST_F(Serving, SendsContinueBeforeABodyThatWaitsForIt) {
  RawClient client(serve().port());
  client.say(
      "POST /echo/b HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.hear().status, 100);
  EXPECT_EQ(client.ask("body").body, "/echo/b|body");
}

TEST_F(Serving, StopsWithIdleConnectionsAndStreams) {
  ServedRouter& served = serve();
  RawClient idle(served.port());
  RawClient watching(served.port());
  watching.say(request_text("GET", "/ever"));
  EXPECT_FALSE(watching.hear_some().empty());
  std::thread reader([&] { watching.hear_all(); });
  served.stop();
  reader.join();
  EXPECT_EQ(idle.hear_all(), "");
}

TEST(Networks, HoldTheirAddresses) {
  EXPECT_TRUE(is_in("10.1.2.3", {"192.168.0.0/16", "10.0.0.0/8"}));
  EXPECT_TRUE(is_in("::ffff:10.1.2.3", {"10.0.0.0/8"}));
  EXPECT_TRUE(is_in("fd00::1", {"fd00::/8"}));
  EXPECT_FALSE(is_in("11.1.2.3", {"10.0.0.0/8", "fd00::/8", "11.1.2.4"}));
  EXPECT_FALSE(is_in("nonsense", {"10.0.0.0/8"}));
  EXPECT_FALSE(is_network("10.0.0.0/33"));
  EXPECT_FALSE(is_network("proxy.example"));
}

TEST(Networks, TheClientIsTheNearestThatIsNotTrusted) {
  const std::vector<std::string> trusted{"10.0.0.0/8"};
  EXPECT_EQ(client_behind("1.1.1.1, 8.8.8.8, 10.0.0.2", "10.0.0.1", trusted), "8.8.8.8");
  EXPECT_EQ(client_behind("8.8.8.8", "9.9.9.9", trusted), "9.9.9.9");
  EXPECT_EQ(client_behind("<script>", "10.0.0.1", trusted), "10.0.0.1");
  EXPECT_EQ(client_behind("", "10.0.0.1", trusted), "10.0.0.1");
}

}  // namespace whistle::gateway::http::server_test
