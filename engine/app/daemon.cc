#include "engine/app/daemon.h"

#include <fmt/format.h>
#include <sched.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/book_shelf.h"
#include "engine/app/compiled_folder.h"
#include "engine/app/folder_size.h"
#include "engine/app/journal_check.h"
#include "engine/app/load_rules.h"
#include "engine/app/log.h"
#include "engine/app/rules_in_force.h"
#include "engine/app/urgency.h"
#include "engine/config/key_file.h"
#include "engine/config/principals.h"
#include "engine/journal/rocks_journal.h"
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

service::Limits limits_of(const config::EngineSettings::Limits& settings) {
  return {.memory_bytes = settings.memory_bytes,
          .intake_lag = Milliseconds{settings.intake_lag_ms},
          .disk_free_bytes = settings.disk_free_bytes,
          .watchers = settings.watchers,
          .cursors = settings.cursors,
          .waiting_pulls = settings.waiting_pulls,
          .pulls_per_connection = settings.pulls_per_connection,
          .kept_answers = settings.kept_answers,
          .sessions = settings.sessions,
          .connection_messages = static_cast<int>(settings.connection_messages),
          .command_ring = settings.command_ring,
          .commands_per_group = settings.commands_per_group,
          .ticks_per_turn = settings.ticks_per_turn};
}

// A connection is a descriptor, and ZeroMQ ends the process when it gets none.
void allow_connections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

CompiledFolder compiled_patterns(const config::EngineSettings& settings, spdlog::logger& log) {
  return {config::compiled_dir_of(settings),
          {.on_kept =
               [&log](const std::filesystem::path& file) {
                 log.info("msg=\"patterns compiled and kept\" file=\"{}\"", file.string());
               },
           .on_problem =
               [&log](const std::filesystem::path& file, const std::string& problem) {
                 log.warn("msg=\"compiled patterns\" file=\"{}\" problem=\"{}\"", file.string(),
                          problem);
               }}};
}

// Everything that runs, in the order in which it must end.
class Daemon {
 public:
  Daemon(const RunOptions& options, spdlog::logger& log)
      : options_(options), log_(log), compiled_(compiled_patterns(options.settings, log)) {}

  int run();

 private:
  int recover();
  int choose_rules();
  // Keeps a rule book beside what will be decided by it, and makes it ready for use.
  Outcome<service::Rules, std::string> make_ready(config::BundledBook held);
  int take_pack(config::BundledBook pack);
  Outcome<service::Rules, std::string> read_rules(const std::string& base, const std::string& pack);
  std::shared_ptr<const service::RuleTexts> texts_of(const std::string& version) const;
  int talk();
  // Of the threads that answer; 0: none, or not permitted, which is told.
  int permitted_priority();
  // What is not there or has problems, which are told, keeps the engine from starting.
  bool read_security();
  std::optional<service::ServerKey> read_key(const std::filesystem::path& file);
  std::shared_ptr<const service::Directory> read_principals();
  void reload_principals(service::Service& service);
  void tell_refused(const service::Handshake& handshake, const std::string& why,
                    std::uint64_t count);
  void announce(const service::Endpoints& endpoints);
  void on_failure(const journal::Error& error);
  int bad_rules(const std::string& problems);
  void tell(const std::vector<config::Problem>& warnings);
  static void tell_errors(const std::vector<config::Problem>& problems);

  const RunOptions& options_;
  spdlog::logger& log_;
  CompiledFolder compiled_;
  service::Rules rules_;
  std::unique_ptr<journal::RocksJournal> journal_;
  std::unique_ptr<BookShelf> shelf_;
  casework::State state_;  // as recovered; moves into the engine
  std::vector<journal::WatchCursor> cursors_;
  std::unique_ptr<runtime::Clock> clock_;
  runtime::DrivenClock* driven_{};
  std::unique_ptr<runtime::Engine> engine_;
  std::optional<service::ServerKey> server_key_;
  std::string next_server_key_;                          // the public half
  std::shared_ptr<const service::Directory> directory_;  // as the engine started
};

int Daemon::run() {
  if (const int failed = recover(); failed != 0) return failed;
  if (const int failed = choose_rules(); failed != 0) return failed;
  return talk();
}

int Daemon::bad_rules(const std::string& problems) {
  log_.error("msg=\"the rule book cannot be used\"");
  std::cerr << problems << '\n';
  return kBadRules;
}

void Daemon::tell(const std::vector<config::Problem>& warnings) {
  for (const config::Problem& warning : warnings) {
    std::string message = warning.message;
    std::ranges::replace(message, '"', '\'');
    log_.warn("msg=\"rule book\" file=\"{}\" line={} column={} warning=\"{}\"", warning.file,
              warning.line, warning.column, message);
  }
}

int Daemon::recover() {
  auto opened = journal::RocksJournal::open(options_.settings.data_dir);
  if (!opened) {
    log_.error("msg=\"cannot open the journal\" folder=\"{}\" error=\"{}\"",
               options_.settings.data_dir.string(), opened.error().message);
    return kBadJournal;
  }
  journal_ = *std::move(opened);
  journal_->keep_for(std::chrono::days{options_.settings.journal_keep_days});
  shelf_ = std::make_unique<BookShelf>(*journal_);
  const auto recovered = journal_->recover(state_, [this](std::uint64_t cases) {
    log_.info("msg=\"recovering\" open_cases={}", cases);
  });
  if (!recovered) {
    log_.error("msg=\"cannot recover\" error=\"{}\"", recovered.error().message);
    return kBadJournal;
  }
  auto cursors = journal_->cursors();
  if (!cursors) {
    log_.error("msg=\"cannot recover\" error=\"{}\"", cursors.error().message);
    return kBadJournal;
  }
  cursors_ = *std::move(cursors);
  const journal::Head head = journal_->head();
  log_.info("msg=\"recovered\" open_cases={} sequence={}", state_.open_cases(),
            head.sequence.value);
  if (options_.driven_from) {
    auto driven =
        std::make_unique<runtime::DrivenClock>(std::max(*options_.driven_from, head.time));
    driven_ = driven.get();
    clock_ = std::move(driven);
  } else {
    clock_ = std::make_unique<runtime::SystemClock>();
  }
  return 0;
}

Outcome<service::Rules, std::string> Daemon::make_ready(config::BundledBook held) {
  auto policy = std::make_shared<const policy::Policy>(std::move(held.book));
  auto triage = triage::Triage::make(*policy, &compiled_);
  if (!triage) return Failure{triage.error()};
  const auto kept =
      journal_->keep_policy(policy->book().version, config::encode_bundle(held.files));
  if (!kept) return Failure{kept.error().message};
  return service::Rules{std::move(policy), std::make_shared<triage::Triage>(*std::move(triage))};
}

// A journal goes on under the rule book it was under: rules change when somebody says so, not
// because a file did. A new journal begins under the pack of the settings.
int Daemon::choose_rules() {
  auto in_force = book_in_force(*journal_, state_);
  if (!in_force && !options_.take_pack) return bad_rules(in_force.error());
  std::optional<config::BundledBook> held = in_force ? *std::move(in_force) : std::nullopt;
  // What is on disk matters when it shall be used; else a mistake in it can wait.
  std::ostringstream problems;
  std::vector<config::Problem> warnings;
  const config::EngineSettings& settings = options_.settings;
  auto pack = load_rules_closely(settings, day_of(clock_->now()), warnings, problems);
  if (!pack && (!held || options_.take_pack)) return bad_rules(problems.str());
  tell(warnings);
  if (held && !options_.take_pack && (!pack || pack->book.version != held->book.version)) {
    log_.warn(
        "msg=\"the pack on disk is not in force; whistle policy apply puts it in force\" "
        "in_force={} pack={}",
        held->book.version, pack ? pack->book.version : "unreadable");
  }
  const casework::Adoption* adoption = state_.registers().adoption();
  const bool take =
      options_.take_pack && (held ? pack->book.version != held->book.version : adoption != nullptr);
  auto ready = make_ready(held ? *std::move(held) : *pack);
  if (!ready) return bad_rules(ready.error());
  rules_ = *std::move(ready);
  runtime::Engine::Book before;
  if (adoption != nullptr && adoption->spreading) {
    auto old = kept_book(*journal_, adoption->before);
    if (!old) return bad_rules(old.error());
    if (!*old) return bad_rules("the rule book that cases move from is not kept");
    before = std::make_shared<const policy::Policy>(std::move((*old)->book));
  }
  engine_ = std::make_unique<runtime::Engine>(rules_.policy, std::move(state_), journal_->head(),
                                              std::move(before));
  return take ? take_pack(*std::move(pack)) : 0;
}

// Before anybody is talked to, so that nothing is decided by the old book any more.
int Daemon::take_pack(config::BundledBook pack) {
  auto ready = make_ready(std::move(pack));
  if (!ready) return bad_rules(ready.error());
  const runtime::Reply reply = engine_->decide(
      casework::AdoptPolicy{
          .policy = ready->policy, .by = {"whistled"}, .reason = "taken from disk at the start"},
      clock_->now());
  if (!reply.result) return bad_rules(reply.result.error().detail);
  const auto durable = journal_->append(engine_->take_group());
  if (!durable) {
    log_.error("msg=\"cannot write the journal\" error=\"{}\"", durable.error().message);
    return kBadJournal;
  }
  rules_ = *std::move(ready);
  log_.info("msg=\"rule book taken\" version={}", rules_.policy->book().version);
  return 0;
}

Outcome<service::Rules, std::string> Daemon::read_rules(const std::string& base,
                                                        const std::string& pack) {
  config::EngineSettings settings = options_.settings;
  if (!base.empty()) settings.rules_base = base;
  settings.rules_city = pack;
  std::ostringstream problems;
  auto loaded = load_bundled_rules(settings, problems);
  if (!loaded) return Failure{problems.str()};
  return make_ready(*std::move(loaded));
}

std::shared_ptr<const service::RuleTexts> Daemon::texts_of(const std::string& version) const {
  const auto bytes = journal_->policy(version);
  if (!bytes || !*bytes) return nullptr;
  auto files = config::decode_bundle(**bytes);
  if (!files) return nullptr;
  return std::make_shared<const service::RuleTexts>(*std::move(files));
}

// Nothing that waits can be answered any more: what is on disk is unknown until it is read again.
void Daemon::on_failure(const journal::Error& error) {
  log_.critical("msg=\"the journal failed; ending, start again to recover\" error=\"{}\"",
                error.message);
  log_.flush();
  std::_Exit(kJournalFailed);
}

void Daemon::announce(const service::Endpoints& endpoints) {
  log_.info("msg=\"ready\" city={} intake={} work={} watch={} admin={}", rules_.policy->book().name,
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

void Daemon::tell_errors(const std::vector<config::Problem>& problems) {
  for (const config::Problem& problem : problems) {
    std::cerr << config::to_text(problem) << '\n';
  }
}

std::optional<service::ServerKey> Daemon::read_key(const std::filesystem::path& file) {
  const auto secret = config::load_secret_key(file);
  if (!secret) {
    tell_errors(secret.error());
    return std::nullopt;
  }
  auto key = service::server_key_of(*secret);
  if (key) return *std::move(key);
  std::cerr << file.string() << ": " << key.error() << '\n';
  return std::nullopt;
}

std::shared_ptr<const service::Directory> Daemon::read_principals() {
  auto principals = config::load_principals(options_.settings.security.principals);
  if (!principals) {
    tell_errors(principals.error());
    return nullptr;
  }
  // The rule book may learn of them later, so they are told and prevent nothing.
  for (const Principal& principal : *principals) {
    for (const AreaCode area : principal.areas.value_or(std::vector<AreaCode>())) {
      if (rules_.policy->area(area) != nullptr) continue;
      log_.warn("msg=\"unknown area of a principal\" principal={} area={}", principal.name,
                area.value);
    }
    for (const UnitCode& unit : principal.units.value_or(std::vector<UnitCode>())) {
      const bool is_desk =
          unit.value == casework::kTriageDesk || unit.value == casework::kDispatchDesk;
      if (is_desk || rules_.policy->unit(unit) != nullptr) continue;
      log_.warn("msg=\"unknown unit of a principal\" principal={} unit={}", principal.name,
                unit.value);
    }
  }
  log_.info("msg=\"principals read\" principals={}", principals->size());
  return std::make_shared<const service::Directory>(*std::move(principals));
}

bool Daemon::read_security() {
  const config::EngineSettings::Security& security = options_.settings.security;
  if (security.server_key.empty()) return true;
  server_key_ = read_key(security.server_key);
  if (!server_key_) return false;
  log_.info("msg=\"server key\" public={}", server_key_->open);
  if (!security.next_server_key.empty()) {
    const auto next = read_key(security.next_server_key);
    if (!next) return false;
    // Once it has become the one in use there is nothing to announce.
    if (next->open != server_key_->open) next_server_key_ = next->open;
    log_.info("msg=\"next server key\" public={}", next->open);
  }
  directory_ = read_principals();
  return directory_ != nullptr;
}

void Daemon::tell_refused(const service::Handshake& handshake, const std::string& why,
                          std::uint64_t count) {
  log_.warn("msg=\"handshake refused\" domain={} address={} key={} why=\"{}\" count={}",
            handshake.domain, handshake.address, name_of_key(handshake.key), why, count);
}

// A file with problems changes nothing: whoever was known stays known, and the log says so.
void Daemon::reload_principals(service::Service& service) {
  if (options_.settings.security.principals.empty()) return;
  if (const auto directory = read_principals()) {
    service.use(directory);
  } else {
    log_.error("msg=\"the principals stay as they were\"");
  }
}

int Daemon::permitted_priority() {
  const auto priority = static_cast<int>(options_.settings.realtime_priority);
  if (priority == 0) return 0;
  const auto permitted = may_be_urgent(priority);
  if (permitted) return priority;
  log_.warn("msg=\"no real-time priority\" realtime_priority={} why=\"{}\"", priority,
            permitted.error());
  return 0;
}

int Daemon::talk() {
  const config::EngineSettings& settings = options_.settings;
  allow_connections();
  if (!read_security()) return kBadRules;
  boost::asio::io_context loop;
  zmq::context_t context;
  const int priority = permitted_priority();
  if (priority > 0) {
    context.set(zmq::ctxopt::thread_sched_policy, SCHED_FIFO);
    context.set(zmq::ctxopt::thread_priority, priority);
  }
  service::Service service(
      {.loop = loop,
       .context = context,
       .rules = rules_,
       .read_rules = [this](const std::string& base,
                            const std::string& pack) { return read_rules(base, pack); },
       .book_of = [this](const std::string& version) { return shelf_->book(version); },
       .texts_of = [this](const std::string& version) { return texts_of(version); },
       .journal = *journal_,
       .clock = *clock_,
       .driven = driven_ != nullptr,
       .last_complaint = engine_->state().counters().last_complaint,
       .cursors = cursors_,
       .settings = {.endpoints = {settings.endpoints.intake, settings.endpoints.work,
                                  settings.endpoints.watch, settings.endpoints.admin},
                    .server_key = server_key_,
                    .next_server_key = next_server_key_,
                    .insecure = settings.security.insecure,
                    .limits = limits_of(settings.limits),
                    .journal_keep_days = settings.journal_keep_days},
       .back_up = [this](const journal::BackupWish& wish) { return journal_->back_up(wish); },
       .journal_bytes = [this] { return bytes_below(options_.settings.data_dir); }});
  runtime::Pipeline pipeline(
      {.engine = *engine_,
       .journal = *journal_,
       .clock = *clock_,
       .driven = driven_,
       .limits = {.waiting_max = settings.limits.command_ring,
                  .group_records_max = settings.limits.commands_per_group,
                  .ticks_per_turn = settings.limits.ticks_per_turn},
       .on_durable = [&](const auto& group) { service.feed(group); },
       .on_thread =
           [priority] {
             if (priority > 0) be_urgent(priority);
           },
       .on_failure = [this](const journal::Error& error) { on_failure(error); }});
  service.use(pipeline);
  if (directory_) service.use(directory_);
  const auto bound = service.bind();
  if (!bound) {
    log_.error("msg=\"cannot listen\" error=\"{}\"", bound.error());
    return kCannotBind;
  }
  service.report_to([this](const auto& handshake, const std::string& why, std::uint64_t count) {
    tell_refused(handshake, why, count);
  });
  service.report_unreadable_to([this](const service::Unreadable& unreadable) {
    log_.warn("msg=\"messages that cannot be read\" messages={} peers_sent_away={} dropped={}",
              unreadable.messages, unreadable.sent_away, unreadable.dropped);
  });
  boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code, int) {
    service.go_away();
    loop.stop();
  });
  boost::asio::signal_set reloads(loop, SIGHUP);
  std::function<void()> wait_for_reload = [&] {
    reloads.async_wait([&](boost::system::error_code stopped, int) {
      if (stopped) return;
      reload_principals(service);
      wait_for_reload();
    });
  };
  wait_for_reload();
  pipeline.start();
  service.start();
  announce(service.endpoints());
  // From here on, so that what was started before stays ordinary.
  if (priority > 0) be_urgent(priority);
  loop.run();
  pipeline.stop();
  service.stop();
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

int verify(const config::EngineSettings& settings) {
  const auto checked = check_journal(settings.data_dir);
  if (!checked) {
    std::fprintf(stderr, "%s\n", checked.error().message.c_str());
    return kBadJournal;
  }
  fmt::print("{}\n", to_text(*checked));
  return 0;
}

}  // namespace whistle::app
