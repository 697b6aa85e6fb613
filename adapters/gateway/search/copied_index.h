#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "adapters/gateway/search/follower.h"
#include "adapters/gateway/search/index.h"
#include "adapters/gateway/search/reader.h"

namespace whistle::gateway::search {

struct Settings {
  FollowerSettings follower{};
  std::size_t readers = 2;  // threads
  std::size_t waiting_max = 256;
  std::chrono::milliseconds patience{500};
};

// The index over a copy in SQLite: a thread that follows the engine, and some that read. Begins
// with start(); ends with the object, which waits for what is being read. Thread: any.
class CopiedIndex final : public Index {
 public:
  // Takes its source over, which is used by the follower's thread alone. `say` is called from
  // there.
  CopiedIndex(Settings settings, std::unique_ptr<Source> source, Say say);
  ~CopiedIndex() override;

  void start();

  boost::asio::awaitable<client::Result<Cases>> cases(Wish wish) override;
  boost::asio::awaitable<client::Result<Complaints>> complaints(ComplaintWish wish) override;
  boost::asio::awaitable<client::Result<Updates>> updates(UpdateWish wish) override;
  boost::asio::awaitable<client::Result<std::vector<Load>>> loads(
      std::int64_t now_ms, std::vector<std::uint64_t> within_areas) override;
  std::optional<std::uint64_t> behind() const override { return follower_.behind(); }

 private:
  struct Opened {
    std::unique_ptr<Reader> reader;
    std::uint64_t generation{};
  };
  template <class Answer, class Ask>
  boost::asio::awaitable<client::Result<Answer>> on_a_reader(Ask ask);
  template <class Answer, class Ask>
  client::Result<Answer> read(Ask& ask);
  Opened borrow();
  void follow(const std::stop_token& stop);

  Settings settings_;
  std::unique_ptr<Source> source_;
  Follower follower_;
  std::mutex mutex_;
  std::vector<Opened> free_;  // guarded by mutex_
  std::atomic<std::size_t> waiting_{0};
  boost::asio::thread_pool readers_;
  std::jthread thread_;
};

}  // namespace whistle::gateway::search
