#include "engine/app/daemon.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <utility>

#include "engine/app/load_rules.h"
#include "engine/journal/rocks_journal.h"
#include "engine/journal/row_codec.h"
#include "engine/journal/verify.h"
#include "engine/policy/policy.h"
#include "engine/runtime/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/pipeline.h"
#include "engine/service/service.h"
#include "engine/triage/triage.h"

namespace whistle::app {
namespace {

constexpr int kBadRules = 2;
constexpr int kBadJournal = 3;
constexpr int kCannotBind = 4;
constexpr int kJournalFailed = 5;

std::shared_ptr<spdlog::logger> make_log(config::LogLevel level) {
  auto log = std::make_shared<spdlog::logger>("whistled",
                                              std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_pattern("time=%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
  switch (level) {
    case config::LogLevel::Debug:
      log->set_level(spdlog::level::debug);
      break;
    case config::LogLevel::Info:
      log->set_level(spdlog::level::info);
      break;
    case config::LogLevel::Warn:
      log->set_level(spdlog::level::warn);
      break;
    case config::LogLevel::Error:
      log->set_level(spdlog::level::err);
      break;
  }
  log->flush_on(spdlog::level::info);
  return log;
}

// Everything that runs, in the order in which it must end.
class Daemon {
 public:
  Daemon(const RunOptions& options, spdlog::logger& log) : options_(options), log_(log) {}

  int run();

 private:
  int recover();
  int talk();
  void announce(const service::Endpoints& endpoints);
  void on_failure(const journal::Error& error);

  const RunOptions& options_;
  spdlog::logger& log_;
  std::unique_ptr<policy::Policy> policy_;
  std::unique_ptr<triage::Triage> triage_;
  std::unique_ptr<journal::RocksJournal> journal_;
  std::unique_ptr<runtime::Clock> clock_;
  runtime::DrivenClock* driven_{};
  std::unique_ptr<runtime::Engine> engine_;
};

int Daemon::run() {
  auto book = load_rules(options_.settings, std::cerr);
  if (!book) return kBadRules;
  policy_ = std::make_unique<policy::Policy>(*std::move(book));
  auto triage = triage::Triage::make(*policy_);
  if (!triage) {
    log_.error("msg=\"patterns do not compile\" error=\"{}\"", triage.error());
    return kBadRules;
  }
  triage_ = std::make_unique<triage::Triage>(*std::move(triage));
  if (const int failed = recover(); failed != 0) return failed;
  return talk();
}

int Daemon::recover() {
  auto opened = journal::RocksJournal::open(options_.settings.data_dir);
  if (!opened) {
    log_.error("msg=\"cannot open the journal\" folder=\"{}\" error=\"{}\"",
               options_.settings.data_dir.string(), opened.error().message);
    return kBadJournal;
  }
  journal_ = *std::move(opened);
  casework::State state;
  const auto recovered = journal_->recover(
      state, [this](std::uint64_t cases) { log_.info("msg=\"recovering\" open_cases={}", cases); });
  if (!recovered) {
    log_.error("msg=\"cannot recover\" error=\"{}\"", recovered.error().message);
    return kBadJournal;
  }
  const journal::Head head = journal_->head();
  log_.info("msg=\"recovered\" open_cases={} sequence={}", state.open_cases(), head.sequence.value);
  if (options_.driven_from) {
    auto driven =
        std::make_unique<runtime::DrivenClock>(std::max(*options_.driven_from, head.time));
    driven_ = driven.get();
    clock_ = std::move(driven);
  } else {
    clock_ = std::make_unique<runtime::SystemClock>();
  }
  engine_ = std::make_unique<runtime::Engine>(*policy_, std::move(state), head);
  return 0;
}

// Nothing that waits can be answered any more: what is on disk is unknown until it is read again.
void Daemon::on_failure(const journal::Error& error) {
  log_.critical("msg=\"the journal failed; ending, start again to recover\" error=\"{}\"",
                error.message);
  log_.flush();
  std::_Exit(kJournalFailed);
}

void Daemon::announce(const service::Endpoints& endpoints) {
  log_.info("msg=\"ready\" city={} intake={} work={} watch={} admin={}", policy_->book().name,
            endpoints.intake, endpoints.work, endpoints.watch, endpoints.admin);
  if (options_.ready_file.empty()) return;
  const auto draft = std::filesystem::path(options_.ready_file.string() + ".new");
  {
    std::ofstream file(draft);
    file << endpoints.intake << '\n'
         << endpoints.work << '\n'
         << endpoints.watch << '\n'
         << endpoints.admin << '\n';
  }
  std::error_code error;
  std::filesystem::rename(draft, options_.ready_file, error);
  if (error) {
    log_.warn("msg=\"cannot write the ready file\" file=\"{}\" error=\"{}\"",
              options_.ready_file.string(), error.message());
  }
}

int Daemon::talk() {
  const config::EngineSettings& settings = options_.settings;
  boost::asio::io_context loop;
  zmq::context_t context;
  service::Service service(
      {.loop = loop,
       .context = context,
       .policy = *policy_,
       .triage = *triage_,
       .journal = *journal_,
       .clock = *clock_,
       .driven = driven_ != nullptr,
       .last_complaint = engine_->state().counters().last_complaint,
       .settings = {.endpoints = {settings.endpoints.intake, settings.endpoints.work,
                                  settings.endpoints.watch, settings.endpoints.admin},
                    .disk_low_bytes = settings.limits.disk_free_bytes}});
  runtime::Pipeline pipeline(
      {.engine = *engine_,
       .journal = *journal_,
       .clock = *clock_,
       .driven = driven_,
       .limits = {.waiting_max = settings.limits.command_ring,
                  .group_records_max = settings.limits.commands_per_group,
                  .ticks_per_turn = settings.limits.ticks_per_turn},
       .on_durable = [&](const auto& group) { service.feed(group); },
       .on_failure = [this](const journal::Error& error) { on_failure(error); }});
  service.use(pipeline);
  const auto bound = service.bind();
  if (!bound) {
    log_.error("msg=\"cannot listen\" error=\"{}\"", bound.error());
    return kCannotBind;
  }
  boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code, int) {
    service.stop();
    loop.stop();
  });
  pipeline.start();
  service.start();
  announce(service.endpoints());
  loop.run();
  pipeline.stop();
  // What became durable while stopping is still told.
  loop.restart();
  loop.poll();
  log_.info("msg=\"stopped\" sequence={}", journal_->head().sequence.value);
  return 0;
}

}  // namespace

int run(const RunOptions& options) {
  const auto log = make_log(options.settings.log_level);
  return Daemon(options, *log).run();
}

int check(const config::EngineSettings& settings) {
  const auto book = load_rules(settings, std::cerr);
  if (!book) return kBadRules;
  const policy::Policy policy(*book);
  const auto triage = triage::Triage::make(policy);
  if (!triage) {
    std::fprintf(stderr, "%s\n", triage.error().c_str());
    return kBadRules;
  }
  fmt::print("{}: {} areas, {} units, {} categories, {} lexicon patterns, {} limits; version {}\n",
             book->name, book->areas.size(), book->units.size(), book->categories.size(),
             book->lexicon.size(), book->limits.size(), book->version.substr(0, 12));
  return 0;
}

int verify(const config::EngineSettings& settings) {
  auto opened = journal::RocksJournal::open(settings.data_dir, {.create = false});
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.error().message.c_str());
    return kBadJournal;
  }
  const journal::RocksJournal& journal = **opened;
  casework::State replayed;
  const auto walked = journal::verify(journal, [&](const journal::Record& record) {
    for (const casework::Event& event : record.events) replayed.apply(event);
  });
  if (!walked) {
    std::fprintf(stderr, "%s\n", walked.error().message.c_str());
    return kBadJournal;
  }
  casework::State stored;
  const auto recovered = journal.recover(stored, [](std::uint64_t) {});
  if (!recovered) {
    std::fprintf(stderr, "%s\n", recovered.error().message.c_str());
    return kBadJournal;
  }
  if (journal::digest_of(replayed) != journal::digest_of(stored)) {
    std::fprintf(stderr, "replaying the journal gives another state than the stored rows\n");
    return kBadJournal;
  }
  fmt::print("{} records, chain intact; replay equals the stored state ({} open cases)\n",
             journal.head().sequence.value, stored.open_cases());
  return 0;
}

}  // namespace whistle::app
