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
#include <utility>

#include "engine/journal/answer_codec.h"
#include "engine/journal/group_codec.h"
#include "engine/journal/hash.h"
#include "engine/journal/keys.h"
#include "engine/journal/record_codec.h"
#include "engine/journal/register_codec.h"
#include "engine/journal/row_codec.h"
#include "tests/journal/fields.h"
#include "tests/journal/samples.h"
#include "whistle/journal/v1/row.pb.h"

// The bytes of everything on disk, as they were when the shape was released. A difference means
// that journals already written would be read wrongly or hashed differently: change the code, not
// the file. WHISTLE_UPDATE_GOLDEN=1 writes the files for new shapes.
namespace whistle::journal::golden_test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

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
  const auto events = first_events();
  return std::string(
      encoder.encode({}, {record_of(1, {events[0]}), record_of(2, {events[9], events[10]})}).bytes);
}

Trail full_trail() {
  const Standing red{
      .area = {350605100}, .unit = {"wuan"}, .severity = Severity::Red, .tier = Tier::Street};
  const Standing blue{
      .area = {350605}, .unit = {}, .severity = Severity::Blue, .tier = Tier::Building};
  return {.id = {3}, .sequence = {7}, .after = red, .before = blue};
}

// As cases were before grants had to be received.
casework::Case without_receipts(casework::Case item) {
  item.receive_by = kNever;
  casework::Dossier& dossier = item.dossier.edit();
  dossier.lease_timeouts = 0;
  dossier.lease_failures = 0;
  dossier.lease_undelivered = 0;
  dossier.parked_from = {};
  return item;
}

Head some_head() { return {.sequence = {7}, .time = kMonday, .hash = {}}; }

// Every kind of answer that is kept, by file name.
std::map<std::string, KeptAnswer> full_answers() {
  KeptAnswer kept{.principal = "desk",
                  .key = "k-1",
                  .fingerprint = {},
                  .number = 7,
                  .time = kMonday,
                  .answer = {}};
  for (std::size_t i = 0; i < kept.fingerprint.size(); ++i) {
    kept.fingerprint[i] = static_cast<std::uint8_t>(0xe0 + i);
  }
  std::map<std::string, KeptAnswer> answers;
  const auto add = [&](const char* name, casework::Answer answer) {
    kept.answer = std::move(answer);
    answers.emplace(std::string("row_answer_") + name + ".hex", kept);
  };
  add("none", casework::NoAnswer{});
  add("receipt", full_receipt());
  casework::PullAnswer pulled;
  pulled.grants = {{.id = {3}, .token = {9001}, .until = kMonday + 60s, .receive_by = kMonday + 5s},
                   {.id = {4}, .token = {9002}}};
  add("pull", pulled);
  add("token", casework::TokenAnswer{.token = {9003}, .until = kMonday});
  add("made", casework::NumberAnswer{.id = 17, .token = {9004}});
  return answers;
}

// By file name. An event that has grown has a file for each shape, "event_x.2.hex".
std::map<std::string, casework::Event> golden_events() {
  std::map<std::string, casework::Event> events;
  for (const casework::Event& event : full_events()) {
    events.emplace("event_" + name_of(event) + ".hex", event);
  }
  for (const casework::Event& event : first_events()) {
    events.insert_or_assign("event_" + name_of(event) + ".hex", event);
  }
  for (const casework::Event& event : grown_events()) {
    events.emplace("event_" + name_of(event) + ".2.hex", event);
  }
  return events;
}

std::string name_of(const casework::RegisterRow& row) {
  return v1::RegisterRow::descriptor()->field(static_cast<int>(row.index()))->name();
}

// By file name.
std::map<std::string, std::string> all_bytes() {
  std::map<std::string, std::string> bytes;
  for (const auto& [name, event] : golden_events()) {
    bytes[name] = encode_record(record_of(7, {event}));
  }
  casework::Symbols symbols;
  bytes["row_case.hex"] = encode_case(first_case(symbols), symbols);
  bytes["row_case.2.hex"] = encode_case(without_receipts(full_case(symbols)), symbols);
  bytes["row_case.3.hex"] = encode_case(full_case(symbols), symbols);
  bytes["row_text.hex"] = encode_text(first_complaint());
  bytes["row_text.2.hex"] = encode_text(full_complaint());
  bytes["row_text.3.hex"] = encode_text(measured_complaint());
  bytes["row_text.4.hex"] = encode_text(illustrated_complaint());
  bytes["row_receipt.hex"] = encode_receipt(full_receipt());
  bytes["row_head.hex"] = encode_head(some_head(), full_counters(), full_tallies(), {});
  bytes["row_head.2.hex"] =
      encode_head(some_head(), full_counters(), full_tallies(), full_register_counters());
  for (const casework::RegisterRow& row : full_register_rows()) {
    bytes["row_register_" + name_of(row) + ".hex"] = encode_register(row);
  }
  bytes["row_format.hex"] = encode_format(1);
  bytes["row_trail.hex"] = encode_trail(full_trail());
  bytes["row_cursor.hex"] = encode_cursor({.name = "notify", .sequence = {7}, .time = kMonday});
  bytes["row_id.hex"] = encode_id("00112233445566778899aabbccddeeff");
  for (const auto& [name, kept] : full_answers()) bytes[name] = encode_answer(kept);
  bytes["row_answer_turn.hex"] =
      encode_answer_turn({.time = kMonday, .key = answer_key("desk", "k-1")});
  bytes["row_answers.hex"] = encode_answers({.first = 3, .last = 7, .oldest = kNever});
  Forgotten forgotten{.sequence = {7}, .time = kMonday, .hash = {}, .trails_from = {3}};
  for (std::size_t i = 0; i < forgotten.hash.size(); ++i) {
    forgotten.hash[i] = static_cast<std::uint8_t>(0xe0 + i);
  }
  bytes["row_forgotten.hex"] = encode_forgotten(forgotten);
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
  for (const auto& [name, event] : golden_events()) {
    const fs::path path = kFolder / name;
    const auto content = content_of(path);
    ASSERT_TRUE(content) << path;
    const auto record = decode_record(from_hex(*content));
    ASSERT_TRUE(record) << path;
    ASSERT_EQ(record->events.size(), 1U) << path;
    EXPECT_EQ(record->events[0].index(), event.index()) << path;
    EXPECT_TRUE(std::visit(
        [&](const auto& fact) {
          return same(fact, std::get<std::decay_t<decltype(fact)>>(record->events[0]));
        },
        event))
        << path;
    EXPECT_EQ(encode_record(*record), from_hex(*content)) << path;
  }
}

TEST(Golden, AnswersAreReadAsTheyAlwaysWere) {
  for (const auto& [name, kept] : full_answers()) {
    const auto content = content_of(kFolder / name);
    ASSERT_TRUE(content) << name;
    auto read = decode_answer(from_hex(*content));
    ASSERT_TRUE(read) << name << ": " << read.error().message;
    read->principal = kept.principal;
    read->key = kept.key;
    EXPECT_EQ(*read, kept) << name;
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

}  // namespace whistle::journal::golden_test
