#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/fact_words.h"
#include "adapters/cli/number_option.h"
#include "adapters/cli/print_fact.h"
#include "adapters/cli/resume_file.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"
#include "adapters/client/watch.h"

namespace whistle::cli {

namespace {

using Steady = std::chrono::steady_clock;

// How long an end that is not a fact may go unnoticed.
constexpr std::uint32_t kSliceMs = 50;

struct Typed {
  std::uint64_t from = 0;
  bool from_given = false;
  std::string resume;
  std::vector<std::string> events;
  std::uint64_t case_id = 0;
  bool until_idle = false;
  std::uint64_t count = 0;  // 0: no end
};

// One watch from the first fact to the last line.
class Watcher {
 public:
  Watcher(Session& session, const Typed& typed)
      : session_(session), typed_(typed), watch_(session.options()) {
    if (!typed.resume.empty()) resume_.emplace(typed.resume);
  }

  Exit run();

 private:
  std::optional<Exit> begin();
  // Prints what was asked for and returns the position after it.
  std::uint64_t print(const v1::WatchEvents& events);
  bool enough() const { return typed_.count != 0 && printed_ >= typed_.count; }
  bool idle() const {
    return watch_.connected() && watch_.seen_sequence() >= watch_.head_sequence();
  }

  Session& session_;
  const Typed& typed_;
  client::Watch watch_;
  std::optional<ResumeFile> resume_;
  std::uint64_t printed_ = 0;
};

std::optional<Exit> Watcher::begin() {
  client::Selection selection;
  selection.events = typed_.events;
  selection.resume_after = typed_.from;
  selection.from_now = !typed_.from_given;
  if (resume_) {
    const auto position = resume_->read();
    if (!position) return session_.fail(kError, typed_.resume + " holds no position of a watch");
    // The file wins: --from says where to begin when there is none yet.
    if (*position) {
      selection.resume_after = **position;
      selection.from_now = false;
    }
  }
  for (const std::string& event : typed_.events) {
    // An engine that is newer than we are may know it, so this is no mistake for certain.
    if (!title_of_event(event)) {
      session_.world.err << "whistle: no event is known as " << event << '\n';
    }
  }
  watch_.subscribe(std::move(selection));
  return std::nullopt;
}

std::uint64_t Watcher::print(const v1::WatchEvents& events) {
  const v1::Fact* last = nullptr;
  for (const v1::Fact& fact : events.facts()) {
    if (enough()) {
      // A record of which only a part was printed is to come again.
      const bool same = fact.sequence() == last->sequence();
      return same ? last->sequence() - 1 : last->sequence();
    }
    last = &fact;
    if (typed_.case_id != 0 && fact.case_id() != typed_.case_id) continue;
    if (session_.json()) {
      print_json(session_.out(), fact);
    } else {
      session_.out() << fact_line(fact, session_.style()) << '\n' << std::flush;
    }
    ++printed_;
  }
  return events.seen_sequence();
}

Exit Watcher::run() {
  if (const auto exit = begin()) return *exit;
  const auto started = Steady::now();
  const auto patience = std::chrono::milliseconds(session_.timeout_ms());
  bool ever_connected = false;
  while (true) {
    const auto events = watch_.next(kSliceMs);
    if (watch_.problem()) return session_.fail(*watch_.problem());
    if (events) {
      const std::uint64_t position = print(*events);
      if (resume_ && !resume_->write(position)) {
        return session_.fail(kError, typed_.resume + " cannot be written");
      }
      // Whoever reads us has gone.
      if (!session_.out()) return kError;
    }
    if (enough() || (typed_.until_idle && idle())) return kDone;
    ever_connected = ever_connected || watch_.connected();
    // A watch lasts for days and outlives its engine, but an engine that was never there is a
    // mistake.
    if (!ever_connected && patience.count() > 0 && Steady::now() - started >= patience) {
      return session_.fail(
          client::Problem{.code = client::kUnavailable,
                          .reason = "CANNOT_CONNECT",
                          .message = "no engine at " + session_.options().endpoints.watch});
    }
  }
}

}  // namespace

void add_watch(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand("watch", "What happens, fact by fact, as it happens");
  auto typed = std::make_shared<Typed>();
  CLI::Option* from = add_number(verb, "--from", typed->from,
                                 "Begin after this record; 0: from the beginning "
                                 "(default: only what happens from now on)")
                          ->type_name("SEQ");
  verb.add_option("--resume", typed->resume,
                  "Keep the position in this file, and go on from it next time")
      ->type_name("FILE");
  verb.add_option("--event", typed->events,
                  "Only this kind of fact (case_escalated, clock_ran_out, ...); may be repeated")
      ->type_name("EVENT")
      ->allow_extra_args(false);
  add_number<std::uint64_t>(verb, "--case", typed->case_id, "Only this case", 1);
  verb.add_flag("--until-idle", typed->until_idle, "End when everything there is has been shown");
  add_number<std::uint64_t>(verb, "--count", typed->count, "End after so many facts", 1);
  verb.callback([&session, typed, from] {
    typed->from_given = from->count() > 0;
    session.line = client::Line::Watch;
    session.verb = [&session, typed] { return Watcher(session, *typed).run(); };
  });
}

}  // namespace whistle::cli
