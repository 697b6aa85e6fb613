#include "engine/service/bundle.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/service/fields.h"
#include "engine/service/router.h"
#include "engine/service/wire_codec.h"
#include "engine/service/wish_keys.h"
#include "whistle/v1/work.pb.h"

namespace whistle::service {
namespace {

std::optional<Problem> wrong(std::string message) { return violation(std::move(message)).error; }

}  // namespace

Outcome<std::shared_ptr<Bundle>, Problem> Bundle::of(Request& request) {
  const auto bundle = std::make_shared<Bundle>(Request{});
  if (auto problem = bundle->read(request)) return Failure{*std::move(problem)};
  bundle->request_ = std::move(request);
  return bundle;
}

std::optional<Problem> Bundle::read(const Request& request) {
  asked_ = google::protobuf::Arena::CreateMessage<v1::BundleRequest>(&arena_);
  if (auto problem = read_body(request, *asked_)) return problem;
  if (size() == 0) return wrong("wishes: is empty");
  if (size() > kBundleWishesMax) {
    return wrong("wishes: " + std::to_string(size()) + ", at most " +
                 std::to_string(kBundleWishesMax));
  }
  reply_ = google::protobuf::Arena::CreateMessage<v1::BundleReply>(&arena_);
  reply_->mutable_answers()->Reserve(size());
  for (int place = 0; place < size(); ++place) reply_->add_answers();
  open_ = size();
  return std::nullopt;
}

std::optional<Problem> Bundle::misfit(int place) {
  const v1::BundledWish& wish = asked_->wishes(place);
  if (wish.method() == v1::METHOD_PULL) return misfit_of_pull(wish);
  if (takes_key(wish.method()) || wish.method() == v1::METHOD_RECEIVE) return std::nullopt;
  return Problem{kUnimplemented, "METHOD",
                 "method: " + std::to_string(wish.method()) +
                     " is not taken in a bundle, which takes wishes that a key can name, and "
                     "RECEIVE",
                 0};
}

std::optional<Problem> Bundle::misfit_of_pull(const v1::BundledWish& wish) {
  v1::PullRequest pull;
  // What is wrong with its bytes is told as it is alone.
  if (!pull.ParseFromString(wish.body())) return std::nullopt;
  if (pull.wait_ms() > 0) return wrong("wait_ms: a bundle waits for nothing");
  if (pull.credit() > 0) return wrong("credit: no pull stands in a bundle");
  const std::uint32_t orders = std::clamp(pull.max(), 1U, casework::kPullMax);
  if (orders > orders_left_) {
    return wrong("max: the pulls of a bundle ask for at most " +
                 std::to_string(casework::kPullMax) + " orders together");
  }
  orders_left_ -= orders;
  return std::nullopt;
}

Request Bundle::wish(int place) {
  v1::BundledWish& asked = *asked_->mutable_wishes(place);
  Request wish;
  wish.peer = request_.peer;
  wish.header.set_kind(v1::KIND_REQUEST);
  wish.header.set_method(asked.method());
  // Time that has passed already does not pass again.
  wish.header.set_driven_time_ms(request_.header.driven_time_ms());
  wish.header.set_idempotency_key(std::move(*asked.mutable_idempotency_key()));
  wish.header.set_timeout_ms(asked.timeout_ms());
  wish.body = zmq::message_t(asked.mutable_body()->data(), asked.body().size(), nullptr);
  wish.user = request_.user;
  wish.asker = shared_from_this();
  wish.place = place;
  return wish;
}

void Bundle::answer(const Request& wish, const google::protobuf::MessageLite& body,
                    std::function<void()> if_lost) {
  std::string& bytes = *reply_->mutable_answers(wish.place)->mutable_body();
  body.SerializeToString(&bytes);
  answered_bytes_ += bytes.size();
  if (if_lost) if_lost_.push_back(std::move(if_lost));
  end_one();
}

// What cannot be read in a readable frame is no strike: the others of the frame are as they should
// be, and reading it has cost no more than them.
void Bundle::refuse(const Request& wish, const Problem& problem) {
  tell(problem, *reply_->mutable_answers(wish.place)->mutable_status());
  end_one();
}

std::size_t Bundle::texts_bytes_max() const {
  return kTextsBytesMax - std::min(kTextsBytesMax, answered_bytes_);
}

void Bundle::end_one() {
  if (--open_ > 0) return;
  request_.answer(*reply_, [this] {
    for (const auto& lost : if_lost_) lost();
  });
}

}  // namespace whistle::service
