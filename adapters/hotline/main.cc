#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "adapters/client/client.h"
#include "adapters/hotline/checkpoint.h"
#include "adapters/hotline/feed.h"
#include "adapters/hotline/feeder.h"
#include "adapters/hotline/options.h"
#include "adapters/hotline/reject_file.h"

namespace whistle::hotline {
namespace {

volatile std::sig_atomic_t interrupted = 0;
// The first signal ends in good order, the second at once.
void on_signal(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void say(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

int fail(const Problem& problem, int exit_code) {
  say(to_text(problem));
  return exit_code;
}

// Complaints that may go together do: that costs the engine and the network much less. Not too many
// of them, so that the next ones are on their way while it works.
class EngineIntake final : public Intake {
 public:
  explicit EngineIntake(client::Client& client) : client_(client) {}
  void submit(const v1::Complaint& complaint, std::function<void(SubmitResult)> done) override {
    v1::SubmitRequest request;
    *request.mutable_complaint() = complaint;
    gathered_.add<v1::SubmitReply>(v1::METHOD_SUBMIT, request, std::move(done));
    if (gathered_.size() == kTogetherMax) send();
  }
  // What was submitted and not sent.
  void send() {
    client_.send_bundle(client::Line::Intake, std::exchange(gathered_, client::Bundle()));
  }

 private:
  static constexpr std::size_t kTogetherMax = 64;

  client::Client& client_;
  client::Bundle gathered_;
};

// Keeps the checkpoint file up to date. Losing the last second of it only means that some rows are
// sent again.
class CheckpointKeeper {
 public:
  explicit CheckpointKeeper(const Options& options) : options_(options) {}

  // Where to begin. Refuses a checkpoint that belongs to another feed.
  Outcome<Checkpoint> start() {
    kept_.feed = std::filesystem::path(options_.feed).filename().string();
    if (options_.checkpoint.empty()) return kept_;
    auto loaded = load_checkpoint(options_.checkpoint);
    if (!loaded) return loaded.problem();
    if (!*loaded) return kept_;
    const Checkpoint& found = **loaded;
    const auto head = head_of(options_.feed, found.head.bytes);
    if (!head) return head.problem();
    if (found.feed != kept_.feed || *head != found.head) {
      return Problem{{options_.checkpoint},
                     "belongs to another feed (" + found.feed + "); remove it to start anew"};
    }
    kept_ = found;
    return kept_;
  }

  void keep(const Unanswered& unanswered, std::int64_t now, bool at_once) {
    if (options_.checkpoint.empty() || unanswered.row() == kept_.row) return;
    if (!at_once && now - kept_at_ms_ < 1000) return;
    kept_at_ms_ = now;
    kept_.row = unanswered.row();
    kept_.offset = unanswered.offset();
    const auto head = head_of(options_.feed, std::min(kept_.offset, kHeadBytesMax));
    if (!head) return say(to_text(head.problem()));
    kept_.head = *head;
    if (const auto problem = save_checkpoint(options_.checkpoint, kept_)) say(to_text(*problem));
  }

 private:
  const Options& options_;
  Checkpoint kept_;
  std::int64_t kept_at_ms_ = 0;
};

void show_progress(const FeederCounts& counts, std::size_t waiting, double seconds) {
  const double per_second = seconds > 0 ? static_cast<double>(counts.accepted) / seconds : 0;
  const std::string line =
      std::to_string(counts.sent) + " sent, " + std::to_string(counts.accepted) + " accepted, " +
      std::to_string(waiting) + " waiting, " + std::to_string(counts.refused + counts.bad) +
      " rejected, " + std::to_string(std::lround(per_second)) + "/s";
  std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
  std::fflush(stderr);
}

void show_summary(const Options& options, const FeederCounts& counts, double seconds) {
  const nlohmann::ordered_json summary{
      {"rows", counts.rows},         {"passed", counts.passed},
      {"sent", counts.sent},         {"accepted", counts.accepted},
      {"filed", counts.filed},       {"merged", counts.merged},
      {"declined", counts.declined}, {"awaits_triage", counts.triage},
      {"replayed", counts.replayed}, {"refused", counts.refused},
      {"bad", counts.bad},           {"seconds", seconds}};
  if (options.json) {
    std::printf("%s\n", summary.dump().c_str());
    return;
  }
  for (const auto& [name, value] : summary.items()) {
    std::printf("%-14s %s\n", name.c_str(), value.dump().c_str());
  }
}

int feed_all(const Options& options, Feed& feed, RejectFile* rejects) {
  CheckpointKeeper keeper(options);
  const auto start = keeper.start();
  if (!start) return fail(start.problem(), 2);

  client::Client client(options.client);
  EngineIntake intake(client);
  FeederOptions feeding = options.feeding;
  feeding.start = *start;
  Feeder feeder(feed, intake, feeding, [&](const Problem& problem, const std::string& raw) {
    say((isatty(STDERR_FILENO) != 0 ? "\r\x1b[K" : "") + to_text(problem));
    if (rejects != nullptr) rejects->add(problem, raw);
  });
  const bool progress = !options.quiet && isatty(STDERR_FILENO) != 0;
  const std::int64_t began = now_ms();
  std::int64_t shown = began;
  while (!feeder.finished() && interrupted == 0) {
    const auto wait = feeder.send_some(now_ms());
    intake.send();
    for (const Problem& warning : feed.take_warnings()) say(to_text(warning));
    // Without pending requests poll() does not wait, so a slow rate waits here.
    const auto wait_ms =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(wait.value_or(100), 1, 100));
    if (client.pending() > 0) {
      client.poll(wait_ms);
    } else if (wait) {
      ::usleep(wait_ms * 1000);
    }
    keeper.keep(feeder.unanswered(), now_ms(), false);
    if (progress && now_ms() - shown >= 100) {
      shown = now_ms();
      show_progress(feeder.counts(), feeder.unanswered().waiting(),
                    static_cast<double>(shown - began) / 1000);
    }
  }
  // What is on its way gets a moment to be answered, so that less is sent again next time.
  if (interrupted != 0) client.drain(2000);
  keeper.keep(feeder.unanswered(), now_ms(), true);
  if (progress) std::fprintf(stderr, "\r\x1b[K");
  show_summary(options, feeder.counts(), static_cast<double>(now_ms() - began) / 1000);
  if (const auto warning =
          client::warning_of_change(options.client.keys, client.counters().next_server_key)) {
    say(*warning);
  }
  if (feeder.failure()) return fail(*feeder.failure(), 1);
  return interrupted != 0 ? 130 : 0;
}

int run(int argc, char** argv) {
  const auto parsed = parse_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const Options& options = std::get<Options>(parsed);

  auto opened = open_feed(options.feed, options.reading);
  for (const Problem& problem : opened.problems) say(to_text(problem));
  if (!opened.feed) return 2;
  std::optional<RejectFile> rejects;
  if (!options.rejects.empty()) {
    auto file = RejectFile::open(options.rejects);
    if (!file) return fail(file.problem(), 1);
    rejects.emplace(*std::move(file));
  }
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  return feed_all(options, *opened.feed, rejects ? &*rejects : nullptr);
}

}  // namespace
}  // namespace whistle::hotline

int main(int argc, char** argv) {
  try {
    return whistle::hotline::run(argc, argv);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "whistle-hotline: %s\n", failure.what());
    return 1;
  }
}
