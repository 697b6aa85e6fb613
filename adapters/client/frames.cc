#include "adapters/client/frames.h"

namespace whistle::client {

std::optional<Received> read_frames(const std::vector<std::string_view>& frames) {
  if (frames.size() != kFrames || frames[0] != kProtocol) return std::nullopt;
  if (frames[1].size() > kHeaderBytesMax || frames[2].size() > kAnswerBytesMax) return std::nullopt;
  Received received;
  if (!received.header.ParseFromArray(frames[1].data(), static_cast<int>(frames[1].size()))) {
    return std::nullopt;
  }
  received.body = frames[2];
  return received;
}

}  // namespace whistle::client
