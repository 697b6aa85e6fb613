#include <gtest/gtest.h>

#include "tests/gateway/open311/city.h"

namespace whistle::gateway::open311::post_request_test {

using support::header_of;

constexpr const char* kPost = "/open311/v2/requests.json";
const std::string kNoise = "api_key=key-of-fixmystreet&service_code=noise&lat=24.6&long=118&";

v1::Complaint only(const City& city) {
  const auto all = city.submitted();
  EXPECT_EQ(all.size(), 1U);
  return all.empty() ? v1::Complaint() : all.front();
}

TEST(PostRequest, TellsTheEngineWhatTheResidentSaid) {
  City city;
  city.post(kPost,
            "api_key=key-of-fixmystreet&service_code=06013&lat=24.625461&long=-118.5"
            "&address_string=Street+1&address_id=350625001001&description=Deep%0Ahole"
            "&attribute[SIZE]=l&attribute[HAZARDS][]=car&attribute[HAZARDS][]=bike"
            "&media_url=https://a.example/1.jpg&media_url[]=https://a.example/2.jpg"
            "&first_name=Ada&last_name=Li");
  const v1::Complaint told = only(city);
  EXPECT_EQ(told.source(), "fms");
  EXPECT_EQ(told.category(), "06013");
  EXPECT_EQ(told.text(), "Deep\nhole");
  EXPECT_TRUE(told.has_point());
  EXPECT_DOUBLE_EQ(told.latitude(), 24.625461);
  EXPECT_DOUBLE_EQ(told.longitude(), -118.5);
  EXPECT_EQ(told.address(), "Street 1");
  EXPECT_EQ(told.area_code(), 350625001001U);
  EXPECT_EQ(told.media_urls_size(), 2);
  ASSERT_EQ(told.attributes_size(), 2);
  EXPECT_EQ(told.attributes(1).values_size(), 2);
  EXPECT_EQ(told.requester_name(), "Ada Li");
}

TEST(PostRequest, IsAskedForTheProgramBehindTheKey) {
  City city;
  city.post(kPost, kNoise);
  const auto& asked = city.desk.asked().back();
  ASSERT_TRUE(asked.asking.acting_for);
  EXPECT_EQ(asked.asking.acting_for->name(), "fixmystreet");
  EXPECT_EQ(asked.line, client::Line::Intake);
}

TEST(PostRequest, KeepsNeitherTelephoneNorMail) {
  City city;
  city.post(kPost, kNoise + "phone=13812345678&email=Ada@Example.org&device_id=d1");
  const v1::Complaint told = only(city);
  EXPECT_EQ(told.requester(), "phone#13812345678");
  auto rest = told;
  rest.clear_requester();
  EXPECT_EQ(rest.SerializeAsString().find("138123"), std::string::npos);
  EXPECT_EQ(rest.SerializeAsString().find("xample.org"), std::string::npos);
}

TEST(PostRequest, TakesTheStrongestIdentityThereIs) {
  const std::vector<std::pair<std::string, std::string>> identities{
      {"email=A@B.c&account_id=7&device_id=d", "email#a@b.c"},
      {"account_id=7&device_id=d", "account#7"},
      {"device_id=d", "device#d"},
      {"", ""}};
  for (const auto& [given, taken] : identities) {
    City city;
    city.post(kPost, kNoise + given);
    EXPECT_EQ(only(city).requester(), taken);
  }
}

TEST(PostRequest, PutsChineseNamesInTheirOrder) {
  City city;
  city.post(kPost, kNoise + "first_name=%E5%B0%8F%E6%98%8E&last_name=%E7%8E%8B");
  EXPECT_EQ(only(city).requester_name(), "王小明");
}

TEST(PostRequest, SaysWhatItIsAboutWhenNobodyDescribesIt) {
  City city;
  city.post(kPost, kNoise);
  EXPECT_EQ(only(city).text(), "噪音扰民");
}

TEST(PostRequest, CountsCharactersAndNotBytes) {
  std::string words;
  for (int i = 0; i < 4000; ++i) words += "坑";
  City city;
  EXPECT_EQ(city.post(kPost, kNoise + "description=" + words).status, 200);
  EXPECT_EQ(city.post(kPost, kNoise + "description=" + words + "x").status, 400);
}

TEST(PostRequest, RefusesHugeAttributesAndIdentities) {
  City city;
  const std::string huge(5000, 'x');
  EXPECT_EQ(city.post(kPost,
                      "api_key=key-of-fixmystreet&service_code=06013&lat=1&long=2"
                      "&attribute[SIZE]=s&attribute[WORDS]=" +
                          huge)
                .status,
            400);
  EXPECT_EQ(city.post(kPost, kNoise + "email=" + huge).status, 400);
  EXPECT_EQ(city.post(kPost, kNoise + "media_url=http://a/" + huge).status, 400);
  EXPECT_TRUE(city.submitted().empty());
}

TEST(PostRequest, TakesTheKeyFromWhereverItStands) {
  City city;
  const std::string form = "service_code=noise&lat=24.6&long=118&description=";
  EXPECT_EQ(city.post(kPost, form + "1", {{"x-api-key", kKey}}).status, 200);
  EXPECT_EQ(city.post(kPost, form + "2", {{"authorization", "Bearer " + std::string(kKey)}}).status,
            200);
  EXPECT_EQ(city.post(std::string(kPost) + "?api_key=" + kKey, form + "3").status, 200);
  EXPECT_EQ(city.submitted().size(), 3U);
}

TEST(PostRequest, KeepsPicturesBeforeItIsFiled) {
  City city;
  const std::string body =
      "--B\r\nContent-Disposition: form-data; name=\"service_code\"\r\n\r\nnoise\r\n"
      "--B\r\nContent-Disposition: form-data; name=\"address_string\"\r\n\r\nhere\r\n"
      "--B\r\nContent-Disposition: form-data; name=\"photo1\"; filename=\"../../x.jpg\"\r\n"
      "Content-Type: image/jpeg\r\n\r\n\xFF\xD8\xFF\r\n--not the end\r\n--B--\r\n";
  const auto response = city.post(
      kPost, body, {{"content-type", "multipart/form-data; boundary=B"}, {"x-api-key", kKey}});
  EXPECT_EQ(response.status, 200) << response.body;
  ASSERT_EQ(city.attachments.kept.size(), 1U);
  EXPECT_EQ(city.attachments.kept.front(), "\xFF\xD8\xFF\r\n--not the end");
  EXPECT_EQ(only(city).media_urls(0), "/api/v1/attachments/1");
}

TEST(PostRequest, IsFoundAtOnceAlthoughTheIndexKnowsNothing) {
  City city;
  EXPECT_EQ(city.post(kPost, kNoise).body, "[{\"service_request_id\":\"100\"}]\n");
  EXPECT_EQ(city.get("/open311/v2/requests/100.json").status, 200);
  const auto listed = city.get("/open311/v2/requests.json?service_request_id=100");
  EXPECT_NE(listed.body.find("\"100\""), std::string::npos);
}

TEST(PostRequest, IsRefusedAsTheEngineRefuses) {
  const auto status_of = [](client::Problem problem) {
    City city;
    city.desk.refuses(v1::METHOD_SUBMIT, std::move(problem));
    return city.post(kPost, kNoise);
  };
  EXPECT_EQ(
      status_of({.code = client::kInvalidArgument, .reason = "TEXT_TOO_LONG", .message = "no"})
          .status,
      400);
  EXPECT_EQ(
      status_of({.code = client::kInvalidArgument, .reason = "UNKNOWN_CATEGORY", .message = "no"})
          .status,
      404);
  EXPECT_EQ(
      status_of({.code = client::kPermissionDenied, .reason = "ROLE", .message = "no"}).status,
      403);
  EXPECT_EQ(
      status_of({.code = client::kInternal, .reason = "UNREADABLE_ANSWER", .message = "no"}).status,
      500);
  const auto full = status_of({.code = client::kResourceExhausted,
                               .reason = "INTAKE_FULL",
                               .message = "no",
                               .retry_after_ms = 1500});
  EXPECT_EQ(full.status, 503);
  EXPECT_EQ(header_of(full, "Retry-After"), "2");
  const auto often =
      status_of({.code = client::kResourceExhausted, .reason = "RATE_LIMIT", .message = "no"});
  EXPECT_EQ(often.status, 429);
  EXPECT_FALSE(header_of(often, "Retry-After").empty());
  const auto away =
      status_of({.code = client::kUnavailable, .reason = "NO_ANSWER", .message = "no"});
  EXPECT_EQ(away.status, 503);
  EXPECT_FALSE(header_of(away, "Retry-After").empty());
}

TEST(PostRequest, TellsAResidentWhyNothingWillBeDone) {
  City city;
  v1::SubmitReply reply;
  reply.set_complaint_id(5);
  reply.set_disposition("declined");
  reply.set_decline_ground("litigation");
  city.desk.answers(v1::METHOD_SUBMIT, reply);
  EXPECT_NE(city.post(kPost, kNoise).body.find("法定途径"), std::string::npos);
}

TEST(PostRequest, TellsAResidentThatTheirReportJoinsAnother) {
  for (const char* disposition : {"merged", "informed"}) {
    City city;
    v1::SubmitReply reply;
    reply.set_complaint_id(10);
    reply.set_case_id(70);
    reply.set_disposition(disposition);
    city.desk.answers(v1::METHOD_SUBMIT, reply);
    EXPECT_NE(city.post(kPost, kNoise).body.find("合并办理"), std::string::npos) << disposition;
    city.engine[10].complaint.set_disposition(disposition);
    EXPECT_NE(city.get("/open311/v2/requests/10.json?extensions=true").body.find("duplicate"),
              std::string::npos)
        << disposition;
  }
}

TEST(PostRequest, NamesAJurisdictionWhereThereAreSeveral) {
  City city({.jurisdictions = {"a.example", "b.example"}});
  EXPECT_EQ(city.post(kPost, kNoise).status, 400);
  EXPECT_EQ(city.post(kPost, kNoise + "jurisdiction_id=c.example").status, 404);
  EXPECT_EQ(city.post(kPost, kNoise + "jurisdiction_id=b.example").status, 200);
  EXPECT_EQ(city.get("/open311/v2/services.xml").status, 400);
  EXPECT_EQ(city.get("/open311/discovery.xml").status, 200);
}

TEST(PostRequest, MayComeFromAPageOfAnyOrigin) {
  City city;
  for (const char* path : {"/open311/v2/requests.xml", "/open311/v2/requests/1.json",
                           "/open311/v2/anything", "/open311/discovery.json"}) {
    const auto allowed =
        support::ask(city.router, support::request_of(http::Method::Options, path));
    EXPECT_EQ(allowed.status, 204) << path;
    EXPECT_EQ(header_of(allowed, "Access-Control-Allow-Origin"), "*");
    EXPECT_NE(header_of(allowed, "Access-Control-Allow-Methods").find("POST"), std::string::npos);
  }
}

}  // namespace whistle::gateway::open311::post_request_test
