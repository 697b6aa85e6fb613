#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "bench/city.h"
#include "bench/measure.h"
#include "engine/core/complaint.h"
#include "engine/core/shared.h"
#include "engine/journal/rocks_journal.h"
#include "engine/runtime/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/pipeline.h"

namespace whistle::bench {

// A Wednesday morning in March 2026, nine o'clock in Changtai: working limits reach equally far
// whenever somebody measures. From then on it runs like any clock.
class WednesdayClock final : public runtime::Clock {
 public:
  Timestamp now() const override;

 private:
  Steady::time_point started_{Steady::now()};
};

// The engine without its sockets: journal on disk, recovered state, writer and commit thread. Plays
// the service towards them: looks for an earlier receipt, triages, offers.
// Thread: submit() by one thread; offer() by any; answers come on the commit thread.
class Rig {
 public:
  using Answer = std::function<void(const runtime::Reply&)>;

  // Ends the process with a message when the journal cannot be opened or fails later.
  Rig(City& city, const std::filesystem::path& folder);
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  void submit(Complaint complaint, Answer answer);
  // A complaint that was triaged before: what remains is the work of writer, commit thread and
  // disk.
  void submit(Complaint complaint, Shared<triage::Findings> findings, Answer answer);
  void offer(casework::Command command, Answer answer);
  // Waits until everything offered is durable and answered.
  void stop();

  Timestamp now() const { return clock_.now(); }
  const casework::State& state() const { return engine_->state(); }  // after stop()
  std::uint64_t groups() const { return groups_.load(); }            // commits, so fsyncs
  std::uint64_t records() const { return records_.load(); }

 private:
  City& city_;
  WednesdayClock clock_;
  std::unique_ptr<journal::RocksJournal> journal_;
  std::unique_ptr<runtime::Engine> engine_;
  std::unique_ptr<runtime::Pipeline> pipeline_;
  std::atomic<std::uint64_t> durable_complaint_{};
  std::atomic<std::uint64_t> groups_{};
  std::atomic<std::uint64_t> records_{};
};

// Ends the process when the environment failed.
[[noreturn]] void give_up(const std::string& message);

}  // namespace whistle::bench
