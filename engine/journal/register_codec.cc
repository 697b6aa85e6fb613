#include "engine/journal/register_codec.h"

#include <array>
#include <cstddef>
#include <utility>

#include "engine/journal/by_position.h"

namespace whistle::journal {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Counters change with nearly every fact, so their rows are written by hand.
void write(const casework::Score& score, v1::ScoreRow& stored) {
  stored.set_period(score.period);
  stored.set_dimension(number_or_none<v1::Dimension>(score.dimension));
  stored.set_key(score.key);
  std::size_t size = score.counts.size();
  while (size > 0 && score.counts[size - 1] == 0) --size;
  stored.mutable_counts()->Add(score.counts.begin(),
                               score.counts.begin() + static_cast<std::ptrdiff_t>(size));
}

template <class Row>
void store(const Row& row, std::size_t kind, v1::RegisterRow& stored) {
  if constexpr (std::is_same_v<Row, casework::Score>) {
    write(row, *stored.mutable_score());
  } else {
    write_fields(row, message_in(stored, field_at(*v1::RegisterRow::descriptor(), kind)));
  }
}

using RowReading = casework::RegisterRow (*)(const Message&, FieldReader&);

template <class Row>
casework::RegisterRow read_row(const Message& stored, FieldReader& reader) {
  return read_fields<Row>(stored, reader);
}

template <std::size_t... kIndex>
auto make_row_readings(std::index_sequence<kIndex...>) {
  return std::array<RowReading, sizeof...(kIndex)>{
      &read_row<std::variant_alternative_t<kIndex, casework::RegisterRow>>...};
}

}  // namespace

std::string encode_register(const casework::RegisterRow& row) {
  ScratchArena arena;
  auto& stored = arena.make<v1::RegisterRow>();
  std::visit([&](const auto& item) { store(item, row.index(), stored); }, row);
  return stored.SerializeAsString();
}

Outcome<casework::RegisterRow, Error> decode_register(std::string_view bytes) {
  static const auto readings =
      make_row_readings(std::make_index_sequence<std::variant_size_v<casework::RegisterRow>>{});
  ScratchArena arena;
  auto& stored = arena.make<v1::RegisterRow>();
  if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      stored.row_case() == v1::RegisterRow::ROW_NOT_SET) {
    return Failure{Error{Error::Kind::Corrupt, "register: is no message"}};
  }
  const auto kind = static_cast<std::size_t>(stored.row_case()) - 1;
  const FieldDescriptor& field = field_at(*v1::RegisterRow::descriptor(), kind);
  FieldReader reader;
  casework::RegisterRow row =
      readings.at(kind)(stored.GetReflection()->GetMessage(stored, &field), reader);
  if (!reader.is_fine()) return Failure{reader.error("register")};
  return row;
}

}  // namespace whistle::journal
