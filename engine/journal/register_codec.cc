#include "engine/journal/register_codec.h"

#include <google/protobuf/io/coded_stream.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "engine/journal/by_position.h"

namespace whistle::journal {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::io::CodedOutputStream;

// Small numbers for small ones of either sign, as protobuf's sint64.
constexpr std::uint64_t zigzag(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? ~(bits << 1) : bits << 1;
}

// The fields of a ScoreRow, in the order and by the rules of protobuf's encoding: counted first,
// then written into one string.
class ScoreWriter {
 public:
  explicit ScoreWriter(const casework::Score& score)
      : score_(score), dimension_(number_or_none<v1::Dimension>(score.dimension)) {
    while (counted_ > 0 && score.counts[counted_ - 1] == 0) --counted_;
    for (std::size_t i = 0; i < counted_; ++i) {
      counts_size_ += size_of(zigzag(score.counts[i]));
    }
    // Each field has a tag of one byte.
    if (score.period != 0) size_ += 1 + size_of(score.period);
    if (dimension_ != 0) size_ += 1 + size_of(dimension_);
    if (!score.key.empty()) size_ += 1 + size_of(score.key.size()) + score.key.size();
    if (counted_ > 0) size_ += 1 + size_of(counts_size_) + counts_size_;
  }

  // As the row of a register.
  std::string bytes() {
    bytes_.reserve(1 + size_of(size_) + size_);
    begin(v1::RegisterRow::kScoreFieldNumber, size_);
    number(v1::ScoreRow::kPeriodFieldNumber, score_.period);
    number(v1::ScoreRow::kDimensionFieldNumber, dimension_);
    if (!score_.key.empty()) {
      begin(v1::ScoreRow::kKeyFieldNumber, score_.key.size());
      bytes_ += score_.key;
    }
    if (counted_ > 0) {
      begin(v1::ScoreRow::kCountsFieldNumber, counts_size_);
      for (std::size_t i = 0; i < counted_; ++i) {
        varint(zigzag(score_.counts[i]));
      }
    }
    return std::move(bytes_);
  }

 private:
  // Wire types.
  static constexpr unsigned kVarint = 0;
  static constexpr unsigned kDelimited = 2;

  static std::size_t size_of(std::uint64_t value) { return CodedOutputStream::VarintSize64(value); }

  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  void tag(int field, unsigned type) { varint(static_cast<unsigned>(field) << 3U | type); }
  // Zero is not written.
  void number(int field, std::uint64_t value) {
    if (value == 0) return;
    tag(field, kVarint);
    varint(value);
  }
  void begin(int field, std::size_t size) {
    tag(field, kDelimited);
    varint(size);
  }

  const casework::Score& score_;
  std::uint32_t dimension_;
  std::size_t counted_{casework::kMeasureCount};  // without the zeros at the end
  std::size_t counts_size_{};
  std::size_t size_{};
  std::string bytes_;
};

template <class Row>
std::string encode(const Row& row, std::size_t kind) {
  if constexpr (std::is_same_v<Row, casework::Score>) {
    return encode_register(row);
  } else {
    ScratchArena arena;
    auto& stored = arena.make<v1::RegisterRow>();
    write_fields(row, message_in(stored, field_at(*v1::RegisterRow::descriptor(), kind)));
    return stored.SerializeAsString();
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
  return std::visit([&](const auto& item) { return encode(item, row.index()); }, row);
}

std::string encode_register(const casework::Score& score) { return ScoreWriter(score).bytes(); }

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
