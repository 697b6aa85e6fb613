#include "engine/journal/row_codec.h"

#include <utility>

#include "engine/journal/by_position.h"
#include "engine/journal/corrupt.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {
namespace {

struct StoredHead {
  Sequence sequence{};
  Timestamp time{};
  Hash hash{};
  casework::Counters counters;
  casework::Tallies tallies;
  std::optional<casework::Registers::Counters> registers;  // absent when nothing was ever counted
};
struct StoredTrail {
  Standing after;
  std::optional<Standing> before;
};
struct StoredCursor {
  Sequence sequence{};
  Timestamp time{};
};
struct StoredId {
  std::string id;
};
struct StoredFormat {
  std::uint32_t version{};
};

}  // namespace

template <>
struct Stored<StoredHead> {
  using Message = v1::HeadRow;
};
template <>
struct Stored<StoredTrail> {
  using Message = v1::TrailRow;
};
template <>
struct Stored<StoredCursor> {
  using Message = v1::CursorRow;
};
template <>
struct Stored<StoredId> {
  using Message = v1::IdRow;
};
template <>
struct Stored<StoredFormat> {
  using Message = v1::FormatRow;
};

std::string encode_text(const Complaint& complaint) { return encode_fields(complaint); }
Outcome<Complaint, Error> decode_text(std::string_view bytes) {
  return decode_fields<Complaint>("text", bytes);
}

std::string encode_receipt(const casework::Receipt& receipt) { return encode_fields(receipt); }
Outcome<casework::Receipt, Error> decode_receipt(std::string_view bytes) {
  return decode_fields<casework::Receipt>("receipt", bytes);
}

std::string encode_head(const Head& head, const casework::Counters& counters,
                        const casework::Tallies& tallies,
                        const casework::Registers::Counters& registers) {
  StoredHead stored{.sequence = head.sequence,
                    .time = head.time,
                    .hash = head.hash,
                    .counters = counters,
                    .tallies = tallies,
                    .registers = {}};
  if (registers != casework::Registers::Counters{}) stored.registers = registers;
  return encode_fields(stored);
}

Outcome<HeadRow, Error> decode_head(std::string_view bytes) {
  const auto stored = decode_fields<StoredHead>("head", bytes);
  if (!stored) return Failure{stored.error()};
  return HeadRow{.head = {stored->sequence, stored->time, stored->hash},
                 .counters = stored->counters,
                 .tallies = stored->tallies,
                 .registers = stored->registers.value_or(casework::Registers::Counters{})};
}

std::string encode_trail(const Trail& trail) {
  return encode_fields(StoredTrail{trail.after, trail.before});
}

Outcome<std::optional<Trail>, Error> decode_trail(std::string_view bytes) {
  if (bytes.empty()) return std::optional<Trail>{};
  auto stored = decode_fields<StoredTrail>("trail", bytes);
  if (!stored) return Failure{stored.error()};
  Trail trail;
  trail.after = std::move(stored->after);
  trail.before = std::move(stored->before);
  return std::optional<Trail>{std::move(trail)};
}

std::string encode_cursor(const WatchCursor& cursor) {
  return encode_fields(StoredCursor{cursor.sequence, cursor.time});
}

Outcome<WatchCursor, Error> decode_cursor(std::string_view bytes) {
  const auto stored = decode_fields<StoredCursor>("cursor", bytes);
  if (!stored) return Failure{stored.error()};
  return WatchCursor{.name = {}, .sequence = stored->sequence, .time = stored->time};
}

std::string encode_id(const std::string& id) { return encode_fields(StoredId{id}); }

Outcome<std::string, Error> decode_id(std::string_view bytes) {
  const auto stored = decode_fields<StoredId>("id", bytes);
  if (!stored) return Failure{stored.error()};
  if (stored->id.empty()) return corrupt("id: is empty");
  return stored->id;
}

std::string encode_forgotten(const Forgotten& forgotten) { return encode_fields(forgotten); }

Outcome<Forgotten, Error> decode_forgotten(std::string_view bytes) {
  auto forgotten = decode_fields<Forgotten>("forgotten", bytes);
  if (forgotten && !forgotten->sequence) return corrupt("forgotten: sequence: is missing");
  return forgotten;
}

std::string encode_format(std::uint32_t version) { return encode_fields(StoredFormat{version}); }

Outcome<std::uint32_t, Error> decode_format(std::string_view bytes) {
  const auto stored = decode_fields<StoredFormat>("format", bytes);
  if (!stored) return Failure{stored.error()};
  if (stored->version == 0) return corrupt("format: has no number");
  return stored->version;
}

}  // namespace whistle::journal
