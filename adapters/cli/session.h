#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "adapters/cli/json_line.h"
#include "adapters/cli/problem.h"
#include "adapters/cli/style.h"
#include "adapters/cli/tokens.h"
#include "adapters/cli/world.h"
#include "adapters/client/client.h"

namespace whistle::cli {

// What the person typed for every verb.
struct Common {
  bool json = false;
  std::string colour = "auto";  // auto always never
  std::string zone;
  std::string worker;
  std::string engine;
  std::string intake;
  std::string work;
  std::string watch;
  std::string admin;
  std::string key;
  std::string server_key;
  double timeout_s = 10;  // 0: wait for ever
  std::string at;         // driven clock: let time pass up to here first
  std::string once;       // names the wish: sent again, it is not done again
};

// One run of the program: what was typed, made into what the verbs need.
class Session {
 public:
  explicit Session(World& given) : world(given) {}

  // Fills the rest from `common` and the environment, and asks the engine for the zone of its city
  // when nobody named one and times are to be shown or read. Returns an exit when that fails.
  std::optional<Exit> settle();

  bool json() const { return common.json; }
  std::ostream& out() const { return world.out; }
  const Style& style() const { return style_; }
  const client::Options& options() const { return options_; }
  std::uint32_t timeout_ms() const { return options_.give_up_after_ms; }
  // Connects when first asked for.
  client::Client& client();
  const std::string& worker() const { return worker_; }
  TokenFile& tokens() { return *tokens_; }
  Holding holding(std::uint64_t case_id) const;
  // The token to show for a case: the one remembered from pull and sign, save that a wish of a name
  // (--once) that is sent again shows the one it was sent with. Nothing when none is known; see
  // tokens().problem().
  std::optional<std::uint64_t> token_to_show(std::uint64_t case_id);
  // The wish was refused, so under its name another token may be shown.
  void forget_shown(std::uint64_t case_id, const client::Problem& problem);
  // Remembers a token for later runs; one that cannot be kept must at least be seen.
  void keep(std::uint64_t case_id, std::uint64_t token);
  // The exit of a verb that must know who acts, when nobody has said so.
  std::optional<Exit> missing_worker() const;

  // Shows the answer as JSON or through `print`, or reports the problem.
  template <class Reply, class Print>
  Exit show(const client::Result<Reply>& result, Print print);
  // Says how to ask again safely when nobody knows whether the wish was carried out.
  Exit fail(const client::Problem& problem) const;
  // Says what changes at the engine that this program should be prepared for.
  void warn() const;
  Exit fail(Exit exit, const std::string& message) const {
    return report(world, json(), exit, message);
  }

  World& world;
  Common common;
  // Set by the arguments: what to do, over which line, and whether a time was typed.
  std::function<Exit()> verb;
  client::Line line = client::Line::Work;
  bool time_typed = false;
  bool without_engine = false;  // the verb asks nobody

 private:
  std::optional<std::string> settle_endpoints();
  std::optional<std::string> settle_colours();
  std::optional<std::string> settle_worker();
  std::optional<std::string> settle_timeout();
  std::optional<std::string> settle_keys();
  std::optional<std::string> settle_once();
  std::optional<Exit> settle_zone();
  void settle_tokens();
  // When neither the person nor the engine named a zone.
  Zone zone_of_here() const;

  Style style_;
  client::Options options_;
  std::string worker_;
  std::unique_ptr<TokenFile> tokens_;
  std::unique_ptr<client::Client> client_;
};

template <class Reply, class Print>
Exit Session::show(const client::Result<Reply>& result, Print print) {
  if (!result) return fail(result.problem());
  if (json()) {
    print_json(out(), *result);
  } else {
    print(*result);
  }
  return kDone;
}

}  // namespace whistle::cli
