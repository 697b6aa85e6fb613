#pragma once

#include <google/protobuf/message_lite.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <zmq.hpp>

#include "engine/core/caller.h"
#include "engine/core/ids.h"
#include "engine/core/principal.h"
#include "engine/runtime/terms.h"
#include "whistle/v1/envelope.pb.h"

namespace whistle::service {

inline constexpr std::string_view kProtocol = "WHISTLE/1";
inline constexpr std::size_t kHeaderBytesMax = std::size_t{4} * 1024;
inline constexpr std::size_t kBodyBytesMax = std::size_t{256} * 1024;
// In one answer. Beyond this the texts of cases are left out.
inline constexpr std::size_t kTextsBytesMax = std::size_t{1} << 20U;

// google.rpc codes, as far as the protocol uses them.
inline constexpr int kInvalidArgument = 3;
inline constexpr int kDeadlineExceeded = 4;
inline constexpr int kNotFound = 5;
inline constexpr int kPermissionDenied = 7;
inline constexpr int kResourceExhausted = 8;
inline constexpr int kFailedPrecondition = 9;
inline constexpr int kAborted = 10;
inline constexpr int kOutOfRange = 11;
inline constexpr int kUnimplemented = 12;
inline constexpr int kUnavailable = 14;
inline constexpr int kUnauthenticated = 16;

// A client's address on one socket, as ZeroMQ gives it out.
using Peer = std::string;

struct Request;
struct Problem;

// Who is told how a request has ended: the connection it came from, or the bundle it came in.
// Thread: the service thread.
class Asker {
 public:
  // `if_lost` is called once nobody is there any more to be told: at once, or later, or never.
  virtual void answer(const Request& request, const google::protobuf::MessageLite& body,
                      std::function<void()> if_lost) = 0;
  virtual void refuse(const Request& request, const Problem& problem) = 0;
  // So many bytes of texts may still go into the answer; the rest of one always fits.
  virtual std::size_t texts_bytes_max() const { return kTextsBytesMax; }

 protected:
  ~Asker() = default;
};

// A message from a client, or a wish of a bundle, with its header read and its body still in bytes.
struct Request {
  Peer peer;
  v1::Header header;
  zmq::message_t body;
  // The public key of the connection, on a socket that asks for keys; empty would mean that nobody
  // was authenticated there. Absent: the socket asks for none.
  std::optional<std::string> user{};
  std::chrono::nanoseconds read_at{};  // by runtime::uptime()
  Caller caller{};                     // whose key that is, and whom it asks for
  // Whom it asks for, as somebody whose rights were judged; nothing: for itself.
  std::shared_ptr<const Principal> acting_for{};
  runtime::Terms terms{};           // of a wish: until when, and under which key
  std::set<CaseId> out_of_reach{};  // of the cases it lists: beyond the limits of the caller
  // Of a wish in a bundle, the bundle, which also keeps the bytes of the body.
  std::shared_ptr<Asker> asker{};
  int place{};  // of a wish: its number in the bundle

  std::string_view bytes() const { return body.to_string_view(); }
  // How it has ended. Requires: it has an asker, and was not told yet.
  void answer(const google::protobuf::MessageLite& message,
              std::function<void()> if_lost = {}) const {
    asker->answer(*this, message, std::move(if_lost));
  }
  void refuse(const Problem& problem) const { asker->refuse(*this, problem); }
};

// How a request ends when it does not succeed.
struct Problem {
  int code{};
  std::string reason;
  std::string message;
  std::uint32_t retry_after_ms{};
  std::uint64_t first_available{};  // with kOutOfRange
};

}  // namespace whistle::service
