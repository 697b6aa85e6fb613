#include "adapters/gateway/people/doorkeeper.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/gateway/people/cookies.h"

namespace whistle::gateway::people {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

constexpr std::string_view kCookie = "whistle_session";
constexpr std::string_view kPath = "/api/v1/session";
constexpr std::size_t kSignInBytesMax = 4096;
constexpr std::size_t kPasswordBytesMax = 1024;
constexpr std::uint32_t kCrowdRetryMs = 2000;

bool only_looks(http::Method method) {
  return method == http::Method::Get || method == http::Method::Head ||
         method == http::Method::Options;
}

http::Response not_signed_in() {
  http::Response response = http::problem(
      401, "NOT_SIGNED_IN", "sign in at /api/v1/session, or send Authorization: Bearer KEY");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

http::Response forged() {
  return http::problem(403, "CSRF",
                       "needs the csrf_token of the session in X-CSRF-Token, and a page of ours");
}

// The pattern, as far as it can be told from the path: what stood in place of a name is that name.
std::string pattern_of(const http::Request& request) {
  std::string pattern = request.path;
  for (const auto& [name, value] : request.captures.all()) {
    const std::size_t at = value.empty() ? std::string::npos : pattern.rfind("/" + value);
    if (at != std::string::npos) pattern.replace(at + 1, value.size(), "{" + name + "}");
  }
  return pattern;
}

std::string reason_of(const http::Response& response) {
  if (response.status < 400) return {};
  const json body = json::parse(response.body, nullptr, false);
  if (!body.is_object() || !body.contains("reason") || !body["reason"].is_string()) return {};
  return body["reason"].get<std::string>();
}

json shown(const Person& person) {
  return {{"name", person.name},
          {"title", person.title},
          {"roles", person.roles},
          {"areas", person.areas},
          {"units", person.units}};
}

struct SignIn {
  std::string name;
  std::string password;
};

std::optional<SignIn> sign_in_of(const http::Request& request) {
  const json body = json::parse(request.body, nullptr, false);
  if (!body.is_object() || body.size() != 2) return std::nullopt;
  const auto name = body.find("name");
  const auto password = body.find("password");
  if (name == body.end() || password == body.end()) return std::nullopt;
  if (!name->is_string() || !password->is_string()) return std::nullopt;
  SignIn read{name->get<std::string>(), password->get<std::string>()};
  if (read.name.empty() || read.password.size() > kPasswordBytesMax) return std::nullopt;
  return read;
}

}  // namespace

std::variant<std::unique_ptr<Doorkeeper>, AccountProblems> Doorkeeper::open(Settings settings) {
  Accounts accounts;
  if (!settings.accounts.empty()) {
    auto read = read_accounts(settings.accounts);
    if (auto* problems = std::get_if<AccountProblems>(&read)) return std::move(*problems);
    accounts = std::move(std::get<Accounts>(read));
  }
  return std::unique_ptr<Doorkeeper>(new Doorkeeper(std::move(settings), std::move(accounts)));
}

Doorkeeper::Doorkeeper(Settings settings, Accounts accounts)
    : settings_(std::move(settings)),
      accounts_(std::move(accounts)),
      sessions_(settings_.sessions, settings_.session_limits, settings_.now_ms()),
      lockout_(settings_.lockout_limits),
      audit_(settings_.audit, settings_.audit_limits),
      decoy_(hash_password(random_token())),
      passwords_(settings_.passwords_waiting, settings_.check) {}

AccountProblems Doorkeeper::read_again() {
  if (settings_.accounts.empty()) return {};
  auto read = read_accounts(settings_.accounts);
  counts_.accounts_read = std::holds_alternative<Accounts>(read);
  if (auto* problems = std::get_if<AccountProblems>(&read)) return std::move(*problems);
  accounts_ = std::move(std::get<Accounts>(read));
  return {};
}

bool Doorkeeper::is_current(const Person& person) const {
  if (const Account* account = accounts_.find(person.name)) return account->person == person;
  return accounts_.has_key_of(person);
}

Doorkeeper::Counts Doorkeeper::counts() const {
  Counts counts = counts_;
  counts.sessions = sessions_.size();
  return counts;
}

std::string Doorkeeper::problem() const {
  return sessions_.problem().empty() ? audit_.problem() : sessions_.problem();
}

std::optional<Doorkeeper::Caller> Doorkeeper::by_session(const http::Request& request) {
  for (const std::string_view token : cookies_of(request, kCookie)) {
    const auto session = sessions_.find(token, settings_.now_ms());
    if (!session) continue;
    const Account* account = accounts_.find(session->name);
    if (account != nullptr && account->version == session->version) {
      return Caller{account->person, std::string(token)};
    }
    sessions_.end(token);
  }
  return std::nullopt;
}

// Browsers say where a request comes from; who says nothing has no browser to be misused.
bool Doorkeeper::is_from_elsewhere(const http::Request& request) const {
  const std::string_view site = request.headers.get("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const std::string_view origin = request.headers.get("origin");
  if (origin.empty()) return false;
  if (std::ranges::find(settings_.origins, origin) != settings_.origins.end()) return false;
  const std::string_view authority = authority_of(origin);
  return authority.empty() || authority != request.headers.get("host");
}

Doorkeeper::Admission Doorkeeper::admit(const http::Request& request) {
  const std::string_view authorization = request.headers.get("authorization");
  if (!authorization.empty()) {
    constexpr std::string_view kBearer = "Bearer ";
    if (!authorization.starts_with(kBearer)) return not_signed_in();
    const ApiKey* key = accounts_.find_key(authorization.substr(kBearer.size()));
    if (key == nullptr) return not_signed_in();
    return Caller{key->person, {}};
  }
  auto caller = by_session(request);
  if (!caller) return not_signed_in();
  if (only_looks(request.method)) return *std::move(caller);
  const std::string_view shown_token = request.headers.get("x-csrf-token");
  if (is_from_elsewhere(request) || !equal_secrets(shown_token, csrf_token_of(caller->token))) {
    ++counts_.forged;
    return forged();
  }
  return *std::move(caller);
}

http::Handler Doorkeeper::behind(PersonHandler handler) {
  return [this, handler = std::move(handler)](http::Request request) {
    return let_in(std::move(request), handler);
  };
}

asio::awaitable<http::Response> Doorkeeper::let_in(http::Request request, PersonHandler handler) {
  auto admission = admit(request);
  if (auto* refusal = std::get_if<http::Response>(&admission)) {
    note(request, {}, *refusal);
    co_return std::move(*refusal);
  }
  Person person = std::move(std::get<Caller>(admission).person);
  const std::string name = person.name;
  // What is noted needs no body.
  http::Request noted;
  noted.method = request.method;
  noted.path = request.path;
  noted.captures = request.captures;
  noted.remote = request.remote;
  http::Response response = co_await handler(std::move(person), std::move(request));
  note(noted, name, response);
  co_return response;
}

// Looking is noted where it is at one case or complaint: who has read what a resident said.
void Doorkeeper::note(const http::Request& request, const std::string& name,
                      const http::Response& response) {
  const std::string_view id = request.captures.get("id");
  if (only_looks(request.method) && id.empty() && response.status < 400) return;
  // A browser that asks whether somebody is signed in has done nothing.
  if (only_looks(request.method) && response.status == 401) return;
  const std::string pattern = pattern_of(request);
  // What is no number was a name or a telephone, typed in the wrong place.
  const bool is_case = pattern.starts_with("/api/v1/cases/") &&
                       id.find_first_not_of("0123456789") == std::string_view::npos;
  audit_.note({settings_.now_ms(), name, request.remote, std::string(word_of(request.method)),
               pattern, is_case ? std::string(id) : std::string{}, response.status,
               reason_of(response)});
}

void Doorkeeper::add_routes(http::Router& router) {
  const std::string path(kPath);
  router.add({http::Method::Post, path,
              [this](http::Request request) { return sign_in(std::move(request)); },
              kSignInBytesMax});
  // Not behind(): these need the token itself.
  const auto with_session = [this](auto answer) {
    return [this, answer](http::Request request) -> asio::awaitable<http::Response> {
      auto admission = admit(request);
      auto* caller = std::get_if<Caller>(&admission);
      http::Response response =
          caller != nullptr ? answer(*caller, request) : std::get<http::Response>(admission);
      note(request, caller != nullptr ? caller->person.name : std::string{}, response);
      co_return response;
    };
  };
  router.add({http::Method::Get, path, with_session([this](const Caller& caller, const auto&) {
                return session_of(caller);
              })});
  router.add({http::Method::Delete, path,
              with_session([this](const Caller& caller, const http::Request& request) {
                return sign_out(caller, request);
              })});
}

asio::awaitable<http::Response> Doorkeeper::sign_in(http::Request request) {
  // A form of another site cannot be JSON, so it never gets as far as a password.
  if (!request.headers.get("content-type").starts_with("application/json")) {
    co_return http::problem(415, "CONTENT_TYPE", "needs Content-Type: application/json");
  }
  if (is_from_elsewhere(request)) {
    ++counts_.forged;
    co_return forged();
  }
  auto wish = sign_in_of(request);
  if (!wish) {
    co_return http::problem(400, "BAD_VALUE", "needs {\"name\": text, \"password\": text}");
  }
  const std::int64_t now = settings_.now_ms();
  const std::int64_t pause = lockout_.pause_ms(wish->name, request.remote, now);
  if (pause > 0) {
    ++counts_.locked_out;
    co_return http::problem(429, "TOO_MANY_ATTEMPTS", "too many wrong attempts; wait",
                            static_cast<std::uint32_t>(pause));
  }
  lockout_.count(wish->name, request.remote, now);
  const Account* account = accounts_.find(wish->name);
  // A name that is not there may be a password in the wrong field: it is not noted.
  const std::string noted = account != nullptr ? wish->name : std::string{};
  const std::string hash = account != nullptr ? account->password_hash : decoy_;
  const std::string version = account != nullptr ? account->version : std::string{};
  const auto right = co_await passwords_.is_right(std::move(wish->password), hash);
  // Accounts may have been read again meanwhile.
  account = accounts_.find(wish->name);
  http::Response response;
  if (!right) {
    ++counts_.crowded_out;
    lockout_.forgive_one(wish->name, request.remote);
    response = http::problem(429, "TOO_MANY_SIGN_INS", "too many sign in at once; try again",
                             kCrowdRetryMs);
  } else if (*right && account != nullptr && account->version == version) {
    lockout_.forgive(wish->name, request.remote);
    response = welcome(request, *account);
  } else {
    ++counts_.wrong;
    response =
        http::problem(401, "WRONG_NAME_OR_PASSWORD", "no account has this name and password");
  }
  note(request, noted, response);
  co_return response;
}

http::Response Doorkeeper::welcome(const http::Request& request, const Account& account) {
  ++counts_.signed_in;
  // Whatever the browser came with ends here, so that nobody can have planted it.
  for (const std::string_view old : cookies_of(request, kCookie)) sessions_.end(old);
  const std::string token =
      sessions_.begin(account.person.name, account.version, settings_.now_ms());
  http::Response response = session_of({account.person, token});
  response.headers.emplace_back("Set-Cookie", cookie(request, token));
  return response;
}

http::Response Doorkeeper::session_of(const Caller& caller) const {
  json body{{"person", shown(caller.person)}};
  body["csrf_token"] = caller.token.empty() ? std::string{} : csrf_token_of(caller.token);
  http::Response response = http::json(body.dump());
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response Doorkeeper::sign_out(const Caller& caller, const http::Request& request) {
  if (!caller.token.empty()) sessions_.end(caller.token);
  http::Response response = http::json("{}");
  response.headers.emplace_back("Set-Cookie", cookie(request, {}));
  return response;
}

// Without a token: the browser is to forget it.
std::string Doorkeeper::cookie(const http::Request& request, const std::string& token) const {
  const auto seconds = token.empty() ? 0 : sessions_.limits().absolute_ms / 1000;
  std::string text = std::string(kCookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
  text += "; Max-Age=" + std::to_string(seconds);
  if (request.encrypted || settings_.secure_cookies) text += "; Secure";
  return text;
}

}  // namespace whistle::gateway::people
