#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "adapters/client/watch.h"
#include "adapters/gateway/people/secrets.h"
#include "tests/end_to_end/engine_process.h"

// Real processes on loopback: an engine, a gateway, and 200 browsers that come back by themselves.
namespace whistle::gateway::stream::restarts_test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace web = boost::beast::http;
using asio::ip::tcp;
using Sequences = std::vector<std::uint64_t>;

constexpr int kBrowsers = 200;
constexpr int kRestarts = 10;
constexpr int kComplaints = 8;  // between two of them
constexpr std::chrono::minutes kPatience{3};

// As an EventSource does it: reads, keeps the last id, comes back with it.
class Browser {
 public:
  Browser(std::uint16_t port, std::string cookie) : port_(port), cookie_(std::move(cookie)) {}

  asio::awaitable<void> run() {
    while (!stopped) {
      try {
        co_await visit();
      } catch (const std::exception&) {
        // The gateway has gone, as it does in this test.
      }
      asio::steady_timer pause(co_await asio::this_coro::executor, std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::use_awaitable);
    }
  }

  Sequences seen;
  int visits = 0;
  int resets = 0;
  bool stopped = false;

 private:
  asio::awaitable<void> visit() {
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    stream.expires_after(std::chrono::seconds(5));
    const tcp::endpoint gateway(asio::ip::address_v4::loopback(), port_);
    co_await stream.async_connect(gateway, asio::use_awaitable);
    web::request<web::empty_body> request{web::verb::get, "/api/v1/events?last_event_id=0", 11};
    request.set(web::field::host, "127.0.0.1");
    request.set(web::field::cookie, cookie_);
    if (!last_id_.empty()) request.set("Last-Event-ID", last_id_);
    co_await web::async_write(stream, request, asio::use_awaitable);
    beast::flat_buffer buffer;
    web::response_parser<web::buffer_body> parser;
    parser.body_limit(boost::none);
    co_await web::async_read_header(stream, buffer, parser, asio::use_awaitable);
    if (parser.get().result_int() != 200) co_return;
    ++visits;
    event_ = {};
    line_.clear();
    while (!stopped) {
      std::array<char, 16 << 10> bytes{};
      parser.get().body().data = bytes.data();
      parser.get().body().size = bytes.size();
      stream.expires_after(std::chrono::seconds(5));
      boost::system::error_code error;
      co_await web::async_read_some(stream, buffer, parser,
                                    asio::redirect_error(asio::use_awaitable, error));
      const std::size_t got = bytes.size() - parser.get().body().size;
      for (std::size_t i = 0; i < got; ++i) take(bytes.at(i));
      if (error && error != web::error::need_buffer) co_return;
      if (parser.is_done()) co_return;
    }
  }

  void take(char letter) {
    if (letter != '\n') {
      line_ += letter;
      return;
    }
    if (line_.empty()) {
      dispatch();
    } else if (line_.starts_with("id:")) {
      event_.has_id = true;
      event_.id = line_.size() > 4 ? line_.substr(4) : "";
    } else if (line_.starts_with("event: ")) {
      event_.name = line_.substr(7);
    } else if (line_.starts_with("data: ")) {
      event_.data = line_.substr(6);
    }
    line_.clear();
  }

  // A record that was cut off before its empty line never was.
  void dispatch() {
    if (event_.has_id) last_id_ = event_.id;
    if (event_.name == "reset") ++resets;
    if (event_.name == "record") {
      const auto data = nlohmann::json::parse(event_.data);
      seen.push_back(std::stoull(data["sequence"].get<std::string>()));
    }
    event_ = {};
  }

  struct Event {
    bool has_id{};
    std::string id, name, data;
  };

  std::uint16_t port_;
  std::string cookie_;
  std::string last_id_;
  std::string line_;
  Event event_;
};

std::uint16_t free_port() {
  asio::io_context context;
  const tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  return acceptor.local_endpoint().port();
}

class RestartsTest : public testing::Test {
 protected:
  RestartsTest() : engine_("changtai"), port_(free_port()) {
    std::ofstream(engine_.folder() / "accounts.toml")
        << "[[account]]\nname = \"li.si\"\npassword = \"" << people::hash_password("correct horse")
        << "\"\nroles = [\"supervisor\"]\n";
    engine_.start();
    start_gateway();
  }
  ~RestartsTest() override {
    if (gateway_ > 0) kill_gateway();
  }

  void start_gateway() {
    gateway_ = tests::spawn({STREAM_GATEWAY, engine_.endpoint("watch"), std::to_string(port_),
                             engine_.folder() / "accounts.toml", engine_.folder() / "sessions"},
                            engine_.folder() / "gateway.log");
  }
  void kill_gateway() {
    ::kill(gateway_, SIGKILL);
    tests::exit_code(gateway_);
    gateway_ = 0;
  }

  // Tries until the gateway listens.
  web::response<web::string_body> ask(web::verb method, const std::string& target,
                                      const std::string& body = {}) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < until) {
      try {
        asio::io_context context;
        beast::tcp_stream stream(context);
        stream.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port_));
        web::request<web::string_body> request{method, target, 11, body};
        request.set(web::field::host, "127.0.0.1");
        request.set(web::field::content_type, "application/json");
        request.prepare_payload();
        web::write(stream, request);
        beast::flat_buffer buffer;
        web::response<web::string_body> response;
        web::read(stream, buffer, response);
        return response;
      } catch (const std::exception&) {
        std::this_thread::yield();
      }
    }
    throw std::runtime_error("the gateway does not start");
  }

  std::string sign_in() {
    const auto response =
        ask(web::verb::post, "/api/v1/session", R"({"name":"li.si","password":"correct horse"})");
    EXPECT_EQ(response.result_int(), 200U) << response.body();
    const std::string cookie(response[web::field::set_cookie]);
    return cookie.substr(0, cookie.find(';'));
  }

  void submit(client::Client& client, int count) {
    for (int i = 0; i < count; ++i, ++next_) {
      const std::string id = std::to_string(next_);
      const auto reply =
          client.submit(tests::complaint(id, "登科府" + id + "号楼水管爆了，水漫到楼道里"));
      ASSERT_TRUE(reply) << reply.problem().message;
    }
  }

  // What the engine itself tells.
  Sequences told() {
    client::Watch watch(engine_.options());
    watch.subscribe({});
    Sequences all;
    do {
      const auto events = watch.next(5000);
      if (!events) continue;
      for (const v1::Fact& fact : events->facts()) {
        if (all.empty() || all.back() != fact.sequence()) all.push_back(fact.sequence());
      }
    } while (!watch.connected() || watch.seen_sequence() < watch.head_sequence());
    return all;
  }

  tests::EngineProcess engine_;
  std::uint16_t port_;
  pid_t gateway_{};
  int next_ = 0;
};

TEST_F(RestartsTest, LoseNothingAndRepeatNothingFor200Browsers) {
  const std::string cookie = sign_in();
  asio::io_context context;
  std::vector<std::unique_ptr<Browser>> browsers;
  for (int i = 0; i < kBrowsers; ++i) {
    browsers.push_back(std::make_unique<Browser>(port_, cookie));
    asio::co_spawn(context, browsers.back()->run(), asio::detached);
  }
  const auto go_on_for = [&](std::chrono::milliseconds time) { context.run_for(time); };
  auto client = std::make_unique<client::Client>(engine_.options());
  for (int restart = 0; restart < kRestarts; ++restart) {
    submit(*client, kComplaints);
    go_on_for(std::chrono::milliseconds(200));
    // In turn the engine, the gateway, and both at once, while something comes in.
    const bool falls_engine = restart % 3 != 1;
    const bool falls_gateway = restart % 3 != 0;
    if (falls_gateway) kill_gateway();
    if (falls_engine) engine_.kill();
    go_on_for(std::chrono::milliseconds(100));
    if (falls_engine) engine_.start();
    if (falls_gateway) start_gateway();
    submit(*client, kComplaints);
    go_on_for(std::chrono::milliseconds(300));
  }
  submit(*client, kComplaints);
  const Sequences all = told();
  ASSERT_GE(all.size(), static_cast<std::size_t>(kComplaints) * (2 * kRestarts + 1));
  const auto are_there = [&] {
    return std::ranges::all_of(browsers, [&](const auto& browser) {
      return !browser->seen.empty() && browser->seen.back() == all.back();
    });
  };
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!are_there() && std::chrono::steady_clock::now() < until) {
    go_on_for(std::chrono::milliseconds(50));
  }
  int visits = 0;
  for (const auto& browser : browsers) {
    ASSERT_EQ(browser->seen, all);
    EXPECT_EQ(browser->resets, 0);
    visits += browser->visits;
  }
  EXPECT_GE(visits, kBrowsers * 2);
  // All 200 see the same, so all 200 share one watch.
  EXPECT_EQ(ask(web::verb::get, "/watches").body(), "1");
  for (auto& browser : browsers) browser->stopped = true;
  kill_gateway();
  context.run();
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(engine_.verify(), 0);
}

}  // namespace whistle::gateway::stream::restarts_test
