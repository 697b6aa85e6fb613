#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/end_to_end/engine_process.h"

// Who reads a resident's telephone number: the unit that has signed for the case, nobody else.
namespace whistle::tests::privacy_test {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kNumber = "13800138000";
constexpr const char* kMasked = "138****8000";

class Privacy : public testing::Test {
 protected:
  Privacy() : engine_("changtai") {
    engine_.start();
    client_ = std::make_unique<client::Client>(engine_.options());
  }
  ~Privacy() override { EXPECT_EQ(engine_.stop(), 0); }

  v1::SubmitReply submit(const std::string& text) {
    const auto reply = client_->submit(complaint("p-1", text));
    EXPECT_TRUE(reply) << reply.problem().message;
    return *reply;
  }

  std::string text_of(std::uint64_t id, std::uint64_t token = 0) {
    const auto reply = client_->get_case(id, true, token);
    EXPECT_TRUE(reply);
    return reply->case_().text();
  }

  v1::Grant pull(const std::string& unit) {
    v1::PullRequest wish;
    wish.set_unit(unit);
    wish.set_worker("li");
    wish.set_max(1);
    const auto reply = client_->pull(wish);
    EXPECT_TRUE(reply && reply->grants_size() == 1);
    return reply->grants(0);
  }

  EngineProcess engine_;
  std::unique_ptr<client::Client> client_;
};

TEST_F(Privacy, OfATextEndsForWhoHasSigned) {
  const v1::SubmitReply filed =
      submit("锦鲤湾3号楼楼道灯坏了，晚上看不见，我的电话" + std::string(kNumber));
  EXPECT_THAT(text_of(filed.case_id()), HasSubstr(kMasked));

  const v1::Grant leased = pull(filed.unit());
  EXPECT_THAT(leased.case_().text(), HasSubstr(kMasked));
  EXPECT_THAT(text_of(filed.case_id(), leased.token()), HasSubstr(kMasked));

  v1::TokenRequest sign;
  sign.set_case_id(filed.case_id());
  sign.set_token(leased.token());
  sign.set_worker("li");
  const auto signed_for = client_->sign(sign);
  ASSERT_TRUE(signed_for);
  EXPECT_THAT(text_of(filed.case_id(), signed_for->token()), HasSubstr(kNumber));
  EXPECT_THAT(text_of(filed.case_id()), Not(HasSubstr(kNumber)));
  EXPECT_THAT(text_of(filed.case_id(), leased.token()), Not(HasSubstr(kNumber)));
  const auto story = client_->explain(filed.case_id(), true);
  ASSERT_TRUE(story);
  EXPECT_THAT(story->ShortDebugString(), Not(HasSubstr(kNumber)));
}

TEST_F(Privacy, DoesNotHideWhatThePersonAtTheTriageDeskNeeds) {
  // Compounds of one name are none in this city; two communities named at once are as unclear.
  const v1::SubmitReply filed =
      submit("外武社区和罗山社区之间的路灯坏了，我的电话" + std::string(kNumber));
  EXPECT_EQ(filed.disposition(), "awaits_triage");
  const v1::Grant granted = pull("triage");
  EXPECT_THAT(granted.case_().text(), HasSubstr(kMasked));
  ASSERT_EQ(granted.case_().place_candidates_size(), 2);
  EXPECT_EQ(granted.case_().place_candidates(0).area_name(), "外武社区");
  EXPECT_EQ(granted.case_().place_candidates(0).why(), "name:外武社区");
  EXPECT_EQ(granted.case_().place_candidates(1).area_name(), "罗山社区");
}

}  // namespace whistle::tests::privacy_test
