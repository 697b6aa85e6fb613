#include "engine/journal/walk.h"

#include <fmt/format.h>

#include <utility>

#include "engine/journal/corrupt.h"
#include "engine/journal/forgetting.h"
#include "engine/journal/group_codec.h"
#include "engine/journal/keys.h"
#include "engine/journal/record_codec.h"
#include "engine/journal/row_codec.h"

namespace whistle::journal {

Walk::Walk(const RowStore& rows)
    : view_(rows.view()),
      records_(view_->cursor(Table::Journal, {})),
      texts_(view_->cursor(Table::Texts, {})) {}

// Of the first record of the group that holds this sequence or, before the first one, follows it.
Outcome<Timestamp, Error> Walk::time_at(std::uint64_t sequence) {
  records_->seek_at_or_before(as_bytes(number_key(sequence)));
  if (!records_->valid()) return corrupt(Sequence{sequence}, "its group is missing");
  return time_of_group(records_->value(), {sequence});
}

Outcome<Done, Error> Walk::start(Timestamp from) {
  from_ = from;
  const auto forgotten = stored_forgotten(*view_);
  if (!forgotten) return Failure{forgotten.error()};
  // Rows of what is forgotten may still be there.
  records_->seek(as_bytes(number_key(forgotten->sequence.value + 1)));
  if (!records_->valid()) return records_->end();
  // The last group that begins before `from` may go on after it.
  std::uint64_t low = number_at(records_->key(), 0).value_or(1);
  records_->seek_at_or_before(as_bytes(number_key(UINT64_MAX)));
  std::uint64_t high = number_at(records_->key(), 0).value_or(low);
  while (low < high) {
    const std::uint64_t middle = low + (high - low + 1) / 2;
    const auto time = time_at(middle);
    if (!time) return Failure{time.error()};
    if (*time < from) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  records_->seek_at_or_before(as_bytes(number_key(low)));
  return Done{};
}

Outcome<std::vector<Record>, Error> Walk::next() {
  std::vector<Record> records;
  while (records.empty() && records_->valid()) {
    const std::uint64_t first = number_at(records_->key(), 0).value_or(0);
    const auto group = read_group(records_->value(), {first});
    if (!group) return Failure{group.error()};
    records.reserve(group->size());
    for (const StoredRecord& stored : *group) {
      auto record = decode_record(stored.record, policy_);
      if (!record) return Failure{record.error()};
      policy_ = record->policy;
      if (record->time >= from_) records.push_back(*std::move(record));
    }
    records_->next();
  }
  if (!records.empty()) return records;
  const auto ended = records_->end();
  if (!ended) return Failure{ended.error()};
  return records;
}

Outcome<Complaint, Error> Walk::text(ComplaintId id) {
  const NumberKey key = key_of(id);
  const auto is_there = [&] { return texts_->valid() && texts_->key() == as_bytes(key); };
  if (texts_begun_ && texts_->valid()) texts_->next();
  texts_begun_ = true;
  if (!is_there()) texts_->seek(as_bytes(key));
  if (!is_there()) {
    const auto ended = texts_->end();
    if (!ended) return Failure{ended.error()};
    return corrupt(fmt::format("complaint {}: its text is missing", id.value));
  }
  return decode_text(texts_->value());
}

}  // namespace whistle::journal
