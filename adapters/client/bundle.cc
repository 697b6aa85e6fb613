#include "adapters/client/bundle.h"

#include "adapters/client/frames.h"
#include "adapters/client/request_line.h"
#include "whistle/v1/bundle.pb.h"

namespace whistle::client {
namespace {

// Around a body, at most: numbers of fields, lengths, the method and a time limit.
constexpr std::size_t kAroundBytesMax = 32;

}  // namespace

std::vector<Bundle> Bundle::into_messages() && {
  std::vector<Bundle> messages;
  std::size_t bytes = kBodyBytesMax;
  for (Wish& wish : wishes_) {
    const std::size_t own = wish.body.size() + wish.key.size() + kAroundBytesMax;
    const bool is_full = bytes + own > kBodyBytesMax || messages.back().size() == kBundleWishesMax;
    if (is_full) {
      messages.emplace_back();
      bytes = 0;
    }
    messages.back().wishes_.push_back(std::move(wish));
    bytes += own;
  }
  wishes_.clear();
  return messages;
}

void Bundle::end(const Result<std::string>& answer, bool resent,
                 const std::function<void(Wish)>& again) {
  v1::BundleReply reply;
  const bool is_readable = answer && reply.ParseFromString(*answer) &&
                           static_cast<std::size_t>(reply.answers_size()) == size();
  for (std::size_t i = 0; i < wishes_.size(); ++i) {
    Wish& wish = wishes_[i];
    if (!is_readable) {
      wish.done(answer ? unreadable_answer() : answer.problem());
      continue;
    }
    v1::BundledAnswer& own = *reply.mutable_answers(static_cast<int>(i));
    if (own.status().code() == kOk) {
      wish.done(std::move(*own.mutable_body()));
    } else if (is_worth_another_try(own.status(), wish.method)) {
      again(std::move(wish));
    } else {
      wish.done(problem_of(own.status(), resent && wish.key.empty()));
    }
  }
}

}  // namespace whistle::client
