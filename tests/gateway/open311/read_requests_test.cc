#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/gateway/open311/city.h"

namespace whistle::gateway::open311::read_requests_test {

nlohmann::json json_of(const http::Response& response) {
  return nlohmann::json::parse(response.body);
}

TEST(ReadRequests, ShowNothingOfWhoSentThem) {
  City city;
  for (const char* path : {"/open311/v2/requests.xml?extensions=true",
                           "/open311/v2/requests/10.json?extensions=true"}) {
    const std::string body = city.get(path).body;
    for (const char* secret : {"Secret Name", "somebody", "13812345678", "secret.worker"}) {
      EXPECT_EQ(body.find(secret), std::string::npos) << path << ": " << secret;
    }
  }
}

TEST(ReadRequests, AskTheEngineForMaskedTexts) {
  City city;
  city.get("/open311/v2/requests/10.xml");
  for (const auto& asked : city.desk.asked()) {
    if (asked.method != v1::METHOD_GET_COMPLAINT) continue;
    EXPECT_TRUE(asked.as<v1::ComplaintRequest>().with_text());
    EXPECT_EQ(asked.as<v1::ComplaintRequest>().token(), 0U);
  }
}

TEST(ReadRequests, OfOneNeedNoIndex) {
  City city;
  city.index.away = true;
  const auto response = city.get("/open311/v2/requests/10.json?extensions=true");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json_of(response)[0]["notes"], nlohmann::json::array());
}

TEST(ReadRequests, AsAListNeedTheIndex) {
  City city;
  city.index.away = true;
  const auto response = city.get("/open311/v2/requests.xml");
  EXPECT_EQ(response.status, 503);
  EXPECT_FALSE(support::header_of(response, "Retry-After").empty());
  EXPECT_EQ(city.get("/open311/v2/servicerequestupdates.xml").status, 503);
}

TEST(ReadRequests, SayWhenTheEngineIsAway) {
  City city;
  city.desk.refuses(v1::METHOD_GET_COMPLAINT,
                    {.code = client::kUnavailable, .reason = "AWAY", .message = "no"});
  EXPECT_EQ(city.get("/open311/v2/requests/10.xml").status, 503);
  EXPECT_EQ(city.get("/open311/v2/tokens/T10.xml").status, 503);
}

TEST(ReadRequests, ByManyIdsAskTheEngineForFewOnly) {
  City city;
  std::string ids = "1000";
  for (int i = 1001; i < 1200; ++i) ids += "," + std::to_string(i);
  EXPECT_EQ(city.get("/open311/v2/requests.json?service_request_id=" + ids).body, "[]\n");
  EXPECT_EQ(city.asked(v1::METHOD_GET_COMPLAINT), 50U);
}

TEST(ReadRequests, ShowAsManyAsTheStandardAllows) {
  City city;
  const search::FoundComplaint one = city.index.all.front();
  city.index.all.assign(1500, one);
  EXPECT_EQ(json_of(city.get("/open311/v2/requests.json")).size(), 1000U);
  EXPECT_EQ(json_of(city.get("/open311/v2/requests.json?page=2")).size(), 500U);
  EXPECT_EQ(city.get("/open311/v2/requests.json?page=3").body, "[]\n");
}

TEST(ReadRequests, ListAllUpdatesOfTheSpan) {
  City city;
  const search::Update one = city.index.told.back();
  city.index.told.assign(2500, one);
  EXPECT_EQ(json_of(city.get("/open311/v2/servicerequestupdates.json")).size(), 2500U);
  EXPECT_EQ(
      json_of(city.get("/open311/v2/servicerequestupdates.json?page=3&page_size=1000")).size(),
      500U);
}

TEST(ReadRequests, HaveOneUpdateIdForEachComplaintOfACase) {
  City city;
  search::Update other = city.index.told.front();
  other.complaint_id = 7;
  city.index.told.push_back(other);
  const auto updates = json_of(city.get("/open311/v2/servicerequestupdates.json"));
  std::set<std::string> ids;
  for (const auto& update : updates) ids.insert(update["update_id"].get<std::string>());
  EXPECT_EQ(ids.size(), updates.size());
}

TEST(ReadRequests, FollowTheCaseThroughItsStates) {
  const std::vector<std::tuple<std::string, std::string, std::string>> states{
      {"awaits_triage", "open", "for_triage"}, {"dispatched", "open", "open"},
      {"signed_for", "open", "in_progress"},   {"finished", "open", "investigating"},
      {"replied", "open", "investigating"},    {"returned", "open", "internal_referral"},
      {"deferred", "open", "planned"},         {"closed", "closed", "closed"}};
  for (const auto& [state, status, extended] : states) {
    City city;
    city.engine[10].item.set_status(state);
    const auto shown = json_of(city.get("/open311/v2/requests/10.json?extensions=true"))[0];
    EXPECT_EQ(shown["status"], status) << state;
    EXPECT_EQ(shown["extended_attributes"]["status"], extended) << state;
    EXPECT_EQ(shown["expected_datetime"].is_null(), status == "closed") << state;
  }
}

TEST(ReadRequests, TellWhatHasHappenedInWordsThatClientsKnow) {
  const std::vector<std::tuple<std::string, std::string, std::string, std::string>> told{
      {"complaint_merged", "dispatched", "", "duplicate"},
      {"case_merged", "signed_for", "", "duplicate"},
      {"complaint_declined", "closed", "litigation", "not_councils_responsibility"},
      {"complaint_answered", "closed", "请拨打 12345", "no_further_action"},
      {"case_disposed", "awaits_triage", "", "no_further_action"},
      {"case_disposed", "awaits_triage", "petition", "not_councils_responsibility"},
      {"case_reworked", "dispatched", "", "reopen"},
      {"case_suspended", "signed_for", "", "planned"},
      {"case_resumed", "signed_for", "", "in_progress"},
      {"case_filed", "awaits_triage", "", "for_triage"},
      {"handling_finished", "finished", "", "investigating"},
      {"case_closed", "closed", "", "closed"}};
  for (const auto& [event, status, note, extended] : told) {
    City city;
    city.index.told = {{1, 0, kNow, 10, 70, event, status, note}};
    const auto update = json_of(city.get("/open311/v2/servicerequestupdates.json"))[0];
    EXPECT_EQ(update["status"], extended) << event;
    EXPECT_EQ(update["external_status_code"], event);
  }
}

TEST(ReadRequests, TellGroundsInWords) {
  const auto description_of = [](const std::string& event, const std::string& ground) {
    City city;
    city.index.told = {{1, 0, kNow, 8, 0, event, "closed", ground}};
    return json_of(city.get("/open311/v2/servicerequestupdates.json"))[0]["description"]
        .get<std::string>();
  };
  EXPECT_NE(description_of("complaint_declined", "litigation").find("法定途径"), std::string::npos);
  EXPECT_EQ(description_of("complaint_declined", "a code of the city"), "不属于受理范围。");
  EXPECT_NE(description_of("case_disposed", "petition").find("信访"), std::string::npos);
  EXPECT_EQ(description_of("case_disposed", "请找邻市"), "请找邻市");
}

TEST(ReadRequests, ShowNoMapOfChinaAsThatOfTheWorld) {
  City city;
  city.engine[10].complaint.mutable_complaint()->set_datum("gcj02");
  const auto shown = json_of(city.get("/open311/v2/requests/10.json"))[0];
  EXPECT_TRUE(shown["lat"].is_null());
}

}  // namespace whistle::gateway::open311::read_requests_test
