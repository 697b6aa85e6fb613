#include "bench/limits/lives.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "adapters/client/client.h"
#include "bench/complaints.h"
#include "bench/pipeline/rig.h"
#include "bench/wire/submit_request.h"

namespace whistle::bench::limits {
namespace {

using client::Client;
using client::Result;

constexpr std::uint32_t kPollMs = 100;
// An offered load waits for nobody, so nothing may wait inside the client.
constexpr std::size_t kOfferedWindow = 8192;

Steady::duration seconds_of(double seconds) {
  return std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(seconds));
}

// Other residents for each source: the same ones would only add to what they have said before.
std::uint64_t seed_of(const std::string& source) {
  std::uint64_t seed = 14'695'981'039'346'656'037U;  // as FNV-1a, the same on every machine
  constexpr std::uint64_t kPrime = 1'099'511'628'211;
  for (const char letter : source) seed = (seed ^ static_cast<unsigned char>(letter)) * kPrime;
  return seed;
}

class Load {
 public:
  Load(const City& city, client::Options options, const LivesPlan& plan)
      : plan_(plan), maker_(*city.policy, plan.source, seed_of(plan.source)) {
    options.name = "whistle-limits";
    options.window = static_cast<std::uint32_t>(
        plan.per_second > 0 ? kOfferedWindow : std::max<std::size_t>(plan.window, 1));
    const auto context = client::make_context();
    for (std::size_t i = 0; i < plan.clients; ++i) {
      clients_.push_back(std::make_unique<Client>(options, context));
      // The connections stand before the clock starts.
      answer_of(clients_.back()->hello(client::Line::Intake));
      if (plan.whole) answer_of(clients_.back()->hello(client::Line::Work));
    }
  }

  Lives run() {
    began_ = Steady::now();
    counts_from_ = began_ + seconds_of(plan_.warm_up);
    until_ = counts_from_ + seconds_of(plan_.seconds);
    plan_.per_second > 0 ? offer() : keep_going();
    result_.per_second = static_cast<double>(counted_) / plan_.seconds;
    result_.steps_per_second = static_cast<double>(steps_) / plan_.seconds;
    result_.whole_share = static_cast<double>(result_.completed) /
                          static_cast<double>(std::max<std::uint64_t>(result_.accepted, 1));
    return std::move(result_);
  }

 private:
  void keep_going() {
    for (std::size_t i = 0; i < plan_.window; ++i) {
      for (const auto& client : clients_) start(*client, Steady::now());
    }
    while (on_the_way_ > 0 && !is_over()) Client::poll_all(clients_, kPollMs);
  }

  void offer() {
    std::uint64_t started = 0;
    const auto due = [&] {
      return began_ + seconds_of(static_cast<double>(started) / plan_.per_second);
    };
    while (due() < until_) {
      for (; due() <= Steady::now() && due() < until_; ++started) {
        start(*clients_[started % clients_.size()], due());
      }
      Client::poll_all(clients_, 1);
    }
    while (on_the_way_ > 0 && !is_over()) Client::poll_all(clients_, kPollMs);
  }

  bool is_over() const { return plan_.is_abandoned && Steady::now() >= until_; }

  void start(Client& client, Steady::time_point due) {
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    ++on_the_way_;
    client.send_submit(request_of(maker_.next(now)),
                       [this, &client, due](const Result<v1::SubmitReply>& reply) {
                         const auto& submitted = answer_of(reply);
                         ++result_.accepted;
                         add(result_.submit, due);
                         plan_.whole ? pull(client, submitted) : end(client, true);
                       });
  }

  // A complaint that was merged, or that a person must read, has no more steps.
  void pull(Client& client, const v1::SubmitReply& submitted) {
    if (submitted.disposition() != "filed") return end(client, false);
    v1::PullRequest request;
    request.set_unit(submitted.unit());
    request.set_worker("worker-of-" + submitted.unit());
    request.set_max(1);
    request.set_sign_at_once(true);
    client.send_pull(request, [this, &client, worker = request.worker(),
                               began = Steady::now()](const Result<v1::PullReply>& reply) {
      add(result_.pull, began);
      finish(client, answer_of(reply), worker);
    });
  }

  void finish(Client& client, const v1::PullReply& pulled, const std::string& worker) {
    // The order has moved on to another unit meanwhile.
    if (pulled.grants().empty()) return end(client, false);
    v1::FinishRequest request;
    request.set_case_id(pulled.grants(0).case_().case_id());
    request.set_token(pulled.grants(0).token());
    request.set_result("solved");
    request.set_note("已到现场处理完毕");
    request.set_worker(worker);
    client.send_finish(request,
                       [this, &client, began = Steady::now()](const Result<v1::TokenReply>& reply) {
                         answer_of(reply);
                         add(result_.finish, began);
                         end(client, true);
                       });
  }

  void end(Client& client, bool is_whole) {
    --on_the_way_;
    const auto now = Steady::now();
    if (is_whole) ++result_.completed;
    if (is_whole && now >= counts_from_ && now < until_) ++counted_;
    if (plan_.per_second == 0 && now < until_) start(client, now);
  }

  void add(Latencies& latencies, Steady::time_point since) {
    const auto now = Steady::now();
    if (now >= counts_from_ && now < until_) ++steps_;
    if (since >= counts_from_ && since < until_) latencies.add_since(since);
  }

  const LivesPlan& plan_;
  ComplaintMaker maker_;
  std::vector<std::unique_ptr<Client>> clients_;
  Lives result_;
  Steady::time_point began_;
  Steady::time_point counts_from_;
  Steady::time_point until_;
  std::uint64_t on_the_way_{};
  std::uint64_t counted_{};
  std::uint64_t steps_{};
};

}  // namespace

void refused(const client::Problem& problem) {
  give_up("refused: " + problem.reason + " " + problem.message);
}

Lives live(const City& city, client::Options options, const LivesPlan& plan) {
  return Load(city, std::move(options), plan).run();
}

}  // namespace whistle::bench::limits
