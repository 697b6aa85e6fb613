#include <gtest/gtest.h>

#include <chrono>

#include "engine/service/complaint_reader.h"
#include "engine/service/wire_words.h"
#include "tests/service/lookout.h"

// Cases whose records are no longer kept: shown as they stood last, and nobody is told half a
// story.
namespace whistle::service::forgotten_case_test {

using namespace std::chrono_literals;

// Each case was found to be the same as the next one; the fifth is open. Then more than a month has
// passed, and the records before the first of the fifth case have gone.
class ForgottenCase : public testing::Test {
 protected:
  ForgottenCase() {
    town_.keep_for(30 * 24h);
    for (std::uint64_t id = 1; id <= 4; ++id) town_.submit();
    merge(1, 2);
    merge(2, 3);
    merge(3, 4);
    town_.submit();
    kept_from_ = town_.journal().head().sequence;
    merge(4, 5);
    closed_ = town_.journal().head();
    town_.let_pass(40 * 24h);
    for (int more = 0; more < 40; ++more) town_.submit();
  }

  void merge(std::uint64_t id, std::uint64_t into) {
    town_.wish(casework::MergeCases{
        .id = {id}, .into = {into}, .by = {"lin"}, .reason = "one and the same"});
  }
  v1::ExplainReply explain(std::uint64_t id) {
    const auto reply = town_.reader().explain({id}, true, {});
    EXPECT_TRUE(reply) << (reply ? "" : reply.error().message);
    return reply ? *reply : v1::ExplainReply{};
  }
  // Where a complaint is said to be.
  CaseId found(std::uint64_t complaint) {
    v1::ComplaintRequest asked;
    asked.set_complaint_id(complaint);
    const auto found = find_complaint(asked, town_.journal());
    EXPECT_TRUE(found) << (found ? "" : found.error().message);
    return found ? found->now_in : CaseId{};
  }

  Lookout town_;
  Sequence kept_from_;
  journal::Head closed_;
};

TEST_F(ForgottenCase, IsShownWithoutAStory) {
  ASSERT_EQ(*town_.journal().first(), kept_from_);
  const v1::ExplainReply reply = explain(1);
  EXPECT_EQ(reply.case_().case_id(), 1U);
  EXPECT_EQ(reply.case_().status(), "closed");
  EXPECT_FALSE(reply.case_().text().empty()) << "what was complained about stays";
  EXPECT_EQ(reply.facts_size(), 0);
  EXPECT_EQ(reply.story().ByteSizeLong(), 0U);
  EXPECT_EQ(reply.forgotten_until_ms(), to_ms(closed_.time));
}

TEST_F(ForgottenCase, IsToldAsFarAsItIsKept) {
  const v1::ExplainReply reply = explain(4);
  ASSERT_GT(reply.facts_size(), 0);
  for (const v1::Fact& fact : reply.facts()) EXPECT_EQ(fact.sequence(), closed_.sequence.value);
  EXPECT_EQ(reply.story().ByteSizeLong(), 0U);
  EXPECT_EQ(reply.forgotten_until_ms(), to_ms(closed_.time));
}

TEST_F(ForgottenCase, IsNoneThatIsOpen) {
  const v1::ExplainReply reply = explain(5);
  EXPECT_EQ(reply.facts(0).sequence(), kept_from_.value);
  EXPECT_EQ(reply.story().routes_size(), 1);
  EXPECT_EQ(reply.forgotten_until_ms(), 0);
}

TEST_F(ForgottenCase, HasItsComplaintsWhereTheyWereLastSeen) {
  EXPECT_EQ(found(1), CaseId{1}) << "that it went on to others is no longer known";
  EXPECT_EQ(found(4), CaseId{5});
  EXPECT_EQ(found(5), CaseId{5});
}

TEST_F(ForgottenCase, IsNotToldToWhoWatchesFromBefore) {
  const auto refused = town_.watchers().watch("late", from(kept_from_.value - 2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "COMPACTED");
  EXPECT_EQ(refused.error().first_available, kept_from_.value);
  town_.watch("a", from(kept_from_.value - 1));
  EXPECT_EQ(town_.sequences("a").front(), kept_from_.value);
}

}  // namespace whistle::service::forgotten_case_test
