#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>

#include "engine/journal/row_journal.h"
#include "engine/journal/row_store.h"

namespace whistle::journal {

// Rows in memory. A view holds changes up.
class MemoryRows final : public RowStore {
 public:
  using Rows = std::map<std::string, std::string, std::less<>>;

  std::unique_ptr<Batch> batch(std::size_t bytes) override;
  std::unique_ptr<View> view() const override;
  Outcome<std::optional<std::string>, Error> get(Table table, std::string_view key) const override;
  Outcome<Done, Error> let_go(Table table, std::string_view end) override;
  std::uint64_t bytes_free() const override { return bytes_free_; }
  void set_bytes_free(std::uint64_t bytes) { bytes_free_ = bytes; }

 private:
  class MemoryBatch;
  class MemoryCursor;
  class MemoryView;

  mutable std::shared_mutex mutex_;
  std::array<Rows, kTableCount> tables_;
  std::atomic<std::uint64_t> bytes_free_{std::uint64_t{1} << 40U};
};

// A journal that forgets everything with its rows: for tests and simulations. It encodes and
// decodes like the real one. Rows that outlive it are what a disk is to a process that crashed.
class MemoryJournal final : public RowJournal {
 public:
  // On rows of its own.
  MemoryJournal() : MemoryJournal(std::make_shared<MemoryRows>(), Head{}) {}

  // On rows that an earlier journal wrote, or new ones. Fails as RocksJournal does.
  static Outcome<std::unique_ptr<MemoryJournal>, Error> open(std::shared_ptr<MemoryRows> rows);

 private:
  using RowJournal::RowJournal;
};

}  // namespace whistle::journal
