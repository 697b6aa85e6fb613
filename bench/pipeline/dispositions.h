#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "engine/runtime/engine.h"

namespace whistle::bench {

// What became of complaints: a figure is worth something only if most of them became cases.
// Thread: any.
class Dispositions {
 public:
  // Ends the process when the complaint was refused.
  void add(const runtime::Reply& reply);

  // Cases there are now because of them.
  std::uint64_t opened() const {
    return count(casework::Disposition::Filed) + count(casework::Disposition::AwaitsTriage);
  }
  // On standard error.
  void show() const;

 private:
  std::uint64_t count(casework::Disposition disposition) const {
    return counts_.at(static_cast<std::size_t>(disposition)).load();
  }
  static constexpr std::size_t kHighest =
      static_cast<std::size_t>(kSpellings<casework::Disposition>.back().value);
  std::array<std::atomic<std::uint64_t>, kHighest + 1> counts_{};  // by the disposition's number
};

}  // namespace whistle::bench
