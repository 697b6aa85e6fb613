#include "adapters/replay/session.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "adapters/client/client.h"
#include "adapters/client/watch.h"
#include "adapters/replay/audience.h"
#include "adapters/replay/closing_crew.h"
#include "adapters/replay/district_crew.h"
#include "adapters/replay/engine_link.h"
#include "adapters/replay/player.h"
#include "adapters/replay/screen.h"
#include "adapters/replay/summary.h"

namespace whistle::replay {
namespace {

constexpr std::int64_t kReadEveryMs = 20;
constexpr std::uint32_t kFirstAnswerMs = 10'000;
constexpr std::uint32_t kStreamPatienceMs = 15'000;

class SteadyWall final : public Wall {
 public:
  std::int64_t now_ms() override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
  void pause_ms(std::int64_t duration_ms) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(duration_ms));
  }
};

void say(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

// The engine's greeting, if it is one to play with.
std::optional<v1::Welcome> greet(const Options& options, const Rows& rows, const Stretch& stretch,
                                 const std::shared_ptr<client::Context>& context) {
  client::Options impatient = options.client;
  impatient.give_up_after_ms = kFirstAnswerMs;
  client::Client client(impatient, context);
  const auto welcome = client.hello(client::Line::Admin);
  if (!welcome) {
    say(fmt::format("no engine answers at {}: {}", options.client.endpoints.admin,
                    welcome.problem().message));
    return std::nullopt;
  }
  if (!welcome->driven_clock()) {
    say("the engine runs on the machine's clock; start whistled with --driven-from 0");
    return std::nullopt;
  }
  if (welcome->time_ms() > stretch.from_ms) {
    say(fmt::format(
        "the engine's clock stands at {}, the replay begins at {}, and time does not go "
        "back; start whistled with an empty --data folder and --driven-from {}",
        rows.local.text(welcome->time_ms()), rows.local.text(stretch.from_ms), stretch.from_ms));
    return std::nullopt;
  }
  return *welcome;
}

// Everything of one replay that the steps below share.
class Session {
 public:
  Session(const Options& options, const LoadedRows& loaded, Stretch stretch,
          const v1::Welcome& welcome, const std::shared_ptr<client::Context>& context)
      : options_(options),
        rows_(loaded.rows),
        stretch_(stretch),
        client_(options.client, context),
        link_(client_),
        watch_(options.client, context),
        account_(loaded.source),
        screen_(stderr, options.quiet) {
    picture_.title = welcome.city_title().empty() ? welcome.city() : welcome.city_title();
    picture_.feed = std::filesystem::path(loaded.feed).filename().string();
    picture_.local = rows_.local;
    picture_.stretch = stretch;
    picture_.now_ms = stretch.from_ms;
    if (rows_.from_export) {
      crew_ = std::make_unique<ClosingCrew>(link_, timeline_);
    } else {
      crew_ = std::make_unique<DistrictCrew>(link_, timeline_, rows_.local, options.crew_seed);
    }
  }

  // False when interrupted, or when the engine refuses what every replay needs.
  bool play(const std::function<bool()>& interrupted);
  Summary conclude();

 private:
  void look_on(std::int64_t at_ms);
  void take_status(const v1::StatusReply& status);
  void check_all();
  void report_surprises() const;

  const Options& options_;
  const Rows& rows_;
  Stretch stretch_;
  client::Client client_;
  EngineLink link_;
  client::Watch watch_;
  Timeline timeline_;
  Account account_;
  SteadyWall wall_;
  Screen screen_;
  Picture picture_;
  std::unique_ptr<Crew> crew_;
  std::optional<Audience> audience_;
  std::optional<Player> player_;
  v1::Tallies before_;
  std::int64_t began_ms_ = 0;
  std::int64_t read_ms_ = 0;
};

bool Session::play(const std::function<bool()>& interrupted) {
  began_ms_ = wall_.now_ms();
  const auto start = client_.advance_time(stretch_.from_ms);
  if (!start) {
    say("the engine's clock cannot be driven: " + start.problem().message);
    return false;
  }
  before_ = start->tallies();
  audience_.emplace(watch_, start->head_sequence(), account_, picture_);
  const auto look = [&](std::int64_t at_ms) {
    look_on(at_ms);
    if (interrupted()) player_->stop();
  };
  player_.emplace(Player::Parts{link_, timeline_, account_, *crew_, wall_, look,
                                [&](const v1::StatusReply& status) { take_status(status); }},
                  rows_, stretch_, options_.seconds);
  player_->play();
  picture_.now_ms = interrupted() ? picture_.now_ms : stretch_.to_ms;
  return !interrupted();
}

void Session::look_on(std::int64_t at_ms) {
  const std::int64_t now_ms = wall_.now_ms();
  picture_.now_ms = at_ms;
  if (now_ms - read_ms_ < kReadEveryMs) return;
  read_ms_ = now_ms;
  audience_->read();
  if (!screen_.wants(now_ms)) return;
  picture_.complaints = account_.complaints();
  picture_.refused = account_.refused();
  screen_.show(picture_, now_ms);
}

void Session::take_status(const v1::StatusReply& status) {
  picture_.tallies = difference(status.tallies(), before_);
  picture_.open_cases = status.open_cases();
  picture_.lateness_max_ms = std::max(picture_.lateness_max_ms, status.alarm_lateness_max_ms());
}

// Sends every accepted complaint once more: the engine must know it.
void Session::check_all() {
  client_.set_driven_time(0);
  for (const hotline::GoodRow& row : rows_.rows) {
    const std::string& id = row.complaint.external_id();
    if (!account_.accepted(id)) continue;
    v1::SubmitRequest request;
    *request.mutable_complaint() = row.complaint;
    client_.send_submit(request, [this, id](const client::Result<v1::SubmitReply>& answer) {
      account_.checked(id, answer);
    });
    while (client_.pending() >= options_.client.window) client_.poll(1000);
  }
  client_.drain();
}

void Session::report_surprises() const {
  for (const auto& [reason, count] : player_->refusals()) {
    say(fmt::format("{} complaints were refused: {}", count, reason));
  }
  for (const auto& [reason, count] : crew_->surprises()) {
    say(fmt::format("{} times the crew met: {}", count, reason));
  }
  if (watch_.problem()) say("the watch stream was refused: " + watch_.problem()->message);
}

Summary Session::conclude() {
  const auto end = client_.advance_time(stretch_.to_ms);
  if (end) take_status(*end);
  if (end && !audience_->read_through(end->head_sequence(), kStreamPatienceMs)) {
    say("the watch stream ended early; duplicates may be missed");
  }
  picture_.complaints = account_.complaints();
  picture_.refused = account_.refused();
  screen_.show(picture_, wall_.now_ms());
  screen_.leave();
  check_all();
  report_surprises();

  Summary summary;
  summary.tallies = picture_.tallies;
  summary.lost = account_.lost();
  summary.duplicated = account_.duplicated();
  if (rows_.compares) {
    summary.agreement.emplace(rows_.taken_ms);
    for (const auto& [index, outcome] : player_->outcomes()) {
      summary.agreement->add(rows_.rows[index].aftermath, outcome.due_ms,
                             audience_->closed_on_time(outcome.case_id));
    }
  }
  summary.sent = account_.complaints();
  summary.refused = account_.refused();
  summary.bad_rows = rows_.bad.size();
  summary.open_cases = picture_.open_cases;
  summary.late_wishes = link_.late();
  summary.resent = client_.counters().resent;
  summary.lateness_max_ms = picture_.lateness_max_ms;
  summary.seconds = static_cast<double>(wall_.now_ms() - began_ms_) / 1000;
  return summary;
}

}  // namespace

int run(const Options& options, const std::function<bool()>& interrupted) {
  const LoadedRows loaded = load_rows(options.rows);
  for (const auto& problem : loaded.rows.bad) say(to_text(problem));
  for (const auto& problem : loaded.problems) say(to_text(problem));
  if (!loaded.problems.empty()) return 2;
  const auto stretch = stretch_of(loaded.rows, options.from, options.to);
  if (!stretch) {
    say("nothing lies between --from and --to");
    return 2;
  }
  const auto context = client::make_context();
  const auto welcome = greet(options, loaded.rows, *stretch, context);
  if (!welcome) return 1;

  Session session(options, loaded, *stretch, *welcome, context);
  if (!session.play(interrupted)) return interrupted() ? 130 : 1;
  const Summary summary = session.conclude();
  if (!options.quiet || !options.json) std::printf("%s", table_of(summary).c_str());
  if (options.json) std::printf("%s\n", json_of(summary).c_str());
  return summary.lost == 0 && summary.duplicated == 0 ? 0 : 1;
}

}  // namespace whistle::replay
