#include "adapters/client/bundle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "adapters/client/client.h"
#include "adapters/client/frames.h"
#include "tests/client/patience.h"
#include "tests/support/fake_engine.h"
#include "whistle/v1/bundle.pb.h"

// Many wishes in one message, each told for itself.
namespace whistle::client::bundle_test {

using support::answers;
using support::FakeEngine;
using support::in_turn;
using support::Mouth;
using support::refuses;
using support::Request;
using support::Script;
using support::silent;

v1::SubmitRequest complaint(int number, std::size_t bytes = 0) {
  v1::SubmitRequest request;
  request.mutable_complaint()->set_external_id(std::to_string(number));
  request.mutable_complaint()->set_text(std::string(bytes, 'x'));
  return request;
}

v1::SubmitReply filed(std::uint64_t case_id) {
  v1::SubmitReply reply;
  reply.set_case_id(case_id);
  return reply;
}

// The number of a complaint on its way.
int number_in(const std::string& body) {
  v1::SubmitRequest request;
  EXPECT_TRUE(request.ParseFromString(body));
  return std::stoi(request.complaint().external_id());
}

// Files each complaint under the case of its own number; those of `full` find no room.
Script files_by_number(std::vector<int> full = {}) {
  return [full = std::move(full)](const Request& request, Mouth& mouth) {
    const auto asked = request.as<v1::BundleRequest>();
    v1::BundleReply reply;
    for (const v1::BundledWish& wish : asked.wishes()) {
      const int number = number_in(wish.body());
      v1::BundledAnswer& answer = *reply.add_answers();
      if (std::ranges::find(full, number) != full.end()) {
        answer.mutable_status()->set_code(kResourceExhausted);
        answer.mutable_status()->set_reason("INTAKE_FULL");
        answer.mutable_status()->set_retry_after_ms(1);
      } else {
        answer.set_body(filed(static_cast<std::uint64_t>(number)).SerializeAsString());
      }
    }
    mouth.ok(reply);
  };
}

// What each complaint was told: the number of its case, or the reason.
class Told {
 public:
  void add(Bundle& bundle, int number, std::string key = {}, std::size_t bytes = 0) {
    const std::size_t at = words_.size();
    words_.emplace_back();
    bundle.add<v1::SubmitReply>(
        v1::METHOD_SUBMIT, complaint(number, bytes),
        [this, at](const Result<v1::SubmitReply>& reply) {
          words_[at] += reply ? std::to_string(reply->case_id()) : reply.problem().reason;
          if (!reply && reply.problem().resent) words_[at] += " resent";
        },
        std::move(key));
  }
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::vector<std::string> words_;
};

using Words = std::vector<std::string>;

TEST(Bundles, AreOneMessageAndEachWishIsToldForItself) {
  FakeEngine engine;
  engine.on(v1::METHOD_BUNDLE, [](const Request&, Mouth& mouth) {
    v1::BundleReply reply;
    v1::TokenReply token;
    token.set_token(9);
    reply.add_answers()->set_body(token.SerializeAsString());
    v1::Status& status = *reply.add_answers()->mutable_status();
    status.set_code(kFailedPrecondition);
    status.set_reason("TOKEN_SUPERSEDED");
    mouth.ok(reply);
  });
  Options options = patient(engine);
  options.decide_within_ms = 800;
  Client client(options);
  std::vector<std::string> told;
  Bundle bundle;
  v1::TokenRequest sign;
  sign.set_case_id(17);
  bundle.add<v1::TokenReply>(
      v1::METHOD_SIGN, sign,
      [&](const Result<v1::TokenReply>& reply) { told.push_back(std::to_string(reply->token())); },
      "k-1");
  bundle.add<v1::TokenReply>(
      v1::METHOD_FINISH, v1::FinishRequest{},
      [&](const Result<v1::TokenReply>& reply) { told.push_back(reply.problem().reason); });
  EXPECT_EQ(bundle.size(), 2U);
  client.send_bundle(Line::Work, std::move(bundle));
  EXPECT_EQ(client.pending(), 1U);
  ASSERT_TRUE(client.drain(20'000));
  EXPECT_EQ(told, (Words{"9", "TOKEN_SUPERSEDED"}));
  const auto sent = engine.received(v1::METHOD_BUNDLE, 1).front();
  EXPECT_EQ(sent.line, Line::Work);
  EXPECT_EQ(sent.header.idempotency_key(), "");
  const auto message = sent.as<v1::BundleRequest>();
  EXPECT_EQ(message.wishes(0).method(), v1::METHOD_SIGN);
  EXPECT_EQ(message.wishes(0).body(), sign.SerializeAsString());
  EXPECT_EQ(message.wishes(0).idempotency_key(), "k-1");
  EXPECT_EQ(message.wishes(0).timeout_ms(), 800U);
  EXPECT_EQ(message.wishes(1).idempotency_key(), "");
}

TEST(Bundles, OfMoreThan256WishesAreSeveralMessagesInTheirOrder) {
  FakeEngine engine;
  engine.on(v1::METHOD_BUNDLE, files_by_number());
  Client client(patient(engine));
  Bundle bundle;
  Told told;
  for (int number = 0; number < 600; ++number) told.add(bundle, number);
  client.send_bundle(Line::Intake, std::move(bundle));
  ASSERT_TRUE(client.drain(20'000));
  for (std::size_t i = 0; i < 600; ++i) EXPECT_EQ(told.words()[i], std::to_string(i));
  const auto sent = engine.received(v1::METHOD_BUNDLE, 3);
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(sent[0].as<v1::BundleRequest>().wishes_size(), 256);
  EXPECT_EQ(sent[2].as<v1::BundleRequest>().wishes_size(), 88);
  EXPECT_EQ(number_in(sent[2].as<v1::BundleRequest>().wishes(0).body()), 512);
}

TEST(Bundles, AreNoLargerThanAMessageMayBe) {
  FakeEngine engine;
  engine.on(v1::METHOD_BUNDLE, files_by_number());
  Client client(patient(engine));
  Bundle bundle;
  Told told;
  for (int number = 0; number < 20; ++number) told.add(bundle, number, {}, 50'000);
  client.send_bundle(Line::Intake, std::move(bundle));
  ASSERT_TRUE(client.drain(20'000));
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(told.words()[i], std::to_string(i));
  for (const Request& sent : engine.received(v1::METHOD_BUNDLE, 4)) {
    EXPECT_LE(sent.body.size(), kBodyBytesMax);
    EXPECT_EQ(sent.as<v1::BundleRequest>().wishes_size(), 5);
  }
}

TEST(Bundles, OfOneWishAreThatWish) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, answers(filed(5)));
  Client client(patient(engine));
  Bundle bundle;
  Told told;
  told.add(bundle, 5, "k-5");
  client.send_bundle(Line::Intake, std::move(bundle));
  client.send_bundle(Line::Intake, Bundle());
  ASSERT_TRUE(client.drain(20'000));
  EXPECT_EQ(told.words(), (Words{"5"}));
  const auto sent = engine.received(v1::METHOD_SUBMIT, 1);
  EXPECT_EQ(sent.front().header.idempotency_key(), "k-5");
  EXPECT_EQ(engine.received().size(), 1U) << "an empty one is nothing";
}

TEST(Bundles, ComplaintsThatFoundNoRoomAreSentAgainAlone) {
  FakeEngine engine;
  engine.on(v1::METHOD_BUNDLE, files_by_number({1, 3}));
  engine.on(v1::METHOD_SUBMIT, [](const Request& request, Mouth& mouth) {
    mouth.ok(filed(100 + static_cast<std::uint64_t>(number_in(request.body))));
  });
  Client client(patient(engine));
  Bundle bundle;
  Told told;
  for (int number = 0; number < 5; ++number) told.add(bundle, number, "k" + std::to_string(number));
  client.send_bundle(Line::Intake, std::move(bundle));
  ASSERT_TRUE(client.drain(20'000));
  EXPECT_EQ(told.words(), (Words{"0", "101", "2", "103", "4"}));
  const auto again = engine.received(v1::METHOD_SUBMIT, 2);
  EXPECT_EQ(again[0].header.idempotency_key(), "k1");
}

TEST(Bundles, AreRepeatedWithTheSameBytesAfterSilence) {
  FakeEngine engine;
  engine.on(v1::METHOD_BUNDLE, in_turn({silent(), files_by_number()}));
  Client client(impatient(engine));
  Bundle bundle;
  Told told;
  for (int number = 0; number < 3; ++number) told.add(bundle, number);
  client.send_bundle(Line::Intake, std::move(bundle));
  ASSERT_TRUE(client.drain(20'000));
  EXPECT_EQ(told.words(), (Words{"0", "1", "2"}));
  const auto sent = engine.received(v1::METHOD_BUNDLE, 2);
  ASSERT_GE(sent.size(), 2U);
  EXPECT_EQ(sent[0].body, sent[1].body);
  EXPECT_NE(sent[0].connection, sent[1].connection);
}

TEST(Bundles, ARefusalAfterALostAnswerSaysSoUnlessItsWishHadAName) {
  FakeEngine engine;
  engine.on(v1::METHOD_BUNDLE, in_turn({silent(), [](const Request&, Mouth& mouth) {
                                          v1::BundleReply reply;
                                          for (int i = 0; i < 2; ++i) {
                                            v1::Status& status =
                                                *reply.add_answers()->mutable_status();
                                            status.set_code(kFailedPrecondition);
                                            status.set_reason("WRONG_STATE");
                                          }
                                          mouth.ok(reply);
                                        }}));
  Client client(impatient(engine));
  Bundle bundle;
  Told told;
  told.add(bundle, 0, "k");
  told.add(bundle, 1);
  client.send_bundle(Line::Intake, std::move(bundle));
  ASSERT_TRUE(client.drain(20'000));
  EXPECT_EQ(told.words(), (Words{"WRONG_STATE", "WRONG_STATE resent"}));
}

TEST(Bundles, WhatIsRefusedAsAWholeOrCannotBeReadIsToldToEach) {
  v1::BundleReply short_one;
  short_one.add_answers();
  const std::vector<std::pair<Script, std::string>> cases{
      {refuses({.code = kUnauthenticated, .reason = "KEY_REVOKED", .message = ""}), "KEY_REVOKED"},
      {answers(short_one), "UNREADABLE_ANSWER"}};
  for (const auto& [script, word] : cases) {
    FakeEngine engine;
    engine.on(v1::METHOD_BUNDLE, script);
    Client client(patient(engine));
    Bundle bundle;
    Told told;
    for (int number = 0; number < 3; ++number) told.add(bundle, number);
    client.send_bundle(Line::Intake, std::move(bundle));
    ASSERT_TRUE(client.drain(20'000));
    EXPECT_EQ(told.words(), Words(3, word));
  }
}

TEST(Bundles, EachWishMayHaveANameOfChance) {
  FakeEngine engine;
  engine.on(v1::METHOD_BUNDLE, silent());
  Options options = patient(engine);
  options.once = true;
  Client client(options);
  Bundle bundle;
  for (int i = 0; i < 2; ++i) {
    bundle.add<v1::TokenReply>(v1::METHOD_PROGRESS, v1::TokenRequest{},
                               [](const Result<v1::TokenReply>&) {});
  }
  bundle.add<v1::ReceiveReply>(v1::METHOD_RECEIVE, v1::ReceiveRequest{},
                               [](const Result<v1::ReceiveReply>&) {});
  client.send_bundle(Line::Work, std::move(bundle));
  client.poll(0);
  while (engine.received().empty()) client.poll(10);
  const auto message = engine.received(v1::METHOD_BUNDLE, 1).front().as<v1::BundleRequest>();
  EXPECT_EQ(message.wishes(0).idempotency_key().size(), 32U);
  EXPECT_NE(message.wishes(0).idempotency_key(), message.wishes(1).idempotency_key());
  EXPECT_EQ(message.wishes(2).idempotency_key(), "") << "it takes none";
}

}  // namespace whistle::client::bundle_test
