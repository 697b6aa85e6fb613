#include "engine/journal/group_codec.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>

#include <algorithm>

#include "engine/core/check.h"
#include "engine/journal/corrupt.h"
#include "engine/journal/hash.h"
#include "engine/journal/record_codec.h"

namespace whistle::journal {
namespace {

// Holds the messages of nearly every group; larger ones take more from the heap for a moment.
constexpr std::size_t kArenaBytes = std::size_t{256} * 1024;

// Of the field `records` of a stored group: number 1, counted in bytes.
constexpr std::uint32_t kRecordsTag = (1U << 3U) | 2U;

google::protobuf::ArenaOptions within(std::vector<char>& block) {
  google::protobuf::ArenaOptions options;
  options.initial_block = block.data();
  options.initial_block_size = block.size();
  return options;
}

}  // namespace

GroupEncoder::GroupEncoder()
    : block_(kArenaBytes), arena_(std::make_unique<google::protobuf::Arena>(within(block_))) {}

GroupEncoder::Encoded GroupEncoder::encode(const Head& before, const std::vector<Record>& records) {
  Head head = before;
  group_.Clear();
  for (const Record& record : records) {
    WHISTLE_CHECK(record.sequence.value == head.sequence.value + 1);
    WHISTLE_CHECK(record.time >= head.time);
    auto* message = google::protobuf::Arena::CreateMessage<v1::Record>(arena_.get());
    write(record, *message);
    v1::StoredRecord& stored = *group_.add_records();
    const bool written = message->SerializeToString(stored.mutable_record());
    WHISTLE_CHECK(written);
    head = {record.sequence, record.time, hash_after(head.hash, stored.record())};
    stored.mutable_hash()->assign(as_bytes(head.hash));
  }
  arena_->Reset();
  const bool written = group_.SerializeToString(&bytes_);
  WHISTLE_CHECK(written);
  return {bytes_, head};
}

Outcome<Timestamp, Error> time_of_group(std::string_view row, Sequence first) {
  google::protobuf::io::CodedInputStream bytes(reinterpret_cast<const std::uint8_t*>(row.data()),
                                               static_cast<int>(row.size()));
  std::uint32_t size = 0;
  const bool begins = bytes.ReadTag() == kRecordsTag && bytes.ReadVarint32(&size);
  const std::string_view rest = row.substr(static_cast<std::size_t>(bytes.CurrentPosition()));
  v1::StoredRecord stored;
  v1::Record record;
  if (!begins || size > rest.size() ||
      !stored.ParseFromArray(rest.data(), static_cast<int>(size)) ||
      !record.ParseFromString(stored.record())) {
    return corrupt(first, "its group is no message");
  }
  return from_ms(record.time_ms());
}

Outcome<Head, Error> end_of_group(std::string_view row, Sequence first) {
  v1::StoredGroup group;
  if (!group.ParseFromArray(row.data(), static_cast<int>(row.size())) || group.records().empty()) {
    return corrupt(first, "its group is no message");
  }
  const v1::StoredRecord& last = *group.records().rbegin();
  const Sequence sequence{first.value + static_cast<std::uint64_t>(group.records_size()) - 1};
  const auto record = decode_record(last.record());
  if (!record) return Failure{record.error()};
  if (record->sequence != sequence) return corrupt(sequence, "another record stands in its place");
  Head head{.sequence = sequence, .time = record->time};
  if (last.hash().size() != head.hash.size()) return corrupt(sequence, "its hash is not whole");
  std::copy_n(last.hash().begin(), head.hash.size(), head.hash.begin());
  return head;
}

Outcome<Done, Error> ChainReader::read(std::string_view row, Sequence first, std::size_t max,
                                       std::vector<Record>& records) {
  if (begun_ ? first.value != head_.sequence.value + 1 : first > from_ || !first) {
    return corrupt(first, "the records before it are missing");
  }
  begun_ = true;
  v1::StoredGroup group;
  if (!group.ParseFromArray(row.data(), static_cast<int>(row.size()))) {
    return corrupt(first, "its group is no message");
  }
  if (group.records().empty()) return corrupt(first, "its group is empty");
  Sequence sequence = first;
  for (const v1::StoredRecord& stored : group.records()) {
    if (records.size() >= max) break;
    auto linked = link(stored, sequence, records);
    if (!linked) return linked;
    ++sequence.value;
  }
  return Done{};
}

Outcome<Done, Error> ChainReader::link(const v1::StoredRecord& stored, Sequence sequence,
                                       std::vector<Record>& records) {
  if (stored.hash().size() != head_.hash.size()) return corrupt(sequence, "its hash is not whole");
  if (sequence >= from_) {
    const Hash expected = hash_after(head_.hash, stored.record());
    if (as_bytes(expected) != stored.hash()) return corrupt(sequence, "the hash chain is broken");
    auto record = decode_record(stored.record(), policy_);
    if (!record) return Failure{record.error()};
    policy_ = record->policy;
    if (record->sequence != sequence)
      return corrupt(sequence, "another record stands in its place");
    if (record->time < head_.time) return corrupt(sequence, "it is earlier than the one before");
    head_.time = record->time;
    records.push_back(*std::move(record));
  }
  head_.sequence = sequence;
  std::copy_n(stored.hash().begin(), head_.hash.size(), head_.hash.begin());
  return Done{};
}

}  // namespace whistle::journal
