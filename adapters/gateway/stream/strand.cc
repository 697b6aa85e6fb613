#include "adapters/gateway/stream/strand.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "adapters/gateway/stream/encode.h"

namespace whistle::gateway::stream {
namespace {

namespace asio = boost::asio;

constexpr std::uint32_t kPatienceMs = 200;  // how long stop() may take
constexpr std::uint32_t kPatienceUnknownMs = 20;
constexpr std::size_t kTakenBytes = 64 << 10;

}  // namespace

Strand::Strand(Kind kind, client::Selection selection, std::optional<std::uint64_t> from,
               const Limits& limits, asio::any_io_executor readers)
    : kind_(kind),
      selection_(std::move(selection)),
      from_(from),
      limits_(limits),
      readers_(std::move(readers)) {}

void Strand::begin(client::Watch& watch) {
  client::Selection selection = selection_;
  if (kind_ == Kind::Shared && from_) begun_ = *from_ - std::min(*from_, limits_.rewind);
  selection.from_now = kind_ == Kind::Shared && !begun_;
  if (begun_) selection.resume_after = *begun_;
  watch.subscribe(std::move(selection));
}

// Where it began. Nothing of this is known before the engine has answered. False: it begins anew.
bool Strand::learn(client::Watch& watch, const v1::WatchEvents* first) {
  if (begun_ && watch.head_sequence() > *begun_ + limits_.far) {
    client::Selection selection = selection_;
    selection.from_now = true;
    begun_.reset();
    watch.subscribe(std::move(selection));
    return false;
  }
  std::uint64_t after = watch.seen_sequence();
  // The answer and the first events may have come together.
  if (first != nullptr && first->facts_size() > 0) {
    after = std::min(after, first->facts(0).sequence() - 1);
  }
  const std::lock_guard lock(mutex_);
  state_.known = true;
  state_.after = begun_.value_or(after);
  state_.seen = state_.after;
  return true;
}

// True when the refusal was of our rewinding only.
bool Strand::help_itself(client::Watch& watch) {
  const auto& problem = watch.problem();
  const bool can = kind_ == Kind::Shared && !state().known && from_ &&
                   problem->reason == "COMPACTED" && problem->first_available > 0 &&
                   problem->first_available <= *from_ + 1;
  if (!can) return false;
  client::Selection selection = selection_;
  begun_ = problem->first_available - 1;
  selection.resume_after = *begun_;
  watch.subscribe(std::move(selection));
  return true;
}

void Strand::work(client::Options options, const std::shared_ptr<client::Context>& context) {
  client::Watch watch(std::move(options), context);
  begin(watch);
  while (!stopped_) {
    wait_for_room();
    if (stopped_) return;
    const bool was_known = state().known;
    const auto events = watch.next(was_known ? kPatienceMs : kPatienceUnknownMs);
    if (watch.problem()) {
      if (help_itself(watch)) continue;
      {
        const std::lock_guard lock(mutex_);
        state_.problem = watch.problem();
        state_.connected = false;
      }
      return tell_readers();
    }
    const bool learns = !was_known && !watch.journal_id().empty();
    if (learns && !learn(watch, events ? &*events : nullptr)) continue;
    bool changed = events.has_value();
    if (events) take_events(watch, *events);
    {
      const std::lock_guard lock(mutex_);
      changed = changed || state_.connected != watch.connected() || state_.known != was_known;
      state_.connected = watch.connected();
      state_.head = std::max(watch.head_sequence(), watch.seen_sequence());
      state_.journal_id = watch.journal_id();
    }
    if (changed) tell_readers();
  }
}

void Strand::take_events(client::Watch& watch, const v1::WatchEvents& events) {
  const bool is_of_snapshot =
      events.has_snapshot_begin() || events.has_snapshot_end() || events.cases_size() > 0;
  if (is_of_snapshot) {
    const std::uint64_t id =
        events.has_snapshot_end() ? events.snapshot_end().watermark_sequence() : 0;
    return add(id, snapshot_event(events));
  }
  for (const v1::Fact& fact : events.facts()) {
    if (fact.sequence() != sequence_) finish_record();
    sequence_ = fact.sequence();
    facts_.push_back(fact);
  }
  // A record that a lost connection has cut in two goes on with the next message.
  if (watch.seen_sequence() >= sequence_) finish_record();
  const std::lock_guard lock(mutex_);
  // A record that waits for its other half has not been shown.
  const std::uint64_t shown =
      facts_.empty() ? watch.seen_sequence() : std::min(watch.seen_sequence(), sequence_ - 1);
  state_.seen = std::max(state_.seen, shown);
}

void Strand::finish_record() {
  if (facts_.empty()) return;
  add(sequence_, record_event(sequence_, facts_));
  facts_.clear();
}

void Strand::add(std::uint64_t sequence, std::string bytes) {
  const std::lock_guard lock(mutex_);
  bytes_ += bytes.size();
  events_.push_back({sequence, std::make_shared<const std::string>(std::move(bytes))});
  state_.seen = std::max(state_.seen, sequence);
  if (kind_ == Kind::Own) return;
  while (bytes_ > limits_.bytes_max && events_.size() > 1) {
    bytes_ -= events_.front().bytes->size();
    state_.after = std::max(state_.after, events_.front().sequence);
    events_.pop_front();
    ++first_;
  }
}

void Strand::wait_for_room() {
  if (kind_ == Kind::Shared) return;
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return stopped_ || bytes_ <= limits_.own_bytes_max; });
}

void Strand::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  room_.notify_one();
}

Strand::State Strand::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

std::uint64_t Strand::place_after(std::uint64_t sequence) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::upper_bound(events_, sequence, {}, &Event::sequence);
  return first_ + static_cast<std::uint64_t>(found - events_.begin());
}

Strand::Taken Strand::take(std::uint64_t place, std::uint64_t after) {
  Taken taken{.lost = false, .bytes = {}, .place = place, .sequence = {}, .seen = 0, .events = 0};
  {
    const std::lock_guard lock(mutex_);
    if (place < first_) {
      taken.lost = true;
      return taken;
    }
    std::size_t size = 0;
    std::shared_ptr<std::string> several;
    for (std::size_t i = place - first_; i < events_.size(); ++i) {
      const Event& event = events_[i];
      // A strand that begins before a reader's place may not have come to it when they met.
      if (event.sequence != 0 && event.sequence <= after) {
        if (taken.events > 0) break;
        ++taken.place;
        continue;
      }
      size += event.bytes->size();
      if (taken.events > 0 && size > kTakenBytes) break;
      // One event, the usual case, is nobody's copy.
      if (taken.events == 1) several = std::make_shared<std::string>(*taken.bytes);
      if (several) *several += *event.bytes;
      taken.bytes = several ? several : event.bytes;
      if (event.sequence != 0) taken.sequence = event.sequence;
      ++taken.events;
      ++taken.place;
    }
    if (taken.place == first_ + events_.size()) taken.seen = state_.seen;
    if (kind_ == Kind::Own) {
      while (first_ < taken.place) {
        bytes_ -= events_.front().bytes->size();
        events_.pop_front();
        ++first_;
      }
    }
  }
  if (kind_ == Kind::Own) room_.notify_one();
  return taken;
}

void Strand::tell_readers() {
  // Told once until they have listened, however much happens meanwhile.
  if (told_.exchange(true)) return;
  asio::post(readers_, [self = shared_from_this()] {
    self->told_ = false;
    for (asio::steady_timer* timer : self->waiting_) timer->cancel();
  });
}

asio::awaitable<void> Strand::wait(std::chrono::steady_clock::time_point until) {
  // Also when the connection is given up while it waits.
  struct Entry {
    std::set<asio::steady_timer*>& waiting;
    asio::steady_timer timer;
    ~Entry() { waiting.erase(&timer); }
  };
  Entry entry{waiting_, asio::steady_timer(readers_, until)};
  waiting_.insert(&entry.timer);
  boost::system::error_code ignored;
  co_await entry.timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace whistle::gateway::stream
