#include "adapters/gateway/gateway.h"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

#include "adapters/client/context.h"
#include "adapters/gateway/api/api.h"
#include "adapters/gateway/engine/engine_desk.h"
#include "adapters/gateway/http/files.h"
#include "adapters/gateway/http/server.h"
#include "adapters/gateway/http/tls.h"
#include "adapters/gateway/metrics/case_watch.h"
#include "adapters/gateway/metrics/metrics.h"
#include "adapters/gateway/open311/georeport.h"
#include "adapters/gateway/people/doorkeeper.h"
#include "adapters/gateway/search/copied_index.h"
#include "adapters/gateway/search/engine_source.h"
#include "adapters/gateway/stream/stream.h"

namespace whistle::gateway {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

int fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  return 2;
}

// What Open311 asks of rooms that it must not know.
class KeyRing final : public open311::KeyRing {
 public:
  explicit KeyRing(const people::Doorkeeper& door, std::string source)
      : door_(door), source_(std::move(source)) {}
  std::optional<open311::Caller> find(std::string_view key) const override {
    const people::ApiKey* known = door_.find_key(key);
    if (known == nullptr) return std::nullopt;
    return open311::Caller{known->person, known->source.empty() ? source_ : known->source};
  }

 private:
  const people::Doorkeeper& door_;
  std::string source_;
};

class Pseudonyms final : public open311::Pseudonyms {
 public:
  explicit Pseudonyms(const api::Pseudonym& pseudonym) : pseudonym_(pseudonym) {}
  std::string of(open311::Identity kind, std::string_view identity) const override {
    if (!pseudonym_.is_configured()) return {};
    switch (kind) {
      case open311::Identity::Phone:
        return pseudonym_.of_phone(identity);
      case open311::Identity::Email:
        return pseudonym_.of("email", identity);
      case open311::Identity::Account:
        return pseudonym_.of("account", identity);
      case open311::Identity::Device:
        return pseudonym_.of("device", identity);
    }
    return {};
  }

 private:
  const api::Pseudonym& pseudonym_;
};

class Attachments final : public open311::Attachments {
 public:
  Attachments(api::Pictures& pictures, std::string base)
      : pictures_(pictures), base_(std::move(base)) {}
  asio::awaitable<client::Result<std::string>> keep(std::string bytes) override {
    const auto digest = co_await pictures_.keep(std::move(bytes));
    if (!digest) co_return digest.problem();
    co_return base_ + "/api/v1/attachments/" + *digest;
  }

 private:
  api::Pictures& pictures_;
  std::string base_;
};

people::Doorkeeper::Settings door_of(const Options& options) {
  people::Doorkeeper::Settings settings;
  settings.accounts = options.accounts;
  settings.sessions = fs::path(options.data) / "sessions";
  settings.audit = fs::path(options.data) / "audit.jsonl";
  if (!options.public_url.empty()) settings.origins.push_back(options.public_url);
  settings.secure_cookies = options.public_url.starts_with("https://");
  settings.now_ms = now_ms;
  return settings;
}

metrics::GatewayFigures figures_of(const http::Server& server, const people::Doorkeeper& door,
                                   const stream::Hub& hub, const stream::Tally& streams) {
  metrics::GatewayFigures figures;
  figures.connections = server.counts().connections;
  const auto people = door.counts();
  figures.sessions = people.sessions;
  figures.signed_in = people.signed_in;
  figures.wrong_passwords = people.wrong;
  figures.locked_out = people.locked_out;
  figures.crowded_out = people.crowded_out;
  figures.forged = people.forged;
  figures.accounts_read = people.accounts_read;
  figures.watches = hub.watches();
  figures.streams = streams.streams;
  figures.streams_opened = streams.opened;
  figures.events_sent = streams.records;
  figures.streams_dropped = streams.dropped;
  figures.streams_behind = streams.fell_behind;
  figures.streams_reset = streams.resets;
  return figures;
}

asio::awaitable<http::Response> not_there(http::Request /*request*/) {
  co_return http::problem(404, "NO_SUCH_PATH", "there is nothing at this path");
}

void add_ends(http::Router& router) {
  using http::Method;
  for (const Method method : {Method::Get, Method::Post, Method::Put, Method::Delete}) {
    router.add({method, "/api/{rest...}", not_there, 0});
  }
}

}  // namespace

int serve(const Options& options) {
  if (sodium_init() < 0) return fail("libsodium cannot be used");
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  std::string phone_key;
  if (!options.phone_key.empty()) {
    std::string problem;
    const auto secret = read_secret(options.phone_key, problem);
    if (!secret) return fail(problem);
    phone_key = *secret;
  }
  http::Files console;
  if (!options.console.empty()) {
    if (const auto problem = console.load(options.console)) return fail(*problem);
  }
  if (options.check) {
    if (const auto problem = http::problem_of(options.server.tls)) return fail(*problem);
    auto accounts = people::read_accounts(options.accounts);
    if (const auto* wrong = std::get_if<people::AccountProblems>(&accounts);
        wrong != nullptr && !options.accounts.empty()) {
      for (const std::string& each : *wrong) std::fprintf(stderr, "%s\n", each.c_str());
      return 2;
    }
    std::puts("the settings are right");
    return 0;
  }
  std::error_code error;
  fs::create_directories(options.data, error);
  if (error) return fail(options.data + ": " + error.message());

  asio::io_context context{1};
  auto opened = people::Doorkeeper::open(door_of(options));
  if (const auto* wrong = std::get_if<people::AccountProblems>(&opened)) {
    for (const std::string& each : *wrong) std::fprintf(stderr, "%s\n", each.c_str());
    return 2;
  }
  auto& door = *std::get<std::unique_ptr<people::Doorkeeper>>(opened);
  const auto sockets = client::make_context();
  engine::EngineDesk desk(options.client, options.desk_waiting);
  const api::Pseudonym pseudonym(phone_key);
  api::Pictures pictures(fs::path(options.data) / "attachments");
  api::Tools tools(options.tools);
  search::Settings copied;
  copied.follower.file = fs::path(options.data) / "copy.sqlite";
  search::CopiedIndex index(copied, std::make_unique<search::EngineSource>(options.client, sockets),
                            [](const std::string& line) { spdlog::info("the copy: {}", line); });
  index.start();

  http::Router router;
  http::Server server(context, router, options.server);
  door.add_routes(router);
  api::Api api({desk, &index, pictures, tools, pseudonym, now_ms, options.source});
  api.add_to(router, door);
  stream::Hub hub(options.client, sockets, {}, context.get_executor());
  stream::Stream events(hub,
                        {.streams_max = options.streams,
                         .streams_per_person = options.streams_per_person,
                         .rhythm = {}},
                        [&](const people::Person& person) { return door.is_current(person); });
  events.add_routes(router, door);
  metrics::CaseWatch cases(options.client, sockets);
  metrics::Metrics::Settings told;
  told.version = WHISTLE_VERSION;
  told.now_ms = now_ms;
  told.figures = [&] { return figures_of(server, door, hub, events.tally()); };
  metrics::Metrics figures(std::move(told), desk, &index, &cases);
  figures.add_routes(router);
  const KeyRing keys(door, options.source);
  const Pseudonyms pseudonyms(pseudonym);
  Attachments attachments(pictures, options.public_url);
  open311::Settings georeport_settings = options.georeport;
  georeport_settings.base_url = options.public_url;
  open311::GeoReport georeport({desk, index, keys, pseudonyms, attachments, now_ms},
                               std::move(georeport_settings));
  georeport.add_to(router);
  add_ends(router);
  if (!options.console.empty()) console.add_to(router);

  server.observe([&](const http::Served& served) {
    figures.requests().note(http::word_of(served.method), served.pattern, served.status,
                            served.taken);
  });
  if (const auto problem = server.start()) {
    std::fprintf(stderr, "%s\n", problem->c_str());
    return 1;
  }
  std::printf("listening on %s:%u\n", options.server.address.c_str(), server.port());
  std::fflush(stdout);

  asio::signal_set again(context, SIGHUP);
  std::function<void(boost::system::error_code, int)> on_again = [&](auto cancelled, int) {
    if (cancelled) return;
    for (const std::string& each : door.read_again()) spdlog::error("{}", each);
    again.async_wait(on_again);
  };
  again.async_wait(on_again);
  asio::signal_set end(context, SIGTERM, SIGINT);
  end.async_wait([&](boost::system::error_code, int) {
    spdlog::info("stopping");
    server.stop([&] { context.stop(); });
  });
  context.run();
  return 0;
}

}  // namespace whistle::gateway
