#include "engine/journal/group_codec.h"

#include <algorithm>
#include <optional>

#include "engine/core/check.h"
#include "engine/journal/by_position.h"
#include "engine/journal/corrupt.h"
#include "engine/journal/hash.h"
#include "engine/journal/record_codec.h"
#include "whistle/journal/v1/record.pb.h"

namespace whistle::journal {

template <>
struct Stored<StoredRecord> {
  using Message = v1::StoredRecord;
};

namespace {

// The record at which `in` stands in its group; skips what is something else.
std::optional<StoredRecord> take_record(protozero::pbf_reader& in) {
  if (in.tag() == v1::StoredGroup::kRecordsFieldNumber && is_delimited(in)) {
    FieldReader reader;  // texts refuse nothing
    return read_fields<StoredRecord>(take_bytes(in), reader);
  }
  in.skip();
  return std::nullopt;
}

}  // namespace

GroupEncoder::Encoded GroupEncoder::encode(const Head& before, const std::vector<Record>& records) {
  Head head = before;
  bytes_.clear();
  FieldWriter out(bytes_);
  for (const Record& record : records) {
    WHISTLE_CHECK(record.sequence.value == head.sequence.value + 1);
    WHISTLE_CHECK(record.time >= head.time);
    record_.clear();
    FieldWriter one(record_);
    write_record(record, one);
    head = {record.sequence, record.time, hash_after(head.hash, record_.view())};
    out.inside(v1::StoredGroup::kRecordsFieldNumber, [&] {
      write_fields(StoredRecord{.record = record_.view(), .hash = as_bytes(head.hash)}, out);
    });
  }
  return {bytes_.view(), head};
}

Outcome<std::vector<StoredRecord>, Error> read_group(std::string_view row, Sequence first) {
  auto records = read_message("group", [&] {
    std::vector<StoredRecord> read;
    for (protozero::pbf_reader in(row.data(), row.size()); in.next();) {
      if (const auto record = take_record(in)) read.push_back(*record);
    }
    return read;
  });
  if (!records) return corrupt(first, "its group is no message");
  if (records->empty()) return corrupt(first, "its group is empty");
  return records;
}

Outcome<Timestamp, Error> time_of_group(std::string_view row, Sequence first) {
  // The rest of the row is not looked at.
  const auto stored = read_message("group", [&]() -> std::optional<StoredRecord> {
    protozero::pbf_reader in(row.data(), row.size());
    return in.next() ? take_record(in) : std::nullopt;
  });
  if (!stored || !*stored) return corrupt(first, "its group is no message");
  const auto time = decode_time((*stored)->record);
  if (!time) return corrupt(first, "its group is no message");
  return time;
}

Outcome<Head, Error> end_of_group(std::string_view row, Sequence first) {
  const auto group = read_group(row, first);
  if (!group) return Failure{group.error()};
  const StoredRecord& last = group->back();
  const Sequence sequence{first.value + static_cast<std::uint64_t>(group->size()) - 1};
  const auto record = decode_record(last.record);
  if (!record) return Failure{record.error()};
  if (record->sequence != sequence) return corrupt(sequence, "another record stands in its place");
  Head head{.sequence = sequence, .time = record->time};
  if (last.hash.size() != head.hash.size()) return corrupt(sequence, "its hash is not whole");
  std::copy_n(last.hash.begin(), head.hash.size(), head.hash.begin());
  return head;
}

Outcome<Done, Error> ChainReader::read(std::string_view row, Sequence first, std::size_t max,
                                       std::vector<Record>& records) {
  if (begun_ ? first.value != head_.sequence.value + 1 : first > from_ || !first) {
    return corrupt(first, "the records before it are missing");
  }
  begun_ = true;
  const auto group = read_group(row, first);
  if (!group) return Failure{group.error()};
  Sequence sequence = first;
  for (const StoredRecord& stored : *group) {
    if (records.size() >= max) break;
    auto linked = link(stored, sequence, records);
    if (!linked) return linked;
    ++sequence.value;
  }
  return Done{};
}

Outcome<Done, Error> ChainReader::link(const StoredRecord& stored, Sequence sequence,
                                       std::vector<Record>& records) {
  if (stored.hash.size() != head_.hash.size()) return corrupt(sequence, "its hash is not whole");
  if (sequence >= from_) {
    const Hash expected = hash_after(head_.hash, stored.record);
    if (as_bytes(expected) != stored.hash) return corrupt(sequence, "the hash chain is broken");
    auto record = decode_record(stored.record, policy_);
    if (!record) return Failure{record.error()};
    policy_ = record->policy;
    if (record->sequence != sequence)
      return corrupt(sequence, "another record stands in its place");
    if (record->time < head_.time) return corrupt(sequence, "it is earlier than the one before");
    head_.time = record->time;
    records.push_back(*std::move(record));
  }
  head_.sequence = sequence;
  std::copy_n(stored.hash.begin(), head_.hash.size(), head_.hash.begin());
  return Done{};
}

}  // namespace whistle::journal
