#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace whistle::service {

// What the writer and the commit thread have for the service thread, in order. One wake-up carries
// everything that has gathered.
// Thread: put() by any; the jobs run on the loop's.
class Outbox {
 public:
  explicit Outbox(boost::asio::io_context& loop) : loop_(loop) {}

  void put(std::function<void()> job) {
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(std::move(job));
      if (jobs_.size() > 1) return;  // the wake-up for the first carries this one, too
    }
    boost::asio::post(loop_, [this] { run(); });
  }

 private:
  void run() {
    std::vector<std::function<void()>> jobs;
    {
      const std::lock_guard lock(mutex_);
      jobs.swap(jobs_);
    }
    for (const auto& job : jobs) job();
  }

  boost::asio::io_context& loop_;
  std::mutex mutex_;
  std::vector<std::function<void()>> jobs_;
};

}  // namespace whistle::service
