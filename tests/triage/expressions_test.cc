#include "engine/triage/expressions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace whistle::triage {
namespace {

using re2::RE2;

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

std::vector<AtomHit> hits_in(const std::string& text, const std::vector<std::string>& atoms) {
  std::vector<AtomHit> hits;
  for (std::uint32_t atom = 0; atom < atoms.size(); ++atom) {
    std::size_t at = text.find(atoms[atom]);
    for (; at != std::string::npos; at = text.find(atoms[atom], at + 1)) {
      hits.push_back({atom, static_cast<std::uint32_t>(at + atoms[atom].size())});
    }
  }
  return hits;
}

std::vector<Spans> found_in(const std::string& text, Expressions& expressions, std::size_t count) {
  std::vector<Spans> found(count);
  std::vector<AtomHit> hits = hits_in(text, expressions.atoms());
  for (const ExpressionMatch& match : expressions.find(text, hits)) {
    found[match.expression].emplace_back(match.from, match.until);
  }
  return found;
}

// The definition, tried out: every stretch of the text is asked whether it matches as a whole.
Spans matches_by_trial(const std::string& text, const std::string& expression) {
  RE2::Options options;
  options.set_case_sensitive(false);
  const RE2 regex(expression, options);
  std::set<std::size_t> ends;
  Spans matches;
  for (std::size_t from = 0; from < text.size(); ++from) {
    std::size_t first = 0;
    for (std::size_t until = from + 1; until <= text.size(); ++until) {
      if (!regex.Match(text, from, until, RE2::ANCHOR_BOTH, nullptr, 0)) continue;
      if (ends.insert(until).second && first == 0) first = until;
    }
    if (first != 0) matches.emplace_back(from, first);
  }
  return matches;
}

TEST(Expressions, FindExactlyWhatTheirDefinitionSays) {
  const std::vector<std::string> sources{"(停水|停电|水).{0,3}(投诉|诉)",
                                         "水.{1,2}水",
                                         "(^|[^水])停.{0,4}电?诉",
                                         "停(水|电)*诉",
                                         "[水电]{2,3}",
                                         "电a?b?",
                                         "(水|停).*诉",
                                         "诉[,。]|诉$",
                                         "\\b(ab|b)\\b.{0,2}水",
                                         "水{2}|电{3}"};
  Expressions expressions = Expressions::make(sources).value();
  const std::vector<std::string> letters{"停", "水", "电", "投", "诉", "a",
                                         "b",  ",",  " ",  "\n", "又"};
  std::mt19937 random(7);
  std::size_t count = 0;
  for (int turn = 0; turn < 200; ++turn) {
    std::string text;
    const std::size_t length = random() % 40;
    while (text.size() < length) text += letters[random() % letters.size()];
    text += "又";  // what a line end at the end of the text means has a test of its own
    const std::vector<Spans> found = found_in(text, expressions, sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      ASSERT_EQ(found[i], matches_by_trial(text, sources[i])) << sources[i] << " in " << text;
      count += found[i].size();
    }
  }
  EXPECT_GT(count, 250);
}

TEST(Expressions, AreNumberedAsTheyWereGiven) {
  Expressions expressions = Expressions::make({"水.{0,2}停", "[0-9]+户", "水.{0,2}停"}).value();
  const std::vector<Spans> found = found_in("水又停", expressions, 3);
  EXPECT_EQ(found[0], (Spans{{0, 9}}));
  EXPECT_EQ(found[1], Spans{});
  EXPECT_EQ(found[2], (Spans{{0, 9}}));
}

TEST(Expressions, TellWhichOfThemHasAFlaw) {
  const auto made = Expressions::make({"水.{0,2}停", "(漏水"});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().expression, 1U);
  EXPECT_EQ(made.error().reason, *flaw_of_expression("(漏水"));
}

TEST(Expressions, FindNothingWhenThereAreNone) {
  Expressions none = Expressions::make({}).value();
  std::vector<AtomHit> hits;
  EXPECT_TRUE(none.atoms().empty());
  EXPECT_TRUE(none.find("停水", hits).empty());
}

}  // namespace
}  // namespace whistle::triage
