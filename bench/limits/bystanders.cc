#include "bench/limits/bystanders.h"

#include <chrono>
#include <string>

#include "adapters/client/client.h"
#include "adapters/client/watch.h"
#include "bench/limits/lives.h"
#include "bench/pipeline/rig.h"

namespace whistle::bench::limits {

Bystanders::Bystanders(const client::Options& options) {
  worker_ = std::jthread([this, options](const std::stop_token& ended) { work(options, ended); });
  watcher_ = std::jthread([this, options](const std::stop_token& ended) { watch(options, ended); });
}

Bystanders::~Bystanders() { stop(); }

void Bystanders::stop() {
  for (std::jthread* thread : {&worker_, &watcher_}) {
    thread->request_stop();
    if (thread->joinable()) thread->join();
  }
}

void Bystanders::work(const client::Options& options, const std::stop_token& ended) {
  constexpr std::chrono::milliseconds kPause{20};
  client::Client client(options);
  std::string unit;
  while (!ended.stop_requested()) {
    std::this_thread::sleep_for(kPause);
    if (unit.empty()) {
      const auto lines = client.queues();
      for (const auto& line : answer_of(lines).queues()) {
        const bool waits = line.red() + line.yellow() + line.blue() > 0;
        if (waits && line.unit() != "triage") unit = line.unit();
      }
      continue;
    }
    v1::PullRequest wish;
    wish.set_unit(unit);
    wish.set_worker("林师傅");
    wish.set_max(1);
    wish.set_sign_at_once(true);
    const auto pulled = client.pull(wish);
    if (answer_of(pulled).grants().empty()) {
      unit.clear();
      continue;
    }
    v1::FinishRequest request;
    request.set_case_id(pulled->grants(0).case_().case_id());
    request.set_token(pulled->grants(0).token());
    request.set_result("solved");
    request.set_note("已到现场处理完毕");
    request.set_worker("林师傅");
    const auto began = Steady::now();
    const auto finished = client.finish(request);
    answer_of(finished);
    finishes_.add_since(began);
  }
}

void Bystanders::watch(const client::Options& options, const std::stop_token& ended) {
  client::Options generous = options;
  generous.watch_credit = 16384;
  client::Watch watch(generous);
  // Of what the worker does, so that reading all the rest is no load of its own.
  watch.subscribe({.from_now = true, .events = {"handling_finished"}});
  while (!ended.stop_requested()) {
    constexpr std::uint32_t kLookMs = 50;
    const auto events = watch.next(kLookMs);
    if (watch.problem()) give_up(watch.problem()->message);
    if (!events || events->facts().empty()) continue;
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    // The last one of a message has waited least, the first one longest.
    const Timestamp at{Milliseconds{events->facts(0).time_ms()}};
    facts_.add(std::max(now - at, Milliseconds{0}));
  }
}

}  // namespace whistle::bench::limits
