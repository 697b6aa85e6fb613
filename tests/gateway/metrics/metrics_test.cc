#include "adapters/gateway/metrics/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/gateway/metrics/sample.h"

namespace whistle::gateway::metrics::metrics_test {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

client::Problem away() {
  client::Problem problem;
  problem.code = client::kUnavailable;
  problem.reason = "ENGINE_AWAY";
  return problem;
}

TEST(Metrics, TellWhatTheEngineTheCopyAndTheGatewayKnow) {
  Sample sample;
  const http::Response response = support::get(sample.router, "/metrics");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  const std::string& text = response.body;
  for (const char* line : {
           "civ_engine_up 1\n",
           "civ_intake_complaints{disposition=\"merged\"} 2\n",
           "civ_timer_oldest_overdue_seconds 2\n",
           "civ_engine_limit_used{limit=\"limits.memory_bytes\"} 40\n",
           "civ_journal_fsync_seconds_bucket{le=\"0.001\"} 3\n",
           "civ_escalation_lag_seconds_count 4\n",
           "civ_engine_commit_groups_total 4\n",
           "civ_engine_watchers 4\n",
           "# TYPE civ_engine_waiting_pulls gauge\n",
           "civ_queue_depth{tier=\"street\",severity=\"blue\"} 6\n",
           "civ_queue_overdue_seconds{tier=\"street\"} 60\n",
           "civ_issues_open{tier=\"street\",severity=\"red\"} 6\n",
           "civ_issues_oldest_seconds{tier=\"street\"} 90\n",
           "civ_search_behind_records 3\n",
           "civ_gateway_streams 200\n",
           "civ_build_info{version=\"0.1.0\"} 1\n",
       }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr("something_new")));
  EXPECT_THAT(text, Not(HasSubstr("new_to_us")));
  EXPECT_THAT(text, Not(HasSubstr("u940000")));
}

TEST(Metrics, AreOpenMetricsForWhoAsksForIt) {
  Sample sample;
  const auto response = support::ask(
      sample.router, support::request_of(http::Method::Get, "/metrics", {},
                                         {{"accept", "application/openmetrics-text"}}));
  EXPECT_THAT(response.content_type, HasSubstr("application/openmetrics-text"));
  EXPECT_TRUE(response.body.ends_with("# EOF\n"));
}

TEST(Metrics, LeaveOutWhatCannotBeHad) {
  Sample sample;
  sample.desk.refuses(v1::METHOD_STATUS, away());
  sample.index.far.reset();
  const std::string text = support::get(sample.router, "/metrics").body;
  EXPECT_THAT(text, HasSubstr("civ_engine_up 0\n"));
  EXPECT_THAT(text, HasSubstr("civ_search_up 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("civ_cases_open")));
  EXPECT_THAT(text, Not(HasSubstr("civ_queue_depth")));
  EXPECT_THAT(text, Not(HasSubstr("civ_search_behind")));
  EXPECT_THAT(text, HasSubstr("civ_gateway_streams 200\n"));
}

TEST(Metrics, AskTheEngineOnceASecondAtMost) {
  Sample sample;
  for (int i = 0; i < 50; ++i) support::get(sample.router, "/metrics");
  EXPECT_EQ(sample.desk.asked().size(), 2U);
  sample.now_ms += 1000;
  support::get(sample.router, "/metrics");
  EXPECT_EQ(sample.desk.asked().size(), 4U);
}

TEST(Health, IsThatTheProcessLives) {
  Sample sample;
  sample.desk.refuses(v1::METHOD_PING, away());
  EXPECT_EQ(support::get(sample.router, "/healthz").status, 200);
}

TEST(Readiness, IsThatTheEngineAnswersAndTheCopyIsNear) {
  Sample sample;
  const http::Response ready = support::get(sample.router, "/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(json::parse(ready.body)["status"], "ready");
}

TEST(Readiness, SaysWhyNot) {
  Sample sample;
  sample.index.far = 1'000'000;
  http::Response response = support::get(sample.router, "/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(json::parse(response.body)["checks"]["search"]["reason"], "BEHIND");
  sample.index.far.reset();
  response = support::get(sample.router, "/readyz");
  EXPECT_EQ(json::parse(response.body)["checks"]["search"]["reason"], "NOT_CONNECTED");
  sample.index.far = 0;
  sample.desk.refuses(v1::METHOD_PING, away());
  response = support::get(sample.router, "/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(json::parse(response.body)["checks"]["engine"]["reason"], "ENGINE_AWAY");
  EXPECT_EQ(support::header_of(response, "Retry-After"), "2");
}

}  // namespace whistle::gateway::metrics::metrics_test
