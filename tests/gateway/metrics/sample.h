#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/metrics/engine_figures.h"
#include "adapters/gateway/metrics/metrics.h"
#include "tests/gateway/support/call.h"
#include "tests/gateway/support/fake_desk.h"

// A gateway that has something to tell of everything.
namespace whistle::gateway::metrics {

inline v1::StatusReply status() {
  v1::StatusReply said;
  said.mutable_tallies()->set_complaints(10);
  said.mutable_tallies()->set_cases(7);
  said.mutable_tallies()->set_merged(2);
  said.mutable_tallies()->set_declined(1);
  said.set_open_cases(5);
  said.set_time_ms(1'000'000);
  said.set_next_alarm_ms(998'000);
  said.set_disk_free_bytes(1 << 30);
  said.set_journal_bytes(1 << 20);
  said.set_engine_version("0.1.0");
  auto* limit = said.add_limits();
  limit->set_name("limits.memory_bytes");
  limit->set_value(100);
  limit->set_used(40);
  for (const char* name : {"group_write", "answer", "alarm_lag", "something_new"}) {
    auto* distribution = said.add_distributions();
    distribution->set_name(name);
    distribution->add_bounds(0.001);
    distribution->add_counts(3);
    distribution->add_counts(1);
    distribution->set_sum(0.5);
  }
  const auto count = [&said](std::string_view name) {
    auto* added = said.add_counts();
    added->set_name(std::string(name));
    added->set_value(4);
  };
  for (const EngineCount& each : engine_counts()) count(each.name);
  count("commit_groups");
  count("new_to_us");
  return said;
}

inline v1::QueuesReply queues() {
  v1::QueuesReply said;
  said.set_time_ms(1'000'000);
  for (const std::int64_t due : {0, 940'000, 2'000'000}) {
    auto* queue = said.add_queues();
    queue->set_unit("u" + std::to_string(due));
    queue->set_tier("street");
    queue->set_red(1);
    queue->set_blue(2);
    queue->set_earliest_due_ms(due);
  }
  return said;
}

class FakeIndex final : public search::Index {
 public:
  template <class Value>
  using Later = boost::asio::awaitable<client::Result<Value>>;

  Later<search::Cases> cases(search::Wish) override { co_return search::Cases{}; }
  Later<search::Complaints> complaints(search::ComplaintWish) override {
    co_return search::Complaints{};
  }
  Later<search::Updates> updates(search::UpdateWish) override { co_return search::Updates{}; }
  Later<std::vector<search::Load>> loads(std::int64_t now_ms, std::vector<std::uint64_t>) override {
    search::Load load;
    load.tier = "street";
    load.red = 3;
    load.oldest_received_ms = now_ms - 90'000;
    std::vector<search::Load> all(2, load);
    all[1].oldest_received_ms = now_ms - 30'000;
    co_return all;
  }
  std::optional<std::uint64_t> behind() const override { return far; }

  std::optional<std::uint64_t> far{3};
};

struct Sample {
  Sample() {
    desk.answers(v1::METHOD_STATUS, status());
    desk.answers(v1::METHOD_QUEUES, queues());
    desk.answers(v1::METHOD_PING, v1::Pong{});
    Metrics::Settings settings;
    settings.version = "0.1.0";
    settings.now_ms = [this] { return now_ms; };
    settings.figures = [] {
      GatewayFigures figures;
      figures.streams = 200;
      figures.watches = 1;
      return figures;
    };
    metrics = std::make_unique<Metrics>(settings, desk, &index, nullptr);
    metrics->requests().note("GET", "/api/v1/cases/{id}", 200, std::chrono::microseconds(900));
    metrics->add_routes(router);
  }

  std::int64_t now_ms = 1'773'187'200'000;
  support::FakeDesk desk;
  FakeIndex index;
  std::unique_ptr<Metrics> metrics;
  http::Router router;
};

}  // namespace whistle::gateway::metrics
