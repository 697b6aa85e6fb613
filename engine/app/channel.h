#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace whistle::app {

// Things on their way from one thread to another, in order, a few at a time.
// Thread: any.
template <class Thing>
class Channel {
 public:
  explicit Channel(std::size_t most) : most_(most) {}

  // Waits for a place.
  void put(Thing thing) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return things_.size() < most_; });
    things_.push_back(std::move(thing));
    changed_.notify_all();
  }
  // Waits for the next one; nothing when the channel is closed and empty.
  std::optional<Thing> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !things_.empty() || closed_; });
    if (things_.empty()) return std::nullopt;
    std::optional<Thing> thing(std::move(things_.front()));
    things_.pop_front();
    changed_.notify_all();
    return thing;
  }
  // Nothing may be put afterwards.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Thing> things_;
  bool closed_{};
};

}  // namespace whistle::app
