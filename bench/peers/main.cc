
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "bench/city.h"
#include "bench/complaints.h"
#include "bench/peers/beanstalk_peer.h"
#include "bench/peers/interrupt.h"
#include "bench/peers/load.h"
#include "bench/peers/nats_peer.h"
#include "bench/peers/options.h"
#include "bench/peers/postgres_peer.h"
#include "bench/peers/rabbit_peer.h"
#include "bench/peers/redis_peer.h"
#include "bench/peers/report.h"
#include "bench/peers/rocks_database.h"
#include "bench/peers/rocks_peer.h"
#include "bench/peers/scratch.h"
#include "bench/peers/whistle_programs.h"

namespace {

namespace fs = std::filesystem;
using namespace whistle::bench;
using namespace whistle::bench::peers;

constexpr std::size_t kClients = 32;
constexpr std::size_t kBatch = 100;
constexpr std::size_t kTexts = 20'000;
constexpr std::size_t kOneAtATime = 3000;
constexpr double kWarmUpSeconds = 0.5;

std::vector<PeerKind> all_peers() {
  return {postgresql(), redis_streams(), nats_jetstream(), rabbitmq(),
          beanstalkd(), rocksdb_index(), rocksdb_row()};
}

std::vector<std::string> make_texts() {
  const City city = load_changtai();
  ComplaintMaker maker(*city.policy, "peers");
  std::vector<std::string> texts(kTexts);
  for (std::string& text : texts) text = maker.next({}).text;
  return texts;
}

class Comparison {
 public:
  Comparison(const Options& options, const Scratch& scratch)
      : options_(options), scratch_(scratch), whistle_(scratch.make("whistle")) {
    report_.runs = options.runs;
    report_.seconds = options.seconds;
    report_.rows.push_back({"whistle", "whistle, over TCP",
                            "every step is synced before its yes, with triage, routing, clocks, "
                            "explanation and journal"});
    for (PeerKind& kind : all_peers()) {
      if (!is_wanted(kind.name)) continue;
      report_.rows.push_back({kind.name, kind.title, kind.durable});
      kinds_.push_back(std::move(kind));
    }
  }

  // In turn, so that the machine is the same for all.
  void run() {
    if (!kinds_.empty()) texts_ = make_texts();
    for (int run = 1; run <= options_.runs; ++run) {
      std::fprintf(stderr, "run %d of %d\n", run, options_.runs);
      attempt("whistle", [&] { whistle_.measure_lifecycles(options_.seconds, figures()); });
      for (const PeerKind& kind : kinds_) attempt(kind.name, [&] { measure(kind, run); });
      if (!is_wanted("rocksdb") && !is_wanted("whistle")) continue;
      attempt("whistle", [&] { whistle_.measure_submits(kOneAtATime, figures()); });
      if (is_wanted("rocksdb")) attempt("rocksdb", [&] { measure_writes(); });
    }
    if (!is_wanted("whistle")) return;
    std::fprintf(stderr, "a million open cases\n");
    attempt("whistle", [&] { whistle_.measure_open_cases(options_.runs, figures()); });
  }

  Report& report() { return report_; }

 private:
  Figures& figures() { return report_.figures; }
  bool is_wanted(const std::string& name) const {
    return options_.only.empty() || std::ranges::count(options_.only, name) > 0;
  }

  // What fails once is not measured again, and told at the end.
  void attempt(const std::string& name, const std::function<void()>& step) {
    if (report_.failures.contains(name)) return;
    try {
      step();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
      report_.failures[name] = error.what();
    }
  }

  void measure(const PeerKind& kind, int run) {
    const fs::path folder = scratch_.make(kind.name);
    {
      const auto peer = kind.start(folder);
      if (run == 1 && kind.deduplicates) check_deduplication(*peer);
      measure(kind, *peer, "single", {kClients, 1});
    }
    // Anew, so that the first load is not a burden on the second.
    const auto peer = kind.start(scratch_.make(kind.name));
    const std::size_t clients =
        options_.batch_clients > 0 ? options_.batch_clients : kind.batch_clients;
    measure(kind, *peer, "batch", {clients, kBatch});
  }
  void measure(const PeerKind& kind, Peer& peer, const std::string& mode, Shape shape) {
    const double per_second =
        Load(mode, texts_, shape, {kWarmUpSeconds, options_.seconds}).run(peer);
    figures().add(kind.name + "." + mode, per_second);
    std::fprintf(stderr, "  %-12s %-7s %9.0f lifecycles a second\n", kind.name.c_str(),
                 mode.c_str(), per_second);
  }
  void check_deduplication(Peer& peer) {
    if (!Load("again", texts_, {1, 1}, {}).deduplicates(peer)) {
      throw PeerError("a complaint that came again was taken for another");
    }
  }

  void measure_writes() {
    const Latencies writes = measure_synced_writes(scratch_.make("writes"), kOneAtATime);
    figures().add("rocksdb.write_p50_ms", writes.percentile(50));
    figures().add("rocksdb.write_p99_ms", writes.percentile(99));
  }

  const Options& options_;
  const Scratch& scratch_;
  WhistlePrograms whistle_;
  std::vector<PeerKind> kinds_;
  std::vector<std::string> texts_;
  Report report_;
};

std::vector<std::string> names() {
  std::vector<std::string> names{"whistle"};
  for (const PeerKind& kind : all_peers()) names.push_back(kind.name);
  return names;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  const int status = read_options(argc, argv, names(), options);
  if (status >= 0) return status;
  catch_interrupts();
  try {
    const std::string conditions = conditions_of(options.data);
    const Scratch scratch(options.data);
    Comparison comparison(options, scratch);
    comparison.report().conditions = conditions + ", medians of " + std::to_string(options.runs);
    comparison.run();
    std::fputs(to_table(comparison.report()).c_str(), stdout);
    if (options.json) std::printf("\n%s\n", to_json(comparison.report()).c_str());
    return comparison.report().failures.empty() ? 0 : 1;
  } catch (const Interrupted&) {
    std::fprintf(stderr, "interrupted; everything is stopped and removed\n");
    return 130;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
