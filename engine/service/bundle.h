#pragma once

#include <google/protobuf/arena.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/casework/limits.h"
#include "engine/core/outcome.h"
#include "engine/service/frames.h"
#include "whistle/v1/bundle.pb.h"

namespace whistle::service {

inline constexpr int kBundleWishesMax = 256;

// Many wishes of one message, on their way: it hands them out as if each had come alone, gathers
// what each is told, and answers once the last one was. bundle.proto says what a bundle takes.
// Thread: the service thread.
class Bundle final : public Asker, public std::enable_shared_from_this<Bundle> {
 public:
  // Takes the request over; with a problem it leaves it as it is.
  static Outcome<std::shared_ptr<Bundle>, Problem> of(Request& request);
  explicit Bundle(Request request) : request_(std::move(request)) {}

  int size() const { return asked_->wishes_size(); }
  // Why a wish has no place in a bundle; nothing when it has one. In their order, each once.
  std::optional<Problem> misfit(int place);
  // The wish as a request of its own, to be answered or refused once. Its body stays here, where it
  // keeps this alive.
  Request wish(int place);

  void answer(const Request& wish, const google::protobuf::MessageLite& body,
              std::function<void()> if_lost) override;
  void refuse(const Request& wish, const Problem& problem) override;
  std::size_t texts_bytes_max() const override;

 private:
  std::optional<Problem> read(const Request& request);
  std::optional<Problem> misfit_of_pull(const v1::BundledWish& wish);
  void end_one();

  Request request_;
  google::protobuf::Arena arena_;
  v1::BundleRequest* asked_{};
  v1::BundleReply* reply_{};
  int open_{};  // wishes that have not ended
  std::uint32_t orders_left_{casework::kPullMax};
  std::size_t answered_bytes_{};
  std::vector<std::function<void()>> if_lost_;
};

}  // namespace whistle::service
