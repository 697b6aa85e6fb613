#include "engine/service/wish_keys.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine/journal/memory_journal.h"

namespace whistle::service::wish_keys_test {

using namespace std::chrono_literals;

constexpr Timestamp kNow{Milliseconds{1'773'187'200'000}};

class WishKeys : public testing::Test {
 protected:
  static Request request(v1::Method method, const std::string& key, const std::string& body = "x") {
    Request request;
    request.header.set_method(method);
    request.header.set_idempotency_key(key);
    request.caller = {"desk", "rq:rM>}U?@"};
    request.body.rebuild(body.data(), body.size());
    return request;
  }
  // As if `request` had been granted then.
  void answer(const Request& request, Timestamp at) {
    const auto kept =
        journal_.keep_answers({{.principal = request.caller.principal,
                                .key = request.header.idempotency_key(),
                                .fingerprint = fingerprint_of(request),
                                .number = journal_.answers().last + 1,
                                .time = at,
                                .answer = casework::NumberAnswer{.id = 17, .token = {}}}});
    ASSERT_TRUE(kept);
  }
  std::string problem(Request request, std::uint64_t max = journal::kAnswersMax) {
    const auto found = look_up_key(request, journal_, kNow, max);
    return found ? found->reason + " " + std::to_string(found->code) : "";
  }

  journal::MemoryJournal journal_;
};

TEST_F(WishKeys, AreNotLookedForWhereThereAreNone) {
  Request plain = request(v1::METHOD_ACT, "");
  EXPECT_FALSE(look_up_key(plain, journal_, kNow));
  EXPECT_EQ(plain.terms.key, nullptr);
}

TEST_F(WishKeys, BringWhatWasAnswered) {
  const Request first = request(v1::METHOD_ACT, "k");
  answer(first, kNow - 1h);
  Request again = request(v1::METHOD_ACT, "k");
  EXPECT_FALSE(look_up_key(again, journal_, kNow));
  ASSERT_NE(again.terms.key, nullptr);
  EXPECT_EQ(again.terms.key->key, "k");
  EXPECT_EQ(again.terms.key->looked_up_through, 1U);
  EXPECT_EQ(again.terms.key->prior, *journal_.answer("desk", "k"));
  EXPECT_TRUE(was_answered(again));

  Request other = request(v1::METHOD_ACT, "k", "another body");
  EXPECT_FALSE(look_up_key(other, journal_, kNow));
  EXPECT_TRUE(other.terms.key->prior) << "the writer says what is wrong with it";
  EXPECT_FALSE(was_answered(other));

  Request stranger = request(v1::METHOD_ACT, "k");
  stranger.caller.principal = "other";
  EXPECT_FALSE(look_up_key(stranger, journal_, kNow));
  EXPECT_FALSE(stranger.terms.key->prior);
}

TEST_F(WishKeys, ForgetWhatIsOver) {
  answer(request(v1::METHOD_ACT, "k"), kNow - journal::kAnswersKeptFor);
  Request again = request(v1::METHOD_ACT, "k");
  EXPECT_FALSE(look_up_key(again, journal_, kNow));
  EXPECT_FALSE(again.terms.key->prior);
}

TEST_F(WishKeys, MayBe128PrintableCharacters) {
  EXPECT_EQ(problem(request(v1::METHOD_ACT, std::string(128, '~'))), "");
  EXPECT_EQ(problem(request(v1::METHOD_ACT, "ticket 4711 / finish")), "");
  for (const std::string& wrong :
       {std::string(129, 'k'), std::string("a\nb"), std::string("a\0b", 3), std::string("\x7f"),
        std::string("钥匙")}) {
    EXPECT_EQ(problem(request(v1::METHOD_ACT, wrong)), "FIELD_VIOLATION 3") << wrong;
    EXPECT_EQ(problem(request(v1::METHOD_QUEUES, wrong)), "FIELD_VIOLATION 3") << wrong;
  }
  Request request = this->request(v1::METHOD_ACT, "a\tb");
  EXPECT_EQ(look_up_key(request, journal_, kNow)->message,
            "header.idempotency_key: 1 to 128 printable ASCII characters");
}

TEST_F(WishKeys, AreIgnoredWhereNothingIsWished) {
  for (const v1::Method method :
       {v1::METHOD_HELLO, v1::METHOD_GET_CASE, v1::METHOD_QUEUES, v1::METHOD_WATCH,
        v1::METHOD_CREDIT, v1::METHOD_ADVANCE_TIME, v1::METHOD_BACKUP, v1::METHOD_ADOPT_POLICY}) {
    Request look = request(method, "k");
    EXPECT_FALSE(look_up_key(look, journal_, kNow));
    EXPECT_EQ(look.terms.key, nullptr) << method;
    EXPECT_FALSE(takes_key(method));
  }
}

TEST_F(WishKeys, AreRefusedWhenTooManyAreKept) {
  answer(request(v1::METHOD_ACT, "k"), kNow - 1h);
  answer(request(v1::METHOD_ACT, "l"), kNow);
  EXPECT_EQ(problem(request(v1::METHOD_ACT, "m"), 3), "");
  EXPECT_EQ(problem(request(v1::METHOD_ACT, "m"), 2), "KEYS_FULL 8");
  EXPECT_EQ(problem(request(v1::METHOD_ACT, "k"), 2), "") << "it is there already";
  EXPECT_EQ(problem(request(v1::METHOD_ACT, ""), 2), "");
}

TEST_F(WishKeys, MakeRoomOnceTheOldestIsOver) {
  answer(request(v1::METHOD_ACT, "k"), kNow - journal::kAnswersKeptFor);
  answer(request(v1::METHOD_ACT, "l"), kNow - 1h);
  EXPECT_EQ(problem(request(v1::METHOD_ACT, "m"), 2), "");
}

TEST_F(WishKeys, NameAWishByItsMethodAndItsBytes) {
  const journal::Hash hash = fingerprint_of(request(v1::METHOD_SIGN, "k", "body"));
  EXPECT_EQ(fingerprint_of(request(v1::METHOD_SIGN, "another key", "body")), hash);
  EXPECT_NE(fingerprint_of(request(v1::METHOD_RENEW, "k", "body")), hash);
  EXPECT_NE(fingerprint_of(request(v1::METHOD_SIGN, "k", "bodY")), hash);
  EXPECT_NE(fingerprint_of(request(v1::METHOD_SIGN, "k", "")), hash);
}

}  // namespace whistle::service::wish_keys_test
