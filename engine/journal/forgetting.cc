#include "engine/journal/forgetting.h"

#include <algorithm>

#include "engine/journal/corrupt.h"
#include "engine/journal/format.h"
#include "engine/journal/group_codec.h"
#include "engine/journal/keys.h"
#include "engine/journal/row_codec.h"

namespace whistle::journal {
namespace {

// Records are kept for days, so nobody sees more.
constexpr Milliseconds kLookEvery = std::chrono::hours{24};
// Beyond twice as many as are closed: so trails shrink although the engine is busy, and a group
// that closes none is hardly slower.
constexpr std::size_t kCasesPerGroup = 16;

constexpr Sequence kNone{UINT64_MAX};

// The first record that the case was touched by, which is that of its filing; kNone when its group
// is not written yet.
Outcome<Sequence, Error> first_record_of(CaseId id, const RowStore::View& rows) {
  const auto cursor = rows.cursor(Table::Trails, {});
  cursor->seek(as_bytes(trail_key(id, {})));
  if (!cursor->valid()) {
    const auto ended = cursor->end();
    if (!ended) return Failure{ended.error()};
    return kNone;
  }
  // Somebody who came later has a trail, so it must have one as well; else nothing is certain.
  if (number_at(cursor->key(), 0) != id.value) return Sequence{};
  return Sequence{number_at(cursor->key(), sizeof(std::uint64_t)).value_or(0)};
}

}  // namespace

Outcome<Forgotten, Error> stored_forgotten(const RowStore::View& rows) {
  const auto bytes = rows.get(Table::Meta, kForgottenKey);
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return Forgotten{};
  return decode_forgotten(**bytes);
}

Outcome<Forgetting, Error> Forgetting::open(const RowStore::View& rows) {
  const auto stored = stored_forgotten(rows);
  if (!stored) return Failure{stored.error()};
  Forgetting forgetting;
  forgetting.forgotten_ = *stored;
  return forgetting;
}

Outcome<Done, Error> Forgetting::take_turn(const Group& group, const Head& head, RowStore& rows,
                                           RowStore::Batch& batch) {
  if (keep_ == Milliseconds::zero() || !head.sequence) return Done{};
  switch (work_) {
    case Work::Rest:
      return look(group.records.back().time, head, rows);
    case Work::Search:
      return search(*rows.view(), group.oldest_needed, batch);
    case Work::Trails:
      return sweep(*rows.view(), kCasesPerGroup + 2 * group.closed.size(), batch);
  }
  return Done{};
}

Outcome<Done, Error> Forgetting::look(Timestamp now, const Head& head, RowStore& rows) {
  if (now < next_look_) return Done{};
  next_look_ = now + kLookEvery;
  bound_ = now - keep_;
  low_ = forgotten_.sequence.value + 1;
  high_ = head.sequence.value;
  work_ = Work::Search;
  if (!forgotten_.sequence) return Done{};
  auto gone = rows.let_go(Table::Journal, as_bytes(number_key(low_)));
  if (!gone) return gone;
  return rows.let_go(Table::Trails, as_bytes(trail_key(forgotten_.trails_from, {})));
}

Outcome<Done, Error> Forgetting::search(const RowStore::View& rows, CaseId oldest_needed,
                                        RowStore::Batch& batch) {
  if (low_ < high_) return halve(rows);
  work_ = Work::Trails;
  at_ = forgotten_.trails_from;
  return forget(rows, oldest_needed, batch);
}

Outcome<Done, Error> Forgetting::halve(const RowStore::View& rows) {
  const std::uint64_t middle = low_ + (high_ - low_ + 1) / 2;
  const auto cursor = rows.cursor(Table::Journal, {});
  cursor->seek_at_or_before(as_bytes(number_key(middle)));
  if (!cursor->valid()) return corrupt(Sequence{middle}, "its group is missing");
  const Sequence first{number_at(cursor->key(), 0).value_or(0)};
  const auto time = time_of_group(cursor->value(), first);
  if (!time) return Failure{time.error()};
  if (*time < bound_) {
    low_ = middle;
  } else {
    high_ = std::max(first.value, low_ + 1) - 1;
  }
  return Done{};
}

Outcome<Done, Error> Forgetting::forget(const RowStore::View& rows, CaseId oldest_needed,
                                        RowStore::Batch& batch) {
  // Nobody said what is needed.
  if (!oldest_needed) return Done{};
  const auto needed = first_record_of(oldest_needed, rows);
  if (!needed) return Failure{needed.error()};
  const Sequence stays = std::min(Sequence{low_}, *needed);
  const auto cursor = rows.cursor(Table::Journal, {});
  cursor->seek_at_or_before(as_bytes(key_of(stays)));
  if (!cursor->valid()) return cursor->end();
  const Sequence first{number_at(cursor->key(), 0).value_or(0)};
  if (first.value <= forgotten_.sequence.value + 1) return Done{};
  cursor->seek_at_or_before(as_bytes(number_key(first.value - 1)));
  if (!cursor->valid()) return corrupt(first, "the records before it are missing");
  const auto last = end_of_group(cursor->value(), {number_at(cursor->key(), 0).value_or(0)});
  if (!last) return Failure{last.error()};
  if (last->sequence.value + 1 != first.value) {
    return corrupt(first, "the records before it are missing");
  }
  forgotten_.sequence = last->sequence;
  forgotten_.time = last->time;
  forgotten_.hash = last->hash;
  put(batch);
  return Done{};
}

// Cases in their order, as far as nothing of them is kept. One that went on for long keeps the
// trails of those behind it until its own records have gone; who reads them knows that theirs have.
Outcome<Done, Error> Forgetting::sweep(const RowStore::View& rows, std::size_t cases,
                                       RowStore::Batch& batch) {
  const auto cursor = rows.cursor(Table::Trails, {});
  for (; cases > 0; --cases) {
    cursor->seek(as_bytes(trail_key(at_, {})));
    if (!cursor->valid()) {
      end_sweep(batch);
      return cursor->end();
    }
    const CaseId id{number_at(cursor->key(), 0).value_or(0)};
    cursor->seek_at_or_before(as_bytes(trail_key(id, kNone)));
    if (!cursor->valid()) return cursor->end();
    const Sequence last{number_at(cursor->key(), sizeof(std::uint64_t)).value_or(0)};
    if (last > forgotten_.sequence) {
      end_sweep(batch);
      return Done{};
    }
    at_ = {id.value + 1};
  }
  return Done{};
}

void Forgetting::end_sweep(RowStore::Batch& batch) {
  work_ = Work::Rest;
  if (at_ == forgotten_.trails_from) return;
  forgotten_.trails_from = at_;
  put(batch);
}

void Forgetting::put(RowStore::Batch& batch) const {
  batch.put(Table::Meta, kForgottenKey, encode_forgotten(forgotten_));
  // A program that knows nothing of this would call it corrupt.
  batch.put(Table::Meta, kFormatKey, encode_format(kFormatVersion));
}

}  // namespace whistle::journal
