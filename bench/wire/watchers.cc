#include "bench/wire/watchers.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/client/client.h"
#include "adapters/client/watch.h"
#include "bench/measure.h"
#include "bench/wire/daemon_process.h"

namespace whistle::bench {
namespace {

constexpr double kMebi = 1024.0 * 1024.0;
constexpr std::uint32_t kPatienceMs = 60'000;
constexpr std::size_t kWindow = 256;
constexpr std::size_t kCases = 8;

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "\n%s\n", what);
  std::_Exit(1);
}

template <class Reply>
const Reply& answer_of(const client::Result<Reply>& result) {
  if (!result) give_up(result.problem().message.c_str());
  return *result;
}

client::Options options_for(const client::Endpoints& endpoints) {
  client::Options options;
  options.endpoints = endpoints;
  options.name = "whistle-wire";
  options.window = kWindow;
  return options;
}

// One who watches, and what it has got: how much, and a sum over all of it in order.
struct Reader {
  Reader(const client::Endpoints& endpoints, const std::shared_ptr<client::Context>& context)
      : watch(options_for(endpoints), context) {
    watch.subscribe({});
  }
  bool read(std::uint32_t timeout_ms) {
    const auto events = watch.next(timeout_ms);
    if (watch.problem()) give_up(watch.problem()->message.c_str());
    if (!events) return false;
    for (const v1::Fact& fact : events->facts()) {
      ++facts;
      bytes += fact.ByteSizeLong();
      constexpr std::uint64_t kPrime = 1'099'511'628'211;  // as in FNV-1a
      sum = (sum ^ (fact.sequence() * 64 + fact.index())) * kPrime;
    }
    return true;
  }
  void read_until(std::uint64_t sequence) {
    while (watch.seen_sequence() < sequence) {
      if (!read(kPatienceMs)) give_up("a watcher hears nothing");
    }
  }

  client::Watch watch;
  std::uint64_t facts{};
  std::uint64_t bytes{};
  std::uint64_t sum{};
};

// Reads for all of them but those that have stopped, on a thread of its own.
class Room {
 public:
  Room(const client::Endpoints& endpoints, std::size_t count) : context_(client::make_context()) {
    for (std::size_t i = 0; i < count; ++i) {
      readers_.push_back(std::make_unique<Reader>(endpoints, context_));
    }
    thread_ = std::jthread([this](const std::stop_token& ended) { run(ended); });
  }

  // The first one reads no more, until the room is closed.
  void stop_first() { first_ = 1; }
  // Waits until all that read have seen this record.
  void await(std::uint64_t sequence) const {
    while (lowest_ < sequence) std::this_thread::yield();
  }
  // Nobody reads any more; they may be looked at.
  std::vector<std::unique_ptr<Reader>>& close() {
    thread_.request_stop();
    thread_.join();
    return readers_;
  }

 private:
  void run(const std::stop_token& ended) {
    while (!ended.stop_requested()) {
      std::uint64_t lowest = UINT64_MAX;
      bool any = false;
      for (std::size_t i = first_; i < readers_.size(); ++i) {
        if (readers_[i]->read(0)) any = true;
        lowest = std::min(lowest, readers_[i]->watch.seen_sequence());
      }
      lowest_ = lowest;
      if (!any) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }

  std::shared_ptr<client::Context> context_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::atomic<std::size_t> first_{};
  std::atomic<std::uint64_t> lowest_{};
  std::jthread thread_;
};

// Notes on a few cases: facts for watchers, and hardly anything that the engine keeps in memory.
class Desk {
 public:
  explicit Desk(const client::Endpoints& endpoints) : client_(options_for(endpoints)) {
    for (std::size_t i = 0; i < kCases; ++i) take(i);
    if (held_.empty()) give_up("no case can be worked on");
  }

  void note(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      v1::TokenRequest request = held_[i % held_.size()];
      request.set_note("已联系物业，配件明天上午送到，预计下午更换完毕，届时再向来电人回复。");
      client_.send_token(v1::METHOD_PROGRESS, request,
                         [](const client::Result<v1::TokenReply>& reply) { answer_of(reply); });
      while (client_.pending() >= kWindow) client_.poll(kPatienceMs);
    }
    client_.drain();
  }
  std::uint64_t head() { return answer_of(client_.status()).head_sequence(); }
  double memory_mebi() {
    return static_cast<double>(answer_of(client_.status()).memory_bytes()) / kMebi;
  }

 private:
  void take(std::size_t number) {
    v1::SubmitRequest submit;
    submit.mutable_complaint()->set_source("wire");
    submit.mutable_complaint()->set_external_id("w" + std::to_string(number));
    submit.mutable_complaint()->set_text("锦鲤湾" + std::to_string(number + 1) +
                                         "号楼2单元楼道灯坏了好几天，请尽快来修。");
    const auto filed = client_.submit(submit);
    v1::PullRequest pull;
    pull.set_unit(answer_of(filed).unit());
    pull.set_worker("林师傅");
    pull.set_only_case(filed->case_id());
    pull.set_sign_at_once(true);
    const auto pulled = client_.pull(pull);
    if (answer_of(pulled).grants_size() != 1) return;  // a person must read it first
    v1::TokenRequest held;
    held.set_case_id(filed->case_id());
    held.set_token(pulled->grants(0).token());
    held.set_worker("林师傅");
    held_.push_back(std::move(held));
  }

  client::Client client_;
  std::vector<v1::TokenRequest> held_;
};

// Each watcher and each connection needs a few descriptors.
void allow_descriptors() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// The memory of an engine that nobody watches, under the same load.
struct Alone {
  double first{};   // growth, in MiB
  double second{};  // of the same load again
};

Alone measure_alone(const client::Endpoints& endpoints, std::size_t records) {
  Desk desk(endpoints);
  desk.note(records / 4);
  const double before = desk.memory_mebi();
  desk.note(records);
  const double after = desk.memory_mebi();
  desk.note(records);
  return {after - before, desk.memory_mebi() - after};
}

void measure_watched(const client::Endpoints& endpoints, const Alone& alone, std::size_t watchers,
                     std::size_t records) {
  const std::string name = "wire.watchers_" + std::to_string(watchers);
  Desk desk(endpoints);
  const double empty = desk.memory_mebi();
  Room room(endpoints, watchers);
  room.await(desk.head());
  report(name + ".connection_kb",
         (desk.memory_mebi() - empty) * 1024 / static_cast<double>(watchers));
  // Once, so that buffers and caches have what they need.
  desk.note(records / 4);
  room.await(desk.head());

  const double before = desk.memory_mebi();
  Stopwatch all_read;
  desk.note(records);
  room.await(desk.head());
  const double while_all_read = desk.memory_mebi();
  report(name + ".facts_per_second", static_cast<double>(records * watchers) / all_read.seconds());
  report(name + ".all_read.growth_mb", while_all_read - before);
  report(name + ".all_read.nobody_watches_mb", alone.first);
  report(name + ".all_read.because_of_watchers_mb", while_all_read - before - alone.first);

  room.stop_first();
  desk.note(records);
  const std::uint64_t head = desk.head();
  room.await(head);
  const double growth = desk.memory_mebi() - while_all_read;
  report(name + ".one_stopped.growth_mb", growth);
  report(name + ".one_stopped.nobody_watches_mb", alone.second);
  report(name + ".one_stopped.because_of_watchers_mb", growth - alone.second);

  auto& readers = room.close();
  Reader& stopped = *readers.front();
  const std::uint64_t bytes_before = stopped.bytes;
  const Stopwatch catching_up;
  stopped.read_until(head);
  report(name + ".catch_up_seconds", catching_up.seconds());
  report(name + ".would_have_queued_mb", static_cast<double>(stopped.bytes - bytes_before) / kMebi);
  const Reader& other = *readers.back();
  if (stopped.facts != other.facts || stopped.sum != other.sum || stopped.watch.gaps() != 0) {
    give_up("the watcher that had stopped did not get what the others got");
  }
}

}  // namespace

void measure_wire_watchers(const std::filesystem::path& folder, std::size_t watchers,
                           std::size_t records) {
  allow_descriptors();
  ::setenv("MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0", 1);
  Alone alone;
  {
    const DaemonProcess daemon(folder);
    alone = measure_alone(daemon.endpoints(), records);
  }
  const DaemonProcess daemon(folder);
  measure_watched(daemon.endpoints(), alone, watchers, records);
}

}  // namespace whistle::bench
