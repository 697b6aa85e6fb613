#include "engine/service/told_messages.h"

#include <algorithm>
#include <utility>

#include "engine/service/watch_message.h"

namespace whistle::service {
namespace {

// A message that is being filled.
class Filling {
 public:
  Filling(const WatchPlace& from, const WatchFilter& filter, const policy::Policy& policy,
          std::uint64_t facts_max)
      : at_(from), filter_(filter), policy_(policy), facts_max_(facts_max) {}

  // Adds what matches of the records up to `head`, as long as there is room.
  void add(const ToldRecords::Page& page, Sequence head) {
    for (const ToldRecord& record : page) {
      if (record.sequence <= at_.seen) continue;
      if (is_full_ || record.sequence > head) return;
      add(record);
    }
  }
  bool is_full() const { return is_full_; }
  const WatchPlace& at() const { return at_; }
  WatchMessage& message() { return message_; }

 private:
  void add(const ToldRecord& record) {
    Sequence matched = at_.previous;
    for (const ToldFact& fact : record.facts) {
      if (!matches(filter_, fact.kind, record.standings_of(fact), policy_)) continue;
      message_.add(fact.bytes, at_.previous);
      matched = record.sequence;
    }
    at_.seen = record.sequence;
    at_.previous = matched;
    const std::size_t bytes_max =
        at_.packed ? ToldMessages::kPackedBytesMax : ToldMessages::kBytesMax;
    const std::uint64_t records_max =
        at_.packed ? ToldMessages::kPackedRecordsMax : ToldMessages::kRecordsMax;
    // A record is never split, so credit may be exceeded by one record.
    is_full_ = message_.bytes() >= bytes_max || message_.facts() >= facts_max_ ||
               record.sequence.value % records_max == 0;
  }

  WatchPlace at_;
  const WatchFilter& filter_;
  const policy::Policy& policy_;
  std::uint64_t facts_max_;
  WatchMessage message_;
  bool is_full_{false};
};

}  // namespace

Outcome<ToldMessage, journal::Error> ToldMessages::next(const WatchPlace& from,
                                                        const WatchFilter& filter,
                                                        std::uint64_t facts_max, Now now) {
  const ToldMessage* shared = kept(from, filter);
  if (shared == nullptr) {
    auto made = make(from, filter, UINT64_MAX, now);
    if (!made) return made;
    if (messages_.size() >= kKeptMax) messages_.pop_front();
    messages_.push_back({from, filter, *std::move(made)});
    shared = &messages_.back().message;
  }
  if (from.packed || shared->facts <= facts_max) return *shared;
  return make(from, filter, facts_max, now);
}

const ToldMessage* ToldMessages::kept(const WatchPlace& from, const WatchFilter& filter) {
  // Areas lie as the rule book in force says.
  if (policy_ != rules_.policy) messages_.clear();
  policy_ = rules_.policy;
  const auto found = std::ranges::find_if(
      messages_, [&](const Kept& each) { return each.from == from && each.filter == filter; });
  return found == messages_.end() ? nullptr : &found->message;
}

Outcome<ToldMessage, journal::Error> ToldMessages::make(const WatchPlace& from,
                                                        const WatchFilter& filter,
                                                        std::uint64_t facts_max, Now now) {
  ++made_;
  const std::uint64_t reads_before = told_.reads();
  Filling filling(from, filter, *rules_.policy, facts_max);
  while (!filling.is_full() && filling.at().seen < now.head) {
    const auto page = told_.after(filling.at().seen);
    if (!page && filling.at().seen == from.seen) return Failure{page.error()};
    if (!page) break;
    filling.add(**page, now.head);
    // What comes from disk comes in turns: others want to be served.
    if (told_.reads() != reads_before) break;
  }
  WatchMessage& message = filling.message();
  ToldMessage made{.to = filling.at(), .facts = message.facts()};
  if (made.facts == 0) return made;
  if (from.packed && message.bytes() >= kPackFromBytes) message.pack(packer_);
  v1::WatchEvents rest;
  rest.set_seen_sequence(made.to.seen.value);
  rest.set_previous_sequence(from.previous.value);
  rest.set_head_sequence(now.head.value);
  rest.set_time_ms(now.time_ms);
  made.body = std::make_shared<const std::string>(message.finish(rest));
  return made;
}

}  // namespace whistle::service
