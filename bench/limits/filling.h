#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>

#include "bench/city.h"
#include "engine/core/complaint.h"
#include "engine/core/shared.h"
#include "engine/journal/rocks_journal.h"
#include "engine/runtime/engine.h"

namespace whistle::bench::limits {

// Files cases as fast as the processor can, at any time one likes: the engine without threads of
// its own, large groups, one written while the next one forms.
// Thread: one.
class Filling {
 public:
  using Look = std::function<void(const journal::Group&)>;

  // A new journal in `folder`. `look` sees each group before it is written.
  Filling(City& city, const std::filesystem::path& folder, Look look = {});
  ~Filling();
  Filling(const Filling&) = delete;
  Filling& operator=(const Filling&) = delete;

  // Times must not go back.
  casework::Receipt submit(Complaint complaint, Shared<triage::Findings> findings, Timestamp at);
  casework::Receipt submit(Complaint complaint, Timestamp at);
  // Lets all alarms fire that are due by then.
  void pass_until(Timestamp at);
  // Everything is on disk.
  void finish();

  runtime::Engine& engine() { return *engine_; }
  journal::RocksJournal& journal() { return *journal_; }

 private:
  void hand_over();

  City& city_;
  Look look_;
  std::unique_ptr<journal::RocksJournal> journal_;
  std::unique_ptr<runtime::Engine> engine_;
  std::future<void> writing_;
};

// So many open cases of all kinds, as residents make them, all filed at one instant.
void fill_open_cases(City& city, const std::filesystem::path& folder, std::uint64_t open_cases);

}  // namespace whistle::bench::limits
