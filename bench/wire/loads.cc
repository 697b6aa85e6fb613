#include "bench/wire/loads.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "adapters/client/client.h"
#include "bench/complaints.h"
#include "bench/measure.h"

namespace whistle::bench {
namespace {

constexpr std::uint32_t kPollMs = 1000;

template <class Reply>
const Reply& answer_of(const client::Result<Reply>& result) {
  if (!result) {
    std::fprintf(stderr, "\nrefused: %s %s\n", result.problem().reason.c_str(),
                 result.problem().message.c_str());
    std::_Exit(1);
  }
  return *result;
}

// Made before the clock starts.
std::vector<v1::SubmitRequest> make_requests(const City& city, const std::string& source,
                                             std::size_t count) {
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  ComplaintMaker maker(*city.policy, source);
  std::vector<v1::SubmitRequest> requests(count);
  for (v1::SubmitRequest& request : requests) {
    const Complaint made = maker.next(now);
    v1::Complaint& complaint = *request.mutable_complaint();
    complaint.set_source(made.source);
    complaint.set_external_id(made.external_id);
    complaint.set_channel(std::string(to_word(made.channel)));
    complaint.set_occurred_at_ms(made.occurred_at.time_since_epoch().count());
    complaint.set_requester(made.requester);
    complaint.set_text(made.text);
  }
  return requests;
}

client::Options options_for(const client::Endpoints& endpoints, std::size_t window) {
  client::Options options;
  options.endpoints = endpoints;
  options.name = "whistle-wire";
  options.window = static_cast<std::uint32_t>(window);
  return options;
}

// Keeps a window of things on their way: the end of one starts the next.
// Thread: one, also for the callbacks.
class Load {
 public:
  Load(const City& city, const client::Endpoints& endpoints, std::string name, std::size_t count,
       std::size_t window)
      : name_(std::move(name)),
        window_(window),
        requests_(make_requests(city, name_, count)),
        client_(options_for(endpoints, window)),
        latencies_(count),
        progress_(name_, count) {
    // The connections stand before the clock starts.
    answer_of(client_.hello(client::Line::Intake));
    answer_of(client_.hello(client::Line::Work));
  }

  void run_submits() {
    run([this](const v1::SubmitRequest& request, Steady::time_point began) {
      client_.send_submit(request, [this, began](const client::Result<v1::SubmitReply>& reply) {
        answer_of(reply);
        end(began, true);
      });
    });
  }
  void run_lifecycles() {
    run([this](const v1::SubmitRequest& request, Steady::time_point began) {
      client_.send_submit(request, [this, began](const client::Result<v1::SubmitReply>& reply) {
        pull(answer_of(reply), began);
      });
    });
  }

 private:
  using Start = std::function<void(const v1::SubmitRequest&, Steady::time_point)>;

  void run(Start start) {
    start_ = std::move(start);
    const Stopwatch watch;
    while (started_ < std::min(window_, requests_.size())) start_next();
    while (client_.pending() > 0) client_.poll(kPollMs);
    const double seconds = watch.seconds();
    report(name_ + ".per_second", static_cast<double>(whole_) / seconds);
    report(name_, latencies_);
  }

  void start_next() { start_(requests_[started_++], Steady::now()); }

  // Only whole ones count; a complaint that was merged, or that a person must read, has no more
  // steps.
  void end(Steady::time_point began, bool whole) {
    if (whole) {
      latencies_.add_since(began);
      ++whole_;
    }
    progress_.at(++ended_);
    if (started_ < requests_.size()) start_next();
  }

  void pull(const v1::SubmitReply& submitted, Steady::time_point began) {
    if (submitted.disposition() != "filed") return end(began, false);
    v1::PullRequest request;
    request.set_unit(submitted.unit());
    request.set_worker("worker-of-" + submitted.unit());
    request.set_max(1);
    request.set_sign_at_once(true);
    client_.send_pull(request, [this, began, worker = request.worker()](
                                   const client::Result<v1::PullReply>& reply) {
      finish(answer_of(reply), worker, began);
    });
  }

  void finish(const v1::PullReply& pulled, const std::string& worker, Steady::time_point began) {
    // The order has moved on to another unit meanwhile.
    if (pulled.grants().empty()) return end(began, false);
    v1::FinishRequest request;
    request.set_case_id(pulled.grants(0).case_().case_id());
    request.set_token(pulled.grants(0).token());
    request.set_result("solved");
    request.set_note("已到现场处理完毕");
    request.set_worker(worker);
    client_.send_finish(request, [this, began](const client::Result<v1::TokenReply>& reply) {
      answer_of(reply);
      end(began, true);
    });
  }

  std::string name_;
  std::size_t window_;
  std::vector<v1::SubmitRequest> requests_;
  client::Client client_;
  Latencies latencies_;
  Progress progress_;
  Start start_;
  std::size_t started_{};
  std::size_t ended_{};
  std::size_t whole_{};
};

std::string with_window(const char* name, std::size_t window) {
  return std::string(name) + ".window_" + std::to_string(window);
}

}  // namespace

void measure_wire_submits(const City& city, const client::Endpoints& endpoints,
                          std::size_t complaints, std::size_t window) {
  Load(city, endpoints, with_window("wire.submit", window), complaints, window).run_submits();
}

void measure_wire_lifecycles(const City& city, const client::Endpoints& endpoints,
                             std::size_t lifecycles, std::size_t window) {
  Load(city, endpoints, with_window("wire.lifecycle", window), lifecycles, window).run_lifecycles();
}

}  // namespace whistle::bench
