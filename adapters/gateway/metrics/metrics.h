#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "adapters/gateway/engine/desk.h"
#include "adapters/gateway/http/router.h"
#include "adapters/gateway/metrics/case_watch.h"
#include "adapters/gateway/metrics/requests.h"
#include "adapters/gateway/search/index.h"
#include "whistle/v1/admin.pb.h"

namespace whistle::gateway::metrics {

// Of rooms that this one knows nothing of; whoever puts the gateway together fills them in.
struct GatewayFigures {
  std::size_t connections{}, sessions{}, streams{}, watches{};
  std::uint64_t signed_in{}, wrong_passwords{}, locked_out{}, crowded_out{}, forged{};
  std::uint64_t streams_opened{}, events_sent{}, streams_dropped{}, streams_behind{},
      streams_reset{};
  bool accounts_read{true};
};

// GET /metrics: what a scraper gathers. GET /healthz: the process lives. GET /readyz: it is of use,
// that is, the engine answers and the copy for searching is not far behind.
//
// /metrics asks the engine at most once a second, however often it is asked itself. What the engine
// or the copy does not tell is left out; civ_engine_up and civ_search_up say so.
//
// Thread: that of the server.
class Metrics {
 public:
  struct Settings {
    std::string version;
    std::uint64_t search_behind_max = 10'000;  // records; /readyz
    std::function<std::int64_t()> now_ms;      // since 1970 UTC
    std::function<GatewayFigures()> figures;
  };
  // `index` and `cases` may be absent.
  Metrics(Settings settings, engine::Desk& desk, search::Index* index, const CaseWatch* cases);

  void add_routes(http::Router& router);
  Requests& requests() { return requests_; }

 private:
  struct Snapshot {
    std::optional<v1::StatusReply> status;
    std::optional<v1::QueuesReply> queues;
    std::optional<std::vector<search::Load>> loads;
    std::int64_t taken_ms{};
  };

  boost::asio::awaitable<http::Response> scrape(http::Request request);
  boost::asio::awaitable<http::Response> ready();
  boost::asio::awaitable<void> ask();
  void write_gateway(Exposition& to) const;

  Settings settings_;
  engine::Desk& desk_;
  search::Index* index_;
  const CaseWatch* cases_;
  Requests requests_;
  std::optional<Snapshot> last_;
  bool asking_ = false;
};

}  // namespace whistle::gateway::metrics
