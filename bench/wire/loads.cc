#include "bench/wire/loads.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/client/client.h"
#include "bench/complaints.h"
#include "bench/measure.h"
#include "bench/wire/submit_request.h"

namespace whistle::bench {
namespace {

constexpr std::uint32_t kPollMs = 1000;

}  // namespace

void fail(const client::Problem& problem) {
  std::fprintf(stderr, "\nrefused: %s %s\n", problem.reason.c_str(), problem.message.c_str());
  std::_Exit(1);
}

std::vector<v1::SubmitRequest> make_requests(const City& city, const std::string& source,
                                             std::size_t count) {
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  ComplaintMaker maker(*city.policy, source);
  std::vector<v1::SubmitRequest> requests(count);
  for (v1::SubmitRequest& request : requests) request = request_of(maker.next(now));
  return requests;
}

namespace {

// Keeps things on their way: the end of one starts the next, or the clock does.
// Thread: one, also for the callbacks.
class Load {
 public:
  Load(const City& city, client::Options options, std::string name, const WireLoad& load)
      : name_(std::move(name)),
        load_(load),
        requests_(make_requests(city, name_, load.count)),
        latencies_(load.count),
        progress_(name_, load.count) {
    options.name = "whistle-wire";
    options.window = static_cast<std::uint32_t>(std::max(load.window, kOfferedWindow));
    const auto context = client::make_context();
    for (std::size_t i = 0; i < load.clients; ++i) {
      clients_.push_back(std::make_unique<client::Client>(options, context));
      // The connections stand before the clock starts.
      answer_of(clients_.back()->hello(client::Line::Intake));
      answer_of(clients_.back()->hello(client::Line::Work));
    }
  }

  void run_submits() {
    run([this](client::Client& client, const v1::SubmitRequest& request, Steady::time_point began) {
      client.send_submit(request,
                         [this, &client, began](const client::Result<v1::SubmitReply>& reply) {
                           answer_of(reply);
                           end(client, began, true);
                         });
    });
  }
  void run_pings() {
    run([this](client::Client& client, const v1::SubmitRequest&, Steady::time_point began) {
      client.send<v1::Pong>(v1::METHOD_PING, v1::Hello{},
                            [this, &client, began](const client::Result<v1::Pong>& reply) {
                              answer_of(reply);
                              end(client, began, true);
                            });
    });
  }
  void run_lifecycles() {
    run([this](client::Client& client, const v1::SubmitRequest& request, Steady::time_point began) {
      client.send_submit(request,
                         [this, &client, began](const client::Result<v1::SubmitReply>& reply) {
                           pull(client, answer_of(reply), began);
                         });
    });
  }

 private:
  using Start = std::function<void(client::Client&, const v1::SubmitRequest&, Steady::time_point)>;
  // An offered load waits for nobody, so nothing may wait inside the client.
  static constexpr std::size_t kOfferedWindow = 4096;

  void run(Start start) {
    start_ = std::move(start);
    const Stopwatch watch;
    load_.per_second > 0 ? offer() : keep_going();
    const double seconds = watch.seconds();
    report(name_ + ".per_second", static_cast<double>(whole_) / seconds);
    report(name_, latencies_);
  }

  void keep_going() {
    for (std::size_t i = 0; i < load_.window; ++i) {
      for (const auto& client : clients_) {
        if (started_ < requests_.size()) start_next(*client, Steady::now());
      }
    }
    while (ended_ < requests_.size()) client::Client::poll_all(clients_, kPollMs);
  }

  // Latencies count from the instant at which a complaint should have come, however busy this
  // thread was then.
  void offer() {
    const auto began = Steady::now();
    while (ended_ < requests_.size()) {
      while (started_ < requests_.size()) {
        const auto due =
            began + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(
                        static_cast<double>(started_) / load_.per_second));
        if (due > Steady::now()) break;
        start_next(*clients_[started_ % clients_.size()], due);
      }
      client::Client::poll_all(clients_, started_ < requests_.size() ? 1 : kPollMs);
    }
  }

  void start_next(client::Client& client, Steady::time_point due) {
    const v1::SubmitRequest& request = requests_[started_++];
    if (load_.named) client.name_next(request.complaint().external_id());
    start_(client, request, due);
  }

  // Only whole ones count; a complaint that was merged, or that a person must read, has no more
  // steps.
  void end(client::Client& client, Steady::time_point began, bool whole) {
    if (whole) {
      latencies_.add_since(began);
      ++whole_;
    }
    progress_.at(++ended_);
    if (load_.per_second == 0 && started_ < requests_.size()) start_next(client, Steady::now());
  }

  void pull(client::Client& client, const v1::SubmitReply& submitted, Steady::time_point began) {
    if (submitted.disposition() != "filed") return end(client, began, false);
    v1::PullRequest request;
    request.set_unit(submitted.unit());
    request.set_worker("worker-of-" + submitted.unit());
    request.set_max(1);
    request.set_sign_at_once(true);
    client.send_pull(request, [this, &client, began, worker = request.worker()](
                                  const client::Result<v1::PullReply>& reply) {
      finish(client, answer_of(reply), worker, began);
    });
  }

  void finish(client::Client& client, const v1::PullReply& pulled, const std::string& worker,
              Steady::time_point began) {
    // The order has moved on to another unit meanwhile.
    if (pulled.grants().empty()) return end(client, began, false);
    v1::FinishRequest request;
    request.set_case_id(pulled.grants(0).case_().case_id());
    request.set_token(pulled.grants(0).token());
    request.set_result("solved");
    request.set_note("已到现场处理完毕");
    request.set_worker(worker);
    client.send_finish(request,
                       [this, &client, began](const client::Result<v1::TokenReply>& reply) {
                         answer_of(reply);
                         end(client, began, true);
                       });
  }

  std::string name_;
  WireLoad load_;
  std::vector<v1::SubmitRequest> requests_;
  std::vector<std::unique_ptr<client::Client>> clients_;
  Latencies latencies_;
  Progress progress_;
  Start start_;
  std::size_t started_{};
  std::size_t ended_{};
  std::size_t whole_{};
};

std::string name_of(const char* what, const WireLoad& load) {
  std::string name = what;
  if (load.clients > 1) name += ".clients_" + std::to_string(load.clients);
  if (load.per_second > 0) return name + ".offered_" + std::to_string(load.per_second);
  return name + ".window_" + std::to_string(load.window);
}

}  // namespace

void measure_wire_submits(const City& city, const client::Options& options, const WireLoad& load) {
  Load(city, options, name_of("wire.submit", load), load).run_submits();
}

void measure_wire_pings(const City& city, const client::Options& options, const WireLoad& load) {
  Load(city, options, name_of("wire.ping", load), load).run_pings();
}

void measure_wire_lifecycles(const City& city, const client::Options& options,
                             const WireLoad& load) {
  Load(city, options, name_of("wire.lifecycle", load), load).run_lifecycles();
}

}  // namespace whistle::bench
