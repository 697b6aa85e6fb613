#include "tests/simulation/engine_room.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "tests/simulation/shown.h"
#include "tests/support/invariants.h"

namespace whistle::simulation {

using casework::Command;
using runtime::Reply;

EngineRoom::EngineRoom(Agenda& agenda, Chance& chance, const policy::Policy& policy,
                       Verdict& verdict, Mutant mutant)
    : agenda_(agenda),
      chance_(chance),
      policy_(policy),
      verdict_(verdict),
      mutant_(mutant),
      ledger_(verdict) {
  start();
}

void EngineRoom::start() {
  casework::State state;
  const auto recovered = journal_.recover(state, [](std::uint64_t) {});
  if (!recovered) return verdict_.broken("cannot recover: " + recovered.error().message);
  verdict_.broken(support::broken_invariant(state));
  verdict_.broken(durable_.difference(state));
  engine_ = std::make_unique<runtime::Engine>(policy_, std::move(state), journal_.head());
  live_ = durable_;
  told_through_ = journal_.head().sequence;
  plan_tick();
}

void EngineRoom::crash() {
  if (!engine_) return;
  ++counts_.crashes;
  counts_.lost_records += formed_.size();
  engine_.reset();
  ++life_;
  formed_.clear();
  waiting_.clear();
  sync_planned_ = false;
  agenda_.in(chance_.delay(), [this] { start(); });
}

void EngineRoom::take(const Command& wish, const Once& once, Tell tell) {
  if (!engine_) return;
  const bool is_complaint = std::holds_alternative<casework::SubmitComplaint>(wish);
  if (!is_complaint && once.key.empty()) return decide(wish, once, {}, std::move(tell));
  // Looked up on disk first, then it waits for its turn; others are decided meanwhile.
  Command looked_up = wish;
  if (is_complaint) look_up(std::get<casework::SubmitComplaint>(looked_up));
  agenda_.in(Milliseconds{chance_.between(0, 30)},
             [this, life = life_, looked_up = std::move(looked_up), once, terms = look_up(once),
              tell = std::move(tell)] {
               if (life == life_) decide(looked_up, once, terms, tell);
             });
}

runtime::Terms EngineRoom::look_up(const Once& once) const {
  if (once.key.empty()) return {};
  auto named = std::make_shared<runtime::WishKey>();
  named->key = once.key;
  named->fingerprint = once.fingerprint;
  named->looked_up_through = journal_.answers().last;
  if (mutant_ != Mutant::ForgetsKeys) named->prior = journal_.answer("", once.key).value();
  return {.decide_by = kNever, .key = std::move(named)};
}

void EngineRoom::look_up(casework::SubmitComplaint& wish) const {
  if (mutant_ == Mutant::ForgetsReceipts) {
    wish.looked_up_through = engine_->state().counters().last_complaint;
    return;
  }
  wish.looked_up_through = durable_complaint_;
  wish.prior = journal_.receipt(wish.complaint.source, wish.complaint.external_id).value();
}

Command EngineRoom::spoiled(const Command& wish) {
  const auto shown = shown_by(wish);
  if (mutant_ == Mutant::ForgetsFencing && shown) {
    const casework::Case* item = engine_->state().find(shown->id);
    if (item != nullptr) return with_token(wish, item->token);
  }
  return wish;
}

void EngineRoom::decide(const Command& wish, const Once& once, const runtime::Terms& terms,
                        Tell tell) {
  const Timestamp now = agenda_.now();
  if (mutant_ == Mutant::StealsLeases && std::holds_alternative<casework::PullOrders>(wish)) {
    std::vector<casework::ReleaseOrder> stolen;
    engine_->state().each_case([&](const casework::Case& item) {
      if (item.place == casework::Place::Lease)
        stolen.push_back({item.id, item.token, {}, {}, false});
    });
    for (const casework::ReleaseOrder& each : stolen) engine_->decide(each, now);
    if (!stolen.empty()) form(&wish, now);
  }
  const Sequence before = engine_->last_sequence();
  Reply reply = engine_->decide(spoiled(wish), now, {}, terms);
  const bool changed = engine_->last_sequence() != before;
  check(wish, reply, changed);
  if (changed) {
    form(&wish, now);
  } else {
    form_answers();
  }
  if (!once.key.empty()) count(reply);
  waiting_.push_back({.wish = wish,
                      .once = once,
                      .reply = std::move(reply),
                      .record = changed ? engine_->last_sequence() : Sequence{},
                      .formed = once.key.empty() ? 0 : synced_ + formed_.size(),
                      .tell = std::move(tell)});
  if (mutant_ == Mutant::TellsTooEarly) told_through_ = engine_->last_sequence();
  // A reply that rests on nothing new may leave at once.
  this->tell();
}

namespace {

// Nobody asked yet whether the wish could be granted.
bool is_about_its_key(const Reply& reply) {
  if (reply.result) return false;
  const casework::Reason reason = reply.result.error().reason;
  return reason == casework::Reason::IdempotencyKeyReused ||
         reason == casework::Reason::LookUpTooOld;
}

}  // namespace

// Before the facts are taken up: who held what when it was decided.
void EngineRoom::check(const Command& wish, const Reply& reply, bool changed) {
  verdict_.expect(reply.result.has_value() || !changed, "a refusal changed something");
  // What was done before is told, whoever holds the order by now.
  if (reply.replayed)
    return verdict_.expect(!changed, "an answer was told again and changed something");
  const auto shown = shown_by(wish);
  if (!shown || is_about_its_key(reply)) return;
  const bool signs = std::holds_alternative<casework::SignForOrder>(wish);
  if (shown->token && shown->token == live_.current(shown->id)) {
    if (!signs || !live_.may_sign_late(shown->id, shown->token)) return;
    verdict_.expect(reply.result.has_value(),
                    "a late signature was refused although nobody else was granted the order");
    ++counts_.late;
    return;
  }
  ++counts_.stale;
  verdict_.expect(!changed, "a stale token changed something");
  const bool repeated = signs && shown->token && shown->token == live_.signed_with(shown->id);
  verdict_.expect(!reply.result || repeated, "a stale token was not refused");
}

void EngineRoom::form(const Command* wish, Timestamp at) {
  journal::Group group = engine_->take_group();
  for (const journal::Record& record : group.records) {
    verdict_.broken(live_.apply({.wish = wish, .facts = record.events, .at = at}));
    count(record.events);
  }
  verdict_.broken(live_.difference(engine_->state()));
  if (mutant_ == Mutant::LeavesAnswers) group.answers.clear();
  formed_.push_back({std::move(group), live_});
  plan_sync();
}

// A wish was granted, changed nothing, and is to be told so again.
void EngineRoom::form_answers() {
  journal::Group alone;
  alone.answers = engine_->take_answers();
  if (alone.answers.empty() || mutant_ == Mutant::LeavesAnswers) return;
  formed_.push_back({std::move(alone), live_});
  plan_sync();
}

void EngineRoom::count(const Reply& reply) {
  if (reply.replayed) ++counts_.retold;
  const bool is_refused = !reply.result;
  if (is_refused && reply.result.error().reason == casework::Reason::IdempotencyKeyReused) {
    ++counts_.reused;
  }
}

void EngineRoom::count(const std::vector<casework::Event>& facts) {
  for (const casework::Event& fact : facts) {
    if (std::holds_alternative<casework::OrderLeased>(fact)) ++counts_.grants;
    if (std::holds_alternative<casework::LeaseLapsed>(fact)) ++counts_.lapses;
  }
}

void EngineRoom::plan_sync() {
  if (std::exchange(sync_planned_, true)) return;
  agenda_.in(Milliseconds{chance_.between(1, 60)}, [this, life = life_] {
    if (life != life_) return;
    sync_planned_ = false;
    // One sync takes all that has formed, or what had formed when it began.
    const std::size_t groups = chance_.between(1, std::max<std::size_t>(formed_.size(), 1));
    if (mutant_ == Mutant::PretendsToSync && chance_.once_in(2)) {
      told_through_ = engine_->last_sequence();
    } else {
      sync(groups);
    }
    if (!formed_.empty()) plan_sync();
    agenda_.in(Milliseconds{chance_.between(0, 20)}, [this, life] {
      if (life == life_) tell();
    });
  });
}

void EngineRoom::sync(std::size_t groups) {
  for (std::size_t i = 0; i < groups && !formed_.empty(); ++i) {
    const Formed& next = formed_.front();
    const bool is_alone = next.group.records.empty();
    const auto durable =
        is_alone ? journal_.keep_answers(next.group.answers) : journal_.append(next.group);
    if (!durable) return verdict_.broken("cannot append: " + durable.error().message);
    durable_ = next.after;
    if (!is_alone) durable_complaint_ = next.group.counters.last_complaint;
    ++synced_;
    told_through_ = std::max(told_through_, journal_.head().sequence);
    formed_.pop_front();
  }
}

bool EngineRoom::is_durable(const Waiting& waiting) const {
  if (mutant_ == Mutant::TellsTooEarly || mutant_ == Mutant::PretendsToSync) {
    return waiting.reply.durable_after <= told_through_;
  }
  return waiting.reply.durable_after <= told_through_ && waiting.formed <= synced_;
}

void EngineRoom::tell() {
  const auto ready = std::stable_partition(
      waiting_.begin(), waiting_.end(), [this](const Waiting& each) { return !is_durable(each); });
  std::vector<Waiting> told(std::make_move_iterator(ready),
                            std::make_move_iterator(waiting_.end()));
  waiting_.erase(ready, waiting_.end());
  for (const Waiting& each : told) {
    ledger_.told(each.wish, each.reply, each.record);
    if (!each.once.key.empty()) ledger_.told_under(each.once, each.reply);
    each.tell(each.reply);
  }
}

void EngineRoom::tick(Timestamp now) {
  const Sequence before = engine_->last_sequence();
  engine_->tick(now, chance_.once_in(4) ? 1U : 64U);
  if (engine_->last_sequence() != before) form(nullptr, now);
}

// Time is not looked at all the time: alarms fire late, and wishes overtake them.
void EngineRoom::plan_tick() {
  agenda_.in(Milliseconds{chance_.between(100, 20'000)}, [this, life = life_] {
    if (life != life_ || calm_) return;
    tick(agenda_.now());
    plan_tick();
  });
}

void EngineRoom::pass_time(Timestamp until) {
  while (engine_->next_alarm() <= until) tick(std::max(engine_->next_alarm(), engine_->now()));
}

void EngineRoom::settle() {
  sync(formed_.size());
  tell();
}

}  // namespace whistle::simulation
