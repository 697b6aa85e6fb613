#include "adapters/gateway/metrics/case_times.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "adapters/gateway/metrics/case_watch.h"
#include "tests/client/watch_words.h"

namespace whistle::gateway::metrics::case_times_test {

using testing::HasSubstr;

constexpr std::int64_t kNow = 1'773'187'200'000;
constexpr std::int64_t kHour = 3'600'000;

v1::WatchEvents fact(const std::string& event, std::uint64_t case_id, const std::string& stage,
                     std::int64_t time_ms) {
  v1::WatchEvents events;
  v1::Fact* told = events.add_facts();
  told->set_sequence(101);
  told->set_event(event);
  told->set_case_id(case_id);
  told->set_time_ms(time_ms);
  if (!stage.empty()) {
    auto* detail = told->add_details();
    detail->set_name("stage");
    detail->set_value(stage);
  }
  if (event == "clock_started") {
    auto* detail = told->add_details();
    detail->set_name("started");
    detail->set_time_ms(time_ms - 1000);
  }
  return events;
}

std::string written(const CaseTimes& times) {
  Exposition to(Format::Prometheus);
  times.write(to);
  return to.take();
}

TEST(CaseTimes, CountFromTheStartOfAPromiseUntilItWasMet) {
  CaseTimes times;
  times.take(fact("clock_started", 1, "sign", kNow));
  times.take(fact("clock_started", 1, "resolve", kNow));
  times.take(fact("clock_met", 1, "sign", kNow + 59'000));
  times.take(fact("clock_met", 1, "resolve", kNow + 2 * kHour));
  const std::string text = written(times);
  EXPECT_THAT(text, HasSubstr("civ_sign_seconds_bucket{le=\"60\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("civ_sign_seconds_sum 60\n"));
  EXPECT_THAT(text, HasSubstr("civ_resolve_seconds_bucket{le=\"3600\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("civ_resolve_seconds_bucket{le=\"14400\"} 1\n"));
  EXPECT_EQ(times.open_clocks(), 0U);
}

TEST(CaseTimes, KnowCasesThatWereOpenBefore) {
  v1::WatchEvents snapshot;
  auto* item = snapshot.add_cases();
  item->set_case_id(7);
  auto* clock = item->add_clocks();
  clock->set_stage("resolve");
  clock->set_started_ms(kNow - 20 * 24 * kHour);
  CaseTimes times;
  times.take(snapshot);
  times.take(fact("clock_met", 7, "resolve", kNow));
  EXPECT_THAT(written(times), HasSubstr("civ_resolve_seconds_bucket{le=\"1296000\"} 0\n"));
  EXPECT_THAT(written(times), HasSubstr("civ_resolve_seconds_count 1\n"));
}

TEST(CaseTimes, LeaveOutWhatTheyHaveNotSeenBegin) {
  CaseTimes times;
  times.take(fact("clock_met", 1, "sign", kNow));
  EXPECT_THAT(written(times), HasSubstr("civ_sign_seconds_count 0\n"));
}

TEST(CaseTimes, ForgetWhatWasDroppedOrClosed) {
  CaseTimes times;
  times.take(fact("clock_started", 1, "sign", kNow));
  times.take(fact("clock_dropped", 1, "sign", kNow));
  times.take(fact("clock_started", 2, "resolve", kNow));
  times.take(fact("case_closed", 2, "", kNow));
  EXPECT_EQ(times.open_clocks(), 0U);
  EXPECT_THAT(written(times), HasSubstr("civ_sign_seconds_count 0\n"));
}

TEST(CaseTimes, CountBreachesOfAllStages) {
  CaseTimes times;
  times.take(fact("clock_ran_out", 1, "on_site", kNow));
  times.take(fact("clock_ran_out", 1, "sign", kNow));
  times.take(fact("clock_due_soon", 1, "sign", kNow));
  EXPECT_THAT(written(times), HasSubstr("civ_clock_breaches_total{clock=\"on_site\"} 1\n"));
  EXPECT_THAT(written(times), HasSubstr("civ_clock_warnings_total{clock=\"sign\"} 1\n"));
}

TEST(CaseTimes, AreBounded) {
  CaseTimes times(10);
  for (std::uint64_t id = 1; id <= 100; ++id) times.take(fact("clock_started", id, "sign", kNow));
  EXPECT_EQ(times.open_clocks(), 10U);
}

TEST(CaseWatch, CountsWhatTheEngineTells) {
  whistle::support::FakeEngine engine;
  const auto started = fact("clock_started", 1, "sign", kNow);
  auto met = fact("clock_met", 1, "sign", kNow + kHour);
  met.mutable_facts(0)->set_sequence(102);
  met.set_seen_sequence(102);
  engine.on(v1::METHOD_WATCH, client::tells({started, met}));
  const CaseWatch watch(client::to(engine));
  const auto asked = engine.received(v1::METHOD_WATCH, 1);
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_TRUE(asked[0].as<v1::WatchRequest>().snapshot());
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::string text;
  while (text.find("civ_sign_seconds_count 1\n") == std::string::npos &&
         std::chrono::steady_clock::now() < until) {
    std::this_thread::yield();
    Exposition to(Format::Prometheus);
    watch.write(to);
    text = to.take();
  }
  EXPECT_THAT(text, HasSubstr("civ_sign_seconds_count 1\n"));
}

}  // namespace whistle::gateway::metrics::case_times_test
