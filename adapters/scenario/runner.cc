#include "adapters/scenario/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/client/client.h"
#include "adapters/client/watch.h"
#include "adapters/scenario/actor.h"
#include "adapters/scenario/judge.h"
#include "adapters/scenario/transcript.h"

namespace whistle::scenario {
namespace {

constexpr std::uint32_t kWatchSliceMs = 1000;
constexpr int kWatchSlices = 30;

// The engine did not answer; it will not answer the next wish either.
bool is_silence(const client::Problem& problem) {
  return problem.reason == "NO_ANSWER" || problem.reason == "CANNOT_CONNECT";
}

class Runner {
 public:
  Runner(const Scenario& scenario, const Stage& stage, const v1::Welcome& welcome, Zone zone,
         client::Client& client, const std::shared_ptr<client::Context>& context)
      : scenario_(scenario),
        stage_(stage),
        zone_(zone),
        client_(client),
        watch_(stage.client, context),
        memory_(scenario.names),
        actor_(client, memory_, zone_, scenario.source),
        judge_(client, memory_, zone_),
        transcript_(stage.out, stage.paint, stage.quiet, scenario),
        now_ms_(zone.to_utc_ms(scenario.begins_wall_ms)) {
    report_.city = welcome.city();
    report_.steps = scenario.steps.size();
    watch_.subscribe({});
  }

  Report run();

 private:
  void play(const Step& step, std::size_t number);
  Outcome perform(const Step& step, std::size_t number);
  bool advance(std::int64_t to_ms);
  std::vector<v1::Fact> facts_since();
  void judge(const Step& step, const Outcome& outcome, const std::vector<v1::Fact>& facts);
  void judge_wish(const Step& step, const Outcome& outcome);
  void count(std::uint64_t line, const std::vector<std::string>& wrongs);
  void name(const Step& step, const Outcome& outcome, int n);

  const Scenario& scenario_;
  const Stage& stage_;
  Zone zone_;
  client::Client& client_;
  client::Watch watch_;
  Memory memory_;
  Actor actor_;
  Judge judge_;
  Transcript transcript_;
  std::int64_t now_ms_;
  Report report_;
  std::set<int> failed_rows_;
  bool step_failed_ = false;
};

Report Runner::run() {
  transcript_.begin();
  for (std::size_t i = 0; i < scenario_.steps.size() && !report_.broken_off; ++i) {
    if (stage_.before_step) stage_.before_step(i);
    play(scenario_.steps[i], i + 1);
  }
  if (const auto status = client_.status()) report_.tallies = status->tallies();
  for (const int row : failed_rows_) report_.rows.erase(row);
  transcript_.end(report_);
  return report_;
}

void Runner::play(const Step& step, std::size_t number) {
  step_failed_ = false;
  const std::int64_t at_ms = step.at ? instant_of(*step.at, zone_, now_ms_) : now_ms_;
  transcript_.step(number, local_text(zone_, at_ms), step);
  if (at_ms < now_ms_) {
    count(step.line, {fmt::format("at: {} is before the step before, at {}",
                                  local_text(zone_, at_ms), local_text(zone_, now_ms_))});
  }
  Outcome outcome;
  if (advance(std::max(at_ms, now_ms_)) && step.verb != "nothing") {
    outcome = perform(step, number);
    judge_wish(step, outcome);
  }
  if (!report_.broken_off) judge(step, outcome, facts_since());
  report_.rows.insert(step.rows.begin(), step.rows.end());
  if (step_failed_) failed_rows_.insert(step.rows.begin(), step.rows.end());
}

// Time passes, alarm by alarm. Done before each step, also when it passes nothing: an engine that
// was started again stands where its journal ended.
bool Runner::advance(std::int64_t to_ms) {
  now_ms_ = to_ms;
  client_.set_driven_time(to_ms);
  const auto status = client_.advance_time(to_ms);
  if (status) return true;
  count(0, {"time does not pass: " + status.problem().reason + ": " + status.problem().message});
  report_.broken_off = true;
  return false;
}

Outcome Runner::perform(const Step& step, std::size_t number) {
  Outcome outcome;
  for (int n = 1; n <= step.times && !report_.broken_off; ++n) {
    if (n > 1 && !advance(instant_of({.days_later = step.every.days, .rest_ms = step.every.rest_ms},
                                     zone_, now_ms_))) {
      break;
    }
    outcome = actor_.perform(step, number, n, now_ms_);
    name(step, outcome, n);
    report_.broken_off = outcome.problem && is_silence(*outcome.problem);
    // One that fails in the middle must not be hidden by the last.
    if (outcome.problem && step.refused != outcome.problem->reason) break;
  }
  return outcome;
}

void Runner::name(const Step& step, const Outcome& outcome, int n) {
  if (step.as.empty()) return;
  const auto give = [&](const std::string& name) {
    memory_.name(name, outcome.made);
    if (step.verb == "submit") memory_.name(name + ".complaint", outcome.complaint);
  };
  give(step.as);
  if (step.times > 1) give(numbered(step.as, n));
}

void Runner::judge_wish(const Step& step, const Outcome& outcome) {
  if (!outcome.problem) {
    if (step.refused.empty()) {
      count(step.line, {});
      return transcript_.granted(step, outcome.told);
    }
    return count(step.line, {fmt::format("{}: expected to be refused with {}, was granted: {}",
                                         step.verb, step.refused, outcome.told)});
  }
  const client::Problem& problem = *outcome.problem;
  if (problem.reason == step.refused) {
    count(step.line, {});
    return transcript_.refused(step, problem);
  }
  const std::string wanted =
      step.refused.empty() ? "" : fmt::format(" (expected {})", step.refused);
  count(step.line, {fmt::format("{}: refused with {}{}: {}", step.verb, problem.reason, wanted,
                                problem.message)});
}

// Every fact up to the last durable one that was not told before.
std::vector<v1::Fact> Runner::facts_since() {
  std::vector<v1::Fact> facts;
  const auto status = client_.status();
  if (!status) {
    count(0, {"no status: " + status.problem().reason + ": " + status.problem().message});
    report_.broken_off = true;
    return facts;
  }
  for (int slices = 0; watch_.seen_sequence() < status->head_sequence();) {
    const auto events = watch_.next(kWatchSliceMs);
    if (events) facts.insert(facts.end(), events->facts().begin(), events->facts().end());
    if (!events && (watch_.problem() || ++slices == kWatchSlices)) {
      const std::string why = watch_.problem() ? watch_.problem()->reason : "silence";
      count(0, {"the stream of facts has ended: " + why});
      report_.broken_off = true;
      break;
    }
  }
  return facts;
}

void Runner::judge(const Step& step, const Outcome& outcome, const std::vector<v1::Fact>& facts) {
  transcript_.facts(facts);
  if (report_.broken_off) return;
  for (const Check& check : step.checks) count(check.line, judge_.look(check, outcome, facts));
}

void Runner::count(std::uint64_t line, const std::vector<std::string>& wrongs) {
  ++report_.checks;
  if (wrongs.empty()) return;
  ++report_.failed;
  step_failed_ = true;
  for (const std::string& wrong : wrongs) transcript_.wrong(line, wrong);
}

bool refuse(const Stage& stage, const std::string& why) {
  stage.out << why << '\n';
  return false;
}

bool is_playable(const Stage& stage, const v1::Welcome& welcome, const Zone& zone,
                 std::int64_t begins_ms) {
  if (!welcome.driven_clock()) {
    return refuse(stage,
                  "the engine runs on the machine's clock; start whistled with --driven-from 0");
  }
  if (welcome.time_ms() > begins_ms) {
    return refuse(stage,
                  fmt::format("the engine's clock stands at {}, the scenario begins at {}, "
                              "and time does not go back; start whistled with an empty "
                              "--data folder and --driven-from 0",
                              local_text(zone, welcome.time_ms()), local_text(zone, begins_ms)));
  }
  return true;
}

}  // namespace

std::optional<Report> play(const Scenario& scenario, const Stage& stage) {
  const auto context = client::make_context();
  client::Client client(stage.client, context);
  const auto welcome = client.hello(client::Line::Admin);
  if (!welcome) {
    refuse(stage, fmt::format("no engine answers at {}: {}", stage.client.endpoints.admin,
                              welcome.problem().message));
    return std::nullopt;
  }
  const auto zone = Zone::find(welcome->time_zone());
  if (!zone) {
    refuse(stage, zone.problem().what);
    return std::nullopt;
  }
  if (!is_playable(stage, *welcome, *zone, zone->to_utc_ms(scenario.begins_wall_ms))) {
    return std::nullopt;
  }
  return Runner(scenario, stage, *welcome, *zone, client, context).run();
}

}  // namespace whistle::scenario
