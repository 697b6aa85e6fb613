#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/client/result.h"
#include "whistle/v1/envelope.pb.h"

namespace whistle::client {

// So many wishes go into one message.
inline constexpr std::size_t kBundleWishesMax = 256;

// Wishes to be sent in one message: Client::send_bundle(). Each is told for itself what became of
// it. What a bundle takes is said in bundle.proto: wishes that an idempotency key can name, and
// RECEIVE. One for each line: no complaints together with work.
class Bundle {
 public:
  // Requires: `body` and `Reply` are the messages that `method` names. `key` as of
  // Client::name_next; empty: none.
  template <class Reply>
  void add(v1::Method method, const google::protobuf::Message& body,
           std::function<void(Result<Reply>)> callback, std::string key = {}) {
    wishes_.push_back({.method = method,
                       .body = body.SerializeAsString(),
                       .key = std::move(key),
                       .done = [told = std::move(callback)](Result<std::string> answer) {
                         if (!answer) return told(answer.problem());
                         Reply reply;
                         if (!reply.ParseFromString(*answer)) return told(unreadable_answer());
                         told(std::move(reply));
                       }});
  }

  std::size_t size() const { return wishes_.size(); }
  bool empty() const { return wishes_.empty(); }

 private:
  friend class Client;

  struct Wish {
    v1::Method method = v1::METHOD_UNSPECIFIED;
    std::string body;
    std::string key;
    std::function<void(Result<std::string>)> done;
  };

  // Of as many wishes as one message takes, each; in their order.
  std::vector<Bundle> into_messages() &&;
  // Each wish is told, from the answer to all of them. `again`: those to be sent once more, alone,
  // since the engine had no room for them. `resent`: an earlier sending was never answered.
  void end(const Result<std::string>& answer, bool resent, const std::function<void(Wish)>& again);

  std::vector<Wish> wishes_;
};

}  // namespace whistle::client
