#include "engine/queues/line_walk.h"

#include "engine/core/check.h"

namespace whistle::queues {

LineWalk::LineWalk(const WaitingLine& line, Timestamp now)
    : line_(&line),
      now_(now),
      heads_{line.bands_[0].begin(), line.bands_[1].begin(), line.bands_[2].begin()},
      streak_(line.streak_) {
  look();
}

void LineWalk::advance() {
  WHISTLE_CHECK(next_.has_value());
  ++heads_[band_];
  bool higher_waits = false;
  bool lower_waits = false;
  for (std::size_t other = 0; other < heads_.size(); ++other) {
    if (heads_[other] == line_->bands_[other].end()) continue;
    higher_waits = higher_waits || other < band_;
    lower_waits = lower_waits || other > band_;
  }
  streak_ = WaitingLine::streak_after(streak_, higher_waits, lower_waits);
  look();
}

// The highest colour; after a streak the first lower one whose promise is broken.
void LineWalk::look() {
  next_.reset();
  is_its_turn_ = false;
  for (std::size_t band = 0; band < heads_.size(); ++band) {
    if (heads_[band] == line_->bands_[band].end()) continue;
    const WaitingLine::Spot& spot = *heads_[band];
    const Position head{WaitingLine::kColours[band], spot.due, spot.entered, spot.id};
    if (!next_) {
      next_ = head;
      band_ = band;
      if (streak_ < WaitingLine::kStreakMax) return;
      continue;
    }
    if (head.due >= now_) continue;
    next_ = head;
    band_ = band;
    is_its_turn_ = true;
    return;
  }
}

// Whose turn has come goes first; else the first by colour, deadline and arrival.
LineWalk* LinesWalk::first() {
  const auto turn = [this](const LineWalk& walk, const LineWalk& highest) {
    if (walk.is_its_turn()) return true;
    const Position& head = *walk.next();
    return streak_ >= WaitingLine::kStreakMax && head.due < now_ &&
           head.severity < highest.next()->severity;
  };
  LineWalk* highest = nullptr;
  for (LineWalk& walk : walks_) {
    if (walk.next() == nullptr) continue;
    if (highest == nullptr || goes_before(*walk.next(), *highest->next())) highest = &walk;
  }
  if (highest == nullptr) return nullptr;
  LineWalk* first = nullptr;
  for (LineWalk& walk : walks_) {
    if (walk.next() == nullptr || !turn(walk, *highest)) continue;
    if (first == nullptr || goes_before(*walk.next(), *first->next())) first = &walk;
  }
  return first != nullptr ? first : highest;
}

const Position* LinesWalk::next() {
  const LineWalk* walk = first();
  return walk != nullptr ? walk->next() : nullptr;
}

void LinesWalk::advance(bool granted) {
  LineWalk* walk = first();
  WHISTLE_CHECK(walk != nullptr);
  if (granted) {
    const Severity severity = walk->next()->severity;
    streak_ = streak_after(streak_, last_, severity);
    last_ = severity;
  }
  walk->advance();
}

}  // namespace whistle::queues
