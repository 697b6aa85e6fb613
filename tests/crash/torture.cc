#include "tests/crash/torture.h"

#include <unistd.h>

#include <array>
#include <condition_variable>
#include <cstdio>
#include <future>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "adapters/client/client.h"
#include "tests/crash/account.h"
#include "tests/crash/comparison.h"
#include "tests/crash/loads.h"
#include "tests/end_to_end/engine_process.h"

namespace whistle::tests {
namespace {

constexpr std::uint64_t kComplaintsPerRound = 80;
constexpr int kWorkers = 3;

const std::array<WatcherWish, 4> kWatchers{
    WatcherWish{{}, false}, WatcherWish{{}, true},
    WatcherWish{{"order_leased", "order_signed", "handling_finished"}, false},
    WatcherWish{{"case_filed", "complaint_merged"}, true}};

client::Options options_of(const EngineProcess& engine) {
  client::Options options = engine.options();
  options.name = "torture";
  options.request_timeout_ms = 2000;
  options.give_up_after_ms = 600'000;
  options.reconnect_ms = 5;
  options.reconnect_max_ms = 50;
  options.watch_ping_ms = 200;
  options.watch_credit = 500;
  return options;
}

// Everybody who talks to the engine. All end when the object goes.
class Crowd {
 public:
  Crowd(const client::Options& options, std::uint64_t seed) : options_(options) {
    start([this, seed] { run_intake(parts(seed)); });
    for (int i = 0; i < kWorkers; ++i) {
      start([this, seed, i] {
        run_worker(parts(seed + static_cast<std::uint64_t>(i) + 1), "worker-" + std::to_string(i));
      });
    }
    for (const WatcherWish& wish : kWatchers) {
      watchers_.push_back(std::async(std::launch::async, [this, &wish, seed] {
        return run_watcher(parts(seed), wish, last_);
      }));
    }
  }
  ~Crowd() { finish(1); }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  Account& account() { return account_; }

  // Intake and workers come to their end. Requires: the engine runs.
  void stop_work() {
    over_ = true;
    for (std::thread& each : threads_) each.join();
    threads_.clear();
  }
  // What each watcher has seen, once all have come up to `last`. Requires: the engine runs.
  std::vector<std::vector<FactPlace>> finish_watching(std::uint64_t last) {
    last_ = last;
    std::vector<std::vector<FactPlace>> seen;
    for (auto& each : watchers_) seen.push_back(each.get());
    watchers_.clear();
    return seen;
  }

 private:
  LoadParts parts(std::uint64_t seed) { return {options_, account_, over_, seed}; }
  template <class Run>
  void start(Run run) {
    threads_.emplace_back(std::move(run));
  }
  void finish(std::uint64_t last) {
    stop_work();
    finish_watching(last);
  }

  client::Options options_;
  Account account_;
  std::atomic<bool> over_{false};
  std::atomic<std::uint64_t> last_{0};
  std::vector<std::thread> threads_;
  std::vector<std::future<std::vector<FactPlace>>> watchers_;
};

void show_progress(const TortureWish& wish, std::uint64_t kills, const Account& account) {
  if (wish.quiet) return;
  const bool is_terminal = ::isatty(STDERR_FILENO) != 0;
  if (!is_terminal && kills % 20 != 0 && kills != wish.kills) return;
  std::fprintf(stderr, "%skilled %llu of %llu times, %llu complaints accepted%s",
               is_terminal ? "\r" : "", static_cast<unsigned long long>(kills),
               static_cast<unsigned long long>(wish.kills),
               static_cast<unsigned long long>(account.accepted_count()),
               is_terminal && kills != wish.kills ? "" : "\n");
}

// At a moment nobody can know beforehand: while it starts, or after some more has happened.
void await_the_moment(std::mt19937_64& random, Account& account) {
  constexpr std::uint64_t kStirsMax = 120;
  if (random() % 10 != 0) account.await_stirs(1 + random() % kStirsMax);
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, std::chrono::microseconds{random() % 4000});
}

std::uint64_t last_sequence(const client::Options& options) {
  client::Client client(options);
  const auto status = client.status();
  if (!status) throw std::runtime_error("no status: " + status.problem().message);
  return status->head_sequence();
}

}  // namespace

std::string Findings::json() const {
  return nlohmann::ordered_json{{"kills", kills},
                                {"accepted", accepted},
                                {"lost", lost},
                                {"duplicated", duplicated},
                                {"stale_completions", stale_completions},
                                {"watch_gaps", watch_gaps},
                                {"watch_repeats", watch_repeats},
                                {"effects", effects},
                                {"lost_effects", lost_effects},
                                {"unsound", unsound}}
      .dump();
}

Findings torture(const TortureWish& wish) {
  std::mt19937_64 random(wish.seed);
  EngineProcess engine("changtai", wish.engine);
  engine.start();
  Findings findings;
  Account::Sheet sheet;
  std::vector<std::vector<FactPlace>> seen;
  {
    Crowd crowd(options_of(engine), random());
    Account& account = crowd.account();
    account.allow(kComplaintsPerRound);
    for (; findings.kills < wish.kills; ++findings.kills) {
      show_progress(wish, findings.kills, account);
      await_the_moment(random, account);
      engine.kill();
      engine.start();
      account.allow((findings.kills + 2) * kComplaintsPerRound);
    }
    account.await_answers();
    show_progress(wish, findings.kills, account);
    crowd.stop_work();
    seen = crowd.finish_watching(last_sequence(options_of(engine)));
    sheet = account.sheet();
  }
  if (engine.stop() != 0 || engine.verify() != 0) ++findings.unsound;
  const Comparison comparison(engine.folder() / "journal");
  comparison.complaints(sheet, findings);
  comparison.effects(sheet, findings);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    comparison.watcher(kWatchers[i], seen[i], findings);
  }
  return findings;
}

}  // namespace whistle::tests
