#include "adapters/client/unpacked.h"

#include <zstd.h>

#include <string>
#include <utility>

#include "adapters/client/frames.h"

namespace whistle::client {

bool unpack(v1::WatchEvents& events) {
  const std::string packed = std::exchange(*events.mutable_packed(), {});
  if (packed.empty()) return true;
  // Unknown and broken sizes are the largest numbers there are.
  const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size > kAnswerBytesMax) return false;
  std::string bytes(size, '\0');
  const std::size_t unpacked =
      ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size());
  return unpacked == size && events.MergeFromString(bytes);
}

}  // namespace whistle::client
