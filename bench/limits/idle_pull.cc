#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "adapters/client/client.h"
#include "bench/complaints.h"
#include "bench/limits/lives.h"
#include "bench/limits/measurements.h"
#include "bench/pipeline/rig.h"
#include "bench/wire/daemon_process.h"
#include "bench/wire/submit_request.h"

namespace whistle::bench::limits {
namespace {

constexpr std::uint32_t kWaitMs = 30'000;
// One after the other, with nothing else to do in between: everybody waits.
constexpr std::chrono::milliseconds kPause{5};

// The worker of one unit, on a thread of its own, who asks for the next order as soon as one is in
// its hands.
class Worker {
 public:
  Worker(const client::Options& options, std::string unit) {
    thread_ = std::jthread([this, options, unit = std::move(unit)](const std::stop_token& ended) {
      work(options, unit, ended);
    });
  }

  // When the order of this case came; waits for it.
  Steady::time_point await(std::uint64_t case_id) {
    std::unique_lock lock(mutex_);
    constexpr std::chrono::seconds kPatience{10};
    if (!came_.wait_for(lock, kPatience, [&] { return orders_.contains(case_id); })) {
      give_up("the worker got no order");
    }
    return orders_.extract(case_id).mapped();
  }

 private:
  void work(const client::Options& options, const std::string& unit, const std::stop_token& ended) {
    client::Client client(options);
    v1::PullRequest request;
    request.set_unit(unit);
    request.set_worker("林师傅");
    request.set_max(1);
    request.set_sign_at_once(true);
    request.set_wait_ms(kWaitMs);
    bool asked = false;
    while (!ended.stop_requested()) {
      if (!asked) {
        client.send_pull(request, [&](const client::Result<v1::PullReply>& reply) {
          asked = false;
          note(answer_of(reply));
        });
        asked = true;
      }
      constexpr std::uint32_t kLookMs = 20;
      client.poll(kLookMs);
    }
  }

  void note(const v1::PullReply& reply) {
    const auto now = Steady::now();
    const std::lock_guard lock(mutex_);
    for (const v1::Grant& grant : reply.grants()) orders_[grant.case_().case_id()] = now;
    came_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::map<std::uint64_t, Steady::time_point> orders_;
  std::jthread thread_;
};

// Files complaints, one at a time.
class Hotline {
 public:
  Hotline(City& city, const client::Options& options)
      : client_(options), maker_(*city.policy, "idle") {
    answer_of(client_.hello(client::Line::Intake));
    find_repeatable();
  }

  v1::SubmitReply submit() {
    complaint_.external_id = "again-" + std::to_string(++number_);
    complaint_.requester = "resident-" + std::to_string(number_);
    const auto reply = client_.submit(request_of(complaint_));
    if (answer_of(reply).disposition() != "filed") give_up("it became no case of its own");
    return *reply;
  }
  const std::string& unit() const { return unit_; }

 private:
  // A complaint that becomes a case of its own also when another household has made the same.
  void find_repeatable() {
    constexpr int kTries = 1000;
    for (int i = 0; i < kTries; ++i) {
      complaint_ = maker_.next(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()));
      const auto first = client_.submit(request_of(complaint_));
      if (answer_of(first).disposition() != "filed") continue;
      complaint_.external_id += "-again";
      complaint_.requester = "another";
      const auto second = client_.submit(request_of(complaint_));
      if (answer_of(second).disposition() != "filed") continue;
      unit_ = second->unit();
      return;
    }
    give_up("every complaint joins another");
  }

  client::Client client_;
  ComplaintMaker maker_;
  Complaint complaint_;
  std::string unit_;
  std::uint64_t number_{};
};

}  // namespace

void measure_idle_pull(City& city, const std::filesystem::path& folder, const Sizes& sizes) {
  const DaemonProcess daemon(folder / "engine");
  Hotline hotline(city, daemon.options());
  Worker worker(daemon.options(), hotline.unit());
  Latencies from_answer(sizes.pulls);
  Latencies whole_way(sizes.pulls);
  Progress progress("orders for an idle worker", sizes.pulls);
  constexpr std::size_t kWarmUp = 20;
  for (std::size_t i = 0; i < kWarmUp + sizes.pulls; ++i) {
    std::this_thread::sleep_for(kPause);
    const auto sent = Steady::now();
    const v1::SubmitReply submitted = hotline.submit();
    const auto answered = Steady::now();
    const auto granted = worker.await(submitted.case_id());
    if (i < kWarmUp) continue;
    from_answer.add(std::max(granted - answered, Steady::duration{}));
    whole_way.add(granted - sent);
    progress.at(i);
  }
  report("idle_pull", from_answer);
  report("idle_pull.from_submit", whole_way);
}

}  // namespace whistle::bench::limits
