#include "engine/runtime/recent_receipts.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::runtime::recent_receipts_test {

casework::Receipt receipt(std::uint64_t complaint) {
  casework::Receipt receipt;
  receipt.complaint = {complaint};
  return receipt;
}

TEST(RecentReceipts, RememberWhatTheyWereTold) {
  RecentReceipts recent({10});
  EXPECT_EQ(recent.find("hotline", "H-1"), nullptr);
  recent.remember("hotline", "H-1", receipt(11));
  ASSERT_NE(recent.find("hotline", "H-1"), nullptr);
  EXPECT_EQ(recent.find("hotline", "H-1")->complaint, ComplaintId{11});
  EXPECT_EQ(recent.find("hotline", "H-2"), nullptr);
  EXPECT_EQ(recent.find("portal", "H-1"), nullptr);
}

TEST(RecentReceipts, TellSourcesAndNumbersApartWhateverTheyContain) {
  RecentReceipts recent({0});
  recent.remember("a", "b:c", receipt(1));
  recent.remember("a:b", "c", receipt(2));
  recent.remember("1:a", "", receipt(3));
  recent.remember("", "1:a", receipt(4));
  recent.remember(std::string("a\0b", 3), "c", receipt(5));
  EXPECT_EQ(recent.find("a", "b:c")->complaint, ComplaintId{1});
  EXPECT_EQ(recent.find("a:b", "c")->complaint, ComplaintId{2});
  EXPECT_EQ(recent.find("1:a", "")->complaint, ComplaintId{3});
  EXPECT_EQ(recent.find("", "1:a")->complaint, ComplaintId{4});
  EXPECT_EQ(recent.find("a", std::string("b\0c", 3)), nullptr);
}

TEST(RecentReceipts, KnowAllSinceTheStart) {
  RecentReceipts recent({10});
  EXPECT_EQ(recent.since(), ComplaintId{10});
  recent.remember("hotline", "H-1", receipt(11));
  EXPECT_EQ(recent.since(), ComplaintId{10});
}

TEST(RecentReceipts, ForgetTheOldestBeyondTheirBound) {
  RecentReceipts recent({0});
  for (std::uint64_t i = 1; i <= RecentReceipts::kMax; ++i) {
    recent.remember("hotline", std::to_string(i), receipt(i));
  }
  EXPECT_EQ(recent.since(), ComplaintId{0});
  EXPECT_NE(recent.find("hotline", "1"), nullptr);

  recent.remember("hotline", "one more", receipt(RecentReceipts::kMax + 1));
  EXPECT_EQ(recent.since(), ComplaintId{1});
  EXPECT_EQ(recent.find("hotline", "1"), nullptr);
  EXPECT_EQ(recent.find("hotline", "2")->complaint, ComplaintId{2});
  EXPECT_EQ(recent.find("hotline", "one more")->complaint.value, RecentReceipts::kMax + 1);

  recent.remember("hotline", "1", receipt(RecentReceipts::kMax + 2));
  EXPECT_EQ(recent.since(), ComplaintId{2});
  EXPECT_EQ(recent.find("hotline", "1")->complaint.value, RecentReceipts::kMax + 2);
  EXPECT_EQ(recent.find("hotline", "3")->complaint, ComplaintId{3});
}

TEST(RecentReceiptsDeathTest, RefuseASecondAnswer) {
  RecentReceipts recent({0});
  recent.remember("hotline", "H-1", receipt(1));
  EXPECT_DEATH(recent.remember("hotline", "H-1", receipt(2)), "inserted");
}

}  // namespace whistle::runtime::recent_receipts_test
