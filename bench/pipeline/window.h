#pragma once

#include <cstddef>
#include <semaphore>

namespace whistle::bench {

// How many things may be on their way at once.
// Thread: enter() and wait_until_empty() by one thread, leave() by any.
class Window {
 public:
  explicit Window(std::size_t size) : size_(size), free_(static_cast<std::ptrdiff_t>(size)) {}

  // Waits for a place.
  void enter() { free_.acquire(); }
  void leave() { free_.release(); }
  // Nothing may enter afterwards.
  void wait_until_empty() {
    for (std::size_t i = 0; i < size_; ++i) free_.acquire();
  }

 private:
  std::size_t size_;
  std::counting_semaphore<> free_;
};

}  // namespace whistle::bench
