#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace whistle {

// A vector of millions that grows without moving what it holds: it never needs twice its size.
template <class T>
class Chunks {
 public:
  static constexpr std::size_t kPerChunk = 4096;

  Chunks() = default;
  Chunks(Chunks&& other) noexcept
      : chunks_(std::move(other.chunks_)), size_(std::exchange(other.size_, 0)) {}
  Chunks& operator=(Chunks&& other) noexcept {
    chunks_ = std::move(other.chunks_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  T& operator[](std::size_t index) { return chunks_[index / kPerChunk][index % kPerChunk]; }
  const T& operator[](std::size_t index) const {
    return chunks_[index / kPerChunk][index % kPerChunk];
  }

  void push_back(const T& value) {
    if (size_ == chunks_.size() * kPerChunk) chunks_.push_back(std::make_unique<T[]>(kPerChunk));
    (*this)[size_++] = value;
  }
  // Requires: not empty.
  void pop_back() {
    --size_;
    // One stays, or a size that goes to and fro would cost a chunk each time.
    if (chunks_.size() * kPerChunk >= size_ + 2 * kPerChunk) chunks_.pop_back();
  }

  std::size_t bytes() const { return chunks_.size() * kPerChunk * sizeof(T); }

 private:
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::size_t size_{};
};

}  // namespace whistle
