#include "adapters/replay/player.h"

#include <algorithm>
#include <utility>

namespace whistle::replay {
namespace {

// Time is let pass in so many steps, so that alarms are seen when nothing else happens. Each fires
// at its own instant anyway, so the steps change nothing else.
constexpr std::int64_t kClockSteps = 500;
constexpr std::uint32_t kSliceMs = 50;

}  // namespace

Player::Player(Parts parts, const Rows& rows, Stretch stretch, std::int64_t seconds)
    : parts_(std::move(parts)), rows_(rows), stretch_(stretch), duration_ms_(seconds * 1000) {}

void Player::play() {
  plan_submits();
  plan_clock();
  began_ms_ = parts_.wall.now_ms();
  Timeline& timeline = parts_.timeline;
  while (!stopped_ && !timeline.empty() && timeline.next().at_ms <= stretch_.to_ms) {
    const Action& next = timeline.next();
    if ((parts_.engine.pending() > 0 && !overlaps(next)) ||
        parts_.wall.now_ms() < wall_ms_of(next.at_ms)) {
      wait_for(next);
      continue;
    }
    alone_ = !(next.may_overlap && next.may_overlap());
    line_ = next.line;
    const Action action = timeline.take();
    action.run();
    parts_.look_on(action.at_ms);
  }
  settle();
}

bool Player::overlaps(const Action& next) const {
  return !alone_ && next.line == line_ && next.may_overlap && next.may_overlap();
}

// A moment passes: an answer comes, or the wall clock moves on. Answers may put something else
// first.
void Player::wait_for(const Action& next) {
  const std::int64_t at_ms = next.at_ms;
  const std::int64_t ahead_ms = wall_ms_of(at_ms) - parts_.wall.now_ms();
  if (parts_.engine.pending() > 0) {
    parts_.engine.wait(kSliceMs);
  } else if (ahead_ms > 0) {
    parts_.wall.pause_ms(std::min<std::int64_t>(ahead_ms, kSliceMs));
  }
  parts_.look_on(std::max(parts_.timeline.now_ms(), stretch_.from_ms));
}

void Player::settle() {
  while (!stopped_ && parts_.engine.pending() > 0) {
    parts_.engine.wait(kSliceMs);
    parts_.look_on(parts_.timeline.now_ms());
  }
}

std::int64_t Player::wall_ms_of(std::int64_t at_ms) const {
  if (duration_ms_ == 0) return began_ms_;
  const auto part = static_cast<double>(at_ms - stretch_.from_ms) /
                    static_cast<double>(stretch_.to_ms - stretch_.from_ms);
  return began_ms_ + static_cast<std::int64_t>(part * static_cast<double>(duration_ms_));
}

void Player::plan_submits() {
  for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
    const std::int64_t at_ms = rows_.rows[i].complaint.occurred_at_ms();
    if (at_ms < stretch_.from_ms || at_ms >= stretch_.to_ms) continue;
    parts_.timeline.add({at_ms, client::Line::Intake, nullptr, [this, i] { submit(i); }});
  }
}

void Player::plan_clock() {
  const std::int64_t length_ms = stretch_.to_ms - stretch_.from_ms;
  for (std::int64_t step = 0; step <= kClockSteps; ++step) {
    const std::int64_t at_ms = stretch_.from_ms + length_ms * step / kClockSteps;
    parts_.timeline.add({at_ms, client::Line::Admin, nullptr, [this, at_ms] {
                           parts_.engine.advance(
                               at_ms, [this](const client::Result<v1::StatusReply>& answer) {
                                 if (answer) parts_.on_status(*answer);
                               });
                         }});
  }
}

void Player::submit(std::size_t index) {
  const hotline::GoodRow& row = rows_.rows[index];
  const std::string& id = row.complaint.external_id();
  const std::int64_t at_ms = row.complaint.occurred_at_ms();
  parts_.account.sent(id);
  parts_.engine.submit(at_ms, row.complaint,
                       [this, index, at_ms](const client::Result<v1::SubmitReply>& answer) {
                         const hotline::GoodRow& sent = rows_.rows[index];
                         parts_.account.answered(sent.complaint.external_id(), answer);
                         if (!answer) {
                           ++refusals_[answer.problem().reason];
                           return;
                         }
                         outcomes_[index] = {answer->case_id(), answer->resolve_due_ms()};
                         parts_.crew.accepted(sent, *answer, at_ms);
                       });
}

}  // namespace whistle::replay
