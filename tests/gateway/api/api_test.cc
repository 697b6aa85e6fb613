#include "adapters/gateway/api/api.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/gateway/support/call.h"
#include "tests/gateway/support/fake_desk.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/rules.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::gateway::api::api_test {

using nlohmann::json;

// Everybody is let in, as the same person.
class OpenDoor final : public people::Guard {
 public:
  http::Handler behind(people::PersonHandler handler) override {
    return [handler](http::Request request) {
      return handler({"chen", "陈", {"dispatcher"}, {}, {"waiwu"}}, std::move(request));
    };
  }
};

class Asked : public testing::Test {
 protected:
  Asked() { api_.add_to(router_, door_); }

  http::Response post(const std::string& path, const std::string& body,
                      std::vector<std::pair<std::string, std::string>> headers = {}) {
    headers.emplace_back("content-type", "application/json");
    return support::post(router_, path, body, std::move(headers));
  }
  static std::string reason_of(const http::Response& response) {
    return json::parse(response.body).value("reason", "");
  }

  support::FakeDesk desk_;
  Pictures pictures_{""};
  Tools tools_{{}};
  Pseudonym pseudonym_{"a secret of the city"};
  OpenDoor door_;
  Api api_{{desk_, nullptr, pictures_, tools_, pseudonym_, [] { return 7; }}};
  http::Router router_;
};

TEST_F(Asked, ACaseIsAskedForThePersonAndPrintedWhole) {
  v1::CaseReply reply;
  reply.mutable_case_()->set_case_id(7);
  desk_.answers(v1::METHOD_GET_CASE, reply);
  const auto response = support::get(router_, "/api/v1/cases/7?with_text=1&token=9");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(json::parse(response.body)["case"]["case_id"], "7");
  EXPECT_EQ(json::parse(response.body)["case"]["escalations"], 0);
  const auto& asked = desk_.asked().at(0);
  EXPECT_EQ(asked.as<v1::CaseRequest>().case_id(), 7U);
  EXPECT_TRUE(asked.as<v1::CaseRequest>().with_text());
  EXPECT_EQ(asked.asking.acting_for->name(), "chen");
  EXPECT_EQ(asked.asking.idempotency_key, "");
}

TEST_F(Asked, UnknownArgumentsAreRefusedByName) {
  const auto response = support::get(router_, "/api/v1/cases/7?colour=red");
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("colour"), std::string::npos);
  EXPECT_EQ(support::get(router_, "/api/v1/cases/seven").status, 400);
  EXPECT_EQ(support::get(router_, "/api/v1/status?x=1").status, 400);
  EXPECT_TRUE(desk_.asked().empty());
}

TEST_F(Asked, AVerbHasTheCaseOfThePathTheNameOfThePersonAndAKey) {
  desk_.answers(v1::METHOD_SIGN, v1::TokenReply());
  ASSERT_EQ(post("/api/v1/cases/7/sign", R"({"token":"5"})").status, 200);
  ASSERT_EQ(
      post("/api/v1/cases/7/sign", R"({"token":"5","worker":"li"})", {{"idempotency-key", "mine"}})
          .status,
      200);
  const auto first = desk_.asked()[0].as<v1::TokenRequest>();
  EXPECT_EQ(first.case_id(), 7U);
  EXPECT_EQ(first.token(), 5U);
  EXPECT_EQ(first.worker(), "chen");
  EXPECT_EQ(desk_.asked()[1].as<v1::TokenRequest>().worker(), "li");
  EXPECT_FALSE(desk_.asked()[0].asking.idempotency_key.empty());
  EXPECT_NE(desk_.asked()[1].asking.idempotency_key, "mine");
}

TEST_F(Asked, KeysOfDifferentPeopleNeverMeet) {
  const people::Person chen{"chen", "", {}, {}, {}};
  const people::Person li{"li", "", {}, {}, {}};
  EXPECT_EQ(wish_key_of(chen, "a"), wish_key_of(chen, "a"));
  EXPECT_NE(wish_key_of(chen, "a"), wish_key_of(li, "a"));
  EXPECT_FALSE(wish_key_of(chen, ""));
  EXPECT_FALSE(wish_key_of(chen, std::string(129, 'a')));
  EXPECT_FALSE(wish_key_of(chen, "漏"));
}

TEST_F(Asked, AWishIsFoundByItsName) {
  desk_.answers(v1::METHOD_ACT, v1::ActReply());
  ASSERT_EQ(post("/api/v1/wishes/recall_order", R"({"id":"7","reason":"late"})").status, 200);
  const auto wish = desk_.asked()[0].as<v1::ActRequest>();
  EXPECT_EQ(wish.recall_order().id(), 7U);
  EXPECT_EQ(wish.recall_order().by(), "chen");
  EXPECT_EQ(post("/api/v1/wishes/grant_wish", "{}").status, 404);
}

TEST_F(Asked, BadBodiesAreRefused) {
  EXPECT_EQ(reason_of(post("/api/v1/cases/7/sign", "{")), "BAD_JSON");
  EXPECT_EQ(reason_of(post("/api/v1/cases/7/sign", R"({"tokn":1})")), "BAD_JSON");
  EXPECT_EQ(post("/api/v1/cases/7/sign", "{\"note\":\"\xff\"}").status, 400);
  EXPECT_EQ(support::post(router_, "/api/v1/cases/7/sign", "token=1",
                          {{"content-type", "application/x-www-form-urlencoded"}})
                .status,
            415);
  EXPECT_EQ(post("/api/v1/complaints", "[]").status, 400);
  EXPECT_EQ(post("/api/v1/complaints", std::string(5000, '[')).status, 400);
  // As deep as a body may be long: whoever writes it again must not run out of stack.
  const std::string deep = std::string(130'000, '[') + std::string(130'000, ']');
  EXPECT_EQ(post("/api/v1/complaints", "{\"text\":" + deep + "}").status, 400);
  EXPECT_EQ(post("/api/v1/proposals", "{\"text\":" + deep + "}").status, 400);
  EXPECT_EQ(post("/api/v1/cases/7/sign", "{\"token\":" + deep + "}").status, 400);
  EXPECT_TRUE(desk_.asked().empty());
}

TEST_F(Asked, ATelephoneBecomesAPseudonymAndGoesNoFurther) {
  desk_.answers(v1::METHOD_SUBMIT, v1::SubmitReply());
  ASSERT_EQ(post("/api/v1/complaints", R"({"text":"漏水","phone":"138 0013 8000"})",
                 {{"idempotency-key", "form-1"}})
                .status,
            200);
  const auto& asked = desk_.asked()[0];
  const auto complaint = asked.as<v1::SubmitRequest>().complaint();
  EXPECT_EQ(complaint.requester(), pseudonym_.of_phone("+86 13800138000"));
  EXPECT_EQ(complaint.external_id(), "form-1");
  EXPECT_EQ(complaint.source(), "gateway");
  EXPECT_EQ(asked.body.find("8000"), std::string::npos);
}

TEST_F(Asked, TheEnginesWordsBecomeStatuses) {
  const std::vector<std::pair<client::Problem, int>> table{
      {{.code = client::kNotFound, .reason = "UNKNOWN_CASE", .message = ""}, 404},
      {{.code = client::kPermissionDenied, .reason = "ROLE", .message = ""}, 403},
      {{.code = client::kResourceExhausted,
        .reason = "INTAKE_FULL",
        .message = "",
        .retry_after_ms = 1},
       503},
      {{.code = client::kResourceExhausted, .reason = "RATE_LIMIT", .message = ""}, 429},
      {{.code = client::kFailedPrecondition, .reason = "TOKEN_SUPERSEDED", .message = ""}, 409},
      {{.code = client::kUnavailable, .reason = "ENGINE_AWAY", .message = ""}, 503},
      {{.code = client::kUnauthenticated, .reason = "KEY_REVOKED", .message = ""}, 502},
      {{.code = client::kDeadlineExceeded, .reason = "QUEUED_TOO_LONG", .message = ""}, 504}};
  for (const auto& [problem, status] : table) {
    desk_.refuses(v1::METHOD_EXPLAIN, problem);
    const auto response = support::get(router_, "/api/v1/cases/7/explanation");
    EXPECT_EQ(response.status, status) << problem.reason;
    EXPECT_EQ(reason_of(response), problem.reason);
    EXPECT_EQ(support::header_of(response, "retry-after"), problem.retry_after_ms > 0 ? "1" : "");
  }
}

// A page has two thousand areas, or fewer where their outlines are long.
TEST_F(Asked, TheMapHasTheAreasOfAllPages) {
  desk_.on(v1::METHOD_RULES, [](const support::FakeDesk::Asked& asked) {
    const auto offset = asked.as<v1::RulesRequest>().offset();
    v1::RulesReply page;
    for (std::uint32_t code = offset + 1; code <= std::min(offset + 3, 7U); ++code) {
      page.add_areas()->set_code(350625000000U + code);
    }
    page.set_more(offset + 3 < 7);
    return client::Result<std::string>(page.SerializeAsString());
  });
  const auto response = support::get(router_, "/api/v1/map");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(json::parse(response.body)["features"].size(), 7U);
  EXPECT_EQ(desk_.asked().size(), 3U);
}

TEST_F(Asked, WhatIsNotConfiguredSaysSo) {
  EXPECT_EQ(support::get(router_, "/api/v1/cases?q=x").status, 501);
  EXPECT_EQ(support::get(router_, "/api/v1/board").status, 501);
  EXPECT_EQ(support::get(router_, "/api/v1/rules/packs").status, 501);
  EXPECT_EQ(post("/api/v1/plans", R"({"pack":"x"})").status, 501);
}

TEST(Tool, TakesOnlyNamesOfItsFolderAndInstants) {
  Tools::Settings settings;
  settings.whistled = "/bin/false";
  settings.packs = std::string(SOURCE_DIR) + "/config/cities";
  Tools tools(settings);
  EXPECT_GT(tools.packs()->size(), 5U);
  for (const char* hostile : {"../base", "/etc", "", ".", "..", "--data", "a/b", "nothing"}) {
    EXPECT_EQ(tools.what_if(hostile, "2026-02-13", "2026-02-14").problem().reason, "UNKNOWN_PACK")
        << hostile;
  }
  EXPECT_EQ(tools.what_if("changtai", "--data=/x", "2026-02-14").problem().reason,
            "FIELD_VIOLATION");
  EXPECT_EQ(tools.what_if_result("1").problem().reason, "UNKNOWN_WHAT_IF");
  EXPECT_EQ(support::run(tools.plan("changtai")).problem().reason, "TOOL_FAILED");
}

}  // namespace whistle::gateway::api::api_test
