#pragma once

#include <cstdint>

namespace whistle::bench::limits {

// How the engine's memory grows with the complaints it accepts: a straight line through all that
// was seen. Write buffers that fill and empty go around it, and what waits lifts the whole line.
class Growth {
 public:
  void add(std::uint64_t accepted, std::uint64_t resident_bytes) {
    const auto x = static_cast<double>(accepted);
    const auto y = static_cast<double>(resident_bytes);
    ++count_;
    x_ += x;
    y_ += y;
    xx_ += x * x;
    xy_ += x * y;
  }
  // Bytes for each complaint; 0 as long as all were seen at one count.
  double each() const {
    const double spread = count_ * xx_ - x_ * x_;
    return spread > 0 ? (count_ * xy_ - x_ * y_) / spread : 0;
  }
  // Where the line is at that count, bytes; 0 when nothing was seen.
  double bytes_at(double accepted) const {
    return count_ > 0 ? y_ / count_ + each() * (accepted - x_ / count_) : 0;
  }

 private:
  double count_{};
  double x_{};
  double y_{};
  double xx_{};
  double xy_{};
};

}  // namespace whistle::bench::limits
