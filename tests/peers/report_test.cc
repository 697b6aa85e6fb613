#include "bench/peers/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace whistle::bench::peers::report_test {

using testing::HasSubstr;

Report two_peers() {
  Report report;
  report.rows = {{"whistle", "whistle, over TCP", "all"},
                 {"postgres", "PostgreSQL 15", "every transaction"}};
  report.figures.add("whistle.single", 45'471);
  report.figures.add("postgres.single", 5'000);
  report.figures.add("postgres.batch", 35'000);
  report.figures.add("whistle.submit_p50_ms", 0.12);
  report.figures.add("rocksdb.write_p50_ms", 0.06);
  report.runs = 5;
  report.seconds = 3;
  return report;
}

TEST(PeersReport, JsonHasEveryRatioAndNullWhereNothingWasMeasured) {
  const std::string line = to_json(two_peers());
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_DOUBLE_EQ(json.at("lifecycles_single_vs_postgres").get<double>(), 45'471 / 5'000.0);
  EXPECT_DOUBLE_EQ(json.at("submit_p50_vs_rocksdb").get<double>(), 2);
  for (const char* name : {"lifecycles_batch_vs_postgres", "lifecycles_single_vs_redis",
                           "lifecycles_batch_vs_redis", "lifecycles_batch_vs_rocksdb",
                           "submit_p99_vs_rocksdb", "bytes_per_open_case", "restart_1m_s"}) {
    EXPECT_TRUE(json.at(name).is_null()) << name;
  }
  const auto& medians = json.at("lifecycles_per_second");
  EXPECT_EQ(medians.at("postgres").at("batch"), 35'000);
  EXPECT_TRUE(medians.at("whistle").at("batch").is_null());
  EXPECT_EQ(json.at("runs"), 5);
  EXPECT_TRUE(json.at("failed").empty());
}

TEST(PeersReport, TableHasRatiosAndDashesWhereNothingWasMeasured) {
  const std::string table = to_table(two_peers());
  EXPECT_THAT(table, HasSubstr("| whistle, over TCP | 45,471 | - | - | - |"));
  EXPECT_THAT(table, HasSubstr("| PostgreSQL 15 | 5,000 | 9.09 x | 35,000 | - |"));
  EXPECT_THAT(table, HasSubstr("| p50 | 0.12 | 0.06 | 2 x |"));
  EXPECT_THAT(table, HasSubstr("| p99 | - | - | - |"));
  EXPECT_THAT(table, HasSubstr("- PostgreSQL 15: every transaction.\n"));
}

TEST(PeersReport, TellsWhatFailed) {
  Report report = two_peers();
  report.failures["redis"] = "it does not answer any more";
  EXPECT_THAT(to_table(report), HasSubstr("redis FAILED: it does not answer any more"));
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_EQ(json.at("failed").at("redis"), "it does not answer any more");
}

}  // namespace whistle::bench::peers::report_test
