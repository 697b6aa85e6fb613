#include "tests/crash/comparison.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/runtime/machine.h"

// What everybody was told against what the journal has: a true account passes, and each kind of
// untruth is found under its own name.
namespace whistle::tests::comparison_test {

using runtime::Machine;
using support::Scenario;

const Timestamp kAt = Scenario::morning();

// A morning: three complaints, the first one signed for; and an account of it that is true.
class Morning : public testing::Test {
 protected:
  Morning() {
    for (int i = 0; i < 3; ++i) {
      const casework::Receipt receipt =
          runtime::receipt_of(machine_.submit({.category = "parking"}, kAt));
      sheet_.accepted["H-" + std::to_string(i + 1)] = receipt.complaint.value;
    }
    const auto pulled = machine_.engine().decide(runtime::pull("waiwu", false), kAt);
    const auto& grant = std::get<casework::PullAnswer>(pulled.result.value()).grants.front();
    machine_.engine().decide(casework::SignForOrder{grant.id, grant.token, {"chen"}}, kAt);
    sheet_.effects = {{"order_signed", grant.id.value, grant.token.value}};
    machine_.commit();
    records_ = *machine_.journal().read({1}, 1'000);
    for (const journal::Record& record : records_) {
      for (std::uint32_t i = 0; i < record.events.size(); ++i) {
        seen_.push_back({record.sequence.value, i});
      }
    }
  }

  Findings found() const {
    Findings findings;
    const Comparison comparison(records_);
    comparison.complaints(sheet_, findings);
    comparison.effects(sheet_, findings);
    comparison.watcher({}, seen_, findings);
    return findings;
  }

  Machine machine_;
  Account::Sheet sheet_;
  std::vector<journal::Record> records_;
  std::vector<FactPlace> seen_;
};

TEST_F(Morning, ThatIsTrueIsGood) {
  const Findings findings = found();
  EXPECT_TRUE(findings.is_good()) << findings.json();
  EXPECT_EQ(findings.accepted, 3U);
  EXPECT_EQ(findings.effects, 1U);
}

TEST_F(Morning, OfWhichAComplaintIsMissingHasLostOne) {
  sheet_.accepted["H-4"] = 4;
  EXPECT_EQ(found().lost, 1U);
}

TEST_F(Morning, InWhichAComplaintHasAnotherNumberHasLostOne) {
  ++sheet_.accepted["H-3"];
  EXPECT_EQ(found().lost, 1U);
}

TEST_F(Morning, InWhichAComplaintIsFiledTwiceIsDuplicated) {
  // As an engine does that has forgotten its receipts.
  machine_.crash();
  support::Report again{.category = "parking"};
  again.external_id = "H-2";
  machine_.submit(again, kAt);
  machine_.commit();
  records_ = *machine_.journal().read({1}, 1'000);
  EXPECT_EQ(found().duplicated, 1U);
}

TEST_F(Morning, InWhichTheSameComplaintGotTwoAnswersIsDuplicated) {
  sheet_.answered_twice = 1;
  EXPECT_EQ(found().duplicated, 1U);
}

TEST_F(Morning, OfWhichAFactWasNotToldHasAGap) {
  seen_.erase(seen_.begin() + 1);
  EXPECT_EQ(found().watch_gaps, 1U);
}

TEST_F(Morning, OfWhichAFactWasToldTwiceHasARepeat) {
  seen_.push_back(seen_.back());
  EXPECT_EQ(found().watch_repeats, 1U);
}

TEST_F(Morning, WhoseFactsWereToldOutOfOrderHasARepeat) {
  std::swap(seen_[0], seen_[1]);
  EXPECT_GT(found().watch_repeats, 0U);
}

TEST_F(Morning, InWhichNothingWasDoneUnderATokenHasLostTheEffect) {
  sheet_.effects.push_back({"handling_finished", sheet_.effects.front().case_id, 99});
  EXPECT_EQ(found().lost_effects, 1U);
}

TEST_F(Morning, InWhichSomebodyElseDidItHasAStaleCompletion) {
  sheet_.effects.front().token += 7;
  EXPECT_EQ(found().stale_completions, 1U);
}

}  // namespace whistle::tests::comparison_test
