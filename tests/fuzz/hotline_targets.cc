#include <string>
#include <variant>

#include "adapters/hotline/feed.h"
#include "adapters/hotline/mapping.h"
#include "tests/fuzz/targets.h"

namespace whistle::fuzz {
namespace {

using namespace hotline;  // NOLINT(google-build-using-namespace): every reader is named below

constexpr const char* kMapping = R"([csv]
time_zone = "America/New_York"
[columns]
external_id = "id"
occurred_at = "open"
channel = { column = "source", values = { "Call" = "phone", "*" = "other" } }
text = "{type}: {note}"
lat = "lat"
lon = "lon"
)";

// Small pieces, so that everything is cut somewhere.
constexpr std::size_t kPiece = 7;

void read_all(Feed& feed, std::string_view bytes) {
  std::uint64_t number = 0;
  std::uint64_t offset = 0;
  while (const auto row = feed.next()) {
    const RowPlace& place =
        std::visit([](const auto& each) -> const RowPlace& { return each.place; }, *row);
    WHISTLE_FUZZ_EXPECT(place.number == ++number);
    WHISTLE_FUZZ_EXPECT(place.end_offset >= offset && place.end_offset <= bytes.size());
    offset = place.end_offset;
  }
  feed.take_warnings();
}

}  // namespace

void try_feed_csv(std::string_view bytes) {
  static const ParsedMapping mapping = parse_mapping(kMapping, "mapping.toml");
  WHISTLE_FUZZ_EXPECT(mapping.problems.empty());
  const OpenedFeed opened =
      make_csv_feed(bytes_of(std::string(bytes), kPiece), "fuzzed.csv", mapping.mapping,
                    {.source = "fuzz", .pack = {}, .mapping = {}});
  WHISTLE_FUZZ_EXPECT((opened.feed != nullptr) == opened.problems.empty());
  if (opened.feed) read_all(*opened.feed, bytes);
}

void try_feed_json(std::string_view bytes) {
  for (const bool forward : {false, true}) {
    const auto feed =
        make_json_feed(bytes_of(std::string(bytes), kPiece), "fuzzed.jsonl",
                       {.source = "fuzz", .pack = {}, .mapping = {}, .forward_bad_text = forward});
    read_all(*feed, bytes);
  }
}

void try_mapping(std::string_view bytes) {
  const ParsedMapping parsed = parse_mapping(bytes, "fuzzed.toml");
  if (parsed.problems.empty()) parsed.mapping.uses();
}

}  // namespace whistle::fuzz
