#pragma once

#include <zstd.h>

#include <memory>
#include <string>

namespace whistle::service {

// Packs bytes with Zstandard (RFC 8878): one frame, with the size of its content in its header.
// Facts come to a fifteenth, for a nanosecond of the processor's time a byte.
// Thread: one at a time.
class Packer {
 public:
  std::string pack(const std::string& bytes);

 private:
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  std::unique_ptr<ZSTD_CCtx, Free> context_;  // some megabytes, once there is something to pack
};

}  // namespace whistle::service
