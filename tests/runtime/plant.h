#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/journal/memory_journal.h"
#include "engine/runtime/pipeline.h"
#include "tests/support/faulty_journal.h"
#include "tests/support/rule_books.h"
#include "tests/support/scenario.h"

namespace whistle::runtime {

// A pipeline over a journal in memory, and what it told.
class Plant {
 public:
  explicit Plant(const Clock& clock, DrivenClock* driven = nullptr, PipelineLimits limits = {},
                 policy::RuleBook rules = support::changtai_rules())
      : policy_(std::move(rules)),
        engine_(policy_, casework::State{}, {}),
        pipeline_(
            {.engine = engine_,
             .journal = faulty_,
             .clock = clock,
             .driven = driven,
             .limits = limits,
             .on_durable =
                 [this](const std::shared_ptr<const journal::Group>& group) { durable(group); },
             .on_failure = [this](const journal::Error& error) { failed(error); }}) {}

  Pipeline& pipeline() { return pipeline_; }
  Engine& engine() { return engine_; }  // only before start() and after stop()
  support::FaultyJournal& journal() { return faulty_; }

  // A wish; its reply comes as a future.
  std::future<Reply> wish(casework::Command command, std::optional<Timestamp> driven_time = {},
                          Terms terms = {}) {
    auto promised = std::make_shared<std::promise<Reply>>();
    std::future<Reply> reply = promised->get_future();
    const bool accepted = pipeline_.offer({.command = std::move(command),
                                           .driven_time = driven_time,
                                           .answer =
                                               [this, promised](const Reply& told) {
                                                 ++told_;
                                                 promised->set_value(told);
                                               },
                                           .caller = {},
                                           .terms = std::move(terms)},
                                          true);
    EXPECT_TRUE(accepted);
    return reply;
  }
  std::future<Reply> submit(const support::Report& report,
                            std::optional<Timestamp> driven_time = {}) {
    return wish(support::complaint_of(report, ++serial_, support::Scenario::morning()),
                driven_time);
  }

  // Runs a look that stops the writer until let_go() is called; returns once it has stopped.
  void stop_writer() {
    std::promise<void> stopped;
    pipeline_.look([&stopped, go_on = go_on_.get_future().share()](const Engine&) {
      stopped.set_value();
      go_on.wait();
    });
    stopped.get_future().wait();
  }
  void let_go() { go_on_.set_value(); }

  std::vector<journal::Record> records() {
    const std::lock_guard lock(mutex_);
    return records_;
  }
  int told() const { return told_; }
  int failures() const { return failures_; }
  std::future<journal::Error> failure() { return failure_.get_future(); }
  // Called on the commit thread for each durable record, before its replies are told.
  std::function<void(const journal::Record&)> on_record;

 private:
  void durable(const std::shared_ptr<const journal::Group>& group) {
    {
      const std::lock_guard lock(mutex_);
      records_.insert(records_.end(), group->records.begin(), group->records.end());
    }
    if (!on_record) return;
    for (const journal::Record& record : group->records) on_record(record);
  }
  void failed(const journal::Error& error) {
    ++failures_;
    failure_.set_value(error);
  }

  policy::Policy policy_;
  journal::MemoryJournal kept_;
  support::FaultyJournal faulty_{kept_};
  Engine engine_;
  std::promise<void> go_on_;
  std::promise<journal::Error> failure_;
  std::mutex mutex_;
  std::vector<journal::Record> records_;
  std::atomic<int> told_{};
  std::atomic<int> failures_{};
  std::uint64_t serial_{};
  Pipeline pipeline_;  // last, so that its threads end first
};

inline casework::PullOrders pull(std::string unit) {
  return {
      .unit = {std::move(unit)}, .worker = {"chen"}, .max = 1, .only = {}, .sign_at_once = false};
}

// Is refused: there is no such case.
inline casework::FinishHandling finish_nothing() {
  casework::FinishHandling wish;
  wish.id = {99};
  return wish;
}

}  // namespace whistle::runtime
