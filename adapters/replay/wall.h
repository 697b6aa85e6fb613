#pragma once

#include <cstdint>

namespace whistle::replay {

// The time of those who look on. It paces the replay and has no influence on what happens in it.
class Wall {
 public:
  virtual ~Wall() = default;
  virtual std::int64_t now_ms() = 0;
  virtual void pause_ms(std::int64_t duration_ms) = 0;
};

}  // namespace whistle::replay
