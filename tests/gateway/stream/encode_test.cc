#include "adapters/gateway/stream/encode.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace whistle::gateway::stream::encode_test {

using nlohmann::json;

std::string data_of(const std::string& event) {
  const std::size_t from = event.find("data: ") + 6;
  return event.substr(from, event.find('\n', from) - from);
}

TEST(Events, AreOneForEachRecordWithItsSequenceAsId) {
  v1::Fact fact;
  fact.set_sequence(1ULL << 60);
  fact.set_event("case_filed");
  const std::string event = record_event(1ULL << 60, {fact, fact});
  EXPECT_TRUE(event.starts_with("id: 1152921504606846976\nevent: record\ndata: {"));
  EXPECT_TRUE(event.ends_with("\n\n"));
  const json data = json::parse(data_of(event));
  EXPECT_EQ(data["sequence"], "1152921504606846976");
  EXPECT_EQ(data["facts"].size(), 2U);
  EXPECT_EQ(data["facts"][0]["event"], "case_filed");
  // Absent values are printed, too.
  EXPECT_EQ(data["facts"][0]["case_id"], "0");
}

TEST(Events, AreNotTornByWhatPeopleWrote) {
  v1::Fact fact;
  auto* detail = fact.add_details();
  detail->set_name("reason");
  detail->set_value("一\n\ndata: {}\r\nid: 9\n\xE2\x80\xA8");
  const std::string event = record_event(3, {fact});
  EXPECT_EQ(std::ranges::count(event, '\n'), 4);
  EXPECT_EQ(std::ranges::count(event, '\r'), 0);
  const json data = json::parse(data_of(event));
  EXPECT_EQ(data["facts"][0]["details"][0]["value"], detail->value());
}

TEST(Events, OfASnapshotHaveAnIdAtItsEndOnly) {
  v1::WatchEvents begin;
  begin.mutable_snapshot_begin()->set_watermark_sequence(7);
  EXPECT_EQ(snapshot_event(begin), "event: snapshot\ndata: {\"begin\":\"7\"}\n\n");
  v1::WatchEvents cases;
  cases.set_as_of_sequence(8);
  cases.add_cases()->set_case_id(5);
  const json data = json::parse(data_of(snapshot_event(cases)));
  EXPECT_EQ(data["as_of_sequence"], "8");
  EXPECT_EQ(data["cases"][0]["case_id"], "5");
  v1::WatchEvents end;
  end.mutable_snapshot_end()->set_watermark_sequence(7);
  end.mutable_snapshot_end()->set_cases(1);
  EXPECT_EQ(snapshot_event(end),
            "id: 7\nevent: snapshot\ndata: {\"end\":\"7\",\"cases\":\"1\"}\n\n");
}

TEST(Events, OfAResetMakeTheBrowserForget) {
  client::Problem why;
  why.reason = "COMPACTED";
  why.first_available = 12;
  const std::string event = reset_event(why, "abc");
  EXPECT_TRUE(event.starts_with("id:\nevent: reset\n"));
  const json data = json::parse(data_of(event));
  EXPECT_EQ(data["reason"], "COMPACTED");
  EXPECT_EQ(data["first_available"], "12");
}

TEST(Events, AreKeptAliveByComments) {
  EXPECT_EQ(ping(0), ": ping\n\n");
  EXPECT_EQ(ping(4), ": ping\nid: 4\n\n");
}

}  // namespace whistle::gateway::stream::encode_test
