#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "adapters/gateway/http/response.h"
#include "tests/gateway/support/call.h"

namespace whistle::gateway::http::problem_test {

TEST(Problem, SaysWhatProgramsAndPeopleNeed) {
  const Response response = problem(429, "INTAKE_FULL", "later \"please\"", 1500);
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto body = nlohmann::json::parse(response.body);
  EXPECT_EQ(body.at("reason"), "INTAKE_FULL");
  EXPECT_EQ(body.at("title"), "Too Many Requests");
  EXPECT_EQ(body.at("detail"), "later \"please\"");
  EXPECT_EQ(body.at("status"), 429);
  EXPECT_EQ(body.at("retry_after_ms"), 1500);
  EXPECT_EQ(support::header_of(response, "retry-after"), "2");
}

TEST(Problem, BearsTextThatIsNoUtf8) {
  EXPECT_TRUE(nlohmann::json::accept(problem(400, "BAD", "\xff\xfe").body));
  EXPECT_EQ(support::header_of(problem(400, "BAD", ""), "Retry-After"), "");
}

}  // namespace whistle::gateway::http::problem_test
