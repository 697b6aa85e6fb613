#include "adapters/gateway/metrics/exposition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "adapters/gateway/metrics/requests.h"

namespace whistle::gateway::metrics::exposition_test {

using testing::HasSubstr;
using testing::Not;

std::string written(Format format) {
  Exposition to(format);
  to.counter("civ_things", "Things,\nthat happened.");
  to.sample(3, {{"kind", "a\"b\\c\nd"}});
  to.gauge("civ_now", "Now.");
  to.sample(0.1);
  return to.take();
}

TEST(Exposition, NamesCountersAsEachFormatKnowsThem) {
  EXPECT_EQ(written(Format::Prometheus),
            "# HELP civ_things_total Things,\\nthat happened.\n"
            "# TYPE civ_things_total counter\n"
            "civ_things_total{kind=\"a\\\"b\\\\c\\nd\"} 3\n"
            "# HELP civ_now Now.\n"
            "# TYPE civ_now gauge\n"
            "civ_now 0.1\n");
  EXPECT_EQ(written(Format::OpenMetrics),
            "# HELP civ_things Things,\\nthat happened.\n"
            "# TYPE civ_things counter\n"
            "civ_things_total{kind=\"a\\\"b\\\\c\\nd\"} 3\n"
            "# HELP civ_now Now.\n"
            "# TYPE civ_now gauge\n"
            "civ_now 0.1\n"
            "# EOF\n");
}

TEST(Exposition, IsOpenMetricsForWhoAsksForIt) {
  EXPECT_EQ(format_for(""), Format::Prometheus);
  EXPECT_EQ(format_for("*/*"), Format::Prometheus);
  EXPECT_EQ(format_for("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"),
            Format::OpenMetrics);
}

TEST(Exposition, CountsBucketsFromTheLowest) {
  Histogram times(kMachineBuckets);
  times.observe(0.0005);
  times.observe(0.2);
  times.observe(99);
  Exposition to(Format::Prometheus);
  to.histogram("civ_x_seconds", "X.");
  to.sample(times, {{"route", "/a"}});
  const std::string text = to.take();
  EXPECT_THAT(text, HasSubstr("civ_x_seconds_bucket{route=\"/a\",le=\"0.0005\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("civ_x_seconds_bucket{route=\"/a\",le=\"0.1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("civ_x_seconds_bucket{route=\"/a\",le=\"0.25\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("civ_x_seconds_bucket{route=\"/a\",le=\"10\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("civ_x_seconds_bucket{route=\"/a\",le=\"+Inf\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("civ_x_seconds_count{route=\"/a\"} 3\n"));
}

// More series than that and what gathers them gives up.
TEST(Exposition, HasNoMoreThanTwelveBuckets) {
  EXPECT_LE(std::size(kMachineBuckets), 12U);
  EXPECT_LE(std::size(kCaseBuckets), 12U);
}

TEST(Requests, AreCountedByRouteAndClassOfStatus) {
  using std::chrono::microseconds;
  Requests requests;
  requests.note("GET", "/api/v1/cases/{id}", 200, microseconds(300));
  requests.note("GET", "/api/v1/cases/{id}", 204, microseconds(700));
  requests.note("GET", "-", 404, microseconds(100));
  requests.note("GET", "/api/v1/events", 200, std::chrono::hours(1));
  Exposition to(Format::Prometheus);
  requests.write(to);
  const std::string text = to.take();
  EXPECT_THAT(
      text, HasSubstr(R"(requests_total{route="/api/v1/cases/{id}",method="GET",status="2xx"} 2)"));
  EXPECT_THAT(text, HasSubstr(R"(requests_total{route="-",method="GET",status="4xx"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(seconds_count{route="/api/v1/cases/{id}"} 2)"));
  EXPECT_THAT(text, Not(HasSubstr(R"(seconds_count{route="/api/v1/events"})")));
}

}  // namespace whistle::gateway::metrics::exposition_test
