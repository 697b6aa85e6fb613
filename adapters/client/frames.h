#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whistle/v1/envelope.pb.h"

// The three frames of a message, as proto/whistle/v1/envelope.proto draws them.
namespace whistle::client {

inline constexpr std::string_view kProtocol = "WHISTLE/1";
inline constexpr std::size_t kFrames = 3;
inline constexpr std::size_t kHeaderBytesMax = 4'096;
inline constexpr std::size_t kBodyBytesMax = 262'144;
// The engine's bodies may be larger than ours: the whole story of a case, a batch of facts.
inline constexpr std::size_t kAnswerBytesMax = 4'194'304;

struct Received {
  v1::Header header;
  std::string body;
};

// Reads a message of the engine; nothing when it is not of this protocol, too large or damaged. The
// body is not looked into.
std::optional<Received> read_frames(const std::vector<std::string_view>& frames);

}  // namespace whistle::client
