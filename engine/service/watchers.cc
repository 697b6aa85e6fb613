#include "engine/service/watchers.h"

#include <algorithm>
#include <utility>

#include "engine/journal/row_codec.h"
#include "engine/service/limits.h"
#include "engine/service/watch_wish.h"

namespace whistle::service {
namespace {

v1::Header event_header() {
  v1::Header header;
  header.set_kind(v1::KIND_EVENT);
  header.set_method(v1::METHOD_WATCH);
  return header;
}

constexpr int kUnreachableBeatsMax = 10;
// Who has given no sign of life for so long is asked seldom only: what is sent to who does not read
// stays in memory.
constexpr int kBeatsUnansweredMax = 60;
constexpr int kBeatsBetween = 60;

std::uint64_t granted(std::uint64_t sent, std::uint64_t asked) {
  return std::min(asked, sent + Watchers::kCreditAheadMax);
}

}  // namespace

void Watchers::find_head() { head_ = std::max(head_, parts_.journal.head().sequence); }

std::optional<Problem> Watchers::gone_after(Sequence seen) const {
  const auto first = parts_.journal.first();
  if (!first || seen.value + 1 >= first->value) return std::nullopt;
  return Problem{kOutOfRange, "COMPACTED",
                 "the journal begins at record " + std::to_string(first->value) +
                     "; what follows " + std::to_string(seen.value) + " is gone",
                 0, first->value};
}

Outcome<Sequence, Problem> Watchers::start_of(const Peer& peer, const v1::WatchRequest& request) {
  if (!watchers_.contains(peer) && watchers_.size() >= parts_.watchers_max) {
    constexpr std::uint32_t kRetryMs = 5'000;
    return Failure{exhausted(Limit::Watchers, parts_.watchers_max, watchers_.size(), kRetryMs)};
  }
  find_head();
  const auto checked = check_start(request);
  if (!checked) return Failure{checked.error()};
  const auto filter = to_filter(request, *parts_.rules.policy);
  if (!filter) return Failure{filter.error()};
  const journal::WatchCursor* cursor = parts_.cursors.find(request.cursor());
  const bool at_head = cursor == nullptr && (request.from_now() || request.snapshot());
  if (at_head) return head_;
  if (!request.journal_id().empty() && request.journal_id() != parts_.journal.id()) {
    const auto first = parts_.journal.first();
    return Failure{Problem{kOutOfRange, "JOURNAL_CHANGED",
                           "journal_id: this journal is " + parts_.journal.id(), 0,
                           first ? first->value : 0}};
  }
  const Sequence start =
      std::max(cursor != nullptr ? cursor->sequence : Sequence{}, Sequence{request.resume_after()});
  if (start > head_) {
    return Failure{Problem{kInvalidArgument, "RESUME_AHEAD",
                           "resume_after: " + std::to_string(start.value) +
                               " is ahead of the journal, which is at " +
                               std::to_string(head_.value),
                           0}};
  }
  if (const auto gone = gone_after(start)) return Failure{*gone};
  return start;
}

Outcome<v1::WatchReply, Problem> Watchers::watch(const Peer& peer,
                                                 const v1::WatchRequest& request) {
  const auto start = start_of(peer, request);
  if (!start) return Failure{start.error()};
  auto filter = to_filter(request, *parts_.rules.policy);
  if (!filter) return Failure{filter.error()};
  watchers_.erase(peer);
  if (!request.cursor().empty()) {
    end(request.cursor(),
        {kAborted, "CURSOR_TAKEN", "another connection watches with " + request.cursor(), 0});
  }
  Watcher watcher;
  watcher.seen = *start;
  watcher.previous = *start;
  watcher.filter = *std::move(filter);
  watcher.packed = request.packed();
  watcher.cursor = request.cursor();
  watcher.credit = granted(0, request.credit());
  if (request.snapshot()) watcher.snapshot = Snapshot{.watermark = *start};
  v1::WatchReply reply;
  reply.set_head_sequence(head_.value);
  reply.set_start_sequence(start->value);
  reply.set_journal_id(parts_.journal.id());
  reply.set_credit(watcher.credit);
  watchers_.emplace(peer, std::move(watcher));
  return reply;
}

std::optional<v1::WatchReply> Watchers::credit(const Peer& peer, std::uint64_t credit) {
  const auto found = watchers_.find(peer);
  if (found == watchers_.end()) return std::nullopt;
  Watcher& watcher = found->second;
  watcher.credit = std::max(watcher.credit, granted(watcher.sent, credit));
  watcher.beats_unanswered = 0;
  v1::WatchReply reply;
  reply.set_head_sequence(head_.value);
  reply.set_start_sequence(watcher.seen.value);
  reply.set_journal_id(parts_.journal.id());
  reply.set_credit(watcher.credit);
  return reply;
}

std::optional<Watchers::Named> Watchers::named(const Peer& peer) {
  const auto found = watchers_.find(peer);
  if (found == watchers_.end() || found->second.cursor.empty()) return std::nullopt;
  found->second.beats_unanswered = 0;
  return Named{found->second.cursor, found->second.seen};
}

std::vector<Peer> Watchers::peers() const {
  std::vector<Peer> peers;
  for (const auto& [peer, watcher] : watchers_) peers.push_back(peer);
  return peers;
}

bool Watchers::is_behind(const Peer& peer) const {
  const auto found = watchers_.find(peer);
  return found != watchers_.end() && (found->second.snapshot || found->second.seen < head_);
}

bool Watchers::is_watched(const std::string& cursor) const {
  return std::ranges::any_of(watchers_,
                             [&](const auto& item) { return item.second.cursor == cursor; });
}

void Watchers::end(const std::string& cursor, const Problem& why) {
  const auto found = std::ranges::find_if(
      watchers_, [&](const auto& item) { return item.second.cursor == cursor; });
  if (found == watchers_.end()) return;
  tell_end(found->first, why);
  watchers_.erase(found);
}

void Watchers::tell_end(const Peer& peer, const Problem& why) {
  v1::Header header = event_header();
  v1::Status& status = *header.mutable_status();
  status.set_code(why.code);
  status.set_reason(why.reason);
  status.set_message(why.message);
  status.set_first_available(why.first_available);
  parts_.send(peer, header, std::make_shared<const std::string>());
}

void Watchers::feed(const journal::Group& group) {
  head_ = std::max(head_, group.records.back().sequence);
  // With nobody there, who comes later is served from the journal.
  if (!watchers_.empty()) messages_.feed(group);
}

bool Watchers::pump(std::int64_t time_ms) {
  const std::uint64_t reads_before = messages_.reads();
  turn_bytes_ = 0;
  bool more = false;
  auto at = watchers_.lower_bound(next_);
  for (std::size_t left = watchers_.size(); left > 0 && !watchers_.empty(); --left) {
    if (at == watchers_.end()) at = watchers_.begin();
    const auto current = at++;
    const Served served = serve(current->first, current->second, time_ms);
    if (served == Served::Gone) watchers_.erase(current);
    if (served == Served::More) more = true;
    const bool is_over =
        messages_.reads() - reads_before >= kReadsPerTurnMax || turn_bytes_ >= kBytesPerTurnMax;
    if (!is_over) continue;
    next_ = at == watchers_.end() ? Peer{} : at->first;
    return more || left > 1;
  }
  next_ = {};
  return more;
}

Milliseconds Watchers::rest() {
  const Milliseconds rest{std::exchange(sent_, 0) / kMessagesPerRest};
  return std::min(rest, kRestMax);
}

void Watchers::beat(std::int64_t time_ms) {
  for (auto it = watchers_.begin(); it != watchers_.end();) {
    Watcher& watcher = it->second;
    ++watcher.beats_unanswered;
    const bool is_silent = watcher.beats_unanswered > kBeatsUnansweredMax &&
                           watcher.beats_unanswered % kBeatsBetween != 0;
    if (is_silent || send(it->first, message(watcher, time_ms).SerializeAsString())) {
      if (!is_silent) watcher.unreachable = 0;
      ++it;
    } else if (++watcher.unreachable > kUnreachableBeatsMax) {
      it = watchers_.erase(it);  // it comes back by itself and resumes where it was
    } else {
      ++it;
    }
  }
}

v1::WatchEvents Watchers::message(const Watcher& watcher, std::int64_t time_ms) const {
  v1::WatchEvents message;
  message.set_seen_sequence(watcher.seen.value);
  message.set_previous_sequence(watcher.previous.value);
  message.set_head_sequence(head_.value);
  message.set_time_ms(time_ms);
  return message;
}

bool Watchers::send(const Peer& peer, std::string body) {
  turn_bytes_ += body.size();
  return parts_.send(peer, event_header(), std::make_shared<const std::string>(std::move(body)));
}

Watchers::Served Watchers::serve(const Peer& peer, Watcher& watcher, std::int64_t time_ms) {
  if (watcher.sent >= watcher.credit) return Served::Nothing;
  if (watcher.snapshot) return serve_snapshot(peer, watcher, time_ms);
  if (watcher.seen >= head_) return Served::Nothing;
  return serve_facts(peer, watcher, time_ms);
}

Watchers::Served Watchers::serve_facts(const Peer& peer, Watcher& watcher, std::int64_t time_ms) {
  const WatchPlace from{.seen = watcher.seen,
                        .previous = watcher.previous,
                        .packed = watcher.packed && watchers_.size() >= kPackFrom};
  const std::uint64_t made_before = messages_.made();
  const auto next = messages_.next(from, watcher.filter, watcher.credit - watcher.sent,
                                   {.head = head_, .time_ms = time_ms});
  if (!next) {
    const auto gone = gone_after(watcher.seen);
    // Otherwise it is tried again; the writer meets the error itself.
    if (!gone) return Served::Nothing;
    tell_end(peer, *gone);
    return Served::Gone;
  }
  if (next->body) {
    turn_bytes_ += messages_.made() == made_before ? kBytesOfShared : next->body->size();
    // Full or gone: the position stays, the next beat decides.
    if (!parts_.send(peer, event_header(), next->body)) return Served::Nothing;
    ++sent_;
  }
  watcher.sent += next->facts;
  watcher.seen = next->to.seen;
  watcher.previous = next->to.previous;
  return watcher.sent < watcher.credit && watcher.seen < head_ ? Served::More : Served::Nothing;
}

Watchers::Served Watchers::serve_snapshot(const Peer& peer, Watcher& watcher,
                                          std::int64_t time_ms) {
  Snapshot& snapshot = *watcher.snapshot;
  if (snapshot.begun) return serve_cases(peer, watcher, time_ms);
  v1::WatchEvents begin = message(watcher, time_ms);
  begin.mutable_snapshot_begin()->set_watermark_sequence(snapshot.watermark.value);
  if (!send(peer, begin.SerializeAsString())) return Served::Nothing;
  snapshot.begun = true;
  return Served::More;
}

Watchers::Served Watchers::serve_cases(const Peer& peer, Watcher& watcher, std::int64_t time_ms) {
  Snapshot& snapshot = *watcher.snapshot;
  const auto cases = parts_.journal.open_cases(snapshot.last, kCasesLookedAtMax);
  if (!cases) return Served::Nothing;  // it is tried again
  turn_bytes_ += kCasesBytesMax;       // looking costs, whatever is found
  // A case with a higher number is filed by a fact after the watermark.
  if (!snapshot.through) snapshot.through = cases->last_case;
  v1::WatchEvents found = message(watcher, time_ms);
  found.set_as_of_sequence(cases->as_of.value);
  CaseId last = snapshot.last;
  std::size_t bytes = 0;
  bool is_done = !cases->more;
  for (const journal::CaseRow& row : cases->rows) {
    if (row.id > snapshot.through) {
      is_done = true;
      break;
    }
    const auto sent = static_cast<std::uint64_t>(found.cases_size());
    if (watcher.sent + sent >= watcher.credit || bytes >= kCasesBytesMax ||
        sent >= kCasesPerMessageMax) {
      is_done = false;
      break;
    }
    last = row.id;
    casework::Symbols names;
    const auto item = journal::decode_case(row.bytes, names);
    if (!item || !is_wanted(watcher, *item, names)) continue;
    v1::CaseView& view = *found.add_cases();
    view = parts_.reader.shown(*item, names, false);
    bytes += view.ByteSizeLong();
  }
  const auto sent = static_cast<std::uint64_t>(found.cases_size());
  if (sent > 0 && !send(peer, found.SerializeAsString())) return Served::Nothing;
  snapshot.last = last;
  snapshot.sent += sent;
  watcher.sent += sent;
  if (!is_done) return watcher.sent < watcher.credit ? Served::More : Served::Nothing;
  v1::WatchEvents end = message(watcher, time_ms);
  end.mutable_snapshot_end()->set_watermark_sequence(snapshot.watermark.value);
  end.mutable_snapshot_end()->set_cases(snapshot.sent);
  // The cases were sent: what is left is an end without more of them.
  if (!send(peer, end.SerializeAsString())) return Served::Nothing;
  watcher.snapshot.reset();
  return Served::More;
}

bool Watchers::is_wanted(const Watcher& watcher, const casework::Case& item,
                         const casework::Symbols& names) const {
  return !watcher.filter.chooses_cases() ||
         passes(watcher.filter, journal::standing_of(item, names), *parts_.rules.policy);
}

}  // namespace whistle::service
