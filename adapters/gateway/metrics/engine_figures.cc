#include "adapters/gateway/metrics/engine_figures.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace whistle::gateway::metrics {
namespace {

constexpr double kMsPerSecond = 1000.0;

double seconds(std::int64_t ms) { return static_cast<double>(ms) / kMsPerSecond; }

void write_tallies(const v1::Tallies& tallies, Exposition& to) {
  // No counter: who is taken out of a case makes one of its own, and one less is merged.
  to.gauge("civ_intake_complaints", "Complaints taken in, by what became of them.");
  to.sample(static_cast<double>(tallies.cases()), {{"disposition", "filed"}});
  to.sample(static_cast<double>(tallies.merged()), {{"disposition", "merged"}});
  to.sample(static_cast<double>(tallies.declined()), {{"disposition", "declined"}});
  to.counter("civ_complaints", "Complaints that were recorded.");
  to.sample(static_cast<double>(tallies.complaints()));
  to.counter("civ_cases_coloured", "Cases by the colour they were given.");
  to.sample(static_cast<double>(tallies.red()), {{"severity", "red"}});
  to.sample(static_cast<double>(tallies.yellow()), {{"severity", "yellow"}});
  to.sample(static_cast<double>(tallies.blue()), {{"severity", "blue"}});
  to.counter("civ_escalations", "Steps up the ladder.");
  to.sample(static_cast<double>(tallies.escalations()));
  to.counter("civ_cases_overdue", "Cases that missed a promise.");
  to.sample(static_cast<double>(tallies.overdue()));
  to.counter("civ_cards", "Cards that units were shown.");
  to.sample(static_cast<double>(tallies.yellow_cards()), {{"card", "yellow"}});
  to.sample(static_cast<double>(tallies.red_cards()), {{"card", "red"}});
  to.counter("civ_cases_reworked", "Cases sent back after they were finished.");
  to.sample(static_cast<double>(tallies.reworked()));
  to.counter("civ_cases_closed", "Cases that were closed.");
  to.sample(static_cast<double>(tallies.closed()));
  to.counter("civ_cases_closed_on_time", "Cases that were closed with all promises kept.");
  to.sample(static_cast<double>(tallies.closed_on_time()));
}

void write_limits(const v1::StatusReply& status, Exposition& to) {
  to.gauge("civ_engine_limit", "Limits of the engine, in their own unit.");
  for (const auto& limit : status.limits()) {
    to.sample(static_cast<double>(limit.value()), {{"limit", limit.name()}});
  }
  to.gauge("civ_engine_limit_used", "How near the limit it is; of free bytes, what there is.");
  for (const auto& limit : status.limits()) {
    if (limit.has_used()) to.sample(static_cast<double>(limit.used()), {{"limit", limit.name()}});
  }
  to.counter("civ_engine_refused", "Requests refused because of a limit, since the engine began.");
  for (const auto& limit : status.limits()) {
    to.sample(static_cast<double>(limit.refused()), {{"limit", limit.name()}});
  }
}

struct Named {
  std::string_view name;
  std::string_view metric;
  std::string_view help;
};
constexpr std::array kDistributions{
    Named{"group_write", "civ_journal_fsync_seconds", "Writing a group of records to disk."},
    Named{"answer", "civ_engine_answer_seconds", "From reading a wish to its answer."},
    Named{"alarm_lag", "civ_escalation_lag_seconds", "From an alarm's instant to its decision."}};
constexpr std::array kCounts{
    EngineCount{"commit_groups", false, "Groups of records that were written."},
    EngineCount{"records", false, "Records that were written."},
    EngineCount{"escalations", false, "Steps up the ladder."},
    EngineCount{"lapsed_leases", false, "Orders given back because their time was over."},
    EngineCount{"undelivered_grants", false, "Orders that did not reach who asked for them."},
    EngineCount{"superseded_tokens", false, "Wishes with a token that another has taken over."},
    EngineCount{"denied_handshakes", false, "Connections without a key that is known."},
    EngineCount{"unreadable_messages", false, "Messages that were no request."},
    EngineCount{"peers_sent_away", false, "Connections that sent too many of those."},
    EngineCount{"dropped_messages", false, "Messages of connections that were sent away."},
    EngineCount{"undelivered_answers", false,
                "Answers whose connection was gone, or did not read what waited for it."},
    EngineCount{"watchers", true, "Who watches."},
    EngineCount{"sessions", true, "Sessions of clients."},
    EngineCount{"waiting_pulls", true, "Workers that wait for an order."},
    EngineCount{"forgotten_records", true, "Records that the journal no longer keeps."}};

void write_distributions(const v1::StatusReply& status, Exposition& to) {
  for (const auto& told : status.distributions()) {
    const auto known = std::ranges::find(kDistributions, told.name(), &Named::name);
    if (known == kDistributions.end()) continue;
    if (told.counts_size() != told.bounds_size() + 1) continue;
    Histogram histogram;
    histogram.bounds.assign(told.bounds().begin(), told.bounds().end());
    histogram.counts.assign(told.counts().begin(), told.counts().end());
    histogram.sum = told.sum();
    to.histogram(std::string(known->metric), std::string(known->help));
    to.sample(histogram);
  }
}

// Of a count that is new to us nobody knows which of the two it is.
void write_counts(const v1::StatusReply& status, Exposition& to) {
  std::set<std::string_view> written;
  for (const auto& count : status.counts()) {
    const auto known = std::ranges::find(kCounts, count.name(), &EngineCount::name);
    if (known == kCounts.end() || !written.insert(known->name).second) continue;
    const std::string name = "civ_engine_" + count.name();
    if (known->stands) {
      to.gauge(name, std::string(known->help));
    } else {
      to.counter(name, std::string(known->help) + " Since the engine began.");
    }
    to.sample(static_cast<double>(count.value()));
  }
}

using BySeverity = std::map<std::string, std::array<double, 3>>;  // of a tier: red, yellow, blue

void write_by_severity(const BySeverity& sums, Exposition& to) {
  constexpr std::array<const char*, 3> kColours{"red", "yellow", "blue"};
  for (const auto& [tier, counts] : sums) {
    for (std::size_t i = 0; i < kColours.size(); ++i) {
      to.sample(counts.at(i), {{"tier", tier}, {"severity", kColours.at(i)}});
    }
  }
}

void write_each(const std::map<std::string, double>& values, Exposition& to) {
  for (const auto& [tier, value] : values) to.sample(value, {{"tier", tier}});
}

}  // namespace

std::span<const EngineCount> engine_counts() { return kCounts; }

void write_status(const v1::StatusReply& status, Exposition& to) {
  write_tallies(status.tallies(), to);
  to.gauge("civ_cases_open", "Cases that are not closed.");
  to.sample(static_cast<double>(status.open_cases()));
  to.gauge("civ_journal_head_sequence", "The last durable record.");
  to.sample(static_cast<double>(status.head_sequence()));
  to.gauge("civ_journal_bytes", "Size of the journal on disk.");
  if (status.journal_bytes() > 0) to.sample(static_cast<double>(status.journal_bytes()));
  to.gauge("civ_disk_free_bytes", "Free on the disk of the journal.");
  to.sample(static_cast<double>(status.disk_free_bytes()));
  to.gauge("civ_engine_resident_bytes", "Memory of the engine.");
  to.sample(static_cast<double>(status.memory_bytes()));
  to.counter("civ_intake_refused", "Complaints refused for load, since the engine began.");
  to.sample(static_cast<double>(status.refused_full()));
  const bool is_late = status.next_alarm_ms() != 0 && status.next_alarm_ms() < status.time_ms();
  to.gauge("civ_timer_oldest_overdue_seconds", "How late the alarm is that waits for longest.");
  to.sample(is_late ? seconds(status.time_ms() - status.next_alarm_ms()) : 0);
  to.gauge("civ_timer_lateness_max_seconds", "The latest alarm since the engine began.");
  to.sample(seconds(static_cast<std::int64_t>(status.alarm_lateness_max_ms())));
  to.gauge("civ_engine_info", "What the engine is, and by which rule book it decides.");
  to.sample(1, {{"version", status.engine_version()}, {"policy_version", status.policy_version()}});
  write_limits(status, to);
  write_distributions(status, to);
  write_counts(status, to);
}

void write_queues(const v1::QueuesReply& queues, Exposition& to) {
  BySeverity depth;
  std::map<std::string, double> overdue;
  for (const auto& queue : queues.queues()) {
    auto& sums = depth[queue.tier()];
    sums[0] += queue.red();
    sums[1] += queue.yellow();
    sums[2] += queue.blue();
    const std::int64_t late =
        queue.earliest_due_ms() == 0
            ? 0
            : std::max<std::int64_t>(queues.time_ms() - queue.earliest_due_ms(), 0);
    overdue[queue.tier()] = std::max(overdue[queue.tier()], seconds(late));
  }
  to.gauge("civ_queue_depth", "Orders that wait to be taken.");
  write_by_severity(depth, to);
  to.gauge("civ_queue_overdue_seconds", "How late the waiting order is that is due first.");
  write_each(overdue, to);
}

void write_loads(const std::vector<search::Load>& loads, std::int64_t now_ms, Exposition& to) {
  BySeverity open;
  std::map<std::string, double> oldest;
  std::map<std::string, double> escalations;
  for (const search::Load& load : loads) {
    auto& sums = open[load.tier];
    sums[0] += load.red;
    sums[1] += load.yellow;
    sums[2] += load.blue;
    escalations[load.tier] += load.escalations_last_hour;
    const double age =
        load.oldest_received_ms == 0 ? 0 : std::max(seconds(now_ms - load.oldest_received_ms), 0.0);
    oldest[load.tier] = std::max(oldest[load.tier], age);
  }
  to.gauge("civ_issues_open", "Open cases, by who has them.");
  write_by_severity(open, to);
  to.gauge("civ_issues_oldest_seconds", "Age of the oldest open case.");
  write_each(oldest, to);
  to.gauge("civ_escalations_last_hour", "Escalations of open cases in the last hour.");
  write_each(escalations, to);
}

}  // namespace whistle::gateway::metrics
