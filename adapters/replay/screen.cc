#include "adapters/replay/screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace whistle::replay {
namespace {

constexpr std::int64_t kFrameMs = 100;
constexpr std::int64_t kLineMs = 5000;

struct Size {
  std::size_t width = 80;
  std::size_t height = 24;
};

Size size_of(std::FILE* out) {
  winsize size{};
  if (ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

bool is_terminal(std::FILE* out) {
  const char* kind = std::getenv("TERM");
  return isatty(fileno(out)) != 0 && kind != nullptr && std::string_view(kind) != "dumb";
}

}  // namespace

Screen::Screen(std::FILE* out, bool quiet)
    : out_(out),
      quiet_(quiet),
      terminal_(is_terminal(out)),
      colour_(terminal_ && std::getenv("NO_COLOR") == nullptr) {}

Screen::~Screen() { leave(); }

bool Screen::wants(std::int64_t now_ms) const { return !quiet_ && now_ms >= next_ms_; }

void Screen::show(const Picture& picture, std::int64_t now_ms) {
  if (quiet_) return;
  if (!terminal_) {
    next_ms_ = now_ms + kLineMs;
    if (progress_of(picture) == told_) return;
    told_ = progress_of(picture);
    std::fprintf(out_, "%s\n", line_of(picture).c_str());
    std::fflush(out_);
    return;
  }
  next_ms_ = now_ms + kFrameMs;
  const Size size = size_of(out_);
  auto lines = lines_of(picture, size.width, colour_);
  if (lines.size() >= size.height) lines.resize(size.height - 1);
  // One write, each line erased behind its end, nothing cleared before: so nothing flickers.
  std::string frame = drawn_ == 0 ? "\x1b[?25l" : "\x1b[" + std::to_string(drawn_) + "F";
  for (const std::string& line : lines) frame += line + "\x1b[K\n";
  // What a taller picture has left below.
  frame += "\x1b[J";
  std::fwrite(frame.data(), 1, frame.size(), out_);
  std::fflush(out_);
  drawn_ = lines.size();
}

void Screen::leave() {
  if (drawn_ == 0) return;
  std::fputs("\x1b[?25h", out_);
  std::fflush(out_);
  drawn_ = 0;
}

}  // namespace whistle::replay
