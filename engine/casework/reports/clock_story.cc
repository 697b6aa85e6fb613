#include "engine/casework/reports/clock_story.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/casework/chapters/climbing.h"
#include "engine/casework/reports/clock_causes.h"

namespace whistle::casework {
namespace {

const calendar::Calendar* calendar_of(const BookOf& book_of, const std::string& version,
                                      const std::string& name) {
  const policy::Policy* policy = book_of(version);
  if (policy == nullptr) return nullptr;
  const auto& calendars = policy->book().calendars;
  const auto found = std::ranges::find_if(
      calendars, [&](const calendar::Calendar& item) { return item.name() == name; });
  return found != calendars.end() ? &*found : nullptr;
}

// A promise while it is open, as the facts so far left it.
struct Thread {
  Promise promise;
  bool running{true};
  bool overdue{};
  Timestamp since{};        // of the reading
  Milliseconds consumed{};  // before `since`
};

// Walks along the trail of one case, and keeps the threads of its promises.
class Teller {
 public:
  Teller(CaseId id, const BookOf& book_of) : id_(id), book_of_(book_of) {}

  void take(const TrailRecord& record) {
    for (std::size_t i = 0; i < record.events.size(); ++i) {
      const Event& event = record.events[i];
      if (case_of(event) == id_) take(record, i, event);
    }
    last_ = &record;
  }
  std::vector<Promise> end() &&;

 private:
  void take(const TrailRecord& record, std::size_t index, const Event& event);
  void note_case(const Event& event);

  void on(const ClockStarted& fact, const TrailRecord& record, std::size_t index);
  void on(const ClockPaused& fact, const TrailRecord& record, std::size_t index);
  void on(const ClockResumed& fact, const TrailRecord& record, std::size_t index);
  void on(const ClockMet& fact, const TrailRecord& record, std::size_t index);
  void on(const ClockDropped& fact, const TrailRecord& record, std::size_t index);
  void on(const ClockRanOut& fact, const TrailRecord& record);
  void on(const CardIssued& fact);

  void begin(const ClockStarted& fact, const TrailRecord& record, std::size_t index);
  void change(Thread& thread, const ClockStarted& fact, const TrailRecord& record);
  void open_stretch(Thread& thread, Timestamp from, bool running, std::string why,
                    const TrailRecord& record) const;
  // Ends the present stretch; `total`: what the facts say is used up by then, where they do.
  void close_stretch(Thread& thread, Timestamp at, const TrailRecord& record,
                     std::optional<Milliseconds> total) const;
  std::optional<Milliseconds> used_by(const Thread& thread, Timestamp at,
                                      const std::string& version) const;
  void finish(Thread& thread, const TrailRecord& record, std::size_t index, Fate fate);
  void judge_run_out(Thread& thread, const TrailRecord& record) const;
  std::string_view why_not(const Promise& promise, const TrailRecord& record) const;
  std::optional<Milliseconds> spare_of(const Thread& thread, const TrailRecord& record) const;
  std::string_view what_changed(const ClockStarted& fact, const TrailRecord& record) const;
  Thread* find(Stage stage);

  CaseId id_;
  const BookOf& book_of_;
  Severity severity_{Severity::Blue};
  bool climbs_{true};              // an assistance does not
  std::vector<Thread> threads_;    // ended ones as well, in the order in which they began
  std::vector<std::size_t> open_;  // indexes
  const TrailRecord* last_{};
};

void Teller::take(const TrailRecord& record, std::size_t index, const Event& event) {
  note_case(event);
  if (const auto* started = std::get_if<ClockStarted>(&event)) on(*started, record, index);
  if (const auto* paused = std::get_if<ClockPaused>(&event)) on(*paused, record, index);
  if (const auto* resumed = std::get_if<ClockResumed>(&event)) on(*resumed, record, index);
  if (const auto* met = std::get_if<ClockMet>(&event)) on(*met, record, index);
  if (const auto* dropped = std::get_if<ClockDropped>(&event)) on(*dropped, record, index);
  if (const auto* ran_out = std::get_if<ClockRanOut>(&event)) on(*ran_out, record);
  if (const auto* card = std::get_if<CardIssued>(&event)) on(*card);
}

void Teller::note_case(const Event& event) {
  if (const auto* filed = std::get_if<CaseFiled>(&event)) {
    severity_ = filed->findings->severity.severity;
  } else if (const auto* split = std::get_if<CaseSplit>(&event)) {
    severity_ = split->severity;
  } else if (const auto* assist = std::get_if<AssistOrdered>(&event)) {
    severity_ = assist->severity;
    climbs_ = false;
  } else if (const auto* coloured = std::get_if<CaseRecoloured>(&event)) {
    severity_ = coloured->to;
  }
}

Thread* Teller::find(Stage stage) {
  for (const std::size_t index : open_) {
    if (threads_[index].promise.stage == stage) return &threads_[index];
  }
  return nullptr;
}

void Teller::on(const ClockStarted& fact, const TrailRecord& record, std::size_t index) {
  if (Thread* thread = find(fact.stage)) {
    change(*thread, fact, record);
  } else {
    begin(fact, record, index);
  }
}

void Teller::begin(const ClockStarted& fact, const TrailRecord& record, std::size_t index) {
  Thread thread;
  thread.promise = {.stage = fact.stage,
                    .rule = fact.rule,
                    .policy = record.policy,
                    .calendar = fact.calendar,
                    .limit = fact.reading.limit,
                    .started = fact.started,
                    .due = fact.alarms.due,
                    .granted = fact.reading.granted};
  thread.since = fact.since;
  thread.consumed = fact.reading.consumed;
  open_stretch(thread, fact.since, true, cause_of(record, index, id_), record);
  open_.push_back(threads_.size());
  threads_.push_back(std::move(thread));
}

void Teller::change(Thread& thread, const ClockStarted& fact, const TrailRecord& record) {
  // Of a clock that is counted anew the fact says how much was used up; of one that is only given
  // more time the stretch goes on.
  const bool counted = fact.since == record.time;
  close_stretch(thread, record.time, record,
                counted ? std::optional(fact.reading.consumed) : std::nullopt);
  Promise& promise = thread.promise;
  const std::string what{what_changed(fact, record)};
  promise.changes.push_back({.at = record.time,
                             .what = what,
                             .rule = fact.rule,
                             .limit = fact.reading.limit,
                             .due_before = thread.running ? promise.due : kNever,
                             .due = fact.alarms.due});
  promise.calendar = fact.calendar;
  promise.limit = fact.reading.limit;
  promise.granted = fact.reading.granted;
  promise.due = fact.alarms.due;
  thread.running = true;
  thread.since = fact.since;
  thread.consumed = fact.reading.consumed;
  open_stretch(thread, record.time, true, what, record);
}

// The words by which a changed limit is known.
std::string_view Teller::what_changed(const ClockStarted& fact, const TrailRecord& record) const {
  if (fact.rule.value.starts_with("extension:")) return "extended";
  for (const Event& event : record.events) {
    if (std::holds_alternative<ClocksRecounted>(event)) return "recounted";
    const bool coloured = std::holds_alternative<CaseRecoloured>(event) ||
                          std::holds_alternative<CaseClassified>(event);
    if (coloured && case_of(event) == id_) return "recoloured";
  }
  return "moved";
}

void Teller::on(const ClockPaused& fact, const TrailRecord& record, std::size_t index) {
  Thread* thread = find(fact.stage);
  if (thread == nullptr) return;
  std::string why = cause_of(record, index, id_);
  auto& stretches = thread->promise.stretches;
  // Changed while it rested: it was only taken up to be put down again.
  const bool touched = stretches.size() > 1 && stretches.back().from == record.time &&
                       !stretches[stretches.size() - 2].running &&
                       stretches[stretches.size() - 2].until == record.time;
  close_stretch(*thread, record.time, record, fact.consumed);
  if (touched) {
    stretches.pop_back();
    why = stretches.back().why;
    thread->promise.changes.back().due = kNever;
  }
  thread->running = false;
  thread->consumed = fact.consumed;
  thread->since = record.time;
  open_stretch(*thread, record.time, false, std::move(why), record);
}

void Teller::on(const ClockResumed& fact, const TrailRecord& record, std::size_t index) {
  Thread* thread = find(fact.stage);
  if (thread == nullptr) return;
  close_stretch(*thread, record.time, record, thread->consumed);
  thread->running = true;
  thread->since = fact.since;
  thread->promise.due = fact.alarms.due;
  open_stretch(*thread, fact.since, true, cause_of(record, index, id_), record);
}

void Teller::on(const ClockMet& fact, const TrailRecord& record, std::size_t index) {
  Thread* thread = find(fact.stage);
  if (thread != nullptr) {
    finish(*thread, record, index, fact.on_time ? Fate::Kept : Fate::KeptLate);
  }
}

void Teller::on(const ClockDropped& fact, const TrailRecord& record, std::size_t index) {
  Thread* thread = find(fact.stage);
  if (thread == nullptr) return;
  finish(*thread, record, index, thread->overdue ? Fate::Broken : Fate::Dropped);
}

void Teller::on(const ClockRanOut& fact, const TrailRecord& record) {
  Thread* thread = find(fact.stage);
  if (thread == nullptr) return;
  thread->overdue = true;
  thread->promise.far = thread->promise.far || fact.far;
  if (thread->promise.ran_out == kNever) thread->promise.ran_out = record.time;
  judge_run_out(*thread, record);
}

void Teller::on(const CardIssued& fact) {
  Thread* thread = find(fact.stage);
  if (thread == nullptr || fact.card < thread->promise.card) return;
  thread->promise.card = fact.card;
  thread->promise.card_unit = fact.unit;
}

// Why a broken promise that might have moved the case did not, unless the facts say more.
std::string_view Teller::why_not(const Promise& promise, const TrailRecord& record) const {
  // Whoever ended or rested it found it late at that moment: nothing was left to climb for.
  if (record.verb != "tick") return "found_late";
  const bool costs_a_card = promise.stage != Stage::Rung && severity_ != Severity::Red;
  return costs_a_card && !promise.far ? "card_only" : "not_in_work";
}

// What followed in the same record says whether it moved the case.
void Teller::judge_run_out(Thread& thread, const TrailRecord& record) const {
  Promise& promise = thread.promise;
  if (promise.climbing == Climbing::Climbed) return;
  if (!climbs_ || !moves_the_case(promise.stage, severity_)) {
    promise.climbing = Climbing::MovesNothing;
    return;
  }
  promise.climbing = Climbing::DidNot;
  promise.climb_why = why_not(promise, record);
  const std::string own = std::string(whistle::to_word(promise.stage)) + ":";
  for (const Event& event : record.events) {
    if (case_of(event) != id_) continue;
    if (std::holds_alternative<LadderExhausted>(event)) promise.climb_why = "ladder_ends";
    const auto* climbed = std::get_if<CaseEscalated>(&event);
    if (climbed == nullptr) continue;
    if (climbed->rule.value.starts_with(own)) {
      promise.climbing = Climbing::Climbed;
      promise.climbed_to = climbed->to_unit;
      promise.climb_why.clear();
      return;
    }
    promise.climb_why = "climbed_for:" + climbed->rule.value;
  }
}

std::optional<Milliseconds> Teller::used_by(const Thread& thread, Timestamp at,
                                            const std::string& version) const {
  if (!thread.running) return thread.consumed;
  const auto* calendar = calendar_of(book_of_, version, thread.promise.calendar);
  if (calendar == nullptr) return std::nullopt;
  return thread.consumed + calendar->elapsed(thread.since, at, thread.promise.limit);
}

void Teller::open_stretch(Thread& thread, Timestamp from, bool running, std::string why,
                          const TrailRecord& record) const {
  Promise& promise = thread.promise;
  // Taken up and put down at the same moment: it never ran.
  auto& all = promise.stretches;
  if (!all.empty() && all.back().until == from && all.back().running == running &&
      all.back().why == why && all.back().calendar == promise.calendar) {
    all.back().until = kNever;
    return;
  }
  all.push_back({.from = from,
                 .until = kNever,
                 .running = running,
                 .why = std::move(why),
                 .calendar = promise.calendar,
                 .limit = promise.limit,
                 .policy = record.policy,
                 .used = {},
                 .used_total = thread.consumed});
}

void Teller::close_stretch(Thread& thread, Timestamp at, const TrailRecord& record,
                           std::optional<Milliseconds> total) const {
  Promise& promise = thread.promise;
  Stretch& stretch = promise.stretches.back();
  stretch.until = at;
  stretch.policy = record.policy;
  // What was used up before this stretch, which may have been counted in another way since.
  const auto& all = promise.stretches;
  const Milliseconds before = all.size() > 1 ? all[all.size() - 2].used_total : Milliseconds{0};
  if (!stretch.running) {
    stretch.used = Milliseconds{0};
    stretch.used_total = thread.consumed;
    return;
  }
  const auto counted = used_by(thread, at, record.policy);
  if (counted) {
    stretch.used_total = *counted;
  } else if (total) {
    stretch.used_total = *total;
  } else {
    stretch.used_total = before;
    return;
  }
  stretch.used = std::max(stretch.used_total - before, Milliseconds{0});
  // Counted anew, the same share of another limit: from here on the new numbers hold.
  if (total) stretch.used_total = *total;
}

std::optional<Milliseconds> Teller::spare_of(const Thread& thread,
                                             const TrailRecord& record) const {
  const Promise& promise = thread.promise;
  if (promise.granted == Milliseconds::max()) return std::nullopt;
  if (!thread.running) return promise.granted - thread.consumed;
  const auto* calendar = calendar_of(book_of_, record.policy, promise.calendar);
  if (calendar == nullptr || promise.due == kNever) return std::nullopt;
  if (record.time <= promise.due) {
    return calendar->elapsed(record.time, promise.due, promise.limit);
  }
  return -calendar->elapsed(promise.due, record.time, promise.limit);
}

void Teller::finish(Thread& thread, const TrailRecord& record, std::size_t index, Fate fate) {
  Promise& promise = thread.promise;
  promise.spare = spare_of(thread, record);
  close_stretch(thread, record.time, record,
                thread.running ? std::nullopt : std::optional(thread.consumed));
  promise.used = promise.stretches.back().used_total;
  promise.ended = record.time;
  promise.ended_by = cause_of(record, index, id_);
  promise.fate = fate;
  if (promise.ran_out == kNever) {
    const bool moves = climbs_ && moves_the_case(promise.stage, severity_);
    promise.climbing = moves ? Climbing::DidNot : Climbing::MovesNothing;
    if (moves) promise.climb_why = fate == Fate::Kept ? "kept" : "dropped";
  }
  std::erase_if(open_, [&](std::size_t each) { return &threads_[each] == &thread; });
}

std::vector<Promise> Teller::end() && {
  for (const std::size_t index : open_) {
    Thread& thread = threads_[index];
    Promise& promise = thread.promise;
    promise.fate = thread.overdue ? Fate::Overdue : thread.running ? Fate::Running : Fate::Resting;
    const Timestamp until = std::max(last_->time, thread.since);
    promise.used = used_by(thread, until, last_->policy).value_or(thread.consumed);
    Stretch& present = promise.stretches.back();
    const auto& all = promise.stretches;
    const Milliseconds before = all.size() > 1 ? all[all.size() - 2].used_total : Milliseconds{0};
    present.used = present.running ? promise.used - before : Milliseconds{0};
    present.used_total = promise.used;
    if (promise.ran_out != kNever) continue;
    const bool moves = climbs_ && moves_the_case(promise.stage, severity_);
    promise.climbing = moves ? Climbing::May : Climbing::MovesNothing;
  }
  std::vector<Promise> told;
  for (Thread& thread : threads_) told.push_back(std::move(thread.promise));
  return told;
}

}  // namespace

std::string_view to_word(Fate fate) {
  switch (fate) {
    case Fate::Running:
      return "running";
    case Fate::Resting:
      return "resting";
    case Fate::Overdue:
      return "overdue";
    case Fate::Kept:
      return "kept";
    case Fate::KeptLate:
      return "kept_late";
    case Fate::Dropped:
      return "dropped";
    case Fate::Broken:
      return "broken";
  }
  return "?";
}

std::string_view to_word(Climbing climbing) {
  switch (climbing) {
    case Climbing::MovesNothing:
      return "moves_nothing";
    case Climbing::May:
      return "may_climb";
    case Climbing::Climbed:
      return "climbed";
    case Climbing::DidNot:
      return "did_not_climb";
  }
  return "?";
}

std::vector<Promise> promises_of(CaseId id, const std::vector<TrailRecord>& trail,
                                 const BookOf& book_of) {
  Teller teller(id, book_of);
  for (const TrailRecord& record : trail) teller.take(record);
  return std::move(teller).end();
}

}  // namespace whistle::casework
