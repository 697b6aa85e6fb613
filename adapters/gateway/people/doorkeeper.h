#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/gateway/http/router.h"
#include "adapters/gateway/people/accounts.h"
#include "adapters/gateway/people/audit.h"
#include "adapters/gateway/people/guard.h"
#include "adapters/gateway/people/lockout.h"
#include "adapters/gateway/people/password_desk.h"
#include "adapters/gateway/people/secrets.h"
#include "adapters/gateway/people/sessions.h"

namespace whistle::gateway::people {

// Accounts, sessions, keys and the record of deeds, in one place: who comes in, as whom.
//
// A request with a session is let in when its cookie is of a session that lives and whose account
// is as it was when it began. One that changes something must also have the session's CSRF token in
// X-CSRF-Token and must not come from another site (Sec-Fetch-Site, Origin). Requests with an api
// key need neither: no browser sends one by itself.
//
// Thread: that of the server. Requires: its executor outlives this.
class Doorkeeper : public Guard {
 public:
  struct Settings {
    std::filesystem::path accounts;    // the file; empty: nobody can sign in
    std::filesystem::path sessions{};  // empty: they end with the gateway
    std::filesystem::path audit{};     // empty: none is kept
    Sessions::Limits session_limits{};
    Lockout::Limits lockout_limits{};
    Audit::Limits audit_limits{};
    // "https://whistle.example.org": where pages of ours may come from, beside the host that was
    // asked.
    std::vector<std::string> origins{};
    // Cookies go over TLS only, also where the request itself did not come over it: a proxy did.
    bool secure_cookies = false;
    std::size_t passwords_waiting = 16;
    std::function<std::int64_t()> now_ms;  // since 1970 UTC
    PasswordDesk::Check check = is_password;
  };
  static std::variant<std::unique_ptr<Doorkeeper>, AccountProblems> open(Settings settings);

  http::Handler behind(PersonHandler handler) override;
  // POST, GET and DELETE /api/v1/session.
  void add_routes(http::Router& router);

  // Reads the accounts again. With problems all stays as it was.
  AccountProblems read_again();

  const ApiKey* find_key(std::string_view key) const { return accounts_.find_key(key); }
  // The account or key is still there and may do the same: for answers that take long.
  bool is_current(const Person& person) const;

  struct Counts {
    std::size_t sessions{};
    std::uint64_t signed_in{};
    std::uint64_t wrong{};       // names or passwords
    std::uint64_t locked_out{};  // attempts that were not looked at
    std::uint64_t crowded_out{};
    std::uint64_t forged{};    // without CSRF token, or from another site
    bool accounts_read{true};  // at the last attempt
  };
  Counts counts() const;
  // Of the files of sessions and deeds; empty: none.
  std::string problem() const;

 private:
  struct Caller {
    Person person;
    std::string token;  // of the session; empty: an api key
  };
  using Admission = std::variant<Caller, http::Response>;

  Doorkeeper(Settings settings, Accounts accounts);

  Admission admit(const http::Request& request);
  std::optional<Caller> by_session(const http::Request& request);
  bool is_from_elsewhere(const http::Request& request) const;
  boost::asio::awaitable<http::Response> let_in(http::Request request, PersonHandler handler);
  boost::asio::awaitable<http::Response> sign_in(http::Request request);
  http::Response welcome(const http::Request& request, const Account& account);
  http::Response session_of(const Caller& caller) const;
  http::Response sign_out(const Caller& caller, const http::Request& request);
  std::string cookie(const http::Request& request, const std::string& token) const;
  void note(const http::Request& request, const std::string& name, const http::Response& response);

  Settings settings_;
  Accounts accounts_;
  Sessions sessions_;
  Lockout lockout_;
  Audit audit_;
  std::string decoy_;  // a hash for names that are not there, so that they take as long
  Counts counts_{};
  PasswordDesk passwords_;  // last: it ends first
};

}  // namespace whistle::gateway::people
