#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <zmq.hpp>

#include "engine/core/caller.h"
#include "engine/core/ids.h"
#include "engine/runtime/terms.h"
#include "whistle/v1/envelope.pb.h"

namespace whistle::service {

inline constexpr std::string_view kProtocol = "WHISTLE/1";
inline constexpr std::size_t kHeaderBytesMax = std::size_t{4} * 1024;
inline constexpr std::size_t kBodyBytesMax = std::size_t{256} * 1024;

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

// A message from a client, with its header read and its body still in bytes.
struct Request {
  Peer peer;
  v1::Header header;
  zmq::message_t body;
  // The public key of the connection, on a socket that asks for keys; empty would mean that nobody
  // was authenticated there. Absent: the socket asks for none.
  std::optional<std::string> user{};
  Caller caller{};                  // whose key that is
  runtime::Terms terms{};           // of a wish: until when, and under which key
  std::set<CaseId> out_of_reach{};  // of the cases it lists: beyond the limits of the caller

  std::string_view bytes() const { return body.to_string_view(); }
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
