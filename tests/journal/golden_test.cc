#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>

#include "engine/journal/group_codec.h"
#include "engine/journal/hash.h"
#include "engine/journal/record_codec.h"
#include "engine/journal/row_codec.h"
#include "tests/journal/samples.h"

// The bytes of everything on disk, as they were when the shape was released. A difference means
// that journals already written would be read wrongly or hashed differently: change the code, not
// the file. WHISTLE_UPDATE_GOLDEN=1 writes the files for new shapes.
namespace whistle::journal {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(SOURCE_DIR) / "tests/golden/journal";

std::string in_lines(const std::string& hex) {
  constexpr std::size_t kDigitsPerLine = 80;
  std::string text;
  for (std::size_t at = 0; at < hex.size(); at += kDigitsPerLine) {
    text += hex.substr(at, kDigitsPerLine) + "\n";
  }
  return text;
}

std::string group_bytes() {
  GroupEncoder encoder;
  const auto events = full_events();
  return std::string(
      encoder.encode({}, {record_of(1, {events[0]}), record_of(2, {events[9], events[10]})}).bytes);
}

// By file name.
std::map<std::string, std::string> all_bytes() {
  std::map<std::string, std::string> bytes;
  for (const casework::Event& event : full_events()) {
    bytes["event_" + name_of(event) + ".hex"] = encode_record(record_of(7, {event}));
  }
  casework::Symbols symbols;
  bytes["row_case.hex"] = encode_case(full_case(symbols), symbols);
  bytes["row_text.hex"] = encode_text(full_complaint());
  bytes["row_receipt.hex"] = encode_receipt(full_receipt());
  bytes["row_head.hex"] =
      encode_head({.sequence = {7}, .time = kMonday, .hash = {}}, full_counters(), full_tallies());
  bytes["row_format.hex"] = encode_format(1);
  bytes["group.hex"] = group_bytes();
  return bytes;
}

std::optional<std::string> content_of(const fs::path& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

std::string from_hex(const std::string& text) {
  std::string digits;
  for (const char digit : text) {
    if (digit != '\n') digits.push_back(digit);
  }
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16)));
  }
  return bytes;
}

TEST(Golden, BytesAreWrittenAsTheyAlwaysWere) {
  const bool update = std::getenv("WHISTLE_UPDATE_GOLDEN") != nullptr;
  for (const auto& [name, bytes] : all_bytes()) {
    const std::string expected = in_lines(to_hex(bytes));
    if (update) std::ofstream(kFolder / name) << expected;
    EXPECT_EQ(content_of(kFolder / name), expected) << name;
  }
}

TEST(Golden, EventsAreReadAsTheyAlwaysWere) {
  for (const casework::Event& event : full_events()) {
    const fs::path path = kFolder / ("event_" + name_of(event) + ".hex");
    const auto content = content_of(path);
    ASSERT_TRUE(content) << path;
    const auto record = decode_record(from_hex(*content));
    ASSERT_TRUE(record) << path;
    ASSERT_EQ(record->events.size(), 1U) << path;
    EXPECT_EQ(record->events[0].index(), event.index()) << path;
    EXPECT_EQ(encode_record(*record), from_hex(*content)) << path;
  }
}

TEST(Golden, NoFileIsMissingAndNoneIsLeftOver) {
  std::set<std::string> expected;
  for (const auto& [name, bytes] : all_bytes()) expected.insert(name);
  std::set<std::string> present;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    present.insert(entry.path().filename());
  }
  EXPECT_EQ(present, expected);
}

}  // namespace
}  // namespace whistle::journal
