#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/row_journal.h"

namespace whistle::journal {

struct RocksOptions {
  bool create{true};  // makes the folder and an empty journal; false: fails with NotFound
  // Sees what was durable when it was opened, also while another process has the folder open.
  // append() fails.
  bool read_only{};
  // Of blocks read lately, with the indexes and filters of all files.
  std::uint64_t cache_bytes{std::uint64_t{128} << 20U};
  // Of changes in memory before they become a file; for the tables with large rows, the others
  // take an eighth.
  std::uint64_t write_buffer_bytes{std::uint64_t{64} << 20U};
  // Gets what RocksDB warns of, a line each; called by threads of its own. Empty: nobody listens.
  std::function<void(const std::string&)> warn{};
};

// The journal in a folder, kept by RocksDB: one write with one fsync per group.
class RocksJournal final : public RowJournal {
 public:
  // Fails with Foreign when another process has the folder open or a newer program wrote it, with
  // Corrupt when what is there is not what was written.
  static Outcome<std::unique_ptr<RocksJournal>, Error> open(const std::filesystem::path& folder,
                                                            const RocksOptions& options = {});

 private:
  using RowJournal::RowJournal;
};

}  // namespace whistle::journal
