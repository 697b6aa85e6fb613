#include "engine/app/what_if_run.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "engine/app/channel.h"
#include "engine/casework/reports/what_if_acts.h"
#include "engine/casework/reports/what_if_shadow.h"
#include "engine/journal/walk.h"
#include "engine/runtime/thread_name.h"
#include "engine/triage/triage.h"

namespace whistle::app {
namespace {

using casework::CoursePointer;
using casework::ModeChanged;
using casework::Shadow;
using casework::Turn;
using Side = casework::WhatIfComparison::Side;

constexpr std::size_t kTurnsPerBatch = 512;
// Of a usual group of the journal; a larger one costs a larger piece.
constexpr std::size_t kTurnsPerGroup = 64;
constexpr std::size_t kBatchesOnTheWay = 8;

struct ReadTurn {
  Turn turn;
  bool by_present{};  // decided, and its text read, under the present book
};

// A piece of the journal, looked at by both runs.
struct Batch {
  std::vector<ReadTurn> turns;
  std::vector<CoursePointer> courses;  // that ended in it, as the journal says
  std::optional<Timestamp> ends;       // the last one: the stretch ends then
};
using BatchPointer = std::shared_ptr<Batch>;

// One book's run, in a thread of its own.
class Runner {
 public:
  // `reads_anew`: all texts, not only those that another book had read.
  // `name` is the thread's.
  Runner(const char* name, const policy::Policy& policy, bool reads_anew,
         const std::vector<ModeChanged>& modes)
      : policy_(policy), reads_anew_(reads_anew), shadow_(policy) {
    for (const ModeChanged& mode : modes) shadow_.begin_with(mode);
    thread_ = std::thread([this, name] {
      runtime::name_this_thread(name);
      run();
    });
  }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner() { stop(); }

  void put(std::shared_ptr<const Batch> batch) { batches_.put(std::move(batch)); }
  // The courses that ended in the next batch; waits for it.
  std::vector<CoursePointer> take() {
    auto ended = ended_.take();
    return ended ? *std::move(ended) : std::vector<CoursePointer>{};
  }
  void stop() {
    if (!thread_.joinable()) return;
    batches_.close();
    thread_.join();
  }
  // After stop().
  const Shadow& shadow() const { return shadow_; }
  const std::string& problem() const { return problem_; }

 private:
  void run() {
    while (const auto batch = batches_.take()) {
      for (const ReadTurn& each : (*batch)->turns) follow(each);
      if ((*batch)->ends) shadow_.end_at(*(*batch)->ends);
      ended_.put(shadow_.take_ended());
    }
  }

  void follow(const ReadTurn& each) {
    if (!each.turn.arrival) {
      shadow_.follow(each.turn, {});
    } else if (each.by_present && !reads_anew_) {
      shadow_.follow(each.turn, each.turn.arrival->findings);
    } else if (can_read()) {
      shadow_.follow(each.turn, triage_->examine(each.turn.arrival->words));
    }
  }

  // Compiled when the first text must be read.
  bool can_read() {
    if (triage_) return true;
    if (!problem_.empty()) return false;
    auto made = triage::Triage::make(policy_);
    if (!made) {
      problem_ = made.error();
      return false;
    }
    triage_.emplace(*std::move(made));
    return true;
  }

  const policy::Policy& policy_;
  const bool reads_anew_;
  Shadow shadow_;
  std::optional<triage::Triage> triage_;
  std::string problem_;
  Channel<std::shared_ptr<const Batch>> batches_{kBatchesOnTheWay + 1};
  Channel<std::vector<CoursePointer>> ended_{kBatchesOnTheWay + 1};
  std::thread thread_;
};

// Reads the stretch piece by piece, with the texts of its complaints.
class Reader {
 public:
  Reader(const journal::RowJournal& journal, std::string present, const Stretch& stretch)
      : walk_(journal.walk()),
        last_(journal.head().time),
        present_(std::move(present)),
        stretch_(stretch) {}

  Outcome<Done, journal::Error> start() { return walk_.start(stretch_.from); }

  // The next piece; the last one says so.
  Outcome<BatchPointer, journal::Error> next() {
    auto batch = std::make_shared<Batch>();
    batch->turns.reserve(kTurnsPerBatch + kTurnsPerGroup);
    while (batch->turns.size() < kTurnsPerBatch && !batch->ends) {
      const auto records = walk_.next();
      if (!records) return Failure{records.error()};
      if (records->empty()) end(*batch);
      for (const journal::Record& record : *records) {
        if (record.time >= stretch_.to) {
          end(*batch);
          break;
        }
        const auto read = add(record, *batch);
        if (!read) return Failure{read.error()};
      }
    }
    if (batch->ends) courses_.end_all();
    batch->courses = courses_.take_ended();
    return batch;
  }

  std::uint64_t records() const { return records_; }
  std::uint64_t joined_older() const { return acts_.joined_older(); }

 private:
  // What has not happened yet is nobody's fault: alarms fire as far as the journal goes.
  void end(Batch& batch) { batch.ends = std::min(stretch_.to - Milliseconds{1}, last_); }

  Outcome<Done, journal::Error> add(const journal::Record& record, Batch& batch) {
    ++records_;
    ReadTurn read{acts_.read(record.time, record.verb, record.actor, record.events),
                  *record.policy == present_};
    note_record(record.events, read.turn, courses_);
    if (read.turn.is_empty()) return Done{};
    if (read.turn.arrival) {
      auto words = walk_.text(read.turn.arrival->complaint);
      if (!words) return Failure{words.error()};
      read.turn.arrival->words = *std::move(words);
    }
    batch.turns.push_back(std::move(read));
    return Done{};
  }

  journal::Walk walk_;
  const Timestamp last_;  // of the journal
  const std::string present_;
  const Stretch stretch_;
  casework::Acts acts_;
  casework::Courses courses_;
  std::uint64_t records_{};
};

// The operating modes that held when the stretch began. Of an area whose mode has changed since,
// only the latest change is known; then the stretch begins with peace there.
Outcome<std::vector<ModeChanged>, journal::Error> modes_at(const journal::RowJournal& journal,
                                                           Timestamp from) {
  casework::State state;
  const auto recovered = journal.recover_registers(state);
  if (!recovered) return Failure{recovered.error()};
  std::vector<ModeChanged> modes;
  for (const auto& [area, mode] : state.registers().modes()) {
    if (mode.since >= from) continue;
    modes.push_back({.area = area, .mode = mode.mode, .by = {}, .reason = {}, .since = mode.since});
  }
  return modes;
}

}  // namespace

Outcome<WhatIfRun, std::string> run_what_if(
    const journal::RowJournal& journal, const WhatIfBooks& books, const Stretch& stretch,
    const std::function<void(const casework::CourseDifference&)>& differs) {
  const auto modes = modes_at(journal, stretch.from);
  if (!modes) return Failure{modes.error().message};
  Reader reader(journal, books.before.book().version, stretch);
  const auto started = reader.start();
  if (!started) return Failure{started.error().message};

  Runner before("what-if before", books.before, false, *modes);
  Runner after("what-if after", books.after, books.reads_anew, *modes);
  casework::WhatIfComparison comparison(differs);
  std::deque<BatchPointer> on_the_way;
  const auto compare_one = [&] {
    comparison.add(Side::Journal, std::move(on_the_way.front()->courses));
    comparison.add(Side::Before, before.take());
    comparison.add(Side::After, after.take());
    on_the_way.pop_front();
  };
  for (bool is_last = false; !is_last;) {
    auto batch = reader.next();
    if (!batch) return Failure{batch.error().message};
    is_last = (*batch)->ends.has_value();
    before.put(*batch);
    after.put(*batch);
    on_the_way.push_back(*std::move(batch));
    if (on_the_way.size() == kBatchesOnTheWay) compare_one();
  }
  while (!on_the_way.empty()) compare_one();
  before.stop();
  after.stop();
  for (const Runner* runner : {&before, &after}) {
    if (!runner->problem().empty()) return Failure{runner->problem()};
  }
  return WhatIfRun{.report = comparison.finish(before.shadow(), after.shadow()),
                   .records = reader.records(),
                   .joined_older = reader.joined_older()};
}

}  // namespace whistle::app
