#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "adapters/client/context.h"
#include "adapters/client/options.h"
#include "adapters/gateway/metrics/case_times.h"

namespace whistle::gateway::metrics {

// Feeds CaseTimes from a watch of its own, on a thread of its own. Begins anew when the engine's
// journal is another one. Thread: any.
class CaseWatch {
 public:
  explicit CaseWatch(client::Options options, std::shared_ptr<client::Context> context = nullptr);
  ~CaseWatch();
  CaseWatch(const CaseWatch&) = delete;
  CaseWatch& operator=(const CaseWatch&) = delete;

  void write(Exposition& to) const;
  // False while the engine has not answered, or has refused.
  bool connected() const { return connected_; }

 private:
  void work(client::Options options, const std::shared_ptr<client::Context>& context);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  CaseTimes times_;
  std::atomic<bool> stopped_{false};
  std::atomic<bool> connected_{false};
  std::thread thread_;
};

}  // namespace whistle::gateway::metrics
