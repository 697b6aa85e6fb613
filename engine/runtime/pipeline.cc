#include "engine/runtime/pipeline.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/runtime/stopwatch.h"
#include "engine/runtime/thread_name.h"

namespace whistle::runtime {

Pipeline::Pipeline(Parts parts) : parts_(std::move(parts)) {}

Pipeline::~Pipeline() { stop(); }

void Pipeline::start() {
  WHISTLE_CHECK(!writer_.joinable());
  const auto run = [this](void (Pipeline::*work)(), const char* name) {
    return std::thread([this, work, name] {
      name_this_thread(name);
      if (parts_.on_thread) parts_.on_thread();
      (this->*work)();
    });
  };
  writer_ = run(&Pipeline::write, "writer");
  committer_ = run(&Pipeline::commit, "committer");
}

void Pipeline::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  writer_wakes_.notify_all();
  if (writer_.joinable()) writer_.join();
  {
    const std::lock_guard lock(mutex_);
    writer_done_ = true;
  }
  commit_wakes_.notify_all();
  if (committer_.joinable()) committer_.join();
}

bool Pipeline::offer(Request request, bool urgent) {
  {
    const std::lock_guard lock(mutex_);
    if (!enter(request, urgent, parts_.clock.now())) return false;
  }
  writer_wakes_.notify_one();
  return true;
}

void Pipeline::offer(std::span<Offer> offers) {
  {
    const std::lock_guard lock(mutex_);
    const Timestamp now = parts_.clock.now();
    for (Offer& each : offers) each.is_taken = enter(each.request, each.urgent, now);
  }
  writer_wakes_.notify_one();
}

bool Pipeline::enter(Request& request, bool urgent, Timestamp now) {
  if (stopping_ || failed_) return false;
  if (!urgent && waiting_.size() >= parts_.limits.waiting_max) return false;
  backlog_.enter(now);
  waiting_.push_back({.request = std::move(request)});
  return true;
}

void Pipeline::look(Look look) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({.look = std::move(look)});
  }
  writer_wakes_.notify_one();
}

void Pipeline::keep(journal::CursorChange change, std::function<void()> kept) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({.cursor = Keeping{std::move(change), std::move(kept)}});
  }
  writer_wakes_.notify_one();
}

Milliseconds Pipeline::lag() const {
  if (parts_.driven != nullptr) return Milliseconds{0};
  return backlog_.oldest(parts_.clock.now());
}

std::size_t Pipeline::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

std::optional<Milliseconds> Pipeline::until_alarm() const {
  const Timestamp next = parts_.engine.next_alarm();
  // A driven clock moves only when a request says so.
  if (next == kNever || parts_.driven != nullptr) return std::nullopt;
  // A clock that was set back before a restart is behind the engine, which never goes back.
  const Timestamp now = std::max(parts_.clock.now(), parts_.engine.now());
  // Centuries do not fit into every unit of time; to look once an hour costs nothing.
  constexpr Milliseconds kLongest{std::chrono::hours{1}};
  return std::clamp(next - now, Milliseconds{0}, kLongest);
}

// A turn is bounded: what waits beyond it is taken by the next one.
void Pipeline::take_waiting(std::vector<Item>& taken) {
  constexpr std::size_t kTurnMax = 512;
  const std::size_t count = std::min(waiting_.size(), kTurnMax);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  taken.assign(std::move_iterator(waiting_.begin()), std::move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
}

void Pipeline::write() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto has_work = [&] {
        return stopping_ || !waiting_.empty() || (!commit_busy_ && !slot_ && has_formed());
      };
      wants_slot_ = has_formed();
      if (const auto wait = until_alarm()) {
        writer_wakes_.wait_for(lock, *wait, has_work);
      } else {
        writer_wakes_.wait(lock, has_work);
      }
      wants_slot_ = false;
      if (stopping_ && waiting_.empty()) break;
      take_waiting(turn_);
    }
    // Time passes on every turn, also under load. It is read once: a wish of this turn cannot be
    // later than an alarm that has not fired.
    const Timestamp now = parts_.clock.now();
    // After an outage a million alarms may be due at once: the disk sets the pace.
    if (is_full()) hand_over(true);
    parts_.engine.tick(now, parts_.limits.ticks_per_turn);
    for (Item& item : turn_) handle(std::move(item), now);
    // What a wish made due at once (another operating mode) begins in the same group.
    if (parts_.driven == nullptr && parts_.engine.next_alarm() <= parts_.clock.now()) {
      parts_.engine.tick(parts_.clock.now(), parts_.limits.ticks_per_turn);
    }
    turn_.clear();
    hand_over(false);
  }
  hand_over(true);
}

void Pipeline::handle(Item item, Timestamp now) {
  if (item.look) {
    item.look(parts_.engine);
    return;
  }
  if (item.cursor) {
    forming_.cursors.push_back(*std::move(item.cursor));
    return;
  }
  Request& request = *item.request;
  if (request.driven_time && parts_.driven != nullptr) {
    pass_time(*request.driven_time);
    now = parts_.clock.now();
  }
  // A turn has one time, but takes long when the disk does; who waits has a clock of their own.
  Timestamp& decide_by = request.terms.decide_by;
  if (decide_by != kNever && parts_.clock.now() > decide_by) decide_by = Timestamp::min();
  Reply reply =
      parts_.engine.decide(std::move(request.command), now, request.caller, request.terms);
  forming_.replies.push_back({std::move(reply), std::move(request.answer)});
  if (is_full()) hand_over(true);
  // On a driven clock nothing may depend on when the writer happens to wake.
  if (parts_.driven != nullptr) pass_time(parts_.clock.now());
}

// Each record has a fact at least, and that of a tick is about many cases, so facts are counted.
// Who asks while a million alarms are due waits for two or three groups, so a group is what a disk
// takes in milliseconds.
bool Pipeline::is_full() const {
  return parts_.engine.forming_events() >= parts_.limits.group_records_max;
}

// Each alarm fires at its own instant, as if the engine had been running all the time.
void Pipeline::pass_time(Timestamp to) {
  while (parts_.engine.next_alarm() != kNever && parts_.engine.next_alarm() <= to) {
    parts_.driven->advance_to(parts_.engine.next_alarm());
    parts_.engine.tick(parts_.clock.now(), parts_.limits.ticks_per_turn);
    if (is_full()) hand_over(true);
  }
  parts_.driven->advance_to(to);
}

void Pipeline::hand_over(bool must) {
  if (!has_formed()) return;
  std::unique_lock lock(mutex_);
  const auto is_free = [&] { return failed_ || (!slot_ && (must || !commit_busy_)); };
  if (must) {
    wants_slot_ = true;
    writer_wakes_.wait(lock, is_free);
    wants_slot_ = false;
  } else if (!is_free()) {
    return;
  }
  if (failed_) return;
  // Encoding rows takes a while, and who offers must not wait for it: only the writer fills the
  // slot, so it stays free.
  lock.unlock();
  Batch formed = take_formed();
  lock.lock();
  slot_ = std::move(formed);
  lock.unlock();
  commit_wakes_.notify_one();
}

Pipeline::Batch Pipeline::take_formed() {
  if (parts_.engine.forming() > 0) {
    forming_.group = std::make_shared<journal::Group>(parts_.engine.take_group());
  } else {
    forming_.answers = parts_.engine.take_answers();
  }
  return std::exchange(forming_, Batch{});
}

void Pipeline::commit() {
  for (;;) {
    Batch batch;
    {
      std::unique_lock lock(mutex_);
      commit_busy_ = false;
      if (!slot_ && wants_slot_) writer_wakes_.notify_one();
      commit_wakes_.wait(lock, [&] { return slot_ || writer_done_; });
      if (!slot_) return;
      batch = *std::exchange(slot_, std::nullopt);
      commit_busy_ = true;
      if (wants_slot_) writer_wakes_.notify_one();
    }
    if (!make_durable(batch)) return;
    tell(batch);
  }
}

void Pipeline::tell(Batch& batch) {
  backlog_.leave(batch.replies.size());
  if (batch.group) {
    // Watchers need the records; the rows and texts are on disk.
    batch.group->open = {};
    batch.group->closed = {};
    batch.group->texts = {};
    batch.group->receipts = {};
    batch.group->answers = {};
    if (parts_.on_durable) parts_.on_durable(batch.group);
  }
  for (PendingReply& pending : batch.replies) pending.answer(pending.reply);
  for (Keeping& keeping : batch.cursors) keeping.kept();
}

// Cursors and answers ride with a group, or are written alone when none forms.
Outcome<Done, journal::Error> Pipeline::store(Batch& batch) {
  std::vector<journal::CursorChange> changes;
  for (const Keeping& keeping : batch.cursors) changes.push_back(keeping.change);
  if (batch.group) {
    batch.group->cursors = std::move(changes);
    return parts_.journal.append(*batch.group);
  }
  if (!changes.empty()) {
    auto kept = parts_.journal.keep_cursors(changes);
    if (!kept) return kept;
  }
  if (!batch.answers.empty()) return parts_.journal.keep_answers(batch.answers);
  return Done{};
}

bool Pipeline::make_durable(Batch& batch) {
  const auto began = uptime();
  const auto durable = store(batch);
  if (batch.group) group_write_.note(uptime() - began);
  if (durable) return true;
  {
    const std::lock_guard lock(mutex_);
    failed_ = true;
  }
  writer_wakes_.notify_all();
  parts_.on_failure(durable.error());
  return false;
}

}  // namespace whistle::runtime
