#include "tests/support/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "engine/calendar/clock.h"
#include "engine/casework/chapters/draft.h"
#include "engine/core/check.h"
#include "tests/support/invariants.h"

namespace whistle::support {
namespace {

using casework::Event;

// Numbers so different that no two texts look alike.
std::uint64_t likeness_of(std::uint64_t serial) { return serial * 0x9e3779b97f4a7c15U; }

casework::ClockStarted started(CaseId id, Stage stage, const calendar::Calendar& calendar,
                               std::string_view limit, Timestamp from, std::string rule) {
  const calendar::ClockReading reading = calendar::start_clock(calendar, from, limit_of(limit));
  return {.id = id,
          .stage = stage,
          .calendar = calendar.name(),
          .reading = reading,
          .started = from,
          .since = from,
          .alarms = calendar::alarms_of(calendar, reading, from, {}),
          .rule = {std::move(rule)}};
}

// The facts line by line: what both have, what was expected (-), and what came instead (+).
std::string comparison(const std::vector<Event>& expected, const std::vector<Event>& actual) {
  std::string text;
  for (std::size_t i = 0; i < std::max(expected.size(), actual.size()); ++i) {
    const bool same = i < expected.size() && i < actual.size() && expected[i] == actual[i];
    if (same) {
      text += "    " + to_text(actual[i]) + "\n";
      continue;
    }
    if (i < expected.size()) text += "  - " + to_text(expected[i]) + "\n";
    if (i < actual.size()) text += "  + " + to_text(actual[i]) + "\n";
  }
  return text;
}

}  // namespace

casework::SubmitComplaint complaint_of(const Report& report, std::uint64_t serial, Timestamp at) {
  casework::SubmitComplaint wish;
  wish.complaint.source = "hotline";
  wish.complaint.external_id =
      report.external_id.empty() ? "H-" + std::to_string(serial) : report.external_id;
  wish.complaint.channel = Channel::Phone;
  wish.complaint.occurred_at = at;
  wish.complaint.requester = report.requester.value_or("resident-" + std::to_string(serial));
  wish.complaint.text = report.category + " in " + std::to_string(report.area.value);
  wish.complaint.condition = {report.condition};
  triage::Findings& found = wish.findings.edit();
  found.request_type = report.request_type;
  found.category.category = {report.category};
  found.category.certainty = report.category_certainty;
  found.place.area = report.area;
  found.place.certainty = report.place_certainty;
  found.severity.severity = report.severity;
  found.severity.rule = {"severity:test"};
  found.decline_ground = report.decline_ground;
  found.likeness = report.likeness.value_or(likeness_of(serial));
  return wish;
}

casework::CaseFiled filed(CaseId id, const Report& report, std::uint64_t serial, Timestamp at,
                          AreaCode cause_area) {
  const casework::SubmitComplaint wish = complaint_of(report, serial, at);
  casework::CaseFiled fact;
  fact.id = id;
  fact.complaint = {serial};
  fact.source = wish.complaint.source;
  fact.external_id = wish.complaint.external_id;
  fact.received = at;
  fact.channel = wish.complaint.channel;
  fact.requester = casework::requester_hash(wish.complaint.requester);
  fact.condition = wish.complaint.condition;
  fact.findings = wish.findings;
  fact.cause_area = cause_area;
  return fact;
}

casework::ClockStarted promise(CaseId id, Stage stage, std::string_view limit, Timestamp from,
                               std::string_view row) {
  static const calendar::Calendar calendar = office_calendar();
  return started(id, stage, calendar, limit, from,
                 "limits:" + std::string(to_word(stage)) + ":" + std::string(row));
}

casework::ClockStarted rung_promise(CaseId id, std::string_view limit, Timestamp from,
                                    std::string_view ladder, Tier tier) {
  static const calendar::Calendar office = office_calendar();
  static const calendar::Calendar always = always_calendar();
  const bool in_office_hours = ladder == "service" || ladder == "dispute";
  return started(id, Stage::Rung, in_office_hours ? office : always, limit, from,
                 "ladder:" + std::string(ladder) + ":" + std::string(to_word(tier)));
}

Scenario::Scenario(policy::RuleBook rules, Timestamp start)
    : policy_(std::move(rules)), now_(start) {}

Scenario::~Scenario() {
  expect_no_refusal();
  casework::State again;
  for (const Event& event : history_) again.apply(event);
  EXPECT_EQ(difference(state_, again), "") << "after all facts once more";
}

Scenario& Scenario::given(const std::vector<Event>& events) {
  expect_no_refusal();
  apply(events);
  for (const Event& event : events) {
    if (const CaseId id = casework::case_of(event)) about_ = id;
  }
  return *this;
}

Scenario& Scenario::when(const casework::Command& wish) {
  expect_no_refusal();
  // The month stands open already, so that stories need not tell that it begins.
  const std::uint32_t period = policy_.period_of(now_);
  if (period > state_.registers().counters().period) {
    apply({casework::PeriodBegan{.period = period}});
  }
  events_.clear();
  answer_ = casework::NoAnswer{};
  casework::Decision decision = casework::decide({state_, policy_, now_}, wish);
  if (!decision) {
    refusal_ = decision.error();
    return *this;
  }
  events_ = std::move(decision->events);
  answer_ = std::move(decision->answer);
  apply(events_);
  remember(wish);
  return *this;
}

Scenario& Scenario::then(const std::vector<Event>& events) {
  expect_no_refusal();
  // Who else might have got an order is told beside it, and tested where that is decided.
  std::vector<Event> followed = events_;
  for (Event& event : followed) {
    if (auto* order = std::get_if<casework::OrderDispatched>(&event)) order->considered.clear();
  }
  if (followed != events) {
    ADD_FAILURE() << "other facts followed:\n" << comparison(events, followed);
  }
  return *this;
}

Scenario& Scenario::then_refused(casework::Reason reason) {
  if (!refusal_) {
    ADD_FAILURE() << "was granted, not refused with " << to_word(reason) << ":\n"
                  << to_text(events_);
    return *this;
  }
  EXPECT_EQ(to_word(refusal_->reason), to_word(reason)) << refusal_->detail;
  EXPECT_FALSE(refusal_->detail.empty());
  refusal_.reset();
  return *this;
}

Scenario& Scenario::then_told(const casework::Answer& answer) {
  expect_no_refusal();
  if (answer_ != answer) {
    ADD_FAILURE() << "told " << to_text(answer_) << "\ninstead of " << to_text(answer);
  }
  return *this;
}

Scenario& Scenario::at(Timestamp now) {
  now_ = now;
  return *this;
}

Scenario& Scenario::time_passes_to(Timestamp until) {
  expect_no_refusal();
  std::vector<Event> all;
  while (state_.next_alarm() <= until) {
    now_ = std::max(now_, state_.next_alarm());
    tick();
    all.insert(all.end(), events_.begin(), events_.end());
    if (events_.empty()) {
      ADD_FAILURE() << "an alarm came and nothing followed";
      break;
    }
  }
  now_ = until;
  events_ = std::move(all);
  return *this;
}

Scenario& Scenario::tick(std::uint32_t max) { return when(casework::Tick{.max = max}); }

Scenario& Scenario::about(CaseId id) {
  about_ = id;
  return *this;
}

Scenario& Scenario::holding(Token token) {
  tokens_[about_] = token;
  return *this;
}

Scenario& Scenario::submit(const Report& report) {
  return when(complaint_of(report, ++serial_, now_));
}

Scenario& Scenario::classify(std::string_view category, AreaCode area, std::string_view by) {
  return when(casework::ClassifyCase{.id = about_,
                                     .token = token(),
                                     .by = {std::string(by)},
                                     .category = {std::string(category)},
                                     .area = area});
}

Scenario& Scenario::pull(std::string_view unit, std::string_view worker, std::uint32_t max) {
  return when(casework::PullOrders{.unit = {std::string(unit)},
                                   .worker = {std::string(worker)},
                                   .max = max,
                                   .only = {},
                                   .sign_at_once = false});
}

Scenario& Scenario::take(std::string_view unit, std::string_view worker, std::uint32_t max) {
  return when(casework::PullOrders{.unit = {std::string(unit)},
                                   .worker = {std::string(worker)},
                                   .max = max,
                                   .only = {},
                                   .sign_at_once = true});
}

Scenario& Scenario::renew() {
  return when(casework::RenewLease{.id = about_, .token = token(), .worker = {"chen"}});
}

Scenario& Scenario::release(std::string_view reason) {
  return when(casework::ReleaseOrder{
      .id = about_, .token = token(), .worker = {"chen"}, .reason = std::string(reason)});
}

Scenario& Scenario::sign(std::string_view worker) {
  return when(
      casework::SignForOrder{.id = about_, .token = token(), .worker = {std::string(worker)}});
}

Scenario& Scenario::contact() {
  return when(
      casework::RecordContact{.id = about_, .token = token(), .worker = {"chen"}, .note = {}});
}

Scenario& Scenario::arrive() {
  return when(
      casework::ArriveOnSite{.id = about_, .token = token(), .worker = {"chen"}, .note = {}});
}

Scenario& Scenario::progress() {
  return when(
      casework::NoteProgress{.id = about_, .token = token(), .worker = {"chen"}, .note = {}});
}

Scenario& Scenario::finish(Solved result) {
  return when(casework::FinishHandling{
      .id = about_, .token = token(), .worker = {"chen"}, .result = result, .note = {}});
}

Scenario& Scenario::raise(std::string_view reason) {
  return when(casework::RaiseCase{
      .id = about_, .token = token(), .worker = {"chen"}, .reason = std::string(reason)});
}

Scenario& Scenario::post_check(bool passed, std::string_view by) {
  return when(
      casework::PostCheckCase{.id = about_, .by = {std::string(by)}, .passed = passed, .note = {}});
}

Scenario& Scenario::call_back(Satisfaction satisfaction, Solved solved) {
  return when(casework::CallBack{.id = about_,
                                 .by = {"centre-desk"},
                                 .solved = solved,
                                 .satisfaction = satisfaction,
                                 .note = {}});
}

Token Scenario::token() const {
  const auto found = tokens_.find(about_);
  return found != tokens_.end() ? found->second : Token{};
}

const casework::Case& Scenario::the_case() const {
  const casework::Case* item = state_.find(about_);
  WHISTLE_CHECK(item != nullptr);
  return *item;
}

void Scenario::apply(const std::vector<Event>& events) {
  for (const Event& event : events) state_.apply(event);
  state_.put_away(0);
  history_.insert(history_.end(), events.begin(), events.end());
  EXPECT_EQ(broken_invariant(state_), "") << "after:\n" << to_text(events);
}

// What a later verb needs from the answer to this wish.
void Scenario::remember(const casework::Command& wish) {
  if (const auto* receipt = std::get_if<casework::Receipt>(&answer_)) {
    receipt_ = *receipt;
    if (receipt->id) about_ = receipt->id;
  }
  if (const auto* pulled = std::get_if<casework::PullAnswer>(&answer_)) {
    for (const casework::Grant& grant : pulled->grants) tokens_[grant.id] = grant.token;
    if (!pulled->grants.empty()) about_ = pulled->grants.front().id;
  }
  if (const auto* granted = std::get_if<casework::TokenAnswer>(&answer_)) {
    const auto* signature = std::get_if<casework::SignForOrder>(&wish);
    if (signature != nullptr) tokens_[signature->id] = granted->token;
  }
}

void Scenario::expect_no_refusal() {
  if (!refusal_) return;
  ADD_FAILURE() << "refused: " << to_text(*refusal_);
  refusal_.reset();
}

}  // namespace whistle::support
