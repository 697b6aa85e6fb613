#include <gtest/gtest.h>

#include "tests/gateway/open311/city.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::gateway::open311::post_update_test {

constexpr const char* kPost = "/open311/v2/servicerequestupdates.json";

http::Response say(City& city, const std::string& status, const std::string& id = "u1") {
  return city.post(kPost, "api_key=key-of-fixmystreet&service_request_id=10&update_id=" + id +
                              "&updated_datetime=2026-03-01T07:00:00%2B00:00&description=Still+loud"
                              "&email=Ada@example.org&status=" +
                              status);
}

client::Problem refusal(const std::string& reason) {
  return {.code = client::kFailedPrecondition, .reason = reason, .message = "not now"};
}

TEST(PostUpdate, RemindsWhoHasTheCase) {
  City city;
  EXPECT_EQ(say(city, "OPEN").body, "[{\"update_id\":\"u1\"}]\n");
  const auto& asked = city.desk.asked().back();
  ASSERT_EQ(asked.method, v1::METHOD_ACT);
  const auto wish = asked.as<v1::ActRequest>().remind_case();
  EXPECT_EQ(wish.id(), 70U);
  EXPECT_EQ(wish.by(), "email#ada@example.org");
  EXPECT_EQ(wish.note(), "Still loud");
  EXPECT_EQ(asked.asking.acting_for->name(), "fixmystreet");
  EXPECT_FALSE(asked.asking.idempotency_key.empty());
}

TEST(PostUpdate, IsDoneOnce) {
  City city;
  say(city, "OPEN");
  EXPECT_EQ(say(city, "OPEN").status, 200);
  EXPECT_EQ(city.asked(v1::METHOD_ACT), 1U);
  say(city, "OPEN", "u2");
  EXPECT_EQ(city.asked(v1::METHOD_ACT), 2U);
}

TEST(PostUpdate, HasTheSameKeyAfterARestart) {
  City before;
  say(before, "OPEN");
  City after;
  say(after, "OPEN");
  EXPECT_EQ(before.desk.asked().back().asking.idempotency_key,
            after.desk.asked().back().asking.idempotency_key);
  EXPECT_EQ(before.desk.asked().back().body, after.desk.asked().back().body);
}

TEST(PostUpdate, ConfirmsFinishedWork) {
  City city;
  EXPECT_EQ(say(city, "fixed").status, 200);
  const auto& asked = city.desk.asked().back();
  ASSERT_EQ(asked.method, v1::METHOD_CALL_BACK);
  const auto answer = asked.as<v1::CallBackRequest>();
  EXPECT_EQ(answer.solved(), "solved");
  EXPECT_EQ(answer.complaint_id(), 10U);
  EXPECT_EQ(answer.way(), "message");
}

TEST(PostUpdate, TellsTheUnitWhatTheResidentTakesForDone) {
  City city;
  city.desk.refuses(v1::METHOD_CALL_BACK, refusal("WRONG_STATE"));
  EXPECT_EQ(say(city, "CLOSED").status, 200);
  const auto& asked = city.desk.asked().back();
  ASSERT_EQ(asked.method, v1::METHOD_ACT);
  EXPECT_EQ(asked.as<v1::ActRequest>().remind_case().note(), "CLOSED: Still loud");
}

TEST(PostUpdate, WaitsWhileTheCentreChecksTheWork) {
  City city;
  city.desk.refuses(v1::METHOD_CALL_BACK, refusal("WRONG_STATE"));
  city.desk.refuses(v1::METHOD_ACT, refusal("WRONG_STATE"));
  EXPECT_EQ(say(city, "CLOSED").status, 400);
}

// A client keeps back what follows an update that was refused.
TEST(PostUpdate, PassesOnWordsWithAStatusThatIsForTheCentreToGive) {
  for (const char* status : {"DUPLICATE", "NOT_COUNCILS_RESPONSIBILITY", "NO_FURTHER_ACTION",
                             "INTERNAL_REFERRAL", "CANCELLED"}) {
    City city;
    EXPECT_EQ(say(city, status).status, 200) << status;
    const auto& asked = city.desk.asked().back();
    ASSERT_EQ(asked.method, v1::METHOD_ACT) << status;
    EXPECT_EQ(asked.as<v1::ActRequest>().remind_case().note(),
              std::string(status) + ": Still loud");
  }
}

TEST(PostUpdate, SendsFinishedWorkBack) {
  City city;
  city.desk.refuses(v1::METHOD_ACT, refusal("WRONG_STATE"));
  EXPECT_EQ(say(city, "REOPEN").status, 200);
  const auto& asked = city.desk.asked().back();
  ASSERT_EQ(asked.method, v1::METHOD_CALL_BACK);
  EXPECT_EQ(asked.as<v1::CallBackRequest>().solved(), "unsolved");
}

TEST(PostUpdate, DoesNotSendWorkBackForMereWords) {
  City city;
  city.desk.refuses(v1::METHOD_ACT, refusal("WRONG_STATE"));
  EXPECT_EQ(say(city, "OPEN").status, 400);
  EXPECT_EQ(city.asked(v1::METHOD_CALL_BACK), 0U);
}

TEST(PostUpdate, OfAClosedRequestAsksForANewOne) {
  City city;
  city.desk.refuses(v1::METHOD_ACT, refusal("CASE_CLOSED"));
  const auto response = say(city, "REOPEN");
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("new request"), std::string::npos);
}

TEST(PostUpdate, UnderAUsedIdSaysSo) {
  City city;
  city.desk.refuses(v1::METHOD_ACT, {.code = client::kInvalidArgument,
                                     .reason = "IDEMPOTENCY_KEY_REUSED",
                                     .message = "another body"});
  const auto response = say(city, "OPEN");
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("update_id"), std::string::npos);
}

TEST(PostUpdate, IsNotRememberedWhenItWasRefused) {
  City city;
  city.desk.refuses(v1::METHOD_ACT,
                    {.code = client::kUnavailable, .reason = "NO_ANSWER", .message = "no"});
  EXPECT_EQ(say(city, "OPEN").status, 503);
  city.desk.answers(v1::METHOD_ACT, v1::ActReply());
  EXPECT_EQ(say(city, "OPEN").status, 200);
  EXPECT_EQ(city.asked(v1::METHOD_ACT), 2U);
}

}  // namespace whistle::gateway::open311::post_update_test
