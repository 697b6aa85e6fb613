#include "engine/runtime/engine.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/journal/register_codec.h"
#include "engine/journal/row_codec.h"

namespace whistle::runtime {
namespace {

using casework::Refusal;
using casework::SubmitComplaint;

Reply refused(casework::Reason reason, std::string detail, Sequence after) {
  return {Failure{Refusal{reason, std::move(detail)}}, after, false};
}

// Numbers are given in the order of filing, so nobody asks for the records before its first one.
CaseId oldest_needed(const casework::State& state) {
  CaseId oldest{state.counters().last_case.value + 1};
  if (const CaseId open = state.oldest_open()) oldest = std::min(oldest, open);
  const auto& appealables = state.registers().appealables();
  if (!appealables.empty()) oldest = std::min(oldest, appealables.begin()->first);
  return oldest;
}

}  // namespace

Engine::Engine(Book policy, casework::State state, const journal::Head& head, Book before)
    : policy_(std::move(policy)),
      version_(policy_->book().version),
      before_(std::move(before)),
      state_(std::move(state)),
      recent_(state_.counters().last_complaint),
      recent_answers_(head.answers),
      last_answer_(head.answers),
      last_(head.sequence),
      now_(head.time) {}

Reply Engine::decide(casework::Command command, Timestamp now, const Caller& caller,
                     const Terms& terms) {
  now_ = std::max(now_, now);
  state_.put_away();
  // First, however late it is: what has been done is not refused as if it had not.
  if (terms.key) {
    if (auto told = told_before(*terms.key, caller)) return *std::move(told);
  }
  if (now_ > terms.decide_by) {
    return refused(casework::Reason::QueuedTooLong,
                   "it waited longer than header.timeout_ms allows; nothing was done", last_);
  }
  Reply reply = decide_anew(std::move(command), caller);
  if (terms.key && reply.result && journal::is_worth_keeping(*reply.result)) {
    keep(*terms.key, caller, *reply.result);
  }
  return reply;
}

std::optional<Reply> Engine::told_before(const WishKey& key, const Caller& caller) const {
  const journal::KeptAnswer* kept = recent_answers_.find(caller.principal, key.key);
  if (kept == nullptr && key.looked_up_through < recent_answers_.since()) {
    return refused(casework::Reason::LookUpTooOld,
                   "the engine is ahead of the look-up; send the wish again", last_);
  }
  if (kept == nullptr || journal::is_over(kept->time, now_))
    kept = key.prior ? &*key.prior : nullptr;
  if (kept == nullptr) return std::nullopt;
  if (kept->fingerprint != key.fingerprint) {
    return refused(casework::Reason::IdempotencyKeyReused,
                   "header.idempotency_key: another wish was done under this key", last_);
  }
  return Reply{kept->answer, last_, true};
}

void Engine::keep(const WishKey& key, const Caller& caller, const casework::Answer& answer) {
  group_.answers.push_back({.principal = caller.principal,
                            .key = key.key,
                            .fingerprint = key.fingerprint,
                            .number = ++last_answer_,
                            .time = now_,
                            .answer = answer});
  recent_answers_.remember(group_.answers.back());
}

Reply Engine::decide_anew(casework::Command command, const Caller& caller) {
  auto* submit = std::get_if<SubmitComplaint>(&command);
  if (submit != nullptr && !submit->prior) {
    const Complaint& complaint = submit->complaint;
    if (const auto* recent = recent_.find(complaint.source, complaint.external_id)) {
      return {casework::Answer{*recent}, last_, true};
    }
    if (submit->looked_up_through < recent_.since()) {
      return refused(casework::Reason::LookUpTooOld,
                     "the engine is ahead of the look-up; send the complaint again", last_);
    }
  }
  if (submit != nullptr && !submit->rules.empty() && submit->rules != policy_->book().version) {
    return refused(casework::Reason::RulesChanged,
                   "another rule book has come into force; send the complaint again", last_);
  }
  auto decision = casework::decide(context(), command);
  if (!decision) return {Failure{decision.error()}, last_, false};
  const bool changes = !decision->events.empty();
  if (changes) record(command, std::move(decision->events), caller);
  if (submit != nullptr && changes) {
    keep_words(std::move(submit->complaint), std::get<casework::Receipt>(decision->answer));
  }
  if (const auto* adopt = std::get_if<casework::AdoptPolicy>(&command); adopt && changes) {
    before_ = std::exchange(policy_, adopt->policy);
    version_ = policy_->book().version;
  }
  return {std::move(decision->answer), last_, submit != nullptr && !changes};
}

void Engine::keep_words(Complaint complaint, const casework::Receipt& receipt) {
  group_.receipts.push_back({complaint.source, complaint.external_id, receipt});
  recent_.remember(complaint.source, complaint.external_id, receipt);
  group_.texts.push_back({receipt.complaint, std::move(complaint)});
}

std::uint32_t Engine::tick(Timestamp now, std::uint32_t max) {
  now_ = std::max(now_, now);
  state_.put_away();
  const Timestamp due = next_alarm();
  if (due > now_) return 0;
  if (due != state_.registers().next_turn()) {
    lateness_max_ = std::max(lateness_max_, now_ - due);
    alarm_lag_->note(now_ - due);
  }
  const casework::Command command = casework::Tick{max};
  auto decision = casework::decide(context(), command);
  WHISTLE_CHECK(decision.has_value());
  if (!decision->events.empty()) record(command, std::move(decision->events), {});
  const casework::Adoption* adoption = state_.registers().adoption();
  if (before_ && (adoption == nullptr || !adoption->spreading)) before_ = nullptr;
  return std::get<casework::TickAnswer>(decision->answer).cases;
}

void Engine::record(const casework::Command& command, std::vector<casework::Event> events,
                    const Caller& caller) {
  last_ = {last_.value + 1};
  begin_trails(events);
  for (const casework::Event& event : events) apply(event);
  end_trails();
  forming_events_ += events.size();
  group_.records.push_back({.sequence = last_,
                            .time = now_,
                            .policy = version_,
                            .verb = std::string(casework::verb_of(command)),
                            .actor = casework::actor_of(command),
                            .events = std::move(events),
                            .caller = recorded(caller)});
}

// How the cases of a record stand before it. Those that are not there yet have nothing.
void Engine::begin_trails(const std::vector<casework::Event>& events) {
  named_.clear();
  for (const casework::Event& event : events) {
    casework::cases_of(event, [this](CaseId id) { named_.push_back({.id = id, .before = {}}); });
  }
  std::ranges::sort(named_, {}, &Named::id);
  const auto repeated = std::ranges::unique(named_, {}, &Named::id);
  named_.erase(repeated.begin(), repeated.end());
  for (Named& each : named_) each.before = stood(each.id);
}

// ... and after it. Most stand as before, so words are made last.
void Engine::end_trails() {
  for (const Named& each : named_) {
    const auto after = stood(each.id);
    journal::Trail& trail = group_.trails.emplace_back();
    trail.id = each.id;
    trail.sequence = last_;
    if (after) {
      trail.after = in_words(*after);
      if (each.before && each.before != after) trail.before = in_words(*each.before);
    } else if (each.before) {
      trail.after = in_words(*each.before);
    }
  }
}

std::optional<journal::Stood> Engine::stood(CaseId id) const {
  const casework::Case* item = state_.find(id);
  return item != nullptr ? std::optional(journal::stood(*item)) : std::nullopt;
}

journal::Standing Engine::in_words(const journal::Stood& stood) const {
  return journal::in_words(stood, state_.symbols());
}

void Engine::apply(const casework::Event& event) {
  if (casework::strikes_off(event)) {
    // Striking off forgets the case, so its last row is made just before.
    const CaseId id = casework::case_of(event);
    const casework::Case* item = state_.find(id);
    WHISTLE_CHECK(item != nullptr);
    group_.closed.push_back({id, journal::encode_case(*item, state_.symbols())});
    // A helped case forgets who helped it.
    if (item->dossier->parent) touched_.push_back(item->dossier->parent);
  }
  state_.apply(event);
  casework::cases_of(event, [this](CaseId id) { touched_.push_back(id); });
}

std::vector<journal::KeptAnswer> Engine::take_answers() {
  WHISTLE_CHECK(group_.records.empty());
  return std::exchange(group_.answers, {});
}

journal::Group Engine::take_group() {
  WHISTLE_CHECK(!group_.records.empty());
  std::ranges::sort(touched_);
  const auto repeated = std::ranges::unique(touched_);
  touched_.erase(repeated.begin(), repeated.end());
  for (const CaseId id : touched_) {
    // A case that was closed in the same group is in group_.closed.
    const casework::Case* item = state_.find(id);
    if (item != nullptr) {
      group_.open.push_back({id, journal::encode_case(*item, state_.symbols())});
    }
  }
  touched_.clear();
  const casework::Registers& registers = state_.registers();
  state_.take_touched_rows([this](casework::RegisterKey key, const auto* row) {
    std::optional<std::string> bytes;
    if (row != nullptr) bytes = journal::encode_register(*row);
    group_.registers.push_back({std::move(key), std::move(bytes)});
  });
  forming_events_ = 0;
  group_.oldest_needed = oldest_needed(state_);
  group_.counters = state_.counters();
  group_.tallies = state_.tallies();
  group_.register_counters = registers.counters();
  // The next group will be as large as this one, more or less. Few close cases or keep answers.
  journal::Group next;
  next.records.reserve(group_.records.size());
  next.open.reserve(group_.open.size());
  next.texts.reserve(group_.texts.size());
  next.receipts.reserve(group_.receipts.size());
  next.registers.reserve(group_.registers.size());
  next.trails.reserve(group_.trails.size());
  return std::exchange(group_, std::move(next));
}

}  // namespace whistle::runtime
