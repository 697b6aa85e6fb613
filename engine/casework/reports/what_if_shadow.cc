#include "engine/casework/reports/what_if_shadow.h"

#include <algorithm>
#include <utility>

#include "engine/casework/chapters/chapters.h"

// The run and its book-keeping. What is done to its cases is in what_if_redo.cc.
namespace whistle::casework {
namespace {

constexpr std::uint32_t kCasesPerTick = 256;
// A run has the cases of some weeks open at once. To pack and unpack them was a sixth of it.
constexpr std::size_t kAtHand = 65'536;

template <class Id, class Few>
void take_out(Id id, Few& few) {
  few.erase(std::remove(few.begin(), few.end(), id), few.end());
}

}  // namespace

void Shadow::follow(const Turn& turn, const Shared<triage::Findings>& findings) {
  pass(turn.at);
  now_ = std::max(now_, turn.at);
  if (turn.arrival) arrive(*turn.arrival, findings);
  for (const Act& each : turn.acts) act(each);
}

void Shadow::end_at(Timestamp until) {
  pass(until);
  now_ = std::max(now_, until);
  courses_.end_all();
}

// Each alarm at its own instant, as if nothing had ever been late.
void Shadow::pass(Timestamp to) {
  while (state_.next_alarm() <= to && state_.next_alarm() != kNever) {
    now_ = std::max(now_, state_.next_alarm());
    static_cast<void>(decide_and_apply(Tick{kCasesPerTick}));
  }
  // Nobody stores the rows of the registers.
  state_.drop_touched_rows();
}

Outcome<Answer, Refusal> Shadow::decide_and_apply(const Command& wish) {
  state_.put_away(kAtHand);
  Decision decision = decide({state_, policy_, now_}, wish);
  if (!decision) {
    ++refused_[decision.error().reason];
    return Failure{decision.error()};
  }
  for (const Event& event : decision->events) apply(event);
  return std::move(decision->answer);
}

void Shadow::apply(const Event& event) {
  courses_.note(event, arriving_);
  if (const auto* filed = std::get_if<CaseFiled>(&event)) {
    lives_[filed->id].complaints = {arriving_};
    held_[arriving_] = {filed->id, filed->complaint};
  } else if (const auto* merged = std::get_if<ComplaintMerged>(&event)) {
    lives_[merged->id].complaints.push_back(arriving_);
    held_[arriving_] = {merged->id, merged->complaint};
  } else if (const auto* split = std::get_if<CaseSplit>(&event)) {
    take_out(arriving_, lives_[split->from].complaints);
    lives_[split->id].complaints = {arriving_};
    held_[arriving_] = {split->id, split->complaint};
  } else if (const auto* one = std::get_if<CaseMerged>(&event)) {
    Complaints& into = lives_[one->into].complaints;
    for (const ComplaintId each : lives_[one->id].complaints) {
      into.push_back(each);
      held_[each].id = one->into;
    }
    forget(one->id);
  }
  const CaseId id = case_of(event);
  const bool is_over = strikes_off(event);
  state_.apply(event);
  if (is_over) {
    forget(id);
  } else if (std::holds_alternative<OrderDispatched>(event) ||
             std::holds_alternative<OrderReturned>(event) ||
             std::holds_alternative<OrderParked>(event)) {
    measure_line(id, true);
  } else if (std::holds_alternative<LeaseLapsed>(event) ||
             std::holds_alternative<LeaseUndelivered>(event) ||
             std::holds_alternative<OrderRecalled>(event) ||
             std::holds_alternative<OrderReleased>(event)) {
    measure_line(id, false);
  }
}

void Shadow::measure_line(CaseId id, bool is_arrival) {
  const Case* item = state_.find(id);
  if (item == nullptr || item->place != Place::Queue) return;
  Load& load = loads_[item->unit];
  if (is_arrival) ++load.arrivals;
  // Who waits has a line.
  load.peak = std::max<std::uint64_t>(load.peak, state_.line(item->unit)->size());
}

void Shadow::forget(CaseId id) {
  const auto life = lives_.find(id);
  if (life == lives_.end()) return;
  for (const ComplaintId each : life->second.complaints) {
    const auto held = held_.find(each);
    if (held != held_.end() && held->second.id == id) held_.erase(held);
  }
  const auto known = followers_.find(life->second.driver);
  if (known != followers_.end()) {
    take_out(id, known->second);
    if (known->second.empty()) followers_.erase(known);
  }
  lives_.erase(life);
}

void Shadow::arrive(const Arrival& arrival, const Shared<triage::Findings>& findings) {
  arriving_ = arrival.complaint;
  SubmitComplaint wish;
  wish.complaint = arrival.words;
  wish.findings = findings;
  const auto answer = decide_and_apply(wish);
  if (!answer) {
    courses_.refuse(arrival.complaint, answer.error().detail);
    return;
  }
  const auto& receipt = std::get<Receipt>(*answer);
  const auto life = lives_.find(receipt.id);
  const bool is_own = life != lives_.end() && life->second.complaints.size() == 1 &&
                      life->second.complaints.front() == arrival.complaint;
  if (!is_own) return;
  if (arrival.id) {
    drive(receipt.id, arrival.id);
    remember_reading(arrival);
    return;
  }
  courses_.leave_alone(receipt.id);
  close(receipt.id);
}

// What the journal knew for certain, should this book not know it.
void Shadow::remember_reading(const Arrival& arrival) {
  if (arrival.findings->category.certainty < triage::Certainty::Certain) return;
  Life& life = lives_[held_.at(arrival.complaint).id];
  life.category = arrival.findings->category.category;
  life.area = arrival.findings->place.area;
}

void Shadow::act(const Act& act) {
  std::visit([this](const auto& each) { on(each); }, act);
}

Shadow::Followers Shadow::followers(CaseId driver) const {
  const auto found = followers_.find(driver);
  return found != followers_.end() ? found->second : Followers{};
}

void Shadow::drive(CaseId id, CaseId driver) {
  Life& life = lives_[id];
  const auto before = followers_.find(life.driver);
  if (before != followers_.end()) take_out(id, before->second);
  life.driver = driver;
  followers_[driver].push_back(id);
}

const Case* Shadow::holding(ComplaintId complaint) const {
  const auto held = held_.find(complaint);
  return held != held_.end() ? state_.find(held->second.id) : nullptr;
}

void Shadow::on(const AssistAsked& asked) {
  const Followers leads = followers(asked.wish.id);
  if (leads.empty()) return;
  const Case* lead = in_hand(leads.front(), asked.wish.worker);
  if (lead == nullptr) return;
  OrderAssist wish = asked.wish;
  wish.id = lead->id;
  wish.token = lead->token;
  wish.worker = holder_of(*lead);
  const auto answer = decide_and_apply(wish);
  if (!answer) return;
  const CaseId own{std::get<NumberAnswer>(*answer).id};
  if (state_.find(own) == nullptr) return;
  drive(own, asked.assist);
  assists_[asked.assist] = own;
}

void Shadow::on(const Unmerged& taken) {
  const ComplaintId complaint = taken.wish.complaint;
  const auto held = held_.find(complaint);
  if (held == held_.end()) return;
  const CaseId in = held->second.id;
  const Complaints& complaints = lives_[in].complaints;
  if (!complaints.empty() && complaints.front() == complaint) {
    drive(in, taken.alone);
    return;
  }
  UnmergeComplaint wish = taken.wish;
  wish.id = in;
  wish.complaint = held->second.complaint;
  arriving_ = complaint;
  const auto answer = decide_and_apply(wish);
  if (!answer) return;
  const auto now = held_.find(complaint);
  if (now != held_.end() && now->second.id != in) drive(now->second.id, taken.alone);
}

// Whoever is not one with the other follows it from now on.
void Shadow::on(const BecameOne& both) {
  const Followers from = followers(both.id);
  const Followers into = followers(both.into);
  if (both.wish && !from.empty() && !into.empty()) {
    MergeCases merge = *both.wish;
    merge.id = from.front();
    merge.into = into.front();
    wish(merge);
  }
  for (const CaseId id : followers(both.id)) drive(id, both.into);
  followers_.erase(both.id);
}

void Shadow::on(const Ended& ended) {
  for (const CaseId id : followers(ended.id)) close(id);
  followers_.erase(ended.id);
  assists_.erase(ended.id);
}

}  // namespace whistle::casework
