#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/journal/memory_journal.h"
#include "engine/journal/rocks_journal.h"
#include "engine/journal/rocks_rows.h"

namespace whistle::journal {

// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "whistle-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline RocksOptions small_options() {
  return {.create = true, .cache_bytes = 1U << 20U, .write_buffer_bytes = 1U << 20U, .warn = {}};
}

using Opened = Outcome<std::unique_ptr<Journal>, Error>;

// What outlives a journal that is closed. The two have the same members, so that one suite runs on
// both.
class MemoryDisk {
 public:
  Opened try_open() {
    auto journal = MemoryJournal::open(rows_);
    if (!journal) return Failure{journal.error()};
    return std::unique_ptr<Journal>(*std::move(journal));
  }
  // Requires: no journal is open.
  std::shared_ptr<RowStore> rows() { return rows_; }

 private:
  std::shared_ptr<MemoryRows> rows_ = std::make_shared<MemoryRows>();
};

class RocksDisk {
 public:
  Opened try_open() {
    auto journal = RocksJournal::open(folder_.path(), small_options());
    if (!journal) return Failure{journal.error()};
    return std::unique_ptr<Journal>(*std::move(journal));
  }
  std::shared_ptr<RowStore> rows() {
    auto rows = open_rocks_rows(folder_.path(), small_options());
    EXPECT_TRUE(rows) << rows.error().message;
    return rows ? *std::move(rows) : nullptr;
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

// A typed suite runs on each.
struct DiskNames {
  template <class Disk>
  // NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks it up by that name.
  static std::string GetName(int) {
    return std::is_same_v<Disk, MemoryDisk> ? "Memory" : "Rocks";
  }
};
using Disks = testing::Types<MemoryDisk, RocksDisk>;

template <class Disk>
std::unique_ptr<Journal> open(Disk& disk) {
  auto journal = disk.try_open();
  EXPECT_TRUE(journal) << journal.error().message;
  return journal ? *std::move(journal) : nullptr;
}

inline std::string value_of(RowStore& rows, Table table, std::string_view key) {
  const auto value = rows.view()->get(table, key);
  EXPECT_TRUE(value && *value);
  return value && *value ? **value : "";
}

inline void put(RowStore& rows, Table table, std::string_view key, std::string_view value) {
  const auto batch = rows.batch(0);
  batch->put(table, key, value);
  EXPECT_TRUE(batch->commit());
}

inline void erase(RowStore& rows, Table table, std::string_view key) {
  const auto batch = rows.batch(0);
  batch->erase(table, key);
  EXPECT_TRUE(batch->commit());
}

}  // namespace whistle::journal
