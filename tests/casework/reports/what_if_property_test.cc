#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <utility>

#include "tests/support/past.h"
#include "tests/support/random_acts.h"
#include "tests/support/random_wishes.h"

// Whatever was wished: the same rules make the same of it. Nothing that people did is lost when
// their acts are read back from the facts.
namespace whistle::casework::what_if_property_test {

using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr int kSteps = 2000;

class WhatIfAtRandom : public testing::TestWithParam<std::uint32_t> {};

TEST_P(WhatIfAtRandom, TheSameRulesMakeTheSameOfAnyStory) {
  Past past(changtai_rules());
  RandomWishes wishes(GetParam());
  RandomActs acts(GetParam());
  for (int step = 0; step < kSteps; ++step) {
    past.after(wishes.pause());
    if (past.wish(wishes.next(past.state(), past.now()))) wishes.note(past.answer());
    if (step % 2 == 0) past.wish(acts.next(past.state(), past.now()));
  }
  const auto found = past.what_if(changtai_rules());
  EXPECT_GT(found.report.complaints, 50U);
  EXPECT_TRUE(found.differences.empty());
  EXPECT_EQ(found.report.climbs.before, found.report.climbs.after);
  for (const auto& [reason, count] : found.report.refused) {
    ADD_FAILURE() << reason << ": " << count.before;
  }
  EXPECT_EQ(found.report.fidelity.agree, found.report.fidelity.compared);
  for (const ComplaintId id : found.report.fidelity.disagree) {
    ADD_FAILURE() << "complaint " << id.value;
  }

  // And other rules make something of it: nothing is lost, whatever becomes impossible.
  policy::RuleBook other = without_unit(changtai_rules(), "waiwu");
  other.settings.merge_window = std::chrono::minutes{10};
  other.settings.post_check.blue = false;
  other.settings.callbacks.secretary_visit.yellow = true;
  for (policy::Ladder& ladder : other.ladders) ladder.rungs.front().budget = limit_of("10m");
  std::erase_if(other.pauses, [](const policy::PauseRule& each) { return each.approval; });
  const auto changed = past.what_if(std::move(other), [](triage::Findings findings) {
    if (findings.category.category.value == "noise") findings.category.category = {"burst"};
    if (findings.likeness % 3 == 0) findings.category.certainty = triage::Certainty::Unsure;
    if (findings.likeness % 5 == 0) findings.severity.severity = Severity::Red;
    return findings;
  });
  EXPECT_EQ(changed.report.complaints, found.report.complaints);
  EXPECT_EQ(changed.report.fidelity.agree, changed.report.fidelity.compared);
  EXPECT_EQ(changed.report.different, changed.differences.size());
  EXPECT_GT(changed.report.different, 0U);
}

INSTANTIATE_TEST_SUITE_P(Stories, WhatIfAtRandom, testing::Range<std::uint32_t>(1, 4));

}  // namespace whistle::casework::what_if_property_test
