#include "engine/journal/rocks_rows.h"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <atomic>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/core/check.h"

namespace whistle::journal {
namespace {

std::size_t index_of(Table table) { return static_cast<std::size_t>(table); }

rocksdb::Slice as_slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

std::string_view as_view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// RocksDB has no code for a folder in use, only these words: the first from this process, the
// second from another.
bool is_in_use(const rocksdb::Status& status) {
  if (!status.IsIOError()) return false;
  const std::string text = status.ToString();
  return text.find("lock hold by current process") != std::string::npos ||
         (text.find("/LOCK") != std::string::npos &&
          text.find("Resource temporarily unavailable") != std::string::npos);
}

Error to_error(const rocksdb::Status& status, const std::string& what) {
  Error::Kind kind = Error::Kind::Io;
  if (status.IsNoSpace()) kind = Error::Kind::NoSpace;
  if (status.IsCorruption()) kind = Error::Kind::Corrupt;
  return {kind, fmt::format("{}: {}", what, status.ToString())};
}

// Turns the first trouble of RocksDB's own threads into the end of this journal. RocksDB would
// sometimes try again; but which changes then reach the disk, and in which order, has been wrong
// before, and a restart knows exactly.
class TroubleListener final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* status) override {
    if (status->IsNoSpace()) no_space_ = true;
    met_ = true;
  }
  bool met() const { return met_; }
  Error error(const std::string& folder) const {
    return no_space_
               ? Error{Error::Kind::NoSpace, folder + ": the disk is full"}
               : Error{Error::Kind::Io, folder + ": writing in the background failed, see LOG"};
  }

 private:
  std::atomic<bool> met_{};
  std::atomic<bool> no_space_{};
};

class RocksCursor final : public RowStore::Cursor {
 public:
  RocksCursor(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family, rocksdb::ReadOptions options,
              std::string_view until)
      : until_(until), until_slice_(until_) {
    if (!until_.empty()) options.iterate_upper_bound = &until_slice_;
    // A walk is read once; it must not push out what is asked for again and again.
    options.fill_cache = false;
    iterator_.reset(db.NewIterator(options, family));
  }

  void seek(std::string_view key) override { iterator_->Seek(as_slice(key)); }
  void seek_at_or_before(std::string_view key) override { iterator_->SeekForPrev(as_slice(key)); }
  void next() override { iterator_->Next(); }
  bool valid() const override { return iterator_->Valid(); }
  std::string_view key() const override { return as_view(iterator_->key()); }
  std::string_view value() const override { return as_view(iterator_->value()); }
  Outcome<Done, Error> end() const override {
    const rocksdb::Status status = iterator_->status();
    if (!status.ok()) return Failure{to_error(status, "reading rows")};
    return Done{};
  }

 private:
  std::string until_;
  rocksdb::Slice until_slice_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

class RocksRows final : public RowStore {
 public:
  RocksRows(std::filesystem::path folder, std::shared_ptr<TroubleListener> trouble,
            std::unique_ptr<rocksdb::DB> db, std::vector<rocksdb::ColumnFamilyHandle*> families)
      : folder_(std::move(folder)),
        trouble_(std::move(trouble)),
        db_(std::move(db)),
        families_(std::move(families)) {}
  RocksRows(const RocksRows&) = delete;
  RocksRows& operator=(const RocksRows&) = delete;
  ~RocksRows() override {
    for (rocksdb::ColumnFamilyHandle* family : families_) {
      // Fails for handles of another database only.
      db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
    }
  }

  std::unique_ptr<Batch> batch(std::size_t bytes) override {
    return std::make_unique<RocksBatch>(*this, bytes);
  }
  std::unique_ptr<View> view() const override { return std::make_unique<RocksView>(*this); }
  std::uint64_t bytes_free() const override {
    std::error_code failed;
    const std::filesystem::space_info space = std::filesystem::space(folder_, failed);
    return failed ? 0 : space.available;
  }

 private:
  class RocksBatch final : public Batch {
   public:
    // Each key carries eight bytes that guard it on its way through memory.
    RocksBatch(RocksRows& rows, std::size_t bytes) : rows_(rows), changes_(bytes, 0, 8, 0) {}

    void put(Table table, std::string_view key, std::string_view value) override {
      keep(changes_.Put(rows_.family(table), as_slice(key), as_slice(value)));
    }
    void erase(Table table, std::string_view key) override {
      keep(changes_.Delete(rows_.family(table), as_slice(key)));
    }
    Outcome<Done, Error> commit() override {
      if (!built_.ok()) return Failure{to_error(built_, "building a batch")};
      return rows_.write(changes_);
    }

   private:
    void keep(const rocksdb::Status& status) {
      if (built_.ok()) built_ = status;
    }
    RocksRows& rows_;
    rocksdb::WriteBatch changes_;
    rocksdb::Status built_;
  };

  class RocksView final : public View {
   public:
    explicit RocksView(const RocksRows& rows) : rows_(rows), snapshot_(rows.db_.get()) {
      options_.snapshot = snapshot_.snapshot();
    }
    Outcome<std::optional<std::string>, Error> get(Table table,
                                                   std::string_view key) const override {
      std::string value;
      const rocksdb::Status status =
          rows_.db_->Get(options_, rows_.family(table), as_slice(key), &value);
      if (status.IsNotFound()) return std::optional<std::string>{};
      if (!status.ok()) {
        return Failure{to_error(status, fmt::format("reading {}", kTableNames[index_of(table)]))};
      }
      return std::optional<std::string>{std::move(value)};
    }
    std::unique_ptr<Cursor> cursor(Table table, std::string_view until) const override {
      return std::make_unique<RocksCursor>(*rows_.db_, rows_.family(table), options_, until);
    }

   private:
    const RocksRows& rows_;
    rocksdb::ManagedSnapshot snapshot_;
    rocksdb::ReadOptions options_;
  };

  rocksdb::ColumnFamilyHandle* family(Table table) const { return families_[index_of(table)]; }

  Outcome<Done, Error> write(rocksdb::WriteBatch& changes) {
    if (trouble_->met()) failed_ = true;
    if (failed_) return Failure{trouble_->error(folder_.string())};
    rocksdb::WriteOptions options;
    options.sync = true;
    const rocksdb::Status status = db_->Write(options, &changes);
    if (status.ok()) return Done{};
    failed_ = true;
    return Failure{to_error(status, folder_.string() + ": writing a group")};
  }

  const std::filesystem::path folder_;
  const std::shared_ptr<TroubleListener> trouble_;
  const std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;  // by table; the last is RocksDB's own
  std::atomic<bool> failed_{};
};

rocksdb::DBOptions database_options(const RocksOptions& options,
                                    std::shared_ptr<rocksdb::EventListener> trouble) {
  rocksdb::DBOptions database;
  database.create_if_missing = options.create;
  database.create_missing_column_families = true;
  // What a crash may leave is a last entry that is not whole; it was never acknowledged. Anything
  // else wrong in the log means that something acknowledged is gone, and RocksDB's default would
  // drop that and all after it without a word. This mode excludes recycled log files.
  database.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // One flush and one compaction at a time: parallel flushes may reorder after a failure (7.8).
  database.max_background_jobs = 2;
  database.max_bgerror_resume_count = 0;
  database.listeners.push_back(std::move(trouble));
  // Tables that change seldom keep old logs alive; this bounds the logs, and with them a restart.
  database.max_total_wal_size = 4 * options.write_buffer_bytes;
  database.bytes_per_sync = std::uint64_t{1} << 20U;
  database.max_manifest_file_size = std::uint64_t{64} << 20U;
  database.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  database.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  database.max_log_file_size = std::size_t{4} << 20U;
  database.keep_log_file_num = 4;
  database.stats_dump_period_sec = 0;
  database.stats_persist_period_sec = 0;
  return database;
}

// How a table is used decides how it is kept.
struct Habit {
  bool large_rows{};     // a full write buffer and large blocks
  bool looked_up{};      // by exact key: a filter saves most reads of what is not there
  bool history{};        // written once, read seldom: packed tightly in the end
  bool leaves_graves{};  // rows are erased: compacted before walks drown in their tombstones
};

Habit habit_of(Table table) {
  switch (table) {
    case Table::Meta:
      return {};
    case Table::Journal:
      return {.large_rows = true, .history = true};
    case Table::Cases:
      return {.large_rows = true, .looked_up = true, .leaves_graves = true};
    case Table::Archive:
      return {.looked_up = true, .history = true};
    case Table::Texts:
      return {.large_rows = true, .looked_up = true, .history = true};
    case Table::Receipts:
      return {.looked_up = true};
    case Table::Policies:
      return {.history = true};
    case Table::Trails:
      return {.history = true};
  }
  return {};
}

rocksdb::ColumnFamilyOptions family_options(Table table, const RocksOptions& options,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  const Habit habit = habit_of(table);
  rocksdb::ColumnFamilyOptions family;
  family.write_buffer_size =
      habit.large_rows ? options.write_buffer_bytes : options.write_buffer_bytes / 8;
  // More than two may be flushed in the wrong order after a failure (7.8).
  family.max_write_buffer_number = 2;
  family.memtable_protection_bytes_per_key = 8;
  family.level_compaction_dynamic_level_bytes = true;
  family.compression = rocksdb::kLZ4Compression;
  if (habit.history) family.bottommost_compression = rocksdb::kZSTD;
  if (habit.leaves_graves) {
    family.table_properties_collector_factories.push_back(
        rocksdb::NewCompactOnDeletionCollectorFactory(1024, 256, 0.5));
  }

  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = cache;
  blocks.cache_index_and_filter_blocks = true;
  blocks.pin_l0_filter_and_index_blocks_in_cache = true;
  if (habit.large_rows) blocks.block_size = std::size_t{16} << 10U;
  if (habit.looked_up) {
    blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    family.memtable_prefix_bloom_size_ratio = 0.02;
    family.memtable_whole_key_filtering = true;
  }
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  return family;
}

// Fails when the folder holds tables of a newer program, or nothing and nothing may be made.
Outcome<Done, Error> check_folder(const std::filesystem::path& folder, bool create) {
  std::error_code failed;
  if (!std::filesystem::exists(folder / "CURRENT", failed)) {
    if (!create) {
      return Failure{Error{Error::Kind::NotFound, folder.string() + ": holds no journal"}};
    }
    std::filesystem::create_directories(folder, failed);
    if (!failed) return Done{};
    return Failure{Error{Error::Kind::Io, folder.string() + ": " + failed.message()}};
  }
  std::vector<std::string> names;
  const rocksdb::Status listed = rocksdb::DB::ListColumnFamilies({}, folder.string(), &names);
  if (!listed.ok()) return Failure{to_error(listed, folder.string())};
  for (const std::string& name : names) {
    if (name == rocksdb::kDefaultColumnFamilyName) continue;
    if (std::ranges::find(kTableNames, name) != kTableNames.end()) continue;
    return Failure{Error{
        Error::Kind::Foreign,
        fmt::format("{}: holds a table '{}' this program does not know", folder.string(), name)}};
  }
  return Done{};
}

}  // namespace

Outcome<std::unique_ptr<RowStore>, Error> open_rocks_rows(const std::filesystem::path& folder,
                                                          const RocksOptions& options) {
  const auto checked = check_folder(folder, options.create);
  if (!checked) return Failure{checked.error()};

  const auto cache = rocksdb::NewLRUCache(options.cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> tables;
  for (std::size_t i = 0; i < kTableCount; ++i) {
    tables.emplace_back(std::string(kTableNames[i]),
                        family_options(static_cast<Table>(i), options, cache));
  }
  // RocksDB insists on one of its own; it stays empty.
  tables.emplace_back(rocksdb::kDefaultColumnFamilyName,
                      family_options(Table::Meta, options, cache));

  const auto trouble = std::make_shared<TroubleListener>();
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(database_options(options, trouble),
                                                   folder.string(), tables, &families, &db);
  if (is_in_use(opened)) {
    return Failure{
        Error{Error::Kind::Foreign,
              folder.string() + ": is in use by another process; one journal has one writer"}};
  }
  if (!opened.ok()) return Failure{to_error(opened, folder.string())};
  return std::unique_ptr<RowStore>(std::make_unique<RocksRows>(
      folder, trouble, std::unique_ptr<rocksdb::DB>(db), std::move(families)));
}

}  // namespace whistle::journal
