#include "adapters/gateway/metrics/case_watch.h"

#include <chrono>
#include <utility>

#include "adapters/client/watch.h"

namespace whistle::gateway::metrics {
namespace {

constexpr std::uint32_t kPatienceMs = 200;  // how long stopping may take
constexpr std::chrono::seconds kAfterRefusal{30};

client::Selection selection() {
  client::Selection wanted;
  wanted.events = {"clock_started",  "clock_met",   "clock_dropped",  "clock_ran_out",
                   "clock_due_soon", "case_closed", "case_struck_off"};
  wanted.snapshot = true;
  return wanted;
}

}  // namespace

CaseWatch::CaseWatch(client::Options options, std::shared_ptr<client::Context> context)
    : thread_([this, options = std::move(options), context = std::move(context)] {
        work(options, context);
      }) {}

CaseWatch::~CaseWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void CaseWatch::work(client::Options options, const std::shared_ptr<client::Context>& context) {
  client::Watch watch(std::move(options), context);
  watch.subscribe(selection());
  while (!stopped_) {
    const auto events = watch.next(kPatienceMs);
    connected_ = watch.connected() && !watch.problem();
    std::unique_lock lock(mutex_);
    if (events) times_.take(*events);
    if (!watch.problem()) continue;
    // Another journal, or a right that was taken away: nothing that hurry would help.
    changed_.wait_for(lock, kAfterRefusal, [this] { return stopped_.load(); });
    watch.subscribe(selection());
  }
}

void CaseWatch::write(Exposition& to) const {
  const std::lock_guard lock(mutex_);
  times_.write(to);
}

}  // namespace whistle::gateway::metrics
