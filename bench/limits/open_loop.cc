#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>

#include "bench/limits/lives.h"
#include "bench/limits/measurements.h"
#include "bench/wire/daemon_process.h"

namespace whistle::bench::limits {
namespace {

namespace fs = std::filesystem;

// Which of RocksDB's tables came and went: what was flushed, and what was compacted away.
class Tables {
 public:
  explicit Tables(fs::path folder) : folder_(std::move(folder)) {
    look();
    before_ = seen_.size();
    thread_ = std::jthread([this](const std::stop_token& ended) {
      while (!ended.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        look();
      }
    });
  }
  void stop() {
    thread_.request_stop();
    thread_.join();
    look();
  }
  std::size_t written() const { return seen_.size() - before_; }
  std::size_t gone() const { return seen_.size() - there_; }

 private:
  void look() {
    std::error_code ignored;
    std::size_t there = 0;
    for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
      if (entry.path().extension() != ".sst") continue;
      seen_.insert(entry.path().filename());
      ++there;
    }
    there_ = there;
  }

  fs::path folder_;
  std::set<std::string> seen_;
  std::size_t before_{};
  std::size_t there_{};
  std::jthread thread_;
};

}  // namespace

void measure_open_loop(City& city, const fs::path& folder, const Sizes& sizes) {
  const DaemonProcess daemon(folder / "engine");
  const Lives most = live(city, daemon.options(), {.source = "most", .seconds = sizes.seconds});
  report("open_loop.maximum_per_second", most.per_second);
  Tables tables(daemon.journal());
  const double half = most.per_second / 2;
  // Few, so that the one thread that offers them all is not late itself.
  const Lives offered =
      live(city, daemon.options(),
           {.source = "half", .clients = 4, .seconds = sizes.open_seconds, .per_second = half});
  tables.stop();
  report("open_loop.offered_per_second", half);
  report("open_loop.completed_per_second", offered.per_second);
  report("open_loop.whole_share", offered.whole_share);
  report("open_loop.submit", offered.submit);
  report("open_loop.pull", offered.pull);
  report("open_loop.finish", offered.finish);
  report("open_loop.tables_written", static_cast<double>(tables.written()));
  report("open_loop.tables_compacted", static_cast<double>(tables.gone()));
}

}  // namespace whistle::bench::limits
