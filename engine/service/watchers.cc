#include "engine/service/watchers.h"

#include <algorithm>
#include <utility>

#include "engine/service/describe.h"

namespace whistle::service {
namespace {

v1::Header event_header() {
  v1::Header header;
  header.set_kind(v1::KIND_EVENT);
  header.set_method(v1::METHOD_WATCH);
  return header;
}

constexpr int kUnreachableBeatsMax = 10;
// A message is sent when it has grown so large; one record may exceed it.
constexpr std::size_t kMessageBytesMax = std::size_t{1} << 20U;

}  // namespace

std::optional<Problem> Watchers::watch(const Peer& peer, const v1::WatchRequest& request) {
  head_ = std::max(head_, journal_.head().sequence);
  if (!watchers_.contains(peer) && watchers_.size() >= kWatchersMax) {
    return Problem{kResourceExhausted, "WATCHERS_FULL",
                   std::to_string(kWatchersMax) + " watchers are connected", 5000};
  }
  if (!request.from_now() && request.resume_after() > head_.value) {
    return Problem{kInvalidArgument, "RESUME_AHEAD",
                   "resume_after: " + std::to_string(request.resume_after()) +
                       " is ahead of the journal, which is at " + std::to_string(head_.value),
                   0};
  }
  for (const std::string& event : request.events()) {
    if (is_event_name(event)) continue;
    return Problem{kInvalidArgument, "FIELD_VIOLATION", "events: there is no event " + event, 0};
  }
  Watcher watcher;
  watcher.seen = request.from_now() ? head_ : Sequence{request.resume_after()};
  watcher.events.insert(request.events().begin(), request.events().end());
  watcher.credit = request.credit();
  watchers_[peer] = std::move(watcher);
  return std::nullopt;
}

bool Watchers::credit(const Peer& peer, std::uint64_t credit) {
  const auto found = watchers_.find(peer);
  if (found == watchers_.end()) return false;
  found->second.credit = std::max(found->second.credit, credit);
  return true;
}

void Watchers::feed(std::shared_ptr<const journal::Group> group) {
  head_ = std::max(head_, group->records.back().sequence);
  recent_records_ += group->records.size();
  recent_.push_back(std::move(group));
  while (recent_records_ > kRecentRecordsMax && recent_.size() > 1) {
    recent_records_ -= recent_.front()->records.size();
    recent_.pop_front();
  }
}

bool Watchers::pump(std::int64_t time_ms) {
  bool more = false;
  for (auto& [peer, watcher] : watchers_) {
    if (serve(peer, watcher, time_ms)) more = true;
  }
  return more;
}

void Watchers::beat(std::int64_t time_ms) {
  for (auto it = watchers_.begin(); it != watchers_.end();) {
    v1::WatchEvents message;
    message.set_seen_sequence(it->second.seen.value);
    message.set_head_sequence(head_.value);
    message.set_time_ms(time_ms);
    if (router_.send(it->first, event_header(), &message)) {
      it->second.unreachable = 0;
      ++it;
    } else if (++it->second.unreachable > kUnreachableBeatsMax) {
      it = watchers_.erase(it);  // it comes back by itself and resumes where it was
    } else {
      ++it;
    }
  }
}

std::vector<const journal::Record*> Watchers::after(Sequence seen) {
  std::vector<const journal::Record*> records;
  if (!recent_.empty() && recent_.front()->records.front().sequence.value <= seen.value + 1) {
    auto group = std::ranges::upper_bound(
        recent_, seen, {}, [](const auto& item) { return item->records.back().sequence; });
    for (; group != recent_.end() && records.size() < kRecordsPerMessageMax; ++group) {
      for (const journal::Record& record : (*group)->records) {
        if (record.sequence <= seen) continue;
        if (records.size() == kRecordsPerMessageMax) break;
        records.push_back(&record);
      }
    }
    return records;
  }
  auto read = journal_.read({seen.value + 1}, kRecordsPerMessageMax);
  if (!read) return records;  // the reader will try again; the writer meets the error itself
  read_ = *std::move(read);
  for (const journal::Record& record : read_) records.push_back(&record);
  return records;
}

bool Watchers::serve(const Peer& peer, Watcher& watcher, std::int64_t time_ms) {
  if (watcher.sent >= watcher.credit || watcher.seen >= head_) return false;
  v1::WatchEvents message;
  std::size_t bytes = 0;
  Sequence seen = watcher.seen;
  for (const journal::Record* record : after(watcher.seen)) {
    const auto wanted = [&](const casework::Event& event) {
      return watcher.events.empty() || watcher.events.contains(name_of(event));
    };
    seen = record->sequence;
    if (!std::ranges::any_of(record->events, wanted)) continue;
    google::protobuf::RepeatedPtrField<v1::Fact> facts;
    describe(*record, *rules_.policy, facts);
    for (v1::Fact& fact : facts) {
      bytes += fact.ByteSizeLong();
      if (watcher.events.empty() || watcher.events.contains(fact.event())) {
        message.add_facts()->Swap(&fact);
      }
    }
    // A record is never split, so credit may be exceeded by one record.
    if (bytes >= kMessageBytesMax) break;
    if (watcher.sent + static_cast<std::uint64_t>(message.facts_size()) >= watcher.credit) break;
  }
  if (seen == watcher.seen) return false;
  message.set_seen_sequence(seen.value);
  message.set_head_sequence(head_.value);
  message.set_time_ms(time_ms);
  if (message.facts_size() > 0 && !router_.send(peer, event_header(), &message)) {
    return false;  // full or gone: the cursor stays, the next beat decides
  }
  watcher.sent += static_cast<std::uint64_t>(message.facts_size());
  watcher.seen = seen;
  return watcher.sent < watcher.credit && watcher.seen < head_;
}

}  // namespace whistle::service
