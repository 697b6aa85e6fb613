#include "bench/wire/bundles.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/client/client.h"
#include "bench/measure.h"

namespace whistle::bench {
namespace {

constexpr std::uint32_t kPollMs = 1000;
// One pull looks at so many lines.
constexpr std::size_t kLinesMax = 65;

// Keeps steps on their way: the end of one starts the next. Who pulls takes from all lines that its
// complaints went to, whoever else has orders there; what others then miss is left for the next.
// Thread: one, also for the callbacks.
class BundledLoad {
 public:
  BundledLoad(const City& city, client::Options options, std::string name, const WireLoad& load,
              std::size_t bundle)
      : name_(std::move(name)),
        load_(load),
        bundle_(bundle),
        requests_(make_requests(city, name_, load.count)),
        latencies_(load.count / bundle + 1),
        progress_(name_, load.count) {
    options.name = "whistle-wire";
    const auto context = client::make_context();
    for (std::size_t i = 0; i < load.clients; ++i) {
      clients_.push_back(std::make_unique<client::Client>(options, context));
      // The connections stand before the clock starts.
      answer_of(clients_.back()->hello(client::Line::Intake));
      answer_of(clients_.back()->hello(client::Line::Work));
    }
  }

  void run() {
    const Stopwatch watch;
    for (std::size_t i = 0; i < load_.window; ++i) {
      for (const auto& client : clients_) submit(*client);
    }
    while (rounds_ > 0) client::Client::poll_all(clients_, kPollMs);
    const double seconds = watch.seconds();
    report(name_ + ".per_second", static_cast<double>(finished_) / seconds);
    report(name_ + ".left", static_cast<double>(filed_ - finished_));
    report(name_, latencies_);
  }

 private:
  // One client's way from a bundle of complaints to a bundle of finishes.
  struct Round {
    client::Client& client;
    Steady::time_point began;
    std::size_t open{};  // wishes of the present bundle
    std::size_t filed{};
    std::vector<std::string> units;  // it went to
  };
  using Step = std::shared_ptr<Round>;

  void submit(client::Client& client) {
    if (started_ == requests_.size()) return;
    ++rounds_;
    const Step step =
        std::make_shared<Round>(Round{.client = client, .began = Steady::now(), .units = {}});
    const std::size_t end = std::min(started_ + bundle_, requests_.size());
    step->open = end - started_;
    client::Bundle bundle;
    for (; started_ < end; ++started_) {
      const v1::SubmitRequest& request = requests_[started_];
      bundle.add<v1::SubmitReply>(
          v1::METHOD_SUBMIT, request,
          [this, step](const client::Result<v1::SubmitReply>& reply) {
            submitted(step, answer_of(reply));
          },
          load_.named ? request.complaint().external_id() : std::string());
    }
    client.send_bundle(client::Line::Intake, std::move(bundle));
  }

  // A complaint that was merged, or that a person must read, has no more steps.
  void submitted(const Step& step, const v1::SubmitReply& reply) {
    if (reply.disposition() == "filed") {
      ++step->filed;
      ++filed_;
      if (std::ranges::find(step->units, reply.unit()) == step->units.end()) {
        step->units.push_back(reply.unit());
      }
    }
    if (--step->open == 0) pull(step);
  }

  void pull(const Step& step) {
    if (step->filed == 0) return end(step);
    v1::PullRequest request;
    request.set_unit(step->units.front());
    for (std::size_t i = 1; i < std::min(step->units.size(), kLinesMax); ++i) {
      request.add_more_units(step->units[i]);
    }
    request.set_worker("worker");
    request.set_max(static_cast<std::uint32_t>(step->filed));
    request.set_sign_at_once(true);
    step->client.send_pull(request, [this, step](const client::Result<v1::PullReply>& reply) {
      finish(step, answer_of(reply));
    });
  }

  void finish(const Step& step, const v1::PullReply& pulled) {
    step->open = static_cast<std::size_t>(pulled.grants_size());
    if (step->open == 0) return end(step);
    client::Bundle bundle;
    for (const v1::Grant& grant : pulled.grants()) {
      v1::FinishRequest request;
      request.set_case_id(grant.case_().case_id());
      request.set_token(grant.token());
      request.set_result("solved");
      request.set_note("已到现场处理完毕");
      request.set_worker("worker");
      bundle.add<v1::TokenReply>(v1::METHOD_FINISH, request,
                                 [this, step](const client::Result<v1::TokenReply>& reply) {
                                   answer_of(reply);
                                   ++finished_;
                                   if (--step->open == 0) end(step);
                                 });
    }
    step->client.send_bundle(client::Line::Work, std::move(bundle));
  }

  void end(const Step& step) {
    --rounds_;
    latencies_.add_since(step->began);
    progress_.at(started_);
    submit(step->client);
  }

  std::string name_;
  WireLoad load_;
  std::size_t bundle_;
  std::vector<v1::SubmitRequest> requests_;
  std::vector<std::unique_ptr<client::Client>> clients_;
  Latencies latencies_;  // of whole rounds
  Progress progress_;
  std::size_t started_{};
  std::size_t rounds_{};  // under way
  std::size_t filed_{};
  std::size_t finished_{};
};

}  // namespace

void measure_wire_bundles(const City& city, const client::Options& options, const WireLoad& load,
                          std::size_t bundle) {
  std::string name = "wire.lifecycle.bundle_" + std::to_string(bundle);
  if (load.clients > 1) name += ".clients_" + std::to_string(load.clients);
  name += ".window_" + std::to_string(load.window);
  BundledLoad(city, options, std::move(name), load, bundle).run();
}

}  // namespace whistle::bench
