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
#include "adapters/cli/print_case.h"
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
  client::Selection chosen;  // what it shows
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
  void print_snapshot(const v1::WatchEvents& events);
  // False when the position cannot be kept.
  bool keep(std::uint64_t position);
  void tell_farewell();
  bool enough() const { return typed_.count != 0 && printed_ >= typed_.count; }
  bool is_kept() const { return watch_.acknowledged() >= kept_; }
  bool idle() const {
    return watch_.connected() && watch_.seen_sequence() >= watch_.head_sequence();
  }

  Session& session_;
  const Typed& typed_;
  client::Watch watch_;
  std::optional<ResumeFile> resume_;
  std::uint64_t printed_ = 0;
  std::uint64_t kept_ = 0;  // the position
  bool is_farewell_told_ = false;
};

std::optional<Exit> Watcher::begin() {
  client::Selection selection = typed_.chosen;
  selection.resume_after = typed_.from;
  selection.from_now = !typed_.from_given && !selection.snapshot;
  if (resume_) {
    const auto position = resume_->read();
    if (!position) return session_.fail(kError, typed_.resume + " holds no position of a watch");
    // The file wins: --from says where to begin when there is none yet.
    if (*position) {
      selection.resume_after = **position;
      selection.from_now = false;
    }
  }
  for (const std::string& event : typed_.chosen.events) {
    // An engine that is newer than we are may know it, so this is no mistake for certain.
    if (!title_of_event(event)) {
      session_.world.err << "whistle: no event is known as " << event << '\n';
    }
  }
  watch_.subscribe(std::move(selection));
  return std::nullopt;
}

void Watcher::print_snapshot(const v1::WatchEvents& events) {
  for (const v1::CaseView& view : events.cases()) {
    if (typed_.case_id != 0 && view.case_id() != typed_.case_id) continue;
    if (session_.json()) {
      print_json(session_.out(), view);
    } else {
      session_.out() << case_line(view, session_.style()) << '\n';
    }
  }
  session_.out() << std::flush;
}

bool Watcher::keep(std::uint64_t position) {
  kept_ = std::max(kept_, position);
  if (!typed_.chosen.cursor.empty()) watch_.acknowledge(kept_);
  return !resume_ || resume_->write(position);
}

// The watch goes on by itself; who looks at a still screen wants to know why it is still.
void Watcher::tell_farewell() {
  const auto& farewell = watch_.farewell();
  if (farewell && !is_farewell_told_) report(session_.world, session_.json(), *farewell);
  is_farewell_told_ = farewell.has_value();
}

std::uint64_t Watcher::print(const v1::WatchEvents& events) {
  print_snapshot(events);
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
      if (!keep(print(*events))) {
        return session_.fail(kError, typed_.resume + " cannot be written");
      }
      // Whoever reads us has gone.
      if (!session_.out()) return kError;
    }
    const bool is_over = enough() || (typed_.until_idle && idle());
    // What was shown is shown: the engine must know before we go.
    if (is_over && (typed_.chosen.cursor.empty() || is_kept())) return kDone;
    ever_connected = ever_connected || watch_.connected();
    tell_farewell();
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

template <class Value>
void add_choice(CLI::App& verb, const std::string& name, std::vector<Value>& values,
                const std::string& type, const std::string& description) {
  verb.add_option(name, values, description + "; may be repeated")
      ->type_name(type)
      ->allow_extra_args(false);
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
  add_choice(verb, "--event", typed->chosen.events, "EVENT",
             "Only this kind of fact (case_escalated, clock_ran_out, ...)");
  add_choice(verb, "--area", typed->chosen.areas, "CODE", "Only cases in this area or below it");
  add_choice(verb, "--severity", typed->chosen.severities, "COLOUR",
             "Only cases of this colour (red, yellow, blue)");
  add_choice(verb, "--tier", typed->chosen.tiers, "TIER",
             "Only cases at this tier (building ... district)");
  add_choice(verb, "--unit", typed->chosen.units, "UNIT", "Only cases this unit answers for");
  CLI::Option* snapshot =
      verb.add_flag("--snapshot", typed->chosen.snapshot, "The open cases first, then what follows")
          ->excludes(from);
  verb.add_option("--cursor", typed->chosen.cursor,
                  "Keep the position in the engine under this name, and go on from it next time")
      ->type_name("NAME")
      ->excludes(snapshot);
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
