#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/queues/waiting_line.h"

namespace whistle::queues {

// The orders of one line in the order in which they would be granted at an instant, one after the
// other. The line must not change meanwhile. Thread: the writer only.
class LineWalk {
 public:
  LineWalk(const WaitingLine& line, Timestamp now);

  // The next order; nothing at the end.
  const Position* next() const { return next_ ? &*next_ : nullptr; }
  // Its turn has come although a higher colour waits: it goes before everything else.
  bool is_its_turn() const { return is_its_turn_; }
  void advance();

 private:
  void look();

  const WaitingLine* line_;
  Timestamp now_;
  std::array<WaitingLine::Band::const_iterator, 3> heads_;
  std::uint32_t streak_;
  std::optional<Position> next_;
  std::size_t band_{};
  bool is_its_turn_{};
};

// Visits the orders of one line in their order until `visit` returns false.
template <class Visit>
void in_order(const WaitingLine& line, Timestamp now, Visit visit) {
  for (LineWalk walk(line, now); walk.next() != nullptr; walk.advance()) {
    if (!visit(*walk.next())) return;
  }
}

// Several lines as if they were one: of the first orders of all lines the first is next. `streak`
// counts the grants in a row, to whoever asks, that were not of a lower colour than the one before;
// after kStreakMax of them an order of a lower colour goes first if its promise is already broken.
class LinesWalk {
 public:
  // `last`: the colour of the last of those grants.
  LinesWalk(Timestamp now, std::uint32_t streak, Severity last)
      : now_(now), streak_(streak), last_(last) {}
  void add(const WaitingLine& line) { walks_.emplace_back(line, now_); }

  // The next order; nothing at the end.
  const Position* next();
  // Requires: next() is something. Whether it is granted or passed over.
  void advance(bool granted);

 private:
  LineWalk* first();

  Timestamp now_;
  std::uint32_t streak_;
  Severity last_;
  std::vector<LineWalk> walks_;
};

// The streak after one more grant.
constexpr std::uint32_t streak_after(std::uint32_t streak, Severity last, Severity granted) {
  if (granted < last) return 0;
  return streak < WaitingLine::kStreakMax ? streak + 1 : streak;
}

}  // namespace whistle::queues
