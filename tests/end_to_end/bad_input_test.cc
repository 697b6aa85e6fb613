#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <zmq.hpp>
#include <zmq_addon.hpp>

#include "tests/end_to_end/engine_process.h"

namespace whistle::tests::bad_input_test {

// Speaks to the engine byte by byte.
class RawPeer {
 public:
  explicit RawPeer(const std::string& endpoint) : socket_(context_, zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::rcvtimeo, 20'000);
    socket_.set(zmq::sockopt::linger, 0);
    socket_.connect(endpoint);
  }

  v1::Status ask(const std::vector<std::string>& frames) {
    zmq::multipart_t message;
    for (const std::string& frame : frames) message.addstr(frame);
    message.send(socket_);
    zmq::multipart_t answer;
    v1::Header header;
    if (!answer.recv(socket_) || answer.size() != 3 ||
        !header.ParseFromString(answer[1].to_string())) {
      ADD_FAILURE() << "no answer";
    }
    return header.status();
  }

  static std::string header(v1::Method method) {
    v1::Header header;
    header.set_kind(v1::KIND_REQUEST);
    header.set_method(method);
    header.set_request_id(7);
    return header.SerializeAsString();
  }

 private:
  zmq::context_t context_;
  zmq::socket_t socket_;
};

class BadInput : public testing::Test {
 protected:
  BadInput() : engine_("changtai") {
    engine_.start();
    client_ = std::make_unique<client::Client>(engine_.options());
    EXPECT_TRUE(client_->submit(complaint("good", "锦鲤湾3号楼楼道灯坏了，晚上看不见")));
  }
  ~BadInput() override {
    // Nothing else was affected, and nothing accepted before was lost.
    const auto again = client_->submit(complaint("good", "锦鲤湾3号楼楼道灯坏了，晚上看不见"));
    EXPECT_TRUE(again && again->replayed());
    EXPECT_EQ(client_->status()->tallies().complaints(), 1U);
    EXPECT_EQ(engine_.stop(), 0);
  }

  client::Problem refused(const v1::SubmitRequest& request) {
    const auto reply = client_->submit(request);
    EXPECT_FALSE(reply);
    return reply ? client::Problem{} : reply.problem();
  }

  EngineProcess engine_;
  std::unique_ptr<client::Client> client_;
};

TEST_F(BadInput, OfFramesIsAnsweredByName) {
  // Each on a connection of its own: who goes on like this is sent away.
  const auto ask = [this](const std::vector<std::string>& frames) {
    return RawPeer(engine_.endpoint("intake")).ask(frames);
  };
  const std::string submit = RawPeer::header(v1::METHOD_SUBMIT);
  EXPECT_EQ(ask({"HTTP/1.1", submit, ""}).reason(), "PROTOCOL");
  EXPECT_EQ(ask({"one frame"}).reason(), "BAD_FRAME");
  EXPECT_EQ(ask({"WHISTLE/1", submit, "body", "a fourth frame"}).reason(), "BAD_FRAME");
  EXPECT_EQ(ask({"WHISTLE/1", "\xff\xff\xff", ""}).reason(), "BAD_FRAME");
  EXPECT_EQ(ask({"WHISTLE/1", std::string(5000, 'x'), ""}).reason(), "BAD_FRAME");
  EXPECT_EQ(ask({"WHISTLE/1", submit, "\x07 no complaint"}).reason(), "BAD_FRAME");
  EXPECT_EQ(ask({"WHISTLE/1", RawPeer::header(v1::METHOD_PULL), ""}).reason(), "METHOD");
  v1::Header demanding;
  demanding.ParseFromString(submit);
  demanding.add_must_understand("teleport");
  EXPECT_EQ(ask({"WHISTLE/1", demanding.SerializeAsString(), ""}).reason(), "FEATURE");
}

TEST_F(BadInput, OfBrokenUtf8IsToldApart) {
  v1::SubmitRequest request = complaint("utf8", "XXXX");
  std::string body = request.SerializeAsString();
  body.replace(body.find("XXXX"), 4, "\xe6\xbc\xff\xfe");
  RawPeer peer(engine_.endpoint("intake"));
  const v1::Status status = peer.ask({"WHISTLE/1", RawPeer::header(v1::METHOD_SUBMIT), body});
  EXPECT_EQ(status.code(), client::kInvalidArgument);
  EXPECT_EQ(status.reason(), "BAD_UTF8");
  // Whoever sends rubbish does not fill the log with it.
  std::ifstream log(engine_.folder() / "log");
  const std::string told{std::istreambuf_iterator<char>(log), {}};
  EXPECT_EQ(told.find("libprotobuf"), std::string::npos) << told;
}

TEST_F(BadInput, OfFieldsNamesTheField) {
  v1::SubmitRequest request = complaint("x", "");
  EXPECT_EQ(refused(request).reason, "MISSING_TEXT");

  request = complaint("x", std::string(40'000, 'a'));
  EXPECT_EQ(refused(request).reason, "TEXT_TOO_LONG");

  request = complaint("", "路灯不亮");
  EXPECT_EQ(refused(request).reason, "MISSING_IDENTITY");

  request = complaint("x", "路灯不亮", kMorning + kHour);
  EXPECT_EQ(refused(request).reason, "TIME_IN_FUTURE");

  request = complaint("x", "路灯不亮");
  request.mutable_complaint()->set_area_code(42);
  const client::Problem area = refused(request);
  EXPECT_EQ(area.reason, "UNKNOWN_AREA");
  EXPECT_NE(area.message.find("42"), std::string::npos) << area.message;

  request = complaint("x", "路灯不亮");
  request.mutable_complaint()->set_category("no-such");
  EXPECT_EQ(refused(request).reason, "UNKNOWN_CATEGORY");

  request = complaint("x", "路灯不亮");
  request.mutable_complaint()->set_channel("telegraph");
  const client::Problem channel = refused(request);
  EXPECT_EQ(channel.reason, "FIELD_VIOLATION");
  EXPECT_NE(channel.message.find("channel: \"telegraph\""), std::string::npos) << channel.message;

  request = complaint("x", "路灯不亮");
  request.mutable_complaint()->set_has_point(true);
  request.mutable_complaint()->set_latitude(91);
  EXPECT_EQ(refused(request).reason, "FIELD_VIOLATION");

  request.mutable_complaint()->set_latitude(24.6);
  request.mutable_complaint()->set_datum("mars");
  const client::Problem datum = refused(request);
  EXPECT_EQ(datum.reason, "FIELD_VIOLATION");
  EXPECT_NE(datum.message.find("datum: \"mars\""), std::string::npos) << datum.message;
}

TEST_F(BadInput, OfWorkersIsRefusedWithAReason) {
  v1::PullRequest pull;
  pull.set_unit("nowhere");
  pull.set_worker("w");
  EXPECT_EQ(client_->pull(pull).problem().reason, "UNKNOWN_UNIT");
  v1::TokenRequest sign;
  EXPECT_EQ(client_->sign(sign).problem().reason, "MISSING_IDENTITY");
  sign.set_worker("w");
  sign.set_case_id(99);
  sign.set_token(1);
  EXPECT_EQ(client_->sign(sign).problem().reason, "UNKNOWN_CASE");
  sign.set_case_id(1);
  EXPECT_EQ(client_->sign(sign).problem().reason, "TOKEN_SUPERSEDED");
  EXPECT_EQ(client_->get_case(99).problem().reason, "UNKNOWN_CASE");
}

}  // namespace whistle::tests::bad_input_test
