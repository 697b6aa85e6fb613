#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "engine/journal/memory_journal.h"
#include "engine/journal/row_codec.h"
#include "engine/runtime/engine.h"
#include "tests/support/rule_books.h"
#include "tests/support/scenario.h"

namespace whistle::runtime {

// An engine and the journal that survives it.
class Machine {
 public:
  explicit Machine(policy::RuleBook rules = support::changtai_rules()) : policy_(std::move(rules)) {
    start();
  }

  Engine& engine() { return *engine_; }
  journal::MemoryJournal& journal() { return journal_; }
  std::string digest() const { return journal::digest_of(engine_->state()); }

  Reply submit(const support::Report& report, Timestamp at) {
    return wish(support::complaint_of(report, ++serial_, at), at);
  }
  // As the service sends it: a complaint's receipt was just looked for on disk.
  Reply wish(casework::Command command, Timestamp at) {
    if (auto* submit = std::get_if<casework::SubmitComplaint>(&command)) {
      submit->looked_up_through = engine_->state().counters().last_complaint;
    }
    return engine_->decide(command, at);
  }
  // One wish, the token as it stands.
  template <class Wish>
  Reply work(Timestamp at) {
    const casework::Case* item = engine_->state().find({1});
    Wish wish;
    wish.id = {1};
    wish.token = item != nullptr ? item->token : Token{};
    wish.worker = {"chen"};
    return engine_->decide(wish, at);
  }

  // What has formed goes to the disk.
  void commit() {
    if (engine_->forming() == 0) return;
    const auto durable = journal_.append(engine_->take_group());
    ASSERT_TRUE(durable.has_value()) << durable.error().message;
  }

  // The process ends without warning; a new one starts with what is on disk.
  void crash() {
    engine_.reset();
    start();
  }

 private:
  void start() {
    casework::State state;
    const auto recovered = journal_.recover(state, [](std::uint64_t) {});
    WHISTLE_CHECK(recovered.has_value());
    engine_ = std::make_unique<Engine>(policy_, std::move(state), journal_.head());
  }

  policy::Policy policy_;
  journal::MemoryJournal journal_;
  std::unique_ptr<Engine> engine_;
  std::uint64_t serial_{};
};

inline casework::PullOrders pull(std::string unit, bool sign_at_once = false) {
  return {.unit = {std::move(unit)},
          .worker = {"chen"},
          .max = 1,
          .only = {},
          .sign_at_once = sign_at_once};
}

inline const casework::Receipt& receipt_of(const Reply& reply) {
  return std::get<casework::Receipt>(reply.result.value());
}

}  // namespace whistle::runtime
