#include "engine/journal/register_codec.h"

#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include "engine/journal/by_position.h"
#include "engine/journal/corrupt.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {
namespace {

template <class Row>
std::string encode(const Row& row, std::size_t kind) {
  return encode_message([&](FieldWriter& out) {
    out.inside(static_cast<std::uint32_t>(kind) + 1, [&] { write_fields(row, out); });
  });
}

template <std::size_t kKind = 0>
casework::RegisterRow read_row(std::size_t kind, std::string_view bytes, FieldReader& reader) {
  if constexpr (kKind + 1 < std::variant_size_v<casework::RegisterRow>) {
    if (kind != kKind) return read_row<kKind + 1>(kind, bytes, reader);
  }
  return read_fields<std::variant_alternative_t<kKind, casework::RegisterRow>>(bytes, reader);
}

// The last of the rows in the bytes that this program knows.
casework::RegisterRow read_any(std::string_view bytes, FieldReader& reader) {
  std::size_t field = 0;
  std::string_view row;
  for (protozero::pbf_reader in(bytes.data(), bytes.size()); in.next();) {
    if (in.tag() <= std::variant_size_v<casework::RegisterRow> && is_delimited(in)) {
      field = in.tag();
      row = take_bytes(in);
    } else {
      in.skip();
    }
  }
  if (field != 0) return read_row(field - 1, row, reader);
  reader.refuse("row", "is of no known kind");
  return {};
}

}  // namespace

std::string encode_register(const casework::RegisterRow& row) {
  return std::visit([&](const auto& item) { return encode(item, row.index()); }, row);
}

std::string encode_register(const casework::Score& score) {
  return encode(score, v1::RegisterRow::kScoreFieldNumber - 1);
}

Outcome<casework::RegisterRow, Error> decode_register(std::string_view bytes) {
  FieldReader reader;
  auto row = read_message("register", [&] { return read_any(bytes, reader); });
  if (row && !reader.is_fine()) return Failure{reader.error("register")};
  return row;
}

}  // namespace whistle::journal
