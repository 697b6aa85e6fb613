#include "adapters/cli/session.h"

#include <algorithm>
#include <cmath>

#include "adapters/cli/column.h"
#include "adapters/cli/endpoints.h"

namespace whistle::cli {

namespace {

constexpr double kTimeoutMaxSeconds = 86'400;

}  // namespace

std::optional<Exit> Session::settle() {
  if (without_engine) return std::nullopt;
  for (const auto& wrong : {settle_endpoints(), settle_colours(), settle_worker(), settle_timeout(),
                            settle_keys(), settle_once()}) {
    if (wrong) return fail(kUsage, *wrong);
  }
  settle_tokens();
  options_.name = "whistle";
  if (const auto exit = settle_zone()) return exit;
  if (common.at.empty()) return std::nullopt;
  const auto at = style_.zone.parse(common.at);
  if (!at) return fail(kUsage, "--at: not a time: " + common.at);
  client().set_driven_time(*at);
  return std::nullopt;
}

std::optional<std::string> Session::settle_timeout() {
  // NaN compares false, so the test is for what is right.
  if (!(common.timeout_s >= 0 && common.timeout_s <= kTimeoutMaxSeconds)) {
    return "--timeout: seconds, from 0 (wait for ever) to 86400";
  }
  options_.give_up_after_ms = static_cast<std::uint32_t>(std::ceil(common.timeout_s * 1000));
  return std::nullopt;
}

std::optional<std::string> Session::settle_endpoints() {
  std::string base = common.engine;
  if (base.empty()) base = world.variable("WHISTLE_ENDPOINTS").value_or("");
  if (!base.empty()) {
    const auto endpoints = endpoints_from(base);
    if (!endpoints) return "not the address of an engine (HOST, HOST:PORT): " + base;
    options_.endpoints = *endpoints;
  }
  const auto choose = [](const std::string& typed, std::string& endpoint) {
    if (!typed.empty()) endpoint = typed;
  };
  choose(common.intake, options_.endpoints.intake);
  choose(common.work, options_.endpoints.work);
  choose(common.watch, options_.endpoints.watch);
  choose(common.admin, options_.endpoints.admin);
  return std::nullopt;
}

std::optional<std::string> Session::settle_keys() {
  const auto chosen = [this](const std::string& typed, const char* variable) {
    return typed.empty() ? world.variable(variable).value_or("") : typed;
  };
  return client::read_keys(chosen(common.key, "WHISTLE_KEY"),
                           chosen(common.server_key, "WHISTLE_SERVER_KEY"), options_.keys);
}

// What is repeated after a lost connection shall happen once, also when nobody named it.
std::optional<std::string> Session::settle_once() {
  constexpr std::size_t kKeyBytesMax = 128;
  const auto is_printable = [](char letter) { return letter >= ' ' && letter <= '~'; };
  options_.once = true;
  if (common.once.size() <= kKeyBytesMax && std::ranges::all_of(common.once, is_printable)) {
    return std::nullopt;
  }
  return "--once: 1 to 128 printable ASCII characters";
}

Exit Session::fail(const client::Problem& problem) const {
  const Exit exit = report(world, json(), problem);
  if (problem.reason != "NO_ANSWER" || json() || !client_ || client_->last_key().empty()) {
    return exit;
  }
  world.err << "it may have been carried out; the same again with --once '" << client_->last_key()
            << "' does it once\n";
  return exit;
}

std::optional<std::string> Session::settle_colours() {
  const bool automatic = world.out_is_terminal && !world.variable("NO_COLOR") &&
                         world.variable("TERM").value_or("") != "dumb";
  style_.paint = Paint(common.colour == "always" || (common.colour == "auto" && automatic));
  return std::nullopt;
}

std::optional<Exit> Session::settle_zone() {
  std::string wanted = common.zone;
  if (wanted.empty()) wanted = world.variable("WHISTLE_ZONE").value_or("");
  if (!wanted.empty()) {
    const auto zone = Zone::named(wanted);
    if (!zone) return fail(kUsage, "not a time zone (Asia/Shanghai, +08:00): " + wanted);
    style_.zone = *zone;
    return std::nullopt;
  }
  style_.zone = zone_of_here();
  // Programs are given milliseconds, so nothing is asked for them.
  if (json() && common.at.empty() && !time_typed) return std::nullopt;
  const auto welcome = client().hello(line);
  if (!welcome) return fail(welcome.problem());
  // An engine may know a zone that this machine does not.
  style_.zone = Zone::named(welcome->time_zone()).value_or(style_.zone);
  return std::nullopt;
}

Zone Session::zone_of_here() const {
  // TZ may also be a rule that only the C library understands; then the machine's zone stands.
  const auto named = Zone::named(world.variable("TZ").value_or(""));
  return named ? *named : Zone::of_machine();
}

std::optional<std::string> Session::settle_worker() {
  worker_ = common.worker;
  if (worker_.empty()) worker_ = world.variable("WHISTLE_WORKER").value_or("");
  if (worker_.empty()) worker_ = world.variable("USER").value_or("");
  if (!is_utf8(worker_)) return "the name of the worker is not UTF-8";
  return std::nullopt;
}

void Session::settle_tokens() {
  std::string folder = ".local/state";
  if (const auto home = world.variable("HOME")) folder = *home + "/.local/state";
  if (const auto state = world.variable("XDG_STATE_HOME")) folder = *state;
  tokens_ = std::make_unique<TokenFile>(folder + "/whistle/tokens.json");
}

client::Client& Session::client() {
  if (!client_) {
    client_ = std::make_unique<client::Client>(options_);
    client_->name_next(common.once);
  }
  return *client_;
}

std::optional<std::uint64_t> Session::token_to_show(std::uint64_t case_id) {
  if (common.once.empty()) return tokens_->find(holding(case_id));
  Holding named = holding(case_id);
  named.once = common.once;
  if (const auto shown = tokens_->find(named)) return shown;
  if (!tokens_->problem().empty()) return std::nullopt;
  const auto known = tokens_->find(holding(case_id));
  if (known) tokens_->remember(named, *known);
  return known;
}

void Session::forget_shown(std::uint64_t case_id, const client::Problem& problem) {
  if (common.once.empty() || exit_of(problem) == kUnavailable) return;
  Holding named = holding(case_id);
  named.once = common.once;
  tokens_->forget(named);
}

void Session::warn() const {
  if (!client_ || json()) return;
  const auto warning =
      client::warning_of_change(options_.keys, client_->counters().next_server_key);
  if (warning) world.err << "note: " << *warning << '\n';
}

std::optional<Exit> Session::missing_worker() const {
  if (!worker_.empty()) return std::nullopt;
  return fail(kUsage, "who acts? give --as NAME or set WHISTLE_WORKER");
}

void Session::keep(std::uint64_t case_id, std::uint64_t token) {
  if (token == 0 || tokens().remember(holding(case_id), token)) return;
  world.err << "whistle: the token of case " << case_id
            << " could not be kept: " << tokens().problem() << "\nuse --token " << token << '\n';
}

Holding Session::holding(std::uint64_t case_id) const {
  return {.engine = options_.endpoints.work, .worker = worker_, .case_id = case_id};
}

}  // namespace whistle::cli
