#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/journal/answer_codec.h"
#include "engine/journal/group_codec.h"
#include "engine/journal/hash.h"
#include "engine/journal/keys.h"
#include "engine/journal/record_codec.h"
#include "engine/journal/register_codec.h"
#include "engine/journal/row_codec.h"
#include "tests/fuzz/targets.h"
#include "whistle/journal/v1/record.pb.h"

namespace whistle::fuzz {
namespace {

using namespace journal;  // NOLINT(google-build-using-namespace): every codec is named below

// What was read can be written, and comes to the same when it is read again.
template <class Decode, class Encode>
void try_codec(std::string_view bytes, Decode decode, Encode encode) {
  const auto value = decode(bytes);
  if (!value) {
    WHISTLE_FUZZ_EXPECT(!value.error().message.empty());
    return;
  }
  const std::string written = encode(*value);
  const auto again = decode(written);
  WHISTLE_FUZZ_EXPECT(again.has_value());
  WHISTLE_FUZZ_EXPECT(encode(*again) == written);
}

void try_case(std::string_view bytes) {
  casework::Symbols symbols;
  try_codec(
      bytes, [&](std::string_view row) { return decode_case(row, symbols); },
      [&](const casework::Case& item) { return encode_case(item, symbols); });
}

void try_head(std::string_view bytes) {
  try_codec(bytes, decode_head, [](const HeadRow& row) {
    return encode_head(row.head, row.counters, row.tallies, row.registers);
  });
}

void try_format(std::string_view bytes) { try_codec(bytes, decode_format, encode_format); }
void try_complaint(std::string_view bytes) { try_codec(bytes, decode_text, encode_text); }
void try_receipt(std::string_view bytes) { try_codec(bytes, decode_receipt, encode_receipt); }
void try_register(std::string_view bytes) {
  try_codec(bytes, decode_register,
            [](const casework::RegisterRow& row) { return encode_register(row); });
}

void try_answer(std::string_view bytes) { try_codec(bytes, decode_answer, encode_answer); }
void try_turn(std::string_view bytes) { try_codec(bytes, decode_answer_turn, encode_answer_turn); }
void try_forgotten(std::string_view bytes) { try_codec(bytes, decode_forgotten, encode_forgotten); }
void try_answers_kept(std::string_view bytes) { try_codec(bytes, decode_answers, encode_answers); }

void try_cursor(std::string_view bytes) { try_codec(bytes, decode_cursor, encode_cursor); }
void try_trail(std::string_view bytes) {
  try_codec(bytes, decode_trail, [](const std::optional<Trail>& trail) {
    return trail ? encode_trail(*trail) : std::string();
  });
}

// The order is that of the corpus: append only.
constexpr std::array<void (*)(std::string_view), 12> kRows{
    try_case,   try_complaint, try_receipt,      try_register,  try_head,   try_format,
    try_answer, try_turn,      try_answers_kept, try_forgotten, try_cursor, try_trail};

}  // namespace

void try_record(std::string_view bytes) {
  try_codec(
      bytes, [](std::string_view row) { return decode_record(row); }, encode_record);
}

// As they are, and within a row whose hashes are right: a damaged disk and a malicious one.
void try_group(std::string_view bytes) {
  std::vector<Record> records;
  if (ChainReader({1}).read(bytes, {1}, 1000, records)) {
    WHISTLE_FUZZ_EXPECT(!records.empty());
  }
  records.clear();
  v1::StoredGroup group;
  v1::StoredRecord& stored = *group.add_records();
  stored.set_record(std::string(bytes));
  stored.set_hash(std::string(as_bytes(hash_after({}, bytes))));
  ChainReader reader({1});
  if (!reader.read(group.SerializeAsString(), {1}, 1000, records)) return;
  WHISTLE_FUZZ_EXPECT(records.size() == 1 && reader.head().sequence == Sequence{1});
}

void try_rows(std::string_view bytes) {
  Cutter cutter(bytes);
  const unsigned kind = cutter.byte();
  kRows[kind % kRows.size()](cutter.rest());
}

}  // namespace whistle::fuzz
