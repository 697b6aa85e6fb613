#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/gateway/open311/city.h"

namespace whistle::gateway::open311::services_test {

constexpr const char* kServices = "/open311/v2/services.json";

TEST(Services, AreAskedOfTheEngineOnceAMinute) {
  City city;
  city.get(kServices);
  city.get(kServices);
  EXPECT_EQ(city.asked(v1::METHOD_RULES), 1U);
  city.now_ms += 61'000;
  city.get(kServices);
  EXPECT_EQ(city.asked(v1::METHOD_RULES), 2U);
}

TEST(Services, AreReadAnewWhenTheRulesHaveChanged) {
  City city;
  city.get(kServices);
  city.rules.set_policy_version("p2");
  city.rules.mutable_categories(1)->set_name("深夜噪音");
  city.georeport.rules_changed();
  EXPECT_NE(city.get(kServices).body.find("深夜噪音"), std::string::npos);
}

TEST(Services, StayWhileTheEngineIsAway) {
  City city;
  city.get(kServices);
  city.desk.refuses(v1::METHOD_RULES,
                    {.code = client::kUnavailable, .reason = "AWAY", .message = "no"});
  city.now_ms += 61'000;
  EXPECT_EQ(city.get(kServices).status, 200);
  City fresh;
  fresh.desk.refuses(v1::METHOD_RULES,
                     {.code = client::kUnavailable, .reason = "AWAY", .message = "no"});
  EXPECT_EQ(fresh.get(kServices).status, 503);
}

TEST(Services, ComeOnSeveralPages) {
  City city;
  const auto whole = city.rules;
  city.desk.on(v1::METHOD_RULES, [&](const support::FakeDesk::Asked& asked) {
    v1::RulesReply page;
    page.set_policy_version("p1");
    // As short as pages are where outlines are long.
    const auto offset = static_cast<int>(asked.as<v1::RulesRequest>().offset());
    if (offset < whole.categories_size()) *page.add_categories() = whole.categories(offset);
    page.set_more(offset + 1 < whole.categories_size());
    return client::Result<std::string>(page.SerializeAsString());
  });
  // All but the one that is hidden.
  const auto services = nlohmann::json::parse(city.get(kServices).body);
  EXPECT_EQ(services.size(), static_cast<std::size_t>(whole.categories_size()) - 1);
}

TEST(Services, HaveEnglishNamesForEnglishCities) {
  City city({.language = Language::English});
  EXPECT_NE(city.get(kServices).body.find("\"service_name\":\"fallen tree\""), std::string::npos);
}

TEST(Services, OfOneNameAreToldApart) {
  City city;
  for (v1::CategoryView& category : *city.rules.mutable_categories()) category.set_name("路");
  city.rules.mutable_categories(1)->set_major("噪声类");
  const auto services = nlohmann::json::parse(city.get(kServices).body);
  EXPECT_EQ(services[0]["service_name"], "路（市容环境类）（06013）");
  EXPECT_EQ(services[1]["service_name"], "路（噪声类）");
  EXPECT_EQ(services[2]["service_name"], "路（市容环境类）（tree）");
}

TEST(Services, SayWhatAPathTakesInTheFormatAskedFor) {
  City city;
  for (const char* path : {"services", "services/noise", "requests/10", "tokens/T10"}) {
    const auto refused = support::ask(
        city.router,
        support::request_of(http::Method::Put, "/open311/v2/" + std::string(path) + ".json"));
    EXPECT_EQ(refused.status, 405) << path;
    EXPECT_EQ(support::header_of(refused, "Allow"), "GET, HEAD, OPTIONS") << path;
    EXPECT_EQ(refused.content_type, "application/json; charset=utf-8") << path;
  }
  const auto refused = support::ask(
      city.router, support::request_of(http::Method::Delete, "/open311/v2/requests.xml"));
  EXPECT_EQ(support::header_of(refused, "Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(refused.content_type, "text/xml; charset=utf-8");
}

TEST(Services, AreFoundWhereTheClientLooks) {
  City city({.base_url = "https://a.example"});
  const auto discovery = nlohmann::json::parse(city.get("/open311/discovery.json").body);
  EXPECT_EQ(discovery["endpoints"][0]["url"], "https://a.example/open311/v2");
  EXPECT_EQ(discovery["endpoints"].size(), 2U);
}

}  // namespace whistle::gateway::open311::services_test
