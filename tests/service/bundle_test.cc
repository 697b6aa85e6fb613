#include "engine/service/bundle.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "whistle/v1/work.pb.h"

// Many wishes in one message: what is handed out, and what is told in the end.
namespace whistle::service::bundle_test {

// Whoever sent the bundle. Hears nothing when it has gone.
class Listener final : public Asker {
 public:
  void answer(const Request& request, const google::protobuf::MessageLite& body,
              std::function<void()> if_lost) override {
    if (has_gone) {
      if (if_lost) if_lost();
      return;
    }
    ids.push_back(request.header.request_id());
    v1::BundleReply& reply = replies.emplace_back();
    ASSERT_TRUE(reply.ParseFromString(body.SerializeAsString()));
  }
  void refuse(const Request&, const Problem&) override { ADD_FAILURE() << "refused as a whole"; }

  bool has_gone{};
  std::vector<std::uint64_t> ids;
  std::vector<v1::BundleReply> replies;
};

v1::BundledWish wish(v1::Method method, std::string body = {}) {
  v1::BundledWish wish;
  wish.set_method(method);
  wish.set_body(std::move(body));
  return wish;
}

v1::BundledWish pull(std::uint32_t max, std::uint32_t wait_ms = 0, std::uint64_t credit = 0) {
  v1::PullRequest request;
  request.set_unit("street");
  request.set_max(max);
  request.set_wait_ms(wait_ms);
  request.set_credit(credit);
  return wish(v1::METHOD_PULL, request.SerializeAsString());
}

v1::TokenReply token(std::uint64_t number) {
  v1::TokenReply reply;
  reply.set_token(number);
  return reply;
}

const Problem kLate{kFailedPrecondition, "TOKEN_SUPERSEDED", "somebody else has it", 0};
const Problem kFull{kResourceExhausted, "INTAKE_FULL", "later", 250};

class Bundles : public testing::Test {
 protected:
  Request request(const std::vector<v1::BundledWish>& wishes) {
    v1::BundleRequest message;
    for (const v1::BundledWish& each : wishes) *message.add_wishes() = each;
    return request(message.SerializeAsString());
  }
  Request request(const std::string& body) {
    Request request;
    request.peer = "peer";
    request.user = "key";
    request.header.set_method(v1::METHOD_BUNDLE);
    request.header.set_request_id(42);
    request.header.set_driven_time_ms(1'000);
    request.header.set_idempotency_key("of the bundle");
    request.header.set_timeout_ms(9);
    request.body.rebuild(body.data(), body.size());
    request.asker = listener_;
    return request;
  }
  std::shared_ptr<Bundle> bundle(const std::vector<v1::BundledWish>& wishes) {
    Request whole = request(wishes);
    auto read = Bundle::of(whole);
    EXPECT_TRUE(read);
    return *read;
  }
  std::string problem(Request whole) {
    const auto read = Bundle::of(whole);
    EXPECT_EQ(whole.asker, listener_) << "who is to be told is still known";
    return read ? "" : read.error().reason + " " + read.error().message;
  }
  static std::string misfit(Bundle& bundle, int place) {
    const auto found = bundle.misfit(place);
    return found ? found->reason + " " + found->message.substr(0, found->message.find(':')) : "";
  }

  std::shared_ptr<Listener> listener_ = std::make_shared<Listener>();
};

TEST_F(Bundles, HandOutEachWishAsIfItHadComeAlone) {
  v1::BundledWish asked = wish(v1::METHOD_SIGN, "the bytes");
  asked.set_idempotency_key("k-1");
  asked.set_timeout_ms(700);
  const auto whole = bundle({asked, wish(v1::METHOD_SUBMIT)});
  const Request first = whole->wish(0);
  EXPECT_EQ(first.peer, "peer");
  EXPECT_EQ(first.user, "key");
  EXPECT_EQ(first.header.kind(), v1::KIND_REQUEST);
  EXPECT_EQ(first.header.method(), v1::METHOD_SIGN);
  EXPECT_EQ(first.header.idempotency_key(), "k-1");
  EXPECT_EQ(first.header.timeout_ms(), 700U);
  EXPECT_EQ(first.header.driven_time_ms(), 1'000);
  EXPECT_EQ(first.bytes(), "the bytes");
  const Request second = whole->wish(1);
  EXPECT_EQ(second.header.idempotency_key(), "") << "each has its own";
  EXPECT_EQ(second.header.timeout_ms(), 0U);
  EXPECT_EQ(second.bytes(), "");
}

TEST_F(Bundles, AreKeptByTheirWishes) {
  auto whole = bundle({wish(v1::METHOD_SIGN, std::string(5'000, 'x'))});
  const std::weak_ptr<Bundle> seen = whole;
  {
    const Request only = whole->wish(0);
    whole.reset();
    EXPECT_EQ(only.bytes(), std::string(5'000, 'x'));
    only.answer(token(1));
  }
  EXPECT_TRUE(seen.expired());
}

TEST_F(Bundles, AnswerOnceWhenTheLastWishHasEndedInTheOrderOfTheWishes) {
  const auto whole =
      bundle({wish(v1::METHOD_SIGN), wish(v1::METHOD_FINISH), wish(v1::METHOD_SUBMIT), pull(1)});
  whole->wish(2).refuse(kFull);
  whole->wish(3).answer(v1::PullReply{});
  whole->wish(0).answer(token(7));
  EXPECT_TRUE(listener_->replies.empty());
  whole->wish(1).refuse(kLate);
  ASSERT_EQ(listener_->ids, (std::vector<std::uint64_t>{42}));
  const v1::BundleReply& reply = listener_->replies.front();
  ASSERT_EQ(reply.answers_size(), 4);
  EXPECT_FALSE(reply.answers(0).has_status());
  EXPECT_EQ(reply.answers(0).body(), token(7).SerializeAsString());
  EXPECT_EQ(reply.answers(1).status().code(), kFailedPrecondition);
  EXPECT_EQ(reply.answers(1).status().reason(), "TOKEN_SUPERSEDED");
  EXPECT_EQ(reply.answers(1).status().message(), "somebody else has it");
  EXPECT_EQ(reply.answers(1).body(), "");
  EXPECT_EQ(reply.answers(2).status().retry_after_ms(), 250U);
  EXPECT_FALSE(reply.answers(3).has_status());
  EXPECT_EQ(reply.answers(3).body(), "") << "no grants";
}

TEST_F(Bundles, ThatNobodyHearsOfAreLostByEachWish) {
  listener_->has_gone = true;
  const auto whole = bundle({pull(1), pull(1), wish(v1::METHOD_SIGN)});
  int lost = 0;
  whole->wish(0).answer(v1::PullReply{}, [&lost] { lost += 1; });
  whole->wish(1).answer(v1::PullReply{}, [&lost] { lost += 10; });
  EXPECT_EQ(lost, 0) << "it may still be told";
  whole->wish(2).answer(token(1));
  EXPECT_EQ(lost, 11);
}

TEST_F(Bundles, ThatAreHeardLoseNothing) {
  const auto whole = bundle({pull(1)});
  whole->wish(0).answer(v1::PullReply{}, [] { ADD_FAILURE() << "lost"; });
  EXPECT_EQ(listener_->replies.size(), 1U);
}

TEST_F(Bundles, HaveFrom1To256Wishes) {
  EXPECT_EQ(problem(request(std::string())), "FIELD_VIOLATION wishes: is empty");
  const std::vector<v1::BundledWish> most(kBundleWishesMax, wish(v1::METHOD_SIGN));
  EXPECT_EQ(problem(request(std::vector<v1::BundledWish>(kBundleWishesMax + 1))),
            "FIELD_VIOLATION wishes: 257, at most 256");
  EXPECT_EQ(bundle(most)->size(), 256);
}

TEST_F(Bundles, ThatCannotBeReadAreRefusedAsAnyBody) {
  EXPECT_TRUE(problem(request(std::string("\xff\xff"))).starts_with("BAD_FRAME"));
  v1::BundledWish odd = wish(v1::METHOD_SIGN);
  std::string bytes = "\x0a\x04\x1a\x02\xff\xfe";  // an idempotency key that is no UTF-8
  EXPECT_TRUE(problem(request(bytes)).starts_with("BAD_UTF8"));
}

TEST_F(Bundles, TakeWhatAKeyCanNameAndReceipts) {
  for (int number = 0; number <= 100; ++number) {
    const auto method = static_cast<v1::Method>(number);
    const auto whole = bundle({wish(method)});
    const bool is_wish = number == v1::METHOD_SUBMIT ||
                         (number >= v1::METHOD_PULL && number <= v1::METHOD_RECEIVE) ||
                         number == v1::METHOD_ACT;
    EXPECT_EQ(misfit(*whole, 0), is_wish ? "" : "METHOD method") << number;
  }
}

TEST_F(Bundles, WaitForNothing) {
  const auto whole = bundle({pull(1, 1), pull(1, 0, 1), pull(1)});
  EXPECT_EQ(misfit(*whole, 0), "FIELD_VIOLATION wait_ms");
  EXPECT_EQ(misfit(*whole, 1), "FIELD_VIOLATION credit");
  EXPECT_EQ(misfit(*whole, 2), "");
}

TEST_F(Bundles, PullNoMoreThanOnePullMay) {
  const auto whole = bundle({pull(200), pull(57), pull(56), pull(0)});
  EXPECT_EQ(misfit(*whole, 0), "");
  EXPECT_EQ(misfit(*whole, 1), "FIELD_VIOLATION max");
  EXPECT_EQ(misfit(*whole, 2), "") << "what was refused took nothing of it";
  EXPECT_EQ(misfit(*whole, 3), "FIELD_VIOLATION max") << "0 counts as 1";
  EXPECT_EQ(misfit(*bundle({pull(9'999)}), 0), "") << "more than 256 count as 256";
  EXPECT_EQ(misfit(*bundle({wish(v1::METHOD_PULL, "\xff")}), 0), "") << "told as it is alone";
}

TEST_F(Bundles, ShareTheRoomForTexts) {
  const auto whole = bundle({pull(1), pull(1), pull(1), pull(1)});
  EXPECT_EQ(whole->texts_bytes_max(), kTextsBytesMax);
  v1::PullReply half;
  half.add_grants()->mutable_case_()->set_text(std::string(kTextsBytesMax / 2, 'x'));
  whole->wish(0).answer(half);
  EXPECT_EQ(whole->texts_bytes_max(), kTextsBytesMax - half.ByteSizeLong());
  whole->wish(1).answer(half);
  EXPECT_EQ(whole->texts_bytes_max(), 0U);
  whole->wish(2).answer(half);
  EXPECT_EQ(whole->texts_bytes_max(), 0U);
}

}  // namespace whistle::service::bundle_test
