#include "adapters/hotline/line_reader.h"

#include <algorithm>
#include <string_view>

namespace whistle::hotline {

std::optional<Line> LineReader::next() {
  Line line;
  line.number = ++number_;
  bool any = false;
  for (;;) {
    if (at_ == piece_.size()) {
      piece_ = source_->read();
      at_ = 0;
      if (piece_.empty()) break;
    }
    any = true;
    const auto rest = std::string_view(piece_).substr(at_);
    const auto newline = rest.find('\n');
    const auto part = rest.substr(0, newline);
    const std::size_t room = kLineBytesMax - std::min(line.text.size(), kLineBytesMax);
    line.text += part.substr(0, room);
    line.too_long = line.too_long || part.size() > room;
    const bool ended = newline != std::string_view::npos;
    at_ += part.size() + (ended ? 1 : 0);
    offset_ += part.size() + (ended ? 1 : 0);
    if (ended) break;
  }
  if (!any) return std::nullopt;
  if (line.text.ends_with('\r')) line.text.pop_back();
  line.end_offset = offset_;
  return line;
}

}  // namespace whistle::hotline
