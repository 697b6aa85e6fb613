#include "adapters/replay/summary.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace whistle::replay::summary_test {

v1::Tallies tallies() {
  v1::Tallies made;
  std::uint64_t value = 0;
  made.set_complaints(++value);
  made.set_cases(++value);
  made.set_merged(++value);
  made.set_declined(++value);
  made.set_red(++value);
  made.set_yellow(++value);
  made.set_blue(++value);
  made.set_compound(++value);
  made.set_community(++value);
  made.set_street(++value);
  made.set_department(++value);
  made.set_triage_queue(++value);
  made.set_escalations(++value);
  made.set_overdue(++value);
  made.set_closed(++value);
  made.set_building(++value);
  made.set_district(++value);
  return made;
}

TEST(JsonLine, HasItsFieldsInTheAgreedOrder) {
  Summary summary;
  summary.tallies = tallies();
  EXPECT_EQ(json_of(summary),
            "{\"complaints\":1,\"cases\":2,\"merged\":3,\"declined\":4,\"red\":5,\"yellow\":6,"
            "\"blue\":7,\"compound\":8,\"community\":9,\"street\":10,\"department\":11,"
            "\"triage_queue\":12,\"escalations\":13,\"overdue\":14,\"closed\":15,\"lost\":0,"
            "\"duplicated\":0,\"building\":16,\"district\":17}");
}

TEST(JsonLine, HasTheAgreementWithFourDecimals) {
  Summary summary;
  summary.lost = 1;
  summary.duplicated = 2;
  summary.agreement.emplace(1000);
  hotline::Aftermath row;
  row.on_time = true;
  for (const std::int64_t target : {10'000, 10'000, 900'000}) {
    row.target_ms = target;
    summary.agreement->add(row, 10'000, {});
  }
  const std::string line = json_of(summary);
  EXPECT_NE(line.find("\"lost\":1,\"duplicated\":2,"), std::string::npos);
  EXPECT_TRUE(
      line.ends_with("\"target_agreement\":0.6667,\"on_time_agreement\":1.0000,"
                     "\"target_compared\":3,\"on_time_compared\":3}"))
      << line;
  EXPECT_TRUE(nlohmann::json::accept(line));
}

TEST(Difference, IsWhatHappenedSinceTheStart) {
  v1::Tallies before = tallies();
  v1::Tallies now = tallies();
  now.set_complaints(now.complaints() + 7);
  now.set_reworked(3);
  const v1::Tallies since = difference(now, before);
  EXPECT_EQ(since.complaints(), 7U);
  EXPECT_EQ(since.reworked(), 3U);
  EXPECT_EQ(since.cases(), 0U);
}

TEST(Table, ShowsBadRowsAndNoAgreementWhereNothingIsCompared) {
  Summary summary;
  summary.bad_rows = 4;
  const std::string table = table_of(summary);
  EXPECT_NE(table.find("bad rows in the feed                   4\n"), std::string::npos) << table;
  EXPECT_EQ(table.find("agreement"), std::string::npos);
}

}  // namespace whistle::replay::summary_test
