#include "adapters/gateway/stream/reader.h"

#include <algorithm>
#include <utility>

#include "adapters/gateway/stream/encode.h"

namespace whistle::gateway::stream {
namespace {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

// Who waits for a watch of its own asks again so often.
constexpr std::chrono::milliseconds kAskAgain{250};

}  // namespace

Reader::Reader(Hub& hub, std::shared_ptr<Strand> shared, Wish wish, const Rhythm& rhythm,
               std::function<bool()> may_stay, std::shared_ptr<Tally> tally)
    : hub_(hub),
      shared_(std::move(shared)),
      wish_(std::move(wish)),
      rhythm_(rhythm),
      may_stay_(std::move(may_stay)),
      tally_(std::move(tally)),
      ends_(Steady::now() + rhythm.longest),
      next_ping_(Steady::now() + rhythm.ping) {}

asio::awaitable<void> Reader::run(http::Sink& sink) {
  const auto pause = static_cast<std::uint32_t>(rhythm_.retry.count());
  bool goes_on = co_await write(sink, retry(pause));
  if (goes_on) goes_on = co_await find_place(sink);
  while (goes_on) {
    const Step next = co_await step(sink);
    if (next == Step::End) co_return;
    if (next == Step::GoOn) continue;
    goes_on = co_await keep_alive(sink);
  }
}

asio::awaitable<bool> Reader::write(http::Sink& sink, std::string bytes) {
  const bool taken = co_await sink.write(std::make_shared<const std::string>(std::move(bytes)));
  if (!taken) ++tally_->dropped;
  co_return taken;
}

asio::awaitable<void> Reader::reset(http::Sink& sink, client::Problem why) {
  ++tally_->resets;
  co_await write(sink, reset_event(why, strand()->state().journal_id));
}

asio::awaitable<bool> Reader::find_place(http::Sink& sink) {
  std::optional<Moment> doubted;
  while (true) {
    const Strand::State state = shared_->state();
    if (state.problem) co_return true;  // step() says so
    const bool ahead = state.known && wish_.after && *wish_.after > state.head;
    if (ahead && !doubted) doubted = Steady::now() + rhythm_.answer;
    if (state.known && !ahead) break;
    // A sequence the journal has not come to is of another journal, or was lost with a disk.
    if (ahead && Steady::now() >= *doubted) {
      client::Problem why;
      why.reason = "RESUME_AHEAD";
      why.message = "the journal has not come so far";
      co_await reset(sink, std::move(why));
      co_return false;
    }
    co_await shared_->wait(doubted ? std::min(*doubted, next_ping_) : next_ping_);
    const bool goes_on = Steady::now() < next_ping_ || co_await keep_alive(sink);
    if (!goes_on) co_return false;
  }
  const Strand::State state = shared_->state();
  if (!wish_.journal_id.empty() && wish_.journal_id != state.journal_id) {
    client::Problem why;
    why.reason = "JOURNAL_CHANGED";
    why.message = "the engine's journal is another one";
    co_await reset(sink, std::move(why));
    co_return false;
  }
  position_ = wish_.after.value_or(state.seen);
  told_ = position_;
  in_snapshot_ = wish_.snapshot && !wish_.after;
  if (!in_snapshot_) join_shared();
  co_return co_await write(sink, hello_event(state.journal_id, state.head, position_));
}

bool Reader::join_shared() {
  const Strand::State state = shared_->state();
  if (state.problem || !state.known || state.after > position_) return false;
  own_.reset();
  place_ = shared_->place_after(position_);
  is_placed_ = true;
  return true;
}

bool Reader::read_on() {
  if (!in_snapshot_ && join_shared()) return true;
  client::Selection selection = wish_.selection;
  selection.journal_id = shared_->state().journal_id;
  selection.snapshot = in_snapshot_;
  selection.resume_after = in_snapshot_ ? 0 : position_;
  own_ = hub_.make_own(selection);
  place_ = 0;
  is_placed_ = own_ != nullptr;
  return is_placed_;
}

asio::awaitable<Reader::Step> Reader::step(http::Sink& sink) {
  if (!is_placed_ && !shared_->state().problem && !read_on()) co_return Step::Wait;
  if (own_ && !in_snapshot_) join_shared();
  const std::shared_ptr<Strand> reading = strand();
  // Before what there is to take: nothing comes after a problem.
  const auto problem = reading->state().problem;
  const Strand::Taken taken = reading->take(place_, in_snapshot_ ? 0 : position_);
  if (taken.lost) {
    ++tally_->fell_behind;
    is_placed_ = false;
    co_return Step::GoOn;
  }
  if (taken.bytes) {
    const bool is_taken = co_await sink.write(taken.bytes);
    if (!is_taken) {
      ++tally_->dropped;
      co_return Step::End;
    }
    tally_->records += taken.events;
    place_ = taken.place;
    if (taken.sequence) {
      in_snapshot_ = false;
      position_ = std::max(position_, *taken.sequence);
      told_ = position_;
    }
    if (!in_snapshot_) position_ = std::max(position_, taken.seen);
    const bool is_due = Steady::now() >= next_ping_;
    const bool stays = !is_due || co_await keep_alive(sink);
    co_return stays ? Step::GoOn : Step::End;
  }
  place_ = taken.place;
  if (problem) {
    // Others pass, or are told as an answer when the browser comes back.
    if (problem->code == client::kOutOfRange) co_await reset(sink, *problem);
    co_return Step::End;
  }
  if (!in_snapshot_) position_ = std::max(position_, taken.seen);
  co_return own_ && !in_snapshot_ && join_shared() ? Step::GoOn : Step::Wait;
}

// Waits until something changes, and pings when it is time to.
asio::awaitable<bool> Reader::keep_alive(http::Sink& sink) {
  if (Steady::now() < next_ping_) {
    const Moment until = is_placed_ ? next_ping_ : std::min(next_ping_, Steady::now() + kAskAgain);
    co_await strand()->wait(until);
  }
  const Moment now = Steady::now();
  if (now >= ends_) co_return false;
  if (now < next_ping_) co_return true;
  next_ping_ = now + rhythm_.ping;
  if (!may_stay_()) co_return false;
  const bool moved = !in_snapshot_ && position_ > told_;
  told_ = std::max(told_, moved ? position_ : 0);
  co_return co_await write(sink, ping(moved ? position_ : 0));
}

}  // namespace whistle::gateway::stream
