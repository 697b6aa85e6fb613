#include <chrono>
#include <string>
#include <utility>

#include "bench/measure.h"
#include "bench/pipeline/rig.h"
#include "bench/pipeline/year.h"
#include "engine/app/what_if_run.h"
#include "engine/journal/rocks_journal.h"

namespace whistle::bench {
namespace {

// Half as long for whatever is blue: nearly every case has another deadline.
void shorten_resolve(policy::RuleBook& book) {
  for (policy::LimitRule& rule : book.limits) {
    const bool is_general = rule.stage == Stage::Resolve && rule.severity == Severity::Blue &&
                            !rule.category && !rule.condition && rule.limit;
    if (is_general) rule.limit->value = std::max(1, rule.limit->value / 2);
  }
}

// A word that stands in many texts means another matter.
void change_reading(policy::RuleBook& book) {
  book.lexicon.push_back({.pattern = {.text = "路灯坏了", .regex = false},
                          .category = book.categories.front().code,
                          .weight = 40});
}

void measure(const std::string& name, City& city, policy::RuleBook other, bool reads_anew,
             const journal::RowJournal& journal) {
  constexpr std::chrono::days kLong{4000};
  other.version = name;
  const policy::Policy after(std::move(other));
  const Stopwatch watch;
  std::uint64_t told = 0;
  const auto run = app::run_what_if(
      journal, {*city.policy, after, reads_anew},
      {Timestamp{}, Timestamp{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}} + kLong},
      [&told](const casework::CourseDifference&) { ++told; });
  if (!run) give_up(run.error());
  const double seconds = watch.seconds();
  const casework::WhatIf& report_of = run->report;
  report(name + ".complaints", static_cast<double>(report_of.complaints));
  report(name + ".records", static_cast<double>(run->records));
  report(name + ".agree", static_cast<double>(report_of.fidelity.agree));
  report(name + ".different", static_cast<double>(told));
  report(name + ".seconds", seconds);
  report(name + ".complaints_per_second", static_cast<double>(report_of.complaints) / seconds);
  report(name + ".resident_mb", static_cast<double>(resident_bytes()) / 1e6);
}

}  // namespace

void measure_what_if(City& city, const std::filesystem::path& folder) {
  auto opened = journal::RocksJournal::open(folder, {.create = false, .read_only = true});
  if (!opened) give_up(opened.error().message);
  policy::RuleBook limit = city.policy->book();
  shorten_resolve(limit);
  policy::RuleBook reading = limit;
  change_reading(reading);
  measure("what_if.read_anew", city, std::move(reading), true, **opened);
  measure("what_if.limit_alone", city, std::move(limit), false, **opened);
}

}  // namespace whistle::bench
