#include "engine/service/zap.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <zmq_addon.hpp>

#include "engine/service/curve.h"
#include "engine/service/router.h"
#include "tests/service/keys.h"

// Who may shake hands, by the verdict alone and over real sockets.
namespace whistle::service::zap_test {

using namespace std::chrono_literals;

constexpr Timestamp kNow{Milliseconds{1'773'187'200'000}};
const std::string kDesk(40, 'd');

Directory directory() {
  return Directory({{.name = "desk",
                     .roles = Role::Worker,
                     .keys = {{.z85 = kDesk, .not_before = kNow, .not_after = kNow + 1h}}}});
}

Handshake shake(std::string domain, std::string key = kDesk, std::string mechanism = "CURVE") {
  return {.domain = std::move(domain),
          .address = "10.0.0.7",
          .mechanism = std::move(mechanism),
          .key = std::move(key)};
}

TEST(Verdict, LetsInWhoIsListedAndHasBusinessThere) {
  const Directory known = directory();
  EXPECT_TRUE(judge(shake("whistle.work"), &known, kNow).is_welcome);
  EXPECT_TRUE(judge(shake("whistle.watch"), &known, kNow).is_welcome);
  EXPECT_FALSE(judge(shake("whistle.intake"), &known, kNow).is_welcome);
  EXPECT_FALSE(judge(shake("whistle.admin"), &known, kNow).is_welcome);
}

TEST(Verdict, LetsNobodyIntoADomainThatDoesNotExist) {
  const Directory known = directory();
  EXPECT_FALSE(judge(shake(""), &known, kNow).is_welcome);
  EXPECT_FALSE(judge(shake("whistle"), &known, kNow).is_welcome);
}

TEST(Verdict, LetsInCurveAlone) {
  const Directory known = directory();
  for (const char* mechanism : {"NULL", "PLAIN", "GSSAPI", ""}) {
    EXPECT_FALSE(judge(shake("whistle.work", kDesk, mechanism), &known, kNow).is_welcome);
  }
}

TEST(Verdict, LetsNobodyInWhoIsNotListed) {
  const Directory known = directory();
  EXPECT_EQ(judge(shake("whistle.work", std::string(40, 'x')), &known, kNow).why, "unknown key");
  EXPECT_FALSE(judge(shake("whistle.work", ""), &known, kNow).is_welcome);
  EXPECT_FALSE(judge(shake("whistle.work"), nullptr, kNow).is_welcome);
}

TEST(Verdict, LetsNobodyInBeforeOrAfterTheTimeOfTheKey) {
  const Directory known = directory();
  EXPECT_EQ(judge(shake("whistle.work"), &known, kNow - 1ms).why, "KEY_NOT_YET_VALID of desk");
  EXPECT_TRUE(judge(shake("whistle.work"), &known, kNow + 1h - 1ms).is_welcome);
  EXPECT_EQ(judge(shake("whistle.work"), &known, kNow + 1h).why, "KEY_EXPIRED of desk");
}

// A guarded socket and those who want in.
class Door : public testing::Test {
 protected:
  Door() {
    zap_.use(std::make_shared<const Directory>(std::vector<Principal>{
        {.name = "desk", .roles = Role::Worker, .keys = {{.z85 = desk_.open}}},
        {.name = "chief", .roles = Role::Supervisor, .keys = {{.z85 = chief_.open}}}}));
  }

  zmq::socket_t client(const TestKey& key, const std::string& endpoint) {
    zmq::socket_t socket(context_, zmq::socket_type::dealer);
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::curve_serverkey, server_.open);
    socket.set(zmq::sockopt::curve_publickey, key.open);
    socket.set(zmq::sockopt::curve_secretkey, key.secret);
    socket.connect(endpoint);
    return socket;
  }

  static void send(zmq::socket_t& socket, std::uint64_t id) {
    v1::Header header;
    header.set_kind(v1::KIND_REQUEST);
    header.set_method(v1::METHOD_HELLO);
    header.set_request_id(id);
    zmq::multipart_t message;
    message.addmem(kProtocol.data(), kProtocol.size());
    message.addstr(header.SerializeAsString());
    message.addstr("");
    message.send(socket);
  }

  zmq::context_t context_;
  runtime::DrivenClock clock_{kNow};
  Zap zap_{context_, clock_};
  ServerKey server_ = [] {
    const TestKey key = new_key();
    return ServerKey{key.secret, key.open};
  }();
  TestKey desk_ = new_key();
  TestKey chief_ = new_key();
};

TEST_F(Door, IsShutToAKeyThatNobodyKnows) {
  zmq::socket_t router(context_, zmq::socket_type::router);
  ASSERT_TRUE(guard(router, server_, Audience::Work));
  router.bind("tcp://127.0.0.1:*");
  const auto refused = knock(context_, router.get(zmq::sockopt::last_endpoint), server_.open);
  EXPECT_TRUE(refused) << refused.error();
  EXPECT_EQ(zap_.denied(), 1U);
}

TEST_F(Door, TellsWhatWasRefusedAndHowOften) {
  std::vector<std::string> told;
  zap_.report_to([&](const Handshake& handshake, const std::string& why, std::uint64_t count) {
    told.push_back(handshake.domain + " " + why + " " + std::to_string(count));
  });
  zmq::socket_t router(context_, zmq::socket_type::router);
  ASSERT_TRUE(guard(router, server_, Audience::Work));
  router.bind("tcp://127.0.0.1:*");
  const std::string endpoint = router.get(zmq::sockopt::last_endpoint);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(knock(context_, endpoint, server_.open));
  clock_.advance_to(kNow + 1s);
  EXPECT_TRUE(knock(context_, endpoint, server_.open));
  zap_.report_to({});
  EXPECT_EQ(told,
            (std::vector<std::string>{"whistle.work unknown key 1", "whistle.work unknown key 3"}));
}

TEST_F(Door, ThatAsksForNoKeyIsFound) {
  zmq::socket_t open(context_, zmq::socket_type::router);
  open.bind("tcp://127.0.0.1:*");
  EXPECT_FALSE(knock(context_, open.get(zmq::sockopt::last_endpoint), server_.open));
}

// Without anybody to be asked ZeroMQ lets everybody in, encrypted or not.
TEST(DoorWithoutAZap, IsFoundWhenItStandsOpen) {
  zmq::context_t context;
  const TestKey key = new_key();
  zmq::socket_t encrypted(context, zmq::socket_type::router);
  encrypted.set(zmq::sockopt::curve_server, true);
  encrypted.set(zmq::sockopt::curve_secretkey, key.secret);
  encrypted.bind("tcp://127.0.0.1:*");
  const auto result = knock(context, encrypted.get(zmq::sockopt::last_endpoint), key.open);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().find("it was let in"), std::string::npos) << result.error();
}

TEST(DoorWithoutAZap, StaysShutWhenItIsGuarded) {
  zmq::context_t context;
  const TestKey key = new_key();
  zmq::socket_t router(context, zmq::socket_type::router);
  ASSERT_TRUE(guard(router, {key.secret, key.open}, Audience::Work));
  router.bind("tcp://127.0.0.1:*");
  const auto result = knock(context, router.get(zmq::sockopt::last_endpoint), key.open);
  EXPECT_TRUE(result || result.error().find("it was let in") == std::string::npos);
}

TEST_F(Door, KnowsItsKey) {
  const auto key = server_key_of(server_.secret);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->open, server_.open);
  EXPECT_FALSE(server_key_of("short"));
  EXPECT_FALSE(server_key_of(std::string(40, ' ')));
}

TEST_F(Door, IsFoundFromInside) {
  EXPECT_EQ(reachable("tcp://0.0.0.0:7701"), "tcp://127.0.0.1:7701");
  EXPECT_EQ(reachable("tcp://[::]:7701"), "tcp://[::1]:7701");
  EXPECT_EQ(reachable("tcp://10.0.0.1:7701"), "tcp://10.0.0.1:7701");
}

// ZeroMQ up to 4.3.4 takes the frame of the address aside when somebody asks for its events, and
// forgets the properties of the connection with it. Who reads the user from that frame sees nobody,
// and who takes nobody for anybody has an open door.
TEST_F(Door, TheUserStandsInTheFramesBehindTheAddressWhateverWasAskedBefore) {
  zmq::socket_t router(context_, zmq::socket_type::router);
  ASSERT_TRUE(guard(router, server_, Audience::Work));
  router.set(zmq::sockopt::rcvtimeo, 20'000);
  router.bind("tcp://127.0.0.1:*");
  zmq::socket_t desk = client(desk_, router.get(zmq::sockopt::last_endpoint));
  send(desk, 1);
  std::array<zmq::pollitem_t, 1> item{{{router.handle(), 0, ZMQ_POLLIN, 0}}};
  ASSERT_EQ(zmq::poll(item.data(), 1, 20s), 1);
  ASSERT_NE(router.get(zmq::sockopt::events) & ZMQ_POLLIN, 0);
  std::vector<zmq::message_t> frames;
  ASSERT_TRUE(zmq::recv_multipart(router, std::back_inserter(frames)));
  ASSERT_EQ(frames.size(), 4U);
  int major = 0;
  int minor = 0;
  int patch = 0;
  zmq_version(&major, &minor, &patch);
  if (major == 4 && minor == 3 && patch <= 4) {
    EXPECT_THROW(frames[0].gets("User-Id"), zmq::error_t) << "the trap is gone";
  }
  EXPECT_EQ(frames[1].gets("User-Id"), desk_.open);
}

// More than one turn takes, so that the router asks for events between messages.
TEST_F(Door, TheRouterKnowsWhoseEachOfAThousandMessagesIs) {
  constexpr std::uint64_t kMessages = 1000;
  boost::asio::io_context loop;
  std::map<std::string, std::set<std::uint64_t>> taken;
  Router router(loop, context_, "work", clock_, [&](Request request) {
    taken[request.user.value_or("no user")].insert(request.header.request_id());
  });
  ASSERT_TRUE(router.guard(server_, Audience::Work));
  ASSERT_TRUE(router.bind("tcp://127.0.0.1:*"));
  zmq::socket_t desk = client(desk_, router.endpoint());
  zmq::socket_t chief = client(chief_, router.endpoint());
  for (std::uint64_t id = 1; id <= kMessages; ++id) {
    send(desk, id);
    send(chief, id);
  }
  router.start();
  while (taken[desk_.open].size() + taken[chief_.open].size() < 2 * kMessages) {
    ASSERT_NE(loop.run_one_for(20s), 0U);
    ASSERT_FALSE(taken.contains("no user") || taken.contains(""));
  }
  EXPECT_EQ(taken[desk_.open].size(), kMessages);
  EXPECT_EQ(taken[chief_.open].size(), kMessages);
  router.stop();
}

TEST_F(Door, ARouterThatAsksForNoKeysNamesNoUser) {
  boost::asio::io_context loop;
  std::optional<std::string> user = "nobody yet";
  Router router(loop, context_, "work", clock_, [&](Request request) { user = request.user; });
  ASSERT_TRUE(router.bind("tcp://127.0.0.1:*"));
  zmq::socket_t peer(context_, zmq::socket_type::dealer);
  peer.set(zmq::sockopt::linger, 0);
  peer.connect(router.endpoint());
  send(peer, 1);
  router.start();
  while (user == "nobody yet") ASSERT_NE(loop.run_one_for(20s), 0U);
  EXPECT_FALSE(user);
  router.stop();
}

}  // namespace whistle::service::zap_test
