#include "engine/service/router.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include <zmq_addon.hpp>

#include "whistle/v1/admin.pb.h"

// What becomes of those who send what nobody can read.
namespace whistle::service::router_test {

using namespace std::chrono_literals;

constexpr Timestamp kNow{Milliseconds{1'773'187'200'000}};
constexpr const char* kEndpoint = "inproc://router_test";

class AtARouter : public testing::Test {
 protected:
  AtARouter() {
    EXPECT_TRUE(router_.bind(kEndpoint));
    router_.start();
  }
  ~AtARouter() override { router_.stop(); }

  zmq::socket_t client() {
    zmq::socket_t socket(context_, zmq::socket_type::dealer);
    socket.set(zmq::sockopt::linger, 0);
    socket.connect(kEndpoint);
    return socket;
  }
  static void send(zmq::socket_t& socket, const std::vector<std::string>& frames) {
    zmq::multipart_t message;
    for (const std::string& frame : frames) message.addstr(frame);
    message.send(socket);
  }
  static std::vector<std::string> request(std::uint64_t id) {
    v1::Header header;
    header.set_kind(v1::KIND_REQUEST);
    header.set_method(v1::METHOD_PING);
    header.set_request_id(id);
    return {std::string(kProtocol), header.SerializeAsString()};
  }
  // Requests of these numbers, each answered with a little more than a MiB.
  void ask_for_much(zmq::socket_t& socket, std::uint64_t first, std::uint64_t last) {
    reply_.emplace().set_policy_version(std::string(std::size_t{1} << 20U, 'x'));
    for (std::uint64_t id = first; id <= last; ++id) send(socket, request(id));
  }
  // Lets the router do what there is to do.
  void serve() {
    while (loop_.poll() > 0) {
    }
    loop_.restart();
  }
  // "refused BAD_FRAME", "away MALFORMED", for each message that has come.
  static std::vector<std::string> heard(zmq::socket_t& socket) {
    std::vector<std::string> heard;
    for (;;) {
      std::vector<zmq::message_t> frames;
      if (!zmq::recv_multipart(socket, std::back_inserter(frames), zmq::recv_flags::dontwait)) {
        return heard;
      }
      v1::Header header;
      EXPECT_EQ(frames.size(), 3U);
      EXPECT_TRUE(header.ParseFromArray(frames[1].data(), static_cast<int>(frames[1].size())));
      EXPECT_EQ(frames[2].size(), 0U);
      const bool is_away = header.kind() == v1::KIND_GOAWAY;
      heard.push_back((is_away ? "away " : "refused ") + header.status().reason());
    }
  }

  zmq::context_t context_;
  boost::asio::io_context loop_;
  runtime::DrivenClock clock_{kNow};
  std::vector<std::uint64_t> taken_;
  Peer peer_;  // of the last one
  std::optional<Problem> refusal_;
  std::optional<v1::StatusReply> reply_;
  int lost_{};                 // replies
  std::size_t counts_for_{1};  // each message
  Router router_{loop_, context_, "work", clock_, [this](const Request& request) {
                   taken_.push_back(request.header.request_id());
                   peer_ = request.peer;
                   router_.count(counts_for_);
                   if (refusal_) request.refuse(*refusal_);
                   if (reply_) request.answer(*reply_, [this] { ++lost_; });
                 }};
};

using Heard = std::vector<std::string>;

TEST_F(AtARouter, SoManyBytesWaitForWhoDoesNotRead) {
  zmq::socket_t deaf = client();
  send(deaf, request(1));
  serve();
  v1::Header header;
  header.set_kind(v1::KIND_EVENT);
  const std::string large(std::size_t{1} << 20U, 'x');
  int sent = 0;
  while (sent < 100 && router_.send(peer_, header, large)) ++sent;
  EXPECT_EQ(sent, 64);
  EXPECT_TRUE(router_.send(peer_, header, std::string("of little ones the number is bounded")));
  for (std::vector<zmq::message_t> frames;
       zmq::recv_multipart(deaf, std::back_inserter(frames), zmq::recv_flags::dontwait);) {
    frames.clear();
  }
  EXPECT_TRUE(router_.send(peer_, header, large));
}

TEST_F(AtARouter, AnswersThatMustNotWaitAreCounted) {
  zmq::socket_t deaf = client();
  ask_for_much(deaf, 1, 63);
  serve();
  EXPECT_EQ(router_.undelivered(), 0U);
  ask_for_much(deaf, 64, 70);
  serve();
  EXPECT_EQ(router_.undelivered(), 7U);
  EXPECT_EQ(lost_, 7);
}

TEST_F(AtARouter, ATurnCountsTheBytesOfAnswersThatWereNotSent) {
  zmq::socket_t deaf = client();
  ask_for_much(deaf, 1, 64);
  serve();
  ASSERT_EQ(router_.undelivered(), 1U);
  taken_.clear();
  ask_for_much(deaf, 65, 74);
  loop_.poll_one();
  EXPECT_EQ(taken_, (std::vector<std::uint64_t>{65}));
  serve();
  EXPECT_EQ(taken_.size(), 10U);
}

TEST_F(AtARouter, ARefusalForWhoIsGoneIsCounted) {
  const Peer gone("nobody of this name");
  router_.refuse(gone, v1::Header{}, {kUnavailable, "FULL", "", 0});
  EXPECT_EQ(router_.undelivered(), 1U);
}

TEST_F(AtARouter, TheThirdUnreadableMessageSendsAwayAndTheNextIsNotRead) {
  zmq::socket_t bully = client();
  for (int count = 0; count < 5; ++count) send(bully, {"rubbish"});
  send(bully, request(1));
  serve();
  EXPECT_EQ(heard(bully), (Heard{"refused BAD_FRAME", "refused BAD_FRAME", "refused BAD_FRAME",
                                 "away MALFORMED"}));
  EXPECT_TRUE(taken_.empty());
  EXPECT_EQ(router_.unreadable(), (Unreadable{.messages = 3, .sent_away = 1, .dropped = 3}));
}

TEST_F(AtARouter, OthersAreServed) {
  zmq::socket_t bully = client();
  zmq::socket_t other = client();
  for (int count = 0; count < 1000; ++count) send(bully, {"GET / HTTP/1.1", "", ""});
  send(other, request(7));
  serve();
  EXPECT_EQ(taken_, (std::vector<std::uint64_t>{7}));
  EXPECT_EQ(heard(bully).size(), 4U);
  EXPECT_TRUE(heard(other).empty());
}

TEST_F(AtARouter, WhoWasSentAwayIsReadAgainAfterAMinute) {
  zmq::socket_t bully = client();
  for (int count = 0; count < 3; ++count) send(bully, {"rubbish"});
  serve();
  clock_.advance_to(kNow + Strikes::kAwayFor - 1ms);
  send(bully, request(1));
  serve();
  EXPECT_TRUE(taken_.empty());
  clock_.advance_to(kNow + Strikes::kAwayFor);
  send(bully, request(2));
  serve();
  EXPECT_EQ(taken_, (std::vector<std::uint64_t>{2}));
}

TEST_F(AtARouter, WhatIsRefusedForWhatItAsksIsNoStrike) {
  zmq::socket_t newer = client();
  v1::Header header;
  header.set_kind(v1::KIND_REQUEST);
  header.add_must_understand("teleport");
  for (int count = 0; count < 10; ++count) {
    send(newer, {std::string(kProtocol), header.SerializeAsString(), ""});
  }
  serve();
  EXPECT_EQ(heard(newer), Heard(10, "refused FEATURE"));
  EXPECT_EQ(router_.unreadable(), Unreadable{});
}

// What reads bodies stands behind the router, and refuses through it.
TEST_F(AtARouter, ABodyThatCannotBeReadIsAStrike) {
  zmq::socket_t peer = client();
  refusal_ = Problem{kInvalidArgument, "BAD_UTF8", "frame 2: a text is not valid UTF-8", 0};
  for (std::uint64_t id = 1; id <= 4; ++id) send(peer, request(id));
  serve();
  EXPECT_EQ(heard(peer),
            (Heard{"refused BAD_UTF8", "refused BAD_UTF8", "refused BAD_UTF8", "away MALFORMED"}));
  EXPECT_EQ(taken_.size(), 3U);
}

// Who sends many requests in a message takes no more of a turn than who sends them one by one.
TEST_F(AtARouter, ATurnIsBoundedInRequestsAndNotInMessages) {
  zmq::socket_t eager = client();
  counts_for_ = 100;
  for (std::uint64_t id = 1; id <= 10; ++id) send(eager, request(id));
  router_.take_rest();
  EXPECT_EQ(taken_.size(), 3U);
  counts_for_ = 1;
  router_.take_rest();
  EXPECT_EQ(taken_.size(), 10U);
}

TEST_F(AtARouter, TheRestIsReadOnceMoreBeforeItStops) {
  zmq::socket_t late = client();
  send(late, request(5));
  router_.take_rest();
  router_.stop();
  EXPECT_EQ(taken_, (std::vector<std::uint64_t>{5}));
  send(late, request(6));
  serve();
  EXPECT_EQ(taken_.size(), 1U);
}

}  // namespace whistle::service::router_test
