#include "adapters/notify/http_post.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <thread>
#include <utility>

namespace whistle::notify::http_post_test {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;

// Listens on this machine, takes one request, says what it is told to say, and hangs up.
class Listener {
 public:
  explicit Listener(std::string answer)
      : acceptor_(loop_, {asio::ip::address_v4::loopback(), 0}),
        thread_([this, answer = std::move(answer)] { serve(answer); }) {}

  Url url() const {
    return {.host = "127.0.0.1",
            .port = std::to_string(acceptor_.local_endpoint().port()),
            .target = "/hook?x=1"};
  }
  std::string heard() {
    if (thread_.joinable()) thread_.join();
    return heard_;
  }
  ~Listener() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  void serve(const std::string& answer) {
    tcp::socket peer(loop_);
    acceptor_.accept(peer);
    boost::system::error_code ended;
    // The bodies of these tests end so.
    asio::read_until(peer, asio::dynamic_buffer(heard_), "}", ended);
    asio::write(peer, asio::buffer(answer), ended);
    if (answer.empty()) asio::read_until(peer, asio::dynamic_buffer(heard_), "never", ended);
  }

  asio::io_context loop_;
  tcp::acceptor acceptor_;
  std::string heard_;
  std::jthread thread_;
};

HttpAnswer post(Listener& listener, milliseconds patience = milliseconds{10'000}) {
  return http_post(listener.url(), {.headers = {{"Whistle-Delivery", "17"}}, .body = R"({"a":1})"},
                   patience);
}

TEST(HttpPost, SendsTheRequestAndTellsTheStatus) {
  Listener listener("HTTP/1.1 204 No Content\r\n\r\n");
  const HttpAnswer answer = post(listener);
  EXPECT_EQ(answer.status, 204U) << answer.problem;
  const std::string heard = listener.heard();
  EXPECT_TRUE(heard.starts_with("POST /hook?x=1 HTTP/1.1\r\n")) << heard;
  EXPECT_NE(heard.find("Host: 127.0.0.1:" + listener.url().port + "\r\n"), std::string::npos);
  EXPECT_NE(heard.find("Whistle-Delivery: 17\r\n"), std::string::npos) << heard;
  EXPECT_NE(heard.find("Content-Length: 7\r\n"), std::string::npos) << heard;
  EXPECT_TRUE(heard.ends_with("\r\n\r\n{\"a\":1}")) << heard;
}

TEST(HttpPost, TellsHowLongTheReceiverWantsUsToWait) {
  Listener listener(
      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
  const HttpAnswer answer = post(listener);
  EXPECT_EQ(answer.status, 429U);
  EXPECT_EQ(answer.retry_after, std::chrono::seconds{7});
}

TEST(HttpPost, LeavesADateOutOfIt) {
  Listener listener("HTTP/1.1 503 Busy\r\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n\r\n");
  EXPECT_EQ(post(listener).retry_after, std::chrono::seconds{0});
}

TEST(HttpPost, SaysWhyNothingCameBack) {
  Listener listener("nonsense\r\n\r\n");
  const HttpAnswer answer = post(listener);
  EXPECT_EQ(answer.status, 0U);
  EXPECT_NE(answer.problem, "");
}

TEST(HttpPost, GivesUpOnAReceiverThatSaysNothing) {
  Listener listener("");
  const HttpAnswer answer = post(listener, milliseconds{50});
  EXPECT_EQ(answer.status, 0U);
  EXPECT_NE(answer.problem, "");
}

TEST(HttpPost, SaysThatNobodyListens) {
  Url url;
  {
    asio::io_context loop;
    tcp::acceptor closed(loop, {asio::ip::address_v4::loopback(), 0});
    url = {.host = "127.0.0.1", .port = std::to_string(closed.local_endpoint().port())};
  }
  const HttpAnswer answer = http_post(url, {.headers = {}, .body = "{}"}, milliseconds{10'000});
  EXPECT_EQ(answer.status, 0U);
  EXPECT_NE(answer.problem.find("refused"), std::string::npos) << answer.problem;
}

}  // namespace whistle::notify::http_post_test
