#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/gateway/strangers/town.h"
#include "tests/gateway/support/certificate.h"
#include "tests/gateway/support/tls_client.h"

// Who may come in, by which door, with what.
namespace whistle::gateway::strangers::doors_test {

using api::Operation;
using nlohmann::json;
using support::Answer;
using support::request_text;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

std::vector<Operation> guarded() {
  std::vector<Operation> all;
  for (const Operation& each : api::operations()) {
    if (each.by != Operation::By::Elsewhere) all.push_back(each);
  }
  return all;
}

std::string method_of(const Operation& operation) {
  return std::string(http::word_of(operation.method));
}

std::string reason_of(const Answer& answer) {
  const json body = json::parse(answer.body, nullptr, false);
  return body.is_object() ? body.value("reason", "") : "";
}

const Headers kJson{{"Content-Type", "application/json"}};

Headers operator+(Headers left, const Headers& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

TEST(Doors, AreLockedForWhoHasNotSignedIn) {
  Town town;
  const std::string made_up = "whistle_session=" + people::random_token();
  for (const Operation& each : guarded()) {
    const std::string method = method_of(each);
    for (const Headers& nobody :
         {Headers{}, Headers{{"Cookie", made_up}}, Headers{{"Authorization", "Bearer x"}}}) {
      const Answer answer = town.ask(method, path_of(each), nobody + kJson);
      EXPECT_EQ(answer.status, 401) << method << " " << each.pattern;
      EXPECT_EQ(reason_of(answer), "NOT_SIGNED_IN");
    }
  }
  EXPECT_TRUE(town.desk().asked().empty());
}

TEST(Doors, OpenForAChangeOnlyWithTheTokenOfTheSession) {
  Town town;
  const Town::Pass pass = town.come_in();
  const Town::Pass another = town.come_in();
  const Headers foreign{{"Cookie", pass.cookie}, {"X-CSRF-Token", another.csrf}};
  const Headers elsewhere = pass.to_act() + Headers{{"Origin", "https://evil.example"}};
  for (const Operation& each : guarded()) {
    if (each.method != http::Method::Post) continue;
    for (const Headers& forged : {pass.to_look(), foreign, elsewhere}) {
      const Answer answer = town.ask("POST", path_of(each), forged + kJson, "{}");
      EXPECT_EQ(answer.status, 403) << each.pattern;
      EXPECT_EQ(reason_of(answer), "CSRF");
    }
  }
  EXPECT_TRUE(town.desk().asked().empty());
}

TEST(Doors, StayShutForACookieThatIsPlayedAgainAfterSignOut) {
  Town town;
  const Town::Pass pass = town.come_in();
  EXPECT_EQ(town.get("/api/v1/session", pass.to_look()).status, 200);
  EXPECT_EQ(town.ask("DELETE", "/api/v1/session", pass.to_act()).status, 200);
  EXPECT_EQ(town.get("/api/v1/session", pass.to_look()).status, 401);
  for (const Operation& each : guarded()) {
    EXPECT_EQ(town.ask(method_of(each), path_of(each), pass.to_act() + kJson).status, 401);
  }
}

TEST(Doors, TakeOnlyTheirMethods) {
  Town town;
  const Headers person = town.come_in().to_act();
  for (const Operation& each : guarded()) {
    const std::string path = path_of(each);
    for (const char* method : {"PUT", "DELETE"}) {
      const Answer answer = town.ask(method, path, person);
      EXPECT_EQ(answer.status, 405) << method << " " << path;
      EXPECT_THAT(answer.headers.at("allow"), HasSubstr(method_of(each)));
    }
    EXPECT_EQ(town.ask("TRACE", path, person).status, 501);
  }
  EXPECT_EQ(town.ask("DELETE", "/open311/v2/requests.json").status, 405);
  EXPECT_TRUE(town.desk().asked().empty());
}

// A page of another site can send these three without asking first.
TEST(Doors, TakeNothingThatAFormOfAnotherSiteCouldSend) {
  Town town;
  const Headers person = town.come_in().to_act();
  for (const Operation& each : guarded()) {
    if (each.method != http::Method::Post) continue;
    for (const char* type : {"text/plain", "application/x-www-form-urlencoded",
                             "multipart/form-data; boundary=b", ""}) {
      const Answer answer =
          town.ask("POST", path_of(each), person + Headers{{"Content-Type", type}}, "{}");
      EXPECT_THAT(answer.status, AnyOf(400, 415)) << each.pattern << " " << type;
    }
  }
  EXPECT_TRUE(town.desk().asked().empty());
}

TEST(Doors, LeadToNoFileButThoseOfTheConsole) {
  Town town;
  const Headers person = town.come_in().to_look();
  for (const char* hostile : {"/../secret.txt",
                              "/assets/../../secret.txt",
                              "/./../secret.txt",
                              "//secret.txt",
                              "/%2e%2e/secret.txt",
                              "/%2E%2E/secret.txt",
                              "/.%2e/secret.txt",
                              "/..%2fsecret.txt",
                              "/assets/..%2F..%2Fsecret.txt",
                              "/%252e%252e/secret.txt",
                              "/%252e%252e%252fsecret.txt",
                              "/%25%32%65%25%32%65/secret.txt",
                              "/..\\secret.txt",
                              "/%5c..%5csecret.txt",
                              "/..%5csecret.txt",
                              "/secret.txt",
                              "/secret.txt%00.html",
                              "/assets/plain.css%00",
                              "/%00/../secret.txt",
                              "/..;/secret.txt",
                              "/%c0%ae%c0%ae/secret.txt",
                              "/%e0%80%ae%e0%80%ae/secret.txt",
                              "/api/v1/attachments/..%2fsecret.txt",
                              "/api/v1/attachments/../secret.txt",
                              "/api/v1/attachments/secret.txt",
                              "/api/v1/rules/file?name=../secret.txt",
                              "/open311/v2/../../secret.txt"}) {
    const Answer answer = town.get(hostile, person);
    EXPECT_THAT(answer.body, Not(HasSubstr(kSecret))) << hostile;
    EXPECT_THAT(answer.status, AllOf(testing::Ge(200), testing::Le(501))) << hostile;
  }
  EXPECT_EQ(town.get("/assets/plain.css").body, "a{}");
}

TEST(Cookies, AreOutOfReachForPagesAndForOtherSites) {
  Town town;
  const std::string cookie = town.sign_in("li.si", kPassword).headers.at("set-cookie");
  EXPECT_THAT(cookie, AllOf(HasSubstr("; HttpOnly"), HasSubstr("; SameSite=Strict")));
  EXPECT_THAT(cookie, Not(HasSubstr("; Secure"))) << "the browser would not send it back";
}

TEST(Cookies, GoOverTlsOnlyWhenTheyCameOverIt) {
  const support::Certificate certificate;
  http::ServerSettings settings;
  settings.tls = certificate.files();
  Town town(settings);
  support::TlsClient client(town.port(), certificate.certificate());
  const std::string answer = client.ask(request_text(
      "POST", "/api/v1/session", "Connection: close\r\nContent-Type: application/json\r\n",
      json{{"name", "li.si"}, {"password", kPassword}}.dump()));
  EXPECT_THAT(answer, HasSubstr("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("; HttpOnly; SameSite=Strict"));
  EXPECT_THAT(answer, HasSubstr("; Secure\r\n"));
}

TEST(Cookies, BelieveOnlyATrustedProxyThatThereIsTls) {
  const Headers claimed{{"X-Forwarded-Proto", "https"}};
  Town direct;
  EXPECT_THAT(direct.sign_in("li.si", kPassword, claimed).headers.at("set-cookie"),
              Not(HasSubstr("; Secure")));
  http::ServerSettings settings;
  settings.trusted_proxies = {"127.0.0.1"};
  Town behind(settings);
  EXPECT_THAT(behind.sign_in("li.si", kPassword, claimed).headers.at("set-cookie"),
              AllOf(HasSubstr("; Secure"), HasSubstr("; HttpOnly")));
  EXPECT_THAT(behind.sign_in("li.si", kPassword).headers.at("set-cookie"),
              Not(HasSubstr("; Secure")));
}

}  // namespace whistle::gateway::strangers::doors_test
