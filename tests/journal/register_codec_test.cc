#include "engine/journal/register_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/journal/keys.h"
#include "tests/journal/fields.h"
#include "tests/journal/samples.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(RegisterCodecSamples, HaveEveryFieldOfEveryKindSet) {
  const auto rows = full_register_rows();
  EXPECT_EQ(rows.size(), std::variant_size_v<casework::RegisterRow>);
  for (const casework::RegisterRow& row : rows) {
    EXPECT_THAT(std::visit([](const auto& item) { return unset_fields(item); }, row), IsEmpty())
        << row.index();
  }
}

TEST(RegisterCodec, KeepsEveryField) {
  for (const casework::RegisterRow& row : full_register_rows()) {
    const auto again = decode_register(encode_register(row));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(*again == row) << row.index();
  }
}

TEST(RegisterCodec, KeepsRowsWithNothingSet) {
  for (casework::RegisterRow row : full_register_rows()) {
    std::visit([](auto& item) { item = {}; }, row);
    const auto again = decode_register(encode_register(row));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(*again == row) << row.index();
  }
}

TEST(RegisterCodec, RefusesWhatIsNoRow) {
  EXPECT_EQ(decode_register("").error().message, "register: is no message");
  EXPECT_EQ(decode_register("\xff").error().kind, Error::Kind::Corrupt);
  v1::RegisterRow row;
  row.mutable_list_entry()->set_status(static_cast<v1::EntryStatus>(99));
  const auto entry = decode_register(row.SerializeAsString());
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().kind, Error::Kind::Corrupt);
  EXPECT_THAT(entry.error().message, HasSubstr("ListEntryRow.status: 99 is no known value"));
}

TEST(RegisterCodec, SurvivesCutBytesAndFlippedBits) {
  for (const casework::RegisterRow& sample : full_register_rows()) {
    const std::string whole = encode_register(sample);
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
      std::string flipped = whole;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      for (const std::string& bytes : {flipped, whole.substr(0, bit / 8)}) {
        const auto row = decode_register(bytes);
        if (row) {
          EXPECT_TRUE(decode_register(encode_register(*row)));
        } else {
          EXPECT_EQ(row.error().kind, Error::Kind::Corrupt);
        }
      }
    }
  }
}

TEST(RegisterKeys, AreTheirKindAndTheirName) {
  EXPECT_EQ(register_key(6, "202603/unit/wuan"),
            "\x06"
            "202603/unit/wuan");
  EXPECT_EQ(register_key(0, ""), std::string(1, '\0'));
}

TEST(RegisterKeys, FindTheirRow) {
  casework::Registers registers;
  for (const casework::RegisterRow& row : full_register_rows()) registers.restore(row);
  for (const casework::RegisterRow& row : full_register_rows()) {
    const casework::RegisterKey key = casework::key_of(row);
    const auto found = registers.row(key);
    ASSERT_TRUE(found) << key.name;
    EXPECT_TRUE(*found == row) << key.name;
    EXPECT_FALSE(registers.row({key.kind, key.name + "0"})) << key.name;
  }
  EXPECT_FALSE(registers.row({8, "1"}));
  for (const std::string name : {"", "/", "//", "x", "202603", "202603/unit", "202603/none/wuan"}) {
    EXPECT_FALSE(registers.row({6, name})) << name;
    EXPECT_FALSE(registers.row({0, name})) << name;
  }
}

TEST(RegisterKeys, FindAScoreWhateverItsKeyHolds) {
  using casework::Dimension;
  casework::Registers registers;
  for (const auto& [dimension, key] : {std::pair{Dimension::All, ""},
                                       {Dimension::AreaCategory, "321283/06028"},
                                       {Dimension::Worker, "/"},
                                       {Dimension::Tier, "street"}}) {
    const casework::RegisterRow row =
        casework::Score{.period = 202603, .dimension = dimension, .key = key, .counts = {1}};
    registers.restore(row);
    EXPECT_TRUE(registers.row(casework::key_of(row)) == row) << key;
  }
}

}  // namespace
}  // namespace whistle::journal
