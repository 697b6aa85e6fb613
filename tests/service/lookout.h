#pragma once

#include <gtest/gtest.h>
#include <zstd.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/journal/keys.h"
#include "engine/journal/memory_journal.h"
#include "engine/runtime/engine.h"
#include "engine/service/case_reader.h"
#include "engine/service/watchers.h"
#include "tests/support/rule_books.h"
#include "tests/support/scenario.h"

namespace whistle::service {

// One of many, each a case of its own.
inline support::Report plain() {
  support::Report report;
  report.category = "parking";
  return report;
}

// As clients do: what is packed stands among the facts.
inline void unpack(v1::WatchEvents& events) {
  const std::string packed = std::exchange(*events.mutable_packed(), {});
  if (packed.empty()) return;
  std::string bytes(ZSTD_getFrameContentSize(packed.data(), packed.size()), '\0');
  ASSERT_EQ(ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size()),
            bytes.size());
  ASSERT_TRUE(events.MergeFromString(bytes));
}

// An engine in memory, and those who watch it. Nothing is sent: it is heard.
class Lookout {
 public:
  Lookout()
      : policy_(std::make_shared<const policy::Policy>(support::changtai_rules())),
        rules_{policy_, nullptr} {
    start();
  }

  Watchers& watchers() { return *watchers_; }
  WatchCursors& cursors() { return *cursors_; }
  journal::Journal& journal() { return *journal_; }
  CaseReader& reader() { return *reader_; }
  const casework::State& state() { return engine_->state(); }

  // What has formed becomes durable, and is told as far as credit goes.
  void commit() {
    if (engine_->forming() == 0) return;
    const journal::Group group = engine_->take_group();
    ASSERT_TRUE(journal_->append(group));
    watchers_->feed(group);
    serve();
  }
  void serve() {
    while (watchers_->pump(0)) {
    }
  }
  // Decides, and leaves it to commit().
  casework::Answer decide(casework::Command command) {
    if (auto* submit = std::get_if<casework::SubmitComplaint>(&command)) {
      submit->looked_up_through = state().counters().last_complaint;
    }
    const runtime::Reply reply = engine_->decide(command, now_);
    EXPECT_TRUE(reply.result) << reply.result.error().detail;
    return reply.result ? *reply.result : casework::Answer{};
  }
  CaseId decide_report(const support::Report& report) {
    const auto answer = decide(support::complaint_of(report, ++serial_, now_));
    return std::get<casework::Receipt>(answer).id;
  }
  CaseId submit(const support::Report& report = plain()) {
    const CaseId id = decide_report(report);
    commit();
    return id;
  }
  void wish(const casework::Command& command) {
    decide(command);
    commit();
  }

  v1::WatchReply watch(const Peer& peer, const v1::WatchRequest& request) {
    const auto reply = watchers_->watch(peer, request);
    EXPECT_TRUE(reply) << reply.error().message;
    serve();
    return reply ? *reply : v1::WatchReply{};
  }
  std::string refusal(const v1::WatchRequest& request) {
    const auto reply = watchers_->watch("refused", request);
    return reply ? "none" : reply.error().reason;
  }
  void credit(const Peer& peer, std::uint64_t credit) {
    EXPECT_TRUE(watchers_->credit(peer, credit));
    serve();
  }

  // The engine ends and begins anew on what is on disk; connections are lost.
  void restart() {
    start();
    heard_.clear();
  }
  // Until the next restart the journal keeps records for so long.
  void keep_for(Milliseconds time) { journal_->keep_for(time); }
  // What is decided from now on is decided later.
  void let_pass(Milliseconds time) { now_ += time; }
  // The groups that begin before this record are gone.
  void forget_before(std::uint64_t first) {
    const auto batch = rows_->batch(0);
    for (std::uint64_t sequence = 1; sequence < first; ++sequence) {
      batch->erase(journal::Table::Journal, journal::as_bytes(journal::number_key(sequence)));
    }
    ASSERT_TRUE(batch->commit());
  }

  // What a peer has heard since it was asked last.
  std::vector<v1::WatchEvents> heard(const Peer& peer) { return std::exchange(heard_[peer], {}); }
  // The bytes of all messages a peer was ever sent, facts or not.
  const std::vector<Watchers::Body>& bodies(const Peer& peer) { return bodies_[peer]; }
  const v1::Status& ended(const Peer& peer) { return ended_[peer]; }
  // Sequences of the facts it has heard, in order, one for each fact.
  std::vector<std::uint64_t> sequences(const Peer& peer) {
    std::vector<std::uint64_t> found;
    for (const v1::WatchEvents& events : heard(peer)) {
      for (const v1::Fact& fact : events.facts()) found.push_back(fact.sequence());
    }
    return found;
  }
  // From now on nothing can be sent to this peer.
  void plug(const Peer& peer) { plugged_.insert(peer); }
  void unplug(const Peer& peer) { plugged_.erase(peer); }

 private:
  void start() {
    watchers_.reset();
    reader_.reset();
    journal_.reset();
    auto opened = journal::MemoryJournal::open(rows_);
    WHISTLE_CHECK(opened.has_value());
    journal_ = *std::move(opened);
    casework::State recovered;
    WHISTLE_CHECK(journal_->recover(recovered, [](std::uint64_t) {}).has_value());
    engine_ = std::make_unique<runtime::Engine>(policy_, std::move(recovered), journal_->head());
    reader_ = std::make_unique<CaseReader>(*journal_, rules_);
    cursors_ = std::make_unique<WatchCursors>(*journal_->cursors());
    watchers_ = std::make_unique<Watchers>(Watchers::Parts{
        .send = [this](const Peer& peer, const v1::Header& header,
                       const Watchers::Body& body) { return hear(peer, header, body); },
        .journal = *journal_,
        .rules = rules_,
        .reader = *reader_,
        .cursors = *cursors_});
  }
  bool hear(const Peer& peer, const v1::Header& header, const Watchers::Body& body) {
    if (plugged_.contains(peer)) return false;
    if (header.status().code() != 0) ended_[peer] = header.status();
    v1::WatchEvents events;
    EXPECT_TRUE(events.ParseFromString(*body));
    unpack(events);
    bodies_[peer].push_back(body);
    heard_[peer].push_back(std::move(events));
    return true;
  }

  std::shared_ptr<const policy::Policy> policy_;
  Rules rules_;
  std::shared_ptr<journal::MemoryRows> rows_ = std::make_shared<journal::MemoryRows>();
  std::unique_ptr<journal::MemoryJournal> journal_;
  std::unique_ptr<runtime::Engine> engine_;
  std::unique_ptr<CaseReader> reader_;
  std::unique_ptr<WatchCursors> cursors_;
  std::unique_ptr<Watchers> watchers_;
  Timestamp now_{support::Scenario::morning()};
  std::uint64_t serial_{};
  std::map<Peer, std::vector<v1::WatchEvents>> heard_;
  std::map<Peer, std::vector<Watchers::Body>> bodies_;
  std::map<Peer, v1::Status> ended_;
  std::set<Peer> plugged_;
};

inline v1::WatchRequest from(std::uint64_t sequence, std::uint64_t credit = 10'000) {
  v1::WatchRequest request;
  request.set_resume_after(sequence);
  request.set_credit(credit);
  return request;
}

}  // namespace whistle::service
