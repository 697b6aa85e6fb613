#include "adapters/gateway/search/follower.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace whistle::gateway::search {

Follower::Follower(FollowerSettings settings, Source& source, Say say)
    : settings_(std::move(settings)), source_(source), say_(std::move(say)) {}

void Follower::complain(const std::string& what) {
  if (what == last_complaint_) return;
  last_complaint_ = what;
  say_(what);
}

void Follower::anew(const std::string& why) {
  ready_ = false;
  following_ = false;
  geography_asked_ = false;
  copy_->make_anew(why);
  ++generation_;
  ready_ = true;
}

bool Follower::step(std::uint32_t timeout_ms) {
  try {
    if (!copy_) {
      copy_.emplace(settings_.file, say_, settings_.pages_max);
      ++generation_;
      ready_ = true;
    }
    if (suspected_.exchange(false)) anew("it is broken");
    if (!following_ && !begin()) return false;
    take_what_comes(copy_->unread_count() > 0 ? 0 : timeout_ms);
    if (const auto refusal = source_.refusal()) return handle(*refusal);
    const bool done = refresh_geography() && read_some();
    if (done) forget_old();
    publish();
    if (done) last_complaint_.clear();
    return done;
  } catch (const Failed& failed) {
    // What came and was not written comes again.
    following_ = false;
    behind_ = -1;
    complain(std::string("the copy cannot be written: ") + failed.what());
    if (failed.is_broken() && copy_) suspected_ = true;
    return false;
  } catch (const std::filesystem::filesystem_error& failed) {
    complain(std::string("the copy cannot be made: ") + failed.what());
    return false;
  }
}

bool Follower::begin() {
  const Copy::Position& at = copy_->position();
  source_.follow({.after = at.taken, .journal_id = at.journal_id, .snapshot = false});
  following_ = true;
  by_snapshot_ = false;
  in_snapshot_ = false;
  return true;
}

// The stream cannot go on from where the copy is.
bool Follower::handle(const client::Problem& refusal) {
  following_ = false;
  behind_ = -1;
  if (refusal.reason == "JOURNAL_CHANGED" || refusal.reason == "RESUME_AHEAD") {
    anew("the engine has another journal");
    return true;
  }
  if (refusal.reason == "COMPACTED" && !by_snapshot_) {
    // What is no longer told is looked up: all that was open here, and all that is open there.
    complain("the journal no longer has what follows the copy: it goes on with the open cases");
    copy_->mark_open_unread();
    source_.follow({.after = 0, .journal_id = {}, .snapshot = true});
    following_ = true;
    by_snapshot_ = true;
    return true;
  }
  complain("the engine does not let the gateway watch: " + refusal.reason + " " + refusal.message);
  return false;
}

void Follower::take_what_comes(std::uint32_t timeout_ms) {
  std::vector<v1::Fact> facts;
  std::uint64_t up_to = copy_->position().taken;
  while (facts.size() < settings_.facts_at_once) {
    const auto events = source_.next(facts.empty() ? timeout_ms : 0);
    if (!events) break;
    take(*events, facts, up_to);
    if (events->facts().empty()) break;
  }
  const std::string journal = source_.journal_id();
  const Copy::Position& at = copy_->position();
  if (in_snapshot_ || (facts.empty() && up_to == at.taken && journal == at.journal_id)) return;
  if (!at.journal_id.empty() && !journal.empty() && journal != at.journal_id && !by_snapshot_) {
    return anew("the engine has another journal");
  }
  copy_->take(facts, up_to, journal);
}

void Follower::take(const v1::WatchEvents& events, std::vector<v1::Fact>& facts,
                    std::uint64_t& up_to) {
  now_ms_ = std::max(now_ms_, events.time_ms());
  if (events.has_snapshot_begin()) in_snapshot_ = true;
  if (events.cases_size() > 0) {
    copy_->store_open({events.cases().begin(), events.cases().end()});
    return;
  }
  if (events.has_snapshot_end()) in_snapshot_ = false;
  if (in_snapshot_) return;
  for (const v1::Fact& fact : events.facts()) {
    now_ms_ = std::max(now_ms_, fact.time_ms());
    if (!fact.policy_version().empty()) policy_seen_ = fact.policy_version();
    facts.push_back(fact);
  }
  up_to = std::max(up_to, events.seen_sequence());
}

// Areas and units, when the copy starts and when another rule book is in force.
bool Follower::refresh_geography() {
  const bool is_other = !policy_seen_.empty() && policy_seen_ != copy_->policy_version();
  const std::uint64_t taken = copy_->position().taken;
  const bool is_near = taken + settings_.near >= source_.head();
  if (!source_.connected() || (geography_asked_ && !(is_other && is_near))) return true;
  const auto geography = source_.geography();
  if (!geography) {
    if (geography.problem().code != client::kUnimplemented) {
      complain("the engine does not tell its areas: " + geography.problem().reason);
      return false;
    }
    geography_asked_ = true;
    policy_seen_.clear();
    return true;
  }
  copy_->set_geography(*geography);
  geography_asked_ = true;
  policy_seen_.clear();
  return true;
}

bool Follower::read_some() {
  if (copy_->unread_count() == 0) return true;
  const bool is_near = copy_->position().taken + settings_.near >= source_.head();
  if (!is_near && copy_->unread_count() < settings_.unread_max) return true;
  const auto complaint_ids = copy_->unread(Copy::Kind::Complaint, settings_.read_at_once);
  const auto case_ids = copy_->unread(Copy::Kind::Case, settings_.read_at_once);
  const auto complaints = source_.complaints(complaint_ids);
  const auto cases =
      complaints ? source_.cases(case_ids) : Source::Each<v1::CaseView>(complaints.problem());
  if (!cases) {
    complain("the engine does not answer the copy: " + cases.problem().reason + " " +
             cases.problem().message);
    return false;
  }
  Copy::Read<v1::CaseView> read_cases;
  for (std::size_t i = 0; i < case_ids.size(); ++i) {
    read_cases.emplace_back(case_ids[i], cases.value()[i]);
  }
  Copy::Read<v1::ComplaintReply> read_complaints;
  for (std::size_t i = 0; i < complaint_ids.size(); ++i) {
    read_complaints.emplace_back(complaint_ids[i], complaints.value()[i]);
  }
  copy_->store(read_cases, read_complaints);
  return true;
}

void Follower::forget_old() {
  if (settings_.keep_closed_days == 0 || copy_->unread_count() > 0) return;
  constexpr std::int64_t kDay = 86'400'000;
  copy_->forget_closed_before(now_ms_ - settings_.keep_closed_days * kDay, 500);
}

void Follower::publish() {
  if (!source_.connected()) {
    behind_ = -1;
    return;
  }
  const std::uint64_t complete = copy_->position().complete;
  const std::uint64_t head = std::max(source_.head(), copy_->position().taken);
  behind_ = static_cast<std::int64_t>(head - std::min(head, complete));
}

std::optional<std::uint64_t> Follower::behind() const {
  const std::int64_t behind = behind_;
  if (behind < 0) return std::nullopt;
  return static_cast<std::uint64_t>(behind);
}

}  // namespace whistle::gateway::search
