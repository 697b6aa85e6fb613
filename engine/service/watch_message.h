#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/core/ids.h"
#include "engine/service/packer.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::service {

// A v1::WatchEvents with facts, put together from bytes that were made for everybody.
class WatchMessage {
 public:
  // Requires: `fact` are the bytes of a v1::Fact without `previous`.
  void add(const std::string& fact, Sequence previous);
  std::uint64_t facts() const { return facts_; }
  std::size_t bytes() const { return bytes_.size(); }
  // The facts are told packed. Requires: nothing is added afterwards.
  void pack(Packer& packer);
  // The bytes of the message. Requires: `rest` has no facts.
  std::string finish(const v1::WatchEvents& rest);

 private:
  std::string bytes_;
  std::uint64_t facts_{};
};

}  // namespace whistle::service
