#include "adapters/gateway/metrics/metrics.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/gateway/metrics/engine_figures.h"

namespace whistle::gateway::metrics {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

constexpr std::uint32_t kPatienceMs = 2000;
constexpr std::int64_t kFreshMs = 1000;
constexpr std::uint32_t kComeBackMs = 2000;

engine::Asking soon() {
  engine::Asking asking;
  asking.patience_ms = kPatienceMs;
  return asking;
}

}  // namespace

Metrics::Metrics(Settings settings, engine::Desk& desk, search::Index* index,
                 const CaseWatch* cases)
    : settings_(std::move(settings)), desk_(desk), index_(index), cases_(cases) {}

void Metrics::add_routes(http::Router& router) {
  const auto get = [&router](const char* pattern, http::Handler handler) {
    http::Route route;
    route.method = http::Method::Get;
    route.pattern = pattern;
    route.handler = std::move(handler);
    router.add(std::move(route));
  };
  get("/metrics", [this](http::Request request) { return scrape(std::move(request)); });
  get("/readyz", [this](http::Request) { return ready(); });
  get("/healthz", [](http::Request) -> asio::awaitable<http::Response> {
    co_return http::json(R"({"status":"ok"})");
  });
}

asio::awaitable<void> Metrics::ask() {
  asking_ = true;
  // However it ends, the next may ask again.
  const std::shared_ptr<bool> asked(&asking_, [](bool* asking) { *asking = false; });
  Snapshot fresh;
  const v1::QueuesRequest nothing;
  engine::Asking asking = soon();
  auto status =
      co_await desk_.ask<v1::StatusReply>(client::Line::Admin, v1::METHOD_STATUS, nothing, asking);
  if (status) {
    fresh.status = *std::move(status);
    v1::QueuesRequest all;
    all.set_heads(1);
    auto queues =
        co_await desk_.ask<v1::QueuesReply>(client::Line::Admin, v1::METHOD_QUEUES, all, asking);
    if (queues) fresh.queues = *std::move(queues);
  }
  if (index_ != nullptr) {
    auto loads = co_await index_->loads(settings_.now_ms(), {});
    if (loads) fresh.loads = *std::move(loads);
  }
  fresh.taken_ms = settings_.now_ms();
  last_ = std::move(fresh);
}

asio::awaitable<http::Response> Metrics::scrape(http::Request request) {
  const bool is_fresh = last_ && settings_.now_ms() - last_->taken_ms < kFreshMs;
  // While one asks, others are told what was known before.
  const bool waits = !is_fresh && (!asking_ || !last_);
  if (waits) co_await ask();
  const Format format = format_for(request.headers.get("accept"));
  Exposition to(format);
  write_gateway(to);
  requests_.write(to);
  to.gauge("civ_engine_up", "1 when the engine has answered.");
  to.sample(last_->status ? 1 : 0);
  if (last_->status) write_status(*last_->status, to);
  if (last_->queues) write_queues(*last_->queues, to);
  if (last_->loads) write_loads(*last_->loads, last_->taken_ms, to);
  if (cases_ != nullptr) cases_->write(to);
  http::Response response;
  response.content_type = content_type_of(format);
  response.body = to.take();
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

void Metrics::write_gateway(Exposition& to) const {
  const GatewayFigures now = settings_.figures ? settings_.figures() : GatewayFigures{};
  const auto gauge = [&to](const char* name, const char* help, double value) {
    to.gauge(name, help);
    to.sample(value);
  };
  to.gauge("civ_build_info", "Which gateway this is.");
  to.sample(1, {{"version", settings_.version}});
  gauge("civ_gateway_connections", "Connections of clients.", static_cast<double>(now.connections));
  gauge("civ_gateway_sessions", "People who are signed in.", static_cast<double>(now.sessions));
  gauge("civ_gateway_streams", "Event streams.", static_cast<double>(now.streams));
  gauge("civ_gateway_watches", "Watches of the engine behind them.",
        static_cast<double>(now.watches));
  gauge("civ_config_reload_success", "1 when the accounts were read at the last attempt.",
        now.accounts_read ? 1 : 0);
  to.counter("civ_gateway_sign_ins", "Attempts to sign in, by how they ended.");
  to.sample(static_cast<double>(now.signed_in), {{"result", "signed_in"}});
  to.sample(static_cast<double>(now.wrong_passwords), {{"result", "wrong"}});
  to.sample(static_cast<double>(now.locked_out), {{"result", "locked_out"}});
  to.sample(static_cast<double>(now.crowded_out), {{"result", "crowded_out"}});
  to.counter("civ_gateway_forged", "Changes refused for want of a CSRF token or for their origin.");
  to.sample(static_cast<double>(now.forged));
  to.counter("civ_gateway_streams_opened", "Event streams that were begun.");
  to.sample(static_cast<double>(now.streams_opened));
  to.counter("civ_gateway_stream_events", "Events sent to streams.");
  to.sample(static_cast<double>(now.events_sent));
  to.counter("civ_gateway_stream_ends", "Streams that ended otherwise than asked.");
  to.sample(static_cast<double>(now.streams_dropped), {{"why", "dropped"}});
  to.sample(static_cast<double>(now.streams_reset), {{"why", "reset"}});
  to.counter("civ_gateway_streams_behind", "Times a stream had to read on from the journal.");
  to.sample(static_cast<double>(now.streams_behind));
  if (index_ == nullptr) return;
  const auto behind = index_->behind();
  gauge("civ_search_up", "1 when the copy for searching follows the engine.", behind ? 1 : 0);
  if (!behind) return;
  gauge("civ_search_behind_records", "Records the copy for searching has yet to take in.",
        static_cast<double>(*behind));
}

asio::awaitable<http::Response> Metrics::ready() {
  engine::Asking asking = soon();
  const auto pong =
      co_await desk_.ask_bytes(client::Line::Intake, v1::METHOD_PING, std::string{}, asking);
  json checks;
  checks["engine"]["ok"] = pong.has_value();
  if (!pong) checks["engine"]["reason"] = pong.problem().reason;
  bool is_ready = pong.has_value();
  if (index_ != nullptr) {
    const auto behind = index_->behind();
    const bool is_near = behind && *behind <= settings_.search_behind_max;
    checks["search"]["ok"] = is_near;
    if (behind) checks["search"]["behind"] = *behind;
    if (!is_near) checks["search"]["reason"] = behind ? "BEHIND" : "NOT_CONNECTED";
    is_ready = is_ready && is_near;
  }
  const json body{{"status", is_ready ? "ready" : "not ready"}, {"checks", checks}};
  http::Response response = http::json(body.dump(), is_ready ? 200 : 503);
  if (!is_ready) {
    response.headers.emplace_back("Retry-After", std::to_string(kComeBackMs / 1000));
  }
  co_return response;
}

}  // namespace whistle::gateway::metrics
