#include "engine/service/packer.h"

#include "engine/core/check.h"

namespace whistle::service {

std::string Packer::pack(const std::string& bytes) {
  // Of the levels the quickest on facts, and the smallest but for those that take twice as long.
  constexpr int kLevel = 3;
  if (!context_) context_.reset(ZSTD_createCCtx());
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compressCCtx(context_.get(), packed.data(), packed.size(),
                                             bytes.data(), bytes.size(), kLevel);
  // It can fail only for want of memory.
  WHISTLE_CHECK(ZSTD_isError(size) == 0);
  packed.resize(size);
  return packed;
}

}  // namespace whistle::service
