#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/triage/small_city.h"

namespace whistle::triage::request_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

RequestType type_of(const std::string& text) { return Desk().examine(saying(text)).request_type; }

TEST(RequestTypeFinding, FollowsThePatterns) {
  EXPECT_EQ(type_of("请问什么时候修"), RequestType::Inquiry);
  EXPECT_EQ(type_of("我要投诉"), RequestType::Grievance);
  EXPECT_EQ(type_of("举报占道"), RequestType::ReportViolation);
  EXPECT_EQ(type_of("建议增设车棚"), RequestType::Suggestion);
  EXPECT_EQ(type_of("感谢网格员"), RequestType::Thanks);
}

TEST(RequestTypeFinding, IsHelpByDefault) { EXPECT_EQ(type_of("灯坏了"), RequestType::Help); }

TEST(RequestTypeFinding, IsAnInquiryForACategoryOfInquiries) {
  EXPECT_EQ(type_of("几点上班"), RequestType::Inquiry);
  EXPECT_EQ(type_of("投诉几点上班"), RequestType::Grievance);
}

TEST(RequestTypeFinding, TakesTheHeavier) {
  EXPECT_EQ(type_of("请问怎么举报"), RequestType::ReportViolation);
}

TEST(RequestTypeFinding, PrefersTheCallForActionOfEquals) {
  EXPECT_EQ(type_of("请问怎么投诉"), RequestType::Grievance);
  EXPECT_EQ(type_of("感谢，有个建议"), RequestType::Suggestion);
}

TEST(RequestTypeFinding, CountsAPatternOnce) {
  EXPECT_EQ(type_of("请问请问请问，举报"), RequestType::ReportViolation);
}

TEST(RequestTypeFinding, IsWhatTheAdapterSays) {
  Complaint complaint = saying("请问");
  complaint.request_type = RequestType::Thanks;
  EXPECT_EQ(Desk().examine(complaint).request_type, RequestType::Thanks);
}

TEST(Decline, IsEmptyWhenNothingSpeaksAgainst) {
  const Findings findings = Desk().examine(saying("漏水"));
  EXPECT_EQ(findings.decline_ground, "");
  EXPECT_THAT(findings.decline_evidence, IsEmpty());
}

TEST(Decline, NamesTheGroundWithItsWords) {
  const Findings findings = Desk().examine(saying("法院已经受理，等判决"));
  EXPECT_EQ(findings.decline_ground, "litigation");
  EXPECT_THAT(findings.decline_evidence,
              ElementsAre(Evidence{"法院已经受理", 1, {"declines:法院已经受理"}},
                          Evidence{"判决", 25, {"declines:判决"}}));
}

TEST(Decline, TakesTheGroundThatComesFirstInTheTable) {
  const Findings findings = Desk().examine(saying("判决与部队有关"));
  EXPECT_EQ(findings.decline_ground, "military");
  EXPECT_THAT(findings.decline_evidence, ElementsAre(Evidence{"部队", 10, {"declines:部队"}}));
}

}  // namespace whistle::triage::request_test
