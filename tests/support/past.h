#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/casework/decide.h"
#include "engine/casework/reports/what_if.h"
#include "engine/policy/policy.h"
#include "tests/support/scenario.h"

namespace whistle::support {

// What happened under one rule book, record by record, as a journal has it.
class Past {
 public:
  explicit Past(policy::RuleBook rules, Timestamp start = Scenario::morning());

  // Alarms fire on the way, each at its own instant.
  Past& at(Timestamp now);
  Past& after(Milliseconds pause) { return at(now_ + pause); }
  // A wish; one that is refused leaves no record. Says whether it was granted.
  bool wish(const casework::Command& wish);

  // The straight way, each step requiring the one before.
  CaseId submit(const Report& report);  // the case it began or joined
  Past& classify(CaseId id, std::string_view category, AreaCode area);
  Past& sign(CaseId id);  // pulls and signs for it, wherever it waits
  Past& contact(CaseId id);
  Past& finish(CaseId id);
  Past& check(CaseId id);
  Past& call_back(CaseId id);  // everybody who is to be asked
  // All of the above that is left, an hour apart.
  Past& bring_to_end(CaseId id);

  Timestamp now() const { return now_; }
  const casework::State& state() const { return state_; }
  const casework::Case& the(CaseId id) const;
  const casework::Answer& answer() const { return answer_; }

  // The stretch from an instant to now under another book. `reads` says how that book reads what
  // the journal read in a certain way; without one it reads the same.
  using Reads = std::function<triage::Findings(const triage::Findings&)>;
  struct Found {
    casework::WhatIf report;
    std::vector<casework::CourseDifference> differences;
    std::uint64_t joined_older{};
  };
  Found what_if(policy::RuleBook other, const Reads& reads = {}, Timestamp from = {}) const;

 private:
  struct Record {
    Timestamp at;
    std::string verb;
    std::string actor;
    std::vector<casework::Event> events;
  };
  void remember(const casework::Command& wish, std::vector<casework::Event> events);
  WorkerName worker(CaseId id) const;

  policy::Policy policy_;
  casework::State state_;
  Timestamp now_;
  std::vector<Record> records_;
  std::map<ComplaintId, Complaint> texts_;
  casework::Answer answer_;
  std::uint64_t serial_{};
};

}  // namespace whistle::support
