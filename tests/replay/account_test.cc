#include "adapters/replay/account.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::replay::account_test {

v1::SubmitReply reply(std::uint64_t complaint, bool replayed = false) {
  v1::SubmitReply made;
  made.set_complaint_id(complaint);
  made.set_replayed(replayed);
  return made;
}

v1::Fact receipt(std::uint64_t sequence, const std::string& external_id, std::uint64_t complaint,
                 const std::string& event = "case_filed", const std::string& source = "centre") {
  v1::Fact fact;
  fact.set_sequence(sequence);
  fact.set_event(event);
  const auto add = [&](const char* name, const std::string& value) {
    auto* detail = fact.add_details();
    detail->set_name(name);
    detail->set_value(value);
  };
  add("complaint", std::to_string(complaint));
  add("source", source);
  add("external_id", external_id);
  return fact;
}

client::Problem refusal() { return {client::kInvalidArgument, "BAD_UTF8", "", 0, false}; }

class Books : public testing::Test {
 protected:
  void accept(const std::string& id, std::uint64_t complaint) {
    account.sent(id);
    account.answered(id, reply(complaint));
  }

  Account account{"centre"};
};

TEST_F(Books, BalanceWhenEveryComplaintIsStillThere) {
  accept("a", 1);
  accept("b", 2);
  account.seen(receipt(10, "a", 1));
  account.seen(receipt(11, "b", 2, "complaint_merged"));
  account.checked("a", reply(1, true));
  account.checked("b", reply(2, true));
  EXPECT_EQ(account.complaints(), 2U);
  EXPECT_EQ(account.lost(), 0U);
  EXPECT_EQ(account.duplicated(), 0U);
}

TEST_F(Books, ShowAComplaintThatTheEngineFiledAnewAsLost) {
  accept("a", 1);
  account.checked("a", reply(7, false));
  EXPECT_EQ(account.lost(), 1U);
  EXPECT_EQ(account.duplicated(), 0U);
}

TEST_F(Books, ShowAComplaintThatWasNotConfirmedAsLost) {
  accept("a", 1);
  accept("b", 2);
  account.checked("b", refusal());
  EXPECT_EQ(account.lost(), 2U);
}

TEST_F(Books, DoNotMissWhatWasNeverAccepted) {
  account.sent("a");
  account.answered("a", refusal());
  account.sent("b");
  EXPECT_FALSE(account.accepted("a"));
  EXPECT_FALSE(account.accepted("b"));
  EXPECT_EQ(account.refused(), 1U);
  EXPECT_EQ(account.lost(), 0U);
}

TEST_F(Books, ShowTwoComplaintIdsForOneExternalIdAsDuplicated) {
  accept("a", 1);
  account.answered("a", reply(2));
  EXPECT_EQ(account.duplicated(), 1U);
}

TEST_F(Books, ShowAnotherIdAtTheCheckAsDuplicated) {
  accept("a", 1);
  account.checked("a", reply(2, true));
  EXPECT_EQ(account.lost(), 0U);
  EXPECT_EQ(account.duplicated(), 1U);
}

TEST_F(Books, ShowTwoReceiptsInTheStreamAsDuplicated) {
  accept("a", 1);
  account.seen(receipt(10, "a", 1));
  account.seen(receipt(12, "a", 1));
  EXPECT_EQ(account.duplicated(), 1U);
}

TEST_F(Books, ShowAStreamThatContradictsTheAnswerAsDuplicated) {
  accept("a", 1);
  account.seen(receipt(10, "a", 2));
  EXPECT_EQ(account.duplicated(), 1U);
}

TEST_F(Books, CountAFactOnceThoughTheStreamRepeatsIt) {
  accept("a", 1);
  account.seen(receipt(10, "a", 1));
  account.seen(receipt(10, "a", 1));
  EXPECT_EQ(account.duplicated(), 0U);
}

TEST_F(Books, LeaveOtherHotlinesAndOtherFactsAlone) {
  accept("a", 1);
  account.seen(receipt(10, "a", 1));
  account.seen(receipt(11, "a", 5, "case_filed", "elsewhere"));
  account.seen(receipt(12, "a", 1, "case_closed"));
  EXPECT_EQ(account.duplicated(), 0U);
}

TEST_F(Books, CountAComplaintThatIsSentTwiceOnce) {
  accept("a", 1);
  account.sent("a");
  account.answered("a", reply(1, true));
  account.checked("a", reply(1, true));
  EXPECT_EQ(account.complaints(), 1U);
  EXPECT_EQ(account.duplicated(), 0U);
}

}  // namespace whistle::replay::account_test
