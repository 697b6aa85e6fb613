#include "engine/service/read_frames.h"

#include <string>
#include <utility>

#include "engine/service/features.h"

namespace whistle::service {
namespace {

constexpr std::size_t kFramesMax = 4;  // the peer's address, protocol, header, body

std::optional<Problem> problem(int code, const char* reason, const char* message) {
  return Problem{code, reason, message, 0};
}

}  // namespace

std::optional<Problem> read_frames(std::vector<zmq::message_t> frames, Request& request) {
  request.peer = frames.front().to_string();
  if (frames.size() < 3 || frames.size() > kFramesMax) {
    return problem(kInvalidArgument, "BAD_FRAME", "a message has three frames");
  }
  if (frames[1].to_string_view() != kProtocol) {
    return problem(kUnimplemented, "PROTOCOL", "frame 0: this engine speaks WHISTLE/1");
  }
  if (frames[2].size() > kHeaderBytesMax) {
    return problem(kInvalidArgument, "BAD_FRAME", "frame 1: header over 4 KiB");
  }
  if (!request.header.ParseFromArray(frames[2].data(), static_cast<int>(frames[2].size()))) {
    request.header.Clear();
    return problem(kInvalidArgument, "BAD_FRAME", "frame 1: not a whistle.v1.Header");
  }
  if (request.header.kind() != v1::KIND_REQUEST) {
    return problem(kInvalidArgument, "BAD_FRAME", "header.kind: only requests are taken");
  }
  for (const std::string& feature : request.header.must_understand()) {
    if (is_feature(feature)) continue;
    return Problem{kUnimplemented, "FEATURE",
                   "header.must_understand: this engine does not have \"" + feature + "\"", 0};
  }
  if (frames.size() == kFramesMax) request.body = std::move(frames[3]);
  if (request.body.size() > kBodyBytesMax) {
    return problem(kInvalidArgument, "BODY_TOO_LARGE", "frame 2: body over 256 KiB");
  }
  return std::nullopt;
}

}  // namespace whistle::service
