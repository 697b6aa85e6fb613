#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/triage/compiled_shelf.h"
#include "engine/triage/patterns.h"
#include "tests/triage/small_city.h"

// Patterns that were compiled before are as good as patterns compiled now.
namespace whistle::triage::compiled_test {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class MemoryShelf final : public CompiledShelf {
 public:
  std::optional<std::string> find(const std::string& key) override {
    const auto found = kept.find(key);
    if (found == kept.end()) return std::nullopt;
    ++taken;
    return found->second;
  }
  void keep(const std::string& key, std::string_view bytes) override {
    ++put;
    kept[key] = bytes;
  }

  std::map<std::string, std::string> kept;
  int taken{};
  int put{};
};

SoughtPattern sought(std::string text, bool regex, std::uint32_t row) {
  return {Table::Lexicon, row, {text, regex}, text};
}

std::vector<SoughtPattern> two_kinds() {
  return {sought("漏水", false, 0), sought("[0-9]+户", true, 1)};
}
// And one that is too large to follow its start (patterns_test.cc).
std::vector<SoughtPattern> three_kinds() {
  std::vector<SoughtPattern> patterns = two_kinds();
  patterns.push_back(sought("(停水|停电).{0,40}(投诉|举报).{0,40}(赔偿|道歉)", true, 2));
  return patterns;
}
const char* const kText = "家里漏水，有120户停水，投诉无门，要求赔偿";

std::vector<Match> matches_of(PatternSet set) {
  Matches matches;
  set.find(kText, matches);
  return matches.of(Table::Lexicon);
}

TEST(CompiledPatterns, FindTheSameAsThoseThatAreCompiledNow) {
  MemoryShelf shelf;
  const auto compiled_now = matches_of(PatternSet::make(three_kinds(), &shelf).value());
  EXPECT_THAT(compiled_now, SizeIs(3));
  EXPECT_EQ(shelf.put, 1);
  EXPECT_EQ(shelf.taken, 0);
  EXPECT_EQ(matches_of(PatternSet::make(three_kinds(), &shelf).value()), compiled_now);
  EXPECT_EQ(shelf.put, 1) << "compiled again";
  EXPECT_EQ(shelf.taken, 1);
}

TEST(CompiledPatterns, AreForTheseVeryPatterns) {
  MemoryShelf shelf;
  const std::vector<std::vector<SoughtPattern>> all{
      {sought("漏水", false, 0)},
      {sought("漏电", false, 0)},
      {sought("漏水", true, 0)},
      {sought("漏水", false, 0), sought("漏电", false, 1)},
      {sought("漏电", false, 0), sought("漏水", false, 1)},
      {sought("漏水漏电", false, 0)},
  };
  for (const auto& patterns : all) ASSERT_TRUE(PatternSet::make(patterns, &shelf));
  EXPECT_THAT(shelf.kept, SizeIs(all.size()));
  EXPECT_EQ(shelf.taken, 0);
}

TEST(CompiledPatterns, HaveKeysThatCanBeNamesOfFiles) {
  MemoryShelf shelf;
  ASSERT_TRUE(PatternSet::make(two_kinds(), &shelf));
  ASSERT_THAT(shelf.kept, SizeIs(1));
  const std::string& key = shelf.kept.begin()->first;
  EXPECT_THAT(key, SizeIs(64));
  EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos) << key;
}

TEST(CompiledPatterns, AreCompiledAnewWhenWhatWasKeptIsOfNoUse) {
  MemoryShelf shelf;
  const auto without = matches_of(PatternSet::make(two_kinds()).value());
  ASSERT_TRUE(PatternSet::make(two_kinds(), &shelf));
  const std::string good = shelf.kept.begin()->second;
  std::string claims_a_literal_gave_up = good;
  claims_a_literal_gave_up[0] = 1;
  std::string claims_something_else = good;
  claims_something_else[1] = 2;
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string(2, '\0'), good.substr(0, 20),
        good.substr(0, good.size() - 1), std::string(2, '\0') + std::string(good.size(), 'x'),
        claims_a_literal_gave_up, claims_something_else}) {
    shelf.kept.begin()->second = bytes;
    EXPECT_EQ(matches_of(PatternSet::make(two_kinds(), &shelf).value()), without);
    EXPECT_EQ(shelf.kept.begin()->second, good) << "was not replaced";
  }
}

TEST(CompiledPatterns, AreNotKeptWhenOneDoesNotCompile) {
  MemoryShelf shelf;
  EXPECT_FALSE(PatternSet::make({sought("漏水", false, 0), sought("(漏", true, 1)}, &shelf));
  EXPECT_FALSE(PatternSet::make({sought("", false, 0)}, &shelf));
  EXPECT_TRUE(PatternSet::make({}, &shelf));
  EXPECT_THAT(shelf.kept, IsEmpty());
}

TEST(CompiledPatterns, GiveTriageTheSameFindings) {
  MemoryShelf shelf;
  const policy::Policy policy(small_city());
  Triage without = Triage::make(policy).value();
  Triage first = Triage::make(policy, &shelf).value();
  Triage second = Triage::make(policy, &shelf).value();
  EXPECT_EQ(shelf.taken, 1);
  for (const char* text :
       {"武安小区３号楼水管爆管，独居老人出不了门，我要投诉", "楼上漏水，整栋楼停电",
        "阳光小区电梯坏了，有30户受影响", "请问碧湖社区什么时候修路灯", "法院已经受理", ""}) {
    const Findings expected = without.examine(saying(text, "紧急"));
    EXPECT_THAT(
        (std::vector{first.examine(saying(text, "紧急")), second.examine(saying(text, "紧急"))}),
        Each(expected))
        << text;
  }
}

}  // namespace whistle::triage::compiled_test
