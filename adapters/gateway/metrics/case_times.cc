#include "adapters/gateway/metrics/case_times.h"

#include <string_view>

namespace whistle::gateway::metrics {
namespace {

constexpr double kMsPerSecond = 1000.0;

const v1::Fact::Detail* detail_of(const v1::Fact& fact, std::string_view name) {
  for (const auto& detail : fact.details()) {
    if (detail.name() == name) return &detail;
  }
  return nullptr;
}

}  // namespace

bool CaseTimes::is_followed(const std::string& word, Stage& stage) {
  if (word == "sign") {
    stage = Stage::Sign;
    return true;
  }
  stage = Stage::Resolve;
  return word == "resolve";
}

void CaseTimes::start(std::uint64_t case_id, Stage stage, std::int64_t started_ms) {
  if (started_.size() >= clocks_max_) return;
  // What began twice, by a return or a new rule book, is counted from its first beginning.
  started_.try_emplace({case_id, stage}, started_ms);
}

void CaseTimes::take(const v1::WatchEvents& events) {
  if (events.has_snapshot_begin()) started_.clear();
  for (const v1::CaseView& item : events.cases()) {
    for (const v1::ClockView& clock : item.clocks()) {
      Stage stage{};
      if (is_followed(clock.stage(), stage)) start(item.case_id(), stage, clock.started_ms());
    }
  }
  for (const v1::Fact& fact : events.facts()) take_fact(fact);
}

void CaseTimes::take_fact(const v1::Fact& fact) {
  if (fact.event() == "case_closed" || fact.event() == "case_struck_off") {
    started_.erase({fact.case_id(), Stage::Sign});
    started_.erase({fact.case_id(), Stage::Resolve});
    return;
  }
  const auto* word = detail_of(fact, "stage");
  if (word == nullptr) return;
  if (fact.event() == "clock_ran_out") ++breaches_[word->value()];
  if (fact.event() == "clock_due_soon") ++warnings_[word->value()];
  Stage stage{};
  if (!is_followed(word->value(), stage)) return;
  if (fact.event() == "clock_started") {
    const auto* started = detail_of(fact, "started");
    start(fact.case_id(), stage, started != nullptr ? started->time_ms() : fact.time_ms());
  }
  const bool is_met = fact.event() == "clock_met";
  if (!is_met && fact.event() != "clock_dropped") return;
  const auto found = started_.find({fact.case_id(), stage});
  if (found == started_.end()) return;
  const double seconds = static_cast<double>(fact.time_ms() - found->second) / kMsPerSecond;
  if (is_met) (stage == Stage::Sign ? sign_ : resolve_).observe(seconds);
  started_.erase(found);
}

void CaseTimes::write(Exposition& to) const {
  to.histogram("civ_sign_seconds",
               "From the start of the promise to sign until it was kept, since the gateway began.");
  to.sample(sign_);
  to.histogram("civ_resolve_seconds",
               "From the start of the promise to resolve until it was met, kept or late, all hours "
               "counted, since the gateway began.");
  to.sample(resolve_);
  to.counter("civ_clock_breaches", "Promises that ran out, since the gateway began.");
  for (const auto& [stage, count] : breaches_) {
    to.sample(static_cast<double>(count), {{"clock", stage}});
  }
  to.counter("civ_clock_warnings", "Promises that came near their end, since the gateway began.");
  for (const auto& [stage, count] : warnings_) {
    to.sample(static_cast<double>(count), {{"clock", stage}});
  }
}

}  // namespace whistle::gateway::metrics
