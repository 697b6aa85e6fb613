#include "adapters/gateway/people/doorkeeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/gateway/people/folder.h"
#include "tests/gateway/support/call.h"

namespace whistle::gateway::people::doorkeeper_test {

namespace asio = boost::asio;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t kNow = 1'773'187'200'000;

const std::string& hash() {
  static const std::string once = hash_password("correct horse");
  return once;
}

std::string account(const std::string& name, const std::string& roles = "\"dispatcher\"") {
  return "[[account]]\nname = \"" + name + "\"\npassword = \"" + hash() + "\"\nroles = [" + roles +
         "]\n";
}

// A gateway with one route that looks and one that changes something.
class DoorkeeperTest : public testing::Test {
 protected:
  DoorkeeperTest() {
    write(folder_ / "accounts.toml", account("li.si") + account("wang.wu") + key_.lines);
    settings_.accounts = folder_ / "accounts.toml";
    settings_.sessions = folder_ / "sessions";
    settings_.audit = folder_ / "audit";
    settings_.now_ms = [this] { return now_; };
    // argon2id itself is tested elsewhere; here its answers count.
    settings_.check = [this](const std::string& password, const std::string& of) {
      ++checked_;
      return password == "correct horse" && of == hash();
    };
    start();
  }

  void start() {
    router_ = http::Router();
    auto opened = Doorkeeper::open(settings_);
    door_ = std::move(std::get<std::unique_ptr<Doorkeeper>>(opened));
    door_->add_routes(router_);
    const auto echo = [](Person person, http::Request) -> asio::awaitable<http::Response> {
      co_return http::json(person.name);
    };
    router_.add({http::Method::Get, "/api/v1/status", door_->behind(echo)});
    router_.add({http::Method::Get, "/api/v1/cases/{id}", door_->behind(echo)});
    router_.add({http::Method::Post, "/api/v1/cases/{id}/{verb}", door_->behind(echo)});
  }

  http::Response ask(http::Method method, const std::string& target, const Headers& headers,
                     const std::string& body = {}) {
    return support::ask(router_, support::request_of(method, target, body, headers));
  }

  http::Response sign_in(const std::string& name, const std::string& password,
                         Headers headers = {}) {
    headers.emplace_back("content-type", "application/json");
    return ask(http::Method::Post, "/api/v1/session", headers,
               json{{"name", name}, {"password", password}}.dump());
  }

  struct Pass {
    std::string cookie;
    std::string csrf;
  };
  static Pass pass_of(const http::Response& response) {
    const std::string set = support::header_of(response, "Set-Cookie");
    return {set.substr(0, set.find(';')), json::parse(response.body).value("csrf_token", "")};
  }
  Pass come_in(const std::string& name = "li.si") {
    return pass_of(sign_in(name, "correct horse"));
  }

  http::Response sign(const Headers& headers) {
    return ask(http::Method::Post, "/api/v1/cases/7/sign", headers, "{}");
  }
  http::Response look(const Headers& headers) {
    return ask(http::Method::Get, "/api/v1/status", headers);
  }
  static std::string reason(const http::Response& response) {
    return json::parse(response.body).value("reason", "");
  }

  Folder folder_;
  MadeKey key_ = make_api_key("program");
  std::int64_t now_ = kNow;
  int checked_ = 0;
  Doorkeeper::Settings settings_;
  http::Router router_;
  std::unique_ptr<Doorkeeper> door_;
};

TEST_F(DoorkeeperTest, LetsInWhoHasSignedIn) {
  const http::Response response = sign_in("li.si", "correct horse");
  EXPECT_EQ(response.status, 200);
  const json body = json::parse(response.body);
  EXPECT_EQ(body["person"]["name"], "li.si");
  EXPECT_EQ(body["person"]["roles"], json::array({"dispatcher"}));
  const Pass pass = pass_of(response);
  EXPECT_EQ(look({{"cookie", pass.cookie}}).body, "li.si");
  EXPECT_EQ(sign({{"cookie", pass.cookie}, {"x-csrf-token", pass.csrf}}).status, 200);
}

TEST_F(DoorkeeperTest, SetsACookieThatPagesCannotReadAndOtherSitesCannotUse) {
  const std::string cookie = support::header_of(sign_in("li.si", "correct horse"), "Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("SameSite=Strict"));
  EXPECT_THAT(cookie, HasSubstr("Path=/"));
  EXPECT_THAT(cookie, Not(HasSubstr("Secure")));
  settings_.secure_cookies = true;
  start();
  EXPECT_THAT(support::header_of(sign_in("li.si", "correct horse"), "Set-Cookie"),
              HasSubstr("Secure"));
}

TEST_F(DoorkeeperTest, TellsAReloadedPageItsCsrfTokenAgain) {
  const Pass pass = come_in();
  const auto response = ask(http::Method::Get, "/api/v1/session", {{"cookie", pass.cookie}});
  EXPECT_EQ(json::parse(response.body)["csrf_token"], pass.csrf);
  EXPECT_EQ(support::header_of(response, "Cache-Control"), "no-store");
}

TEST_F(DoorkeeperTest, TurnsAwayWhoHasNot) {
  EXPECT_EQ(look({}).status, 401);
  EXPECT_EQ(reason(look({})), "NOT_SIGNED_IN");
  EXPECT_EQ(look({{"cookie", "whistle_session=" + random_token()}}).status, 401);
  EXPECT_EQ(look({{"cookie", "whistle_session=; x; =; whistle_session"}}).status, 401);
  EXPECT_EQ(ask(http::Method::Get, "/api/v1/session", {}).status, 401);
  EXPECT_EQ(ask(http::Method::Delete, "/api/v1/session", {}).status, 401);
}

TEST_F(DoorkeeperTest, SaysTheSameOfWrongNamesAndWrongPasswordsAndLooksAtBoth) {
  const http::Response wrong = sign_in("li.si", "wrong");
  const http::Response unknown = sign_in("nobody", "wrong");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(checked_, 2);
  EXPECT_EQ(support::header_of(wrong, "Set-Cookie"), "");
}

TEST_F(DoorkeeperTest, RefusesAChangeWithoutTheCsrfToken) {
  const Pass pass = come_in();
  const Pass other = come_in("wang.wu");
  EXPECT_EQ(reason(sign({{"cookie", pass.cookie}})), "CSRF");
  EXPECT_EQ(sign({{"cookie", pass.cookie}, {"x-csrf-token", ""}}).status, 403);
  EXPECT_EQ(sign({{"cookie", pass.cookie}, {"x-csrf-token", other.csrf}}).status, 403);
  EXPECT_EQ(ask(http::Method::Delete, "/api/v1/session", {{"cookie", pass.cookie}}).status, 403);
  EXPECT_EQ(look({{"cookie", pass.cookie}}).status, 200);
}

TEST_F(DoorkeeperTest, RefusesAChangeFromAnotherSiteThoughItHasTheToken) {
  const Pass pass = come_in();
  const auto from = [&](const Headers& more) {
    Headers headers{
        {"cookie", pass.cookie}, {"x-csrf-token", pass.csrf}, {"host", "whistle.example.org"}};
    headers.insert(headers.end(), more.begin(), more.end());
    return sign(headers).status;
  };
  EXPECT_EQ(from({{"origin", "https://evil.example"}}), 403);
  EXPECT_EQ(from({{"origin", "null"}}), 403);
  EXPECT_EQ(from({{"origin", "https://whistle.example.org.evil.example"}}), 403);
  EXPECT_EQ(from({{"sec-fetch-site", "cross-site"}}), 403);
  EXPECT_EQ(from({{"sec-fetch-site", "same-site"}}), 403);
  EXPECT_EQ(from({{"origin", "https://whistle.example.org"}}), 200);
  EXPECT_EQ(from({{"sec-fetch-site", "same-origin"}}), 200);
  settings_.origins = {"https://console.example.org"};
  start();
  EXPECT_EQ(from({{"origin", "https://console.example.org"}}), 200);
  EXPECT_EQ(door_->counts().forged, 0U);
}

TEST_F(DoorkeeperTest, LetsNoOtherSiteSignIn) {
  EXPECT_EQ(sign_in("li.si", "correct horse", {{"origin", "https://evil.example"}}).status, 403);
  const auto form = ask(http::Method::Post, "/api/v1/session", {{"content-type", "text/plain"}},
                        "{\"name\":\"li.si\",\"password\":\"x\"}");
  EXPECT_EQ(form.status, 415);
  EXPECT_EQ(checked_, 0);
}

TEST_F(DoorkeeperTest, KnowsAReplayedCookieNoLonger) {
  const Pass pass = come_in();
  const auto out = ask(http::Method::Delete, "/api/v1/session",
                       {{"cookie", pass.cookie}, {"x-csrf-token", pass.csrf}});
  EXPECT_EQ(out.status, 200);
  EXPECT_THAT(support::header_of(out, "Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(look({{"cookie", pass.cookie}}).status, 401);
  start();
  EXPECT_EQ(look({{"cookie", pass.cookie}}).status, 401);
}

TEST_F(DoorkeeperTest, TakesNoTokenThatSomebodyPlanted) {
  // Given a session of an attacker, whose cookie a victim has.
  const Pass planted = come_in("wang.wu");
  const Pass fresh = pass_of(sign_in("li.si", "correct horse", {{"cookie", planted.cookie}}));
  EXPECT_NE(fresh.cookie, planted.cookie);
  EXPECT_EQ(look({{"cookie", planted.cookie}}).status, 401);
  EXPECT_EQ(look({{"cookie", fresh.cookie}}).body, "li.si");
}

TEST_F(DoorkeeperTest, LooksPastANeighboursCookieOfTheSameName) {
  const Pass pass = come_in();
  EXPECT_EQ(look({{"cookie", "whistle_session=nonsense; " + pass.cookie}}).body, "li.si");
}

TEST_F(DoorkeeperTest, KeepsPeopleSignedInOverARestart) {
  const Pass pass = come_in();
  start();
  EXPECT_EQ(look({{"cookie", pass.cookie}}).body, "li.si");
  EXPECT_EQ(sign({{"cookie", pass.cookie}, {"x-csrf-token", pass.csrf}}).status, 200);
}

TEST_F(DoorkeeperTest, EndsSessionsAfterTheirTime) {
  const Pass pass = come_in();
  now_ += settings_.session_limits.idle_ms;
  EXPECT_EQ(look({{"cookie", pass.cookie}}).status, 401);
}

TEST_F(DoorkeeperTest, EndsSessionsOfAnAccountThatChanged) {
  const Pass changed = come_in("li.si");
  const Pass same = come_in("wang.wu");
  write(folder_ / "accounts.toml", account("li.si", "\"worker\"") + account("wang.wu"));
  EXPECT_TRUE(door_->read_again().empty());
  EXPECT_EQ(look({{"cookie", changed.cookie}}).status, 401);
  EXPECT_EQ(look({{"cookie", same.cookie}}).status, 200);
  EXPECT_EQ(look({{"authorization", "Bearer " + key_.key}}).status, 401);
  EXPECT_FALSE(door_->is_current({"li.si", "li.si", {"dispatcher"}, {}, {}}));
  EXPECT_TRUE(door_->is_current({"wang.wu", "wang.wu", {"dispatcher"}, {}, {}}));
}

TEST_F(DoorkeeperTest, KeepsItsAccountsWhenTheFileIsBroken) {
  const Pass pass = come_in();
  write(folder_ / "accounts.toml", "[[account]]\nname = \n");
  EXPECT_FALSE(door_->read_again().empty());
  EXPECT_FALSE(door_->counts().accounts_read);
  EXPECT_EQ(look({{"cookie", pass.cookie}}).status, 200);
  EXPECT_EQ(sign_in("wang.wu", "correct horse").status, 200);
}

TEST_F(DoorkeeperTest, DoesNotStartWithABrokenFile) {
  write(folder_ / "accounts.toml", "[[account]]\nname = \n");
  EXPECT_TRUE(std::holds_alternative<AccountProblems>(Doorkeeper::open(settings_)));
}

TEST_F(DoorkeeperTest, LocksOutWhoGuesses) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("li.si", "guess").status, 401);
  const http::Response locked = sign_in("li.si", "correct horse");
  EXPECT_EQ(locked.status, 429);
  EXPECT_EQ(support::header_of(locked, "Retry-After"), "1");
  // Nobody has even looked.
  EXPECT_EQ(checked_, 5);
  now_ += 1000;
  EXPECT_EQ(sign_in("li.si", "correct horse").status, 200);
  EXPECT_EQ(sign_in("li.si", "correct horse").status, 200);
}

TEST_F(DoorkeeperTest, LocksOutUnknownNamesAlike) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("nobody", "guess").status, 401);
  EXPECT_EQ(sign_in("nobody", "guess").status, 429);
}

TEST_F(DoorkeeperTest, LetsProgramsInByTheirKeyWithoutCookieOrCsrf) {
  const Headers headers{{"authorization", "Bearer " + key_.key}};
  EXPECT_EQ(look(headers).body, "program");
  EXPECT_EQ(sign(headers).status, 200);
  EXPECT_EQ(look({{"authorization", "Bearer whistle_nonsense"}}).status, 401);
  EXPECT_EQ(look({{"authorization", "Basic bGk6c2k="}}).status, 401);
  EXPECT_NE(door_->find_key(key_.key), nullptr);
}

// A browser can be made to send its cookie, so a wrong key beside it is not made good by that.
TEST_F(DoorkeeperTest, DoesNotFallBackFromAWrongKeyToTheCookie) {
  const Pass pass = come_in();
  EXPECT_EQ(look({{"cookie", pass.cookie}, {"authorization", "Bearer x"}}).status, 401);
}

TEST_F(DoorkeeperTest, RefusesWhatIsNoSignIn) {
  const Headers headers{{"content-type", "application/json"}};
  for (const std::string body :
       {"", "[]", "{}", "{\"name\":1,\"password\":\"x\"}", "{\"name\":\"a\"}", "\xff",
        "{\"name\":\"a\",\"password\":\"b\",\"c\":1}"}) {
    EXPECT_EQ(ask(http::Method::Post, "/api/v1/session", headers, body).status, 400) << body;
  }
  EXPECT_EQ(sign_in("li.si", std::string(2000, 'x')).status, 400);
  EXPECT_EQ(checked_, 0);
}

TEST_F(DoorkeeperTest, NotesWhoDidWhatAndNothingOfResidents) {
  const Pass pass = come_in();
  sign({{"cookie", pass.cookie}, {"x-csrf-token", pass.csrf}});
  ask(http::Method::Get, "/api/v1/cases/8", {{"cookie", pass.cookie}});
  look({{"cookie", pass.cookie}});
  sign_in("my password in the wrong field", "x");
  sign({{"cookie", pass.cookie}});
  const std::string text = text_of(folder_ / "audit");
  std::vector<json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(json::parse(line));
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0]["route"], "/api/v1/session");
  EXPECT_EQ(lines[0]["person"], "li.si");
  EXPECT_EQ(lines[1]["route"], "/api/v1/cases/{id}/{verb}");
  EXPECT_EQ(lines[1]["case_id"], "7");
  EXPECT_EQ(lines[1]["person"], "li.si");
  EXPECT_EQ(lines[2]["method"], "GET");
  EXPECT_EQ(lines[2]["case_id"], "8");
  EXPECT_EQ(lines[3]["reason"], "WRONG_NAME_OR_PASSWORD");
  EXPECT_EQ(lines[3]["person"], "");
  EXPECT_EQ(lines[4]["reason"], "CSRF");
  EXPECT_THAT(text, Not(HasSubstr("wrong field")));
  EXPECT_THAT(text, Not(HasSubstr("horse")));
}

}  // namespace whistle::gateway::people::doorkeeper_test
