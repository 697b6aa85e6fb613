#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>

#include "adapters/replay/picture.h"

namespace whistle::replay {

// Shows pictures: redrawn in place on a terminal, at most ten times a second; an occasional line
// elsewhere. Thread: one at a time.
class Screen {
 public:
  // `out` stays the caller's. `quiet`: shows nothing.
  Screen(std::FILE* out, bool quiet);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  // True when it is time for another picture. `now_ms` of the wall.
  bool wants(std::int64_t now_ms) const;
  void show(const Picture& picture, std::int64_t now_ms);
  // The last picture stays; what is printed next comes below it.
  void leave();

 private:
  std::FILE* out_;
  bool quiet_;
  bool terminal_;
  bool colour_;
  std::size_t drawn_ = 0;  // lines of the last picture
  std::int64_t next_ms_ = 0;
  double told_ = -1;  // progress at the last line
};

}  // namespace whistle::replay
