#include "engine/config/rule_bundle.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "engine/config/rule_book_files.h"
#include "engine/config/rule_difference.h"

// The files of a rule book in one piece: what is kept beside the decisions made by it.
namespace whistle::config::rule_bundle_test {

namespace fs = std::filesystem;

const fs::path kBase = fs::path(SOURCE_DIR) / "config/base";
const fs::path kChangtai = fs::path(SOURCE_DIR) / "config/cities/changtai";

TEST(RuleBundle, ComesBackAsItWas) {
  using namespace std::string_literals;
  const RuleBundle files{{"base/limits.csv", "stage,limit\n"},
                         {"pack/model.bin", "\0\xff\xfe binary"s},
                         {"pack/empty.csv", ""}};
  const auto decoded = decode_bundle(encode_bundle(files));
  ASSERT_TRUE(decoded.has_value()) << decoded.error();
  EXPECT_EQ(*decoded, files);
}

TEST(RuleBundle, BrokenBytesAreRefused) {
  const std::string whole = encode_bundle({{"base/limits.csv", "stage,limit\n"}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_bundle(whole.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(decode_bundle(whole + "x").has_value());
  EXPECT_FALSE(decode_bundle("[1,2]").has_value());
  EXPECT_FALSE(decode_bundle("\xbb\x81\x81\x81\x81\x81\x81\x81\x81").has_value())
      << "more entries than fit into memory";
}

TEST(RuleBundle, HoldsTheSameBookAsTheFolders) {
  const auto loaded = load_bundled_book(kBase, kChangtai);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_TRUE(loaded->files.contains("base/limits.csv"));
  EXPECT_TRUE(loaded->files.contains("pack/rulebook.toml"));
  const auto kept = load_rule_book(loaded->files);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->version, loaded->book.version);
  EXPECT_EQ(kept->units.size(), loaded->book.units.size());
  EXPECT_EQ(kept->limits.size(), loaded->book.limits.size());
}

TEST(RuleBundle, DiffersInNothingFromItsFolders) {
  const auto loaded = load_bundled_book(kBase, kChangtai);
  ASSERT_TRUE(loaded.has_value());
  const auto changes = difference_of(RuleFiles(loaded->files), {kBase, kChangtai});
  ASSERT_TRUE(changes.has_value());
  EXPECT_TRUE(changes->empty());
}

TEST(RuleBundle, WithAProblemNamesTheFile) {
  auto loaded = load_bundled_book(kBase, kChangtai);
  ASSERT_TRUE(loaded.has_value());
  loaded->files["pack/limits.csv"] += "resolve,blue,,,,soon,,,\n";
  const auto broken = load_rule_book(loaded->files);
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(broken.error().front().file, "pack/limits.csv");
}

}  // namespace whistle::config::rule_bundle_test
