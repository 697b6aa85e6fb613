#include "tests/support/past.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/casework/reports/what_if_acts.h"
#include "engine/casework/reports/what_if_shadow.h"

namespace whistle::support {

using namespace casework;  // NOLINT(google-build-using-namespace): the words of the field

Past::Past(policy::RuleBook rules, Timestamp start) : policy_(std::move(rules)), now_(start) {}

Past& Past::at(Timestamp now) {
  while (state_.next_alarm() <= now) {
    now_ = std::max(now_, state_.next_alarm());
    EXPECT_TRUE(wish(Tick{64}));
  }
  now_ = now;
  return *this;
}

bool Past::wish(const Command& wish) {
  auto decided = decide({state_, policy_, now_}, wish);
  if (!decided) return false;
  answer_ = std::move(decided->answer);
  if (decided->events.empty()) return true;
  for (const Event& event : decided->events) state_.apply(event);
  if (const auto* submitted = std::get_if<SubmitComplaint>(&wish)) {
    texts_[std::get<Receipt>(answer_).complaint] = submitted->complaint;
  }
  remember(wish, std::move(decided->events));
  return true;
}

void Past::remember(const Command& wish, std::vector<Event> events) {
  records_.push_back({now_, std::string(verb_of(wish)), actor_of(wish), std::move(events)});
}

CaseId Past::submit(const Report& report) {
  EXPECT_TRUE(wish(complaint_of(report, ++serial_, now_)));
  return std::get<Receipt>(answer_).id;
}

const Case& Past::the(CaseId id) const {
  const Case* item = state_.find(id);
  EXPECT_NE(item, nullptr) << "case " << id.value << " is closed";
  return *item;
}

WorkerName Past::worker(CaseId id) const { return {state_.symbols().name(the(id).worker)}; }

Past& Past::classify(CaseId id, std::string_view category, AreaCode area) {
  EXPECT_TRUE(wish(
      PullOrders{.unit = {std::string(kTriageDesk)}, .worker = {"desk"}, .max = 1, .only = id}));
  EXPECT_TRUE(wish(ClassifyCase{id, the(id).token, {"desk"}, {std::string(category)}, area}));
  return *this;
}

Past& Past::sign(CaseId id) {
  const std::string unit = state_.symbols().name(the(id).unit);
  EXPECT_TRUE(wish(
      PullOrders{.unit = {unit}, .worker = {"chen"}, .max = 1, .only = id, .sign_at_once = true}));
  return *this;
}

Past& Past::contact(CaseId id) {
  EXPECT_TRUE(wish(RecordContact{id, the(id).token, worker(id), {}}));
  return *this;
}

Past& Past::finish(CaseId id) {
  EXPECT_TRUE(wish(FinishHandling{id, the(id).token, worker(id), Solved::Solved, {}}));
  return *this;
}

Past& Past::check(CaseId id) {
  EXPECT_TRUE(wish(PostCheckCase{id, {"checker"}, true, {}}));
  return *this;
}

Past& Past::call_back(CaseId id) {
  std::vector<ComplaintId> complaints{the(id).first_complaint};
  for (const Joined& each : the(id).dossier->joined) {
    if (!each.repeat) complaints.push_back(each.complaint);
  }
  for (const ComplaintId each : complaints) {
    EXPECT_TRUE(wish(CallBack{.id = id,
                              .by = {"caller"},
                              .solved = Solved::Solved,
                              .satisfaction = Satisfaction::Satisfied,
                              .note = {},
                              .complaint = each,
                              .way = CallbackWay::Phone}));
  }
  return *this;
}

Past& Past::bring_to_end(CaseId id) {
  using std::chrono::hours;
  if (the(id).status == Status::Dispatched) sign(id).after(hours{1});
  if (the(id).status == Status::SignedFor && !the(id).contacted) contact(id).after(hours{1});
  if (the(id).status == Status::Dispatched) sign(id).after(hours{1});
  if (the(id).status == Status::SignedFor) finish(id).after(hours{1});
  if (the(id).status == Status::Finished) check(id).after(hours{1});
  if (state_.find(id) != nullptr) call_back(id).after(hours{1});
  EXPECT_EQ(state_.find(id), nullptr);
  return *this;
}

Past::Found Past::what_if(policy::RuleBook other, const Reads& reads, Timestamp from) const {
  const policy::Policy after(std::move(other));
  Found found;
  Acts acts;
  Courses journal;
  Shadow present(policy_);
  Shadow candidate(after);
  WhatIfComparison comparison(
      [&found](const CourseDifference& each) { found.differences.push_back(each); });
  const auto compare = [&] {
    comparison.add(WhatIfComparison::Side::Journal, journal.take_ended());
    comparison.add(WhatIfComparison::Side::Before, present.take_ended());
    comparison.add(WhatIfComparison::Side::After, candidate.take_ended());
  };
  for (const Record& record : records_) {
    if (record.at < from) continue;
    Turn turn = acts.read(record.at, record.verb, record.actor, record.events);
    note_record(record.events, turn, journal);
    Shared<triage::Findings> findings;
    if (turn.arrival) {
      turn.arrival->words = texts_.at(turn.arrival->complaint);
      findings = reads ? reads(*turn.arrival->findings) : turn.arrival->findings;
      present.follow(turn, turn.arrival->findings);
    } else {
      present.follow(turn, {});
    }
    candidate.follow(turn, findings);
    compare();
  }
  journal.end_all();
  present.end_at(now_);
  candidate.end_at(now_);
  compare();
  found.report = comparison.finish(present, candidate);
  found.joined_older = acts.joined_older();
  return found;
}

}  // namespace whistle::support
