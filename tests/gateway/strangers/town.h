#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/gateway/api/api.h"
#include "adapters/gateway/http/files.h"
#include "adapters/gateway/people/doorkeeper.h"
#include "tests/gateway/open311/city.h"
#include "tests/gateway/people/folder.h"
#include "tests/gateway/support/served.h"

namespace whistle::gateway::strangers {

using Headers = std::vector<std::pair<std::string, std::string>>;

inline constexpr const char* kPassword = "correct horse";
inline constexpr const char* kSecret = "nobody may read this";

// A whole gateway on loopback, with sign-in, API, Open311 and console, for those who mean no good.
// In place of the engine there is a table of answers. Beside the console's folder lies a file with
// `kSecret` that nobody may ever be sent.
class Town {
 public:
  explicit Town(http::ServerSettings settings = {});

  // Each on a connection of its own.
  support::Answer ask(const std::string& method, const std::string& target,
                      const Headers& headers = {}, const std::string& body = {});
  support::Answer get(const std::string& target, const Headers& headers = {}) {
    return ask("GET", target, headers);
  }

  struct Pass {
    std::string cookie;
    std::string csrf;
    Headers to_look() const { return {{"Cookie", cookie}}; }
    Headers to_act() const { return {{"Cookie", cookie}, {"X-CSRF-Token", csrf}}; }
  };
  support::Answer sign_in(const std::string& name, const std::string& password,
                          const Headers& headers = {});
  Pass come_in();
  // Once all that was asked has been noted.
  void stop() { served_->stop(); }

  const people::Folder& folder() const { return folder_; }
  std::uint16_t port() const { return served_->port(); }
  // What the engine was asked. Requires: nobody asks now.
  support::FakeDesk& desk() { return city_.desk; }

 private:
  people::Doorkeeper::Settings door_settings();

  people::Folder folder_;
  open311::City city_;
  std::unique_ptr<people::Doorkeeper> door_;
  api::Pictures pictures_;
  api::Tools tools_{{}};
  api::Pseudonym pseudonym_{"a secret of the city"};
  api::Api api_;
  http::Files console_;
  http::Router router_;
  std::unique_ptr<support::ServedRouter> served_;  // last: it ends first
};

// A route of the API as somebody may ask for it: "/api/v1/cases/7/sign".
std::string path_of(const api::Operation& operation);

}  // namespace whistle::gateway::strangers
