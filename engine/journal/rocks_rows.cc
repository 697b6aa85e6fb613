#include "engine/journal/rocks_rows.h"

#include <fmt/format.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/journal/rocks_backup.h"
#include "engine/journal/rocks_options.h"
#include "engine/journal/rocks_trouble.h"

namespace whistle::journal {
namespace {

rocksdb::Slice as_slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

std::string_view as_view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// RocksDB counts every comparison of keys for this thread, unless it is told not to.
void count_nothing() { rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable); }

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
  RocksRows(std::filesystem::path folder, bool read_only, std::shared_ptr<TroubleListener> trouble,
            std::unique_ptr<rocksdb::DB> db, std::vector<rocksdb::ColumnFamilyHandle*> families)
      : folder_(std::move(folder)),
        read_only_(read_only),
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
  Outcome<std::optional<std::string>, Error> get(Table table, std::string_view key) const override {
    return get(table, key, {});
  }
  // Whole files. To erase the rows one by one, or as a range, would have files rewritten from the
  // oldest row to the newest, because what is compacted spans both.
  Outcome<Done, Error> let_go(Table table, std::string_view end) override {
    const rocksdb::Slice before = as_slice(end);
    const rocksdb::Status status =
        rocksdb::DeleteFilesInRange(db_.get(), family(table), nullptr, &before, false);
    if (status.ok()) return Done{};
    return Failure{within_folder(to_error(status, "letting go of what is forgotten"))};
  }
  Outcome<Done, Error> begin_compacting() override {
    // RocksDB would write a new list of files, into a folder that is another one's to write.
    if (read_only_) return Done{};
    std::call_once(begins_compacting_,
                   [this] { begun_compacting_ = db_->EnableAutoCompaction(resting_families()); });
    if (begun_compacting_.ok()) return Done{};
    return Failure{within_folder(to_error(begun_compacting_, "letting compactions begin"))};
  }
  std::uint64_t bytes_free() const override {
    std::error_code failed;
    const std::filesystem::space_info space = std::filesystem::space(folder_, failed);
    return failed ? 0 : space.available;
  }
  Outcome<BackupMade, Error> back_up(const BackupWish& wish) override {
    return back_up_rocks(*db_, wish);
  }

 private:
  // Those that were opened without compactions. To change options costs milliseconds for each.
  std::vector<rocksdb::ColumnFamilyHandle*> resting_families() const {
    std::vector<rocksdb::ColumnFamilyHandle*> resting;
    for (rocksdb::ColumnFamilyHandle* family : families_) {
      if (db_->GetOptions(family).disable_auto_compactions) resting.push_back(family);
    }
    return resting;
  }

  // Gathers the changes and writes them in the order of their keys: RocksDB then finds the place of
  // each beside that of the one before, which halves what it costs to insert them.
  class RocksBatch final : public Batch {
   public:
    RocksBatch(RocksRows& rows, std::size_t bytes) : rows_(rows) { bytes_.reserve(bytes); }

    void put(Table table, std::string_view key, std::string_view value) override {
      add(table, key, value, false);
    }
    void erase(Table table, std::string_view key) override { add(table, key, {}, true); }
    Outcome<Done, Error> commit() override {
      // Of two changes of one row the later one stays the later.
      std::ranges::stable_sort(changes_, [this](const Change& left, const Change& right) {
        if (left.table != right.table) return left.table < right.table;
        return key_of(left) < key_of(right);
      });
      constexpr std::size_t kBytesPerChange = 16;  // kind, table and two lengths
      // So many bytes guard each key on its way through memory.
      constexpr std::size_t kGuardBytes = 8;
      rocksdb::WriteBatch batch(bytes_.size() + changes_.size() * kBytesPerChange, 0, kGuardBytes,
                                0);
      for (const Change& change : changes_) {
        const rocksdb::Status built = write(change, batch);
        if (!built.ok()) return Failure{to_error(built, "building a batch")};
      }
      return rows_.write(batch);
    }

   private:
    struct Change {
      Table table;
      bool erases;
      std::size_t begin;  // of the key, in bytes_; the value follows it
      std::size_t key_size;
      std::size_t value_size;
    };

    void add(Table table, std::string_view key, std::string_view value, bool erases) {
      changes_.push_back({table, erases, bytes_.size(), key.size(), value.size()});
      bytes_ += key;
      bytes_ += value;
    }
    std::string_view key_of(const Change& change) const {
      return std::string_view(bytes_).substr(change.begin, change.key_size);
    }
    rocksdb::Status write(const Change& change, rocksdb::WriteBatch& batch) const {
      rocksdb::ColumnFamilyHandle* const family = rows_.family(change.table);
      if (change.erases) return batch.Delete(family, as_slice(key_of(change)));
      const std::string_view value =
          std::string_view(bytes_).substr(change.begin + change.key_size, change.value_size);
      return batch.Put(family, as_slice(key_of(change)), as_slice(value));
    }

    RocksRows& rows_;
    std::string bytes_;
    std::vector<Change> changes_;
  };

  class RocksView final : public View {
   public:
    explicit RocksView(const RocksRows& rows) : rows_(rows), snapshot_(rows.db_.get()) {
      options_.snapshot = snapshot_.snapshot();
    }
    Outcome<std::optional<std::string>, Error> get(Table table,
                                                   std::string_view key) const override {
      return rows_.get(table, key, options_);
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

  Outcome<std::optional<std::string>, Error> get(Table table, std::string_view key,
                                                 const rocksdb::ReadOptions& options) const {
    count_nothing();
    std::string value;
    const rocksdb::Status status = db_->Get(options, family(table), as_slice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>{};
    if (!status.ok()) {
      return Failure{to_error(status, fmt::format("reading {}", kTableNames[index_of(table)]))};
    }
    return std::optional<std::string>{std::move(value)};
  }

  Outcome<Done, Error> write(rocksdb::WriteBatch& changes) {
    if (trouble_->met()) return Failure{within_folder(trouble_->error())};
    if (failed_) {
      return Failure{within_folder({Error::Kind::Io, "a write has failed before this one"})};
    }
    count_nothing();
    auto begun = begin_compacting();
    if (!begun) {
      failed_ = true;
      return begun;
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    const rocksdb::Status status = db_->Write(options, &changes);
    if (status.ok()) return Done{};
    failed_ = true;
    return Failure{within_folder(to_error(status, "writing a group"))};
  }

  Error within_folder(const Error& error) const {
    return {error.kind, folder_.string() + ": " + error.message};
  }

  const std::filesystem::path folder_;
  const bool read_only_;
  const std::shared_ptr<TroubleListener> trouble_;
  const std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;  // by table; the last is RocksDB's own
  std::atomic<bool> failed_{};
  std::once_flag begins_compacting_;
  rocksdb::Status begun_compacting_;
};

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
  rocksdb::DBOptions database = database_options(options);
  database.listeners.push_back(trouble);
  const rocksdb::Status opened =
      options.read_only
          ? rocksdb::DB::OpenForReadOnly(database, folder.string(), tables, &families, &db)
          : rocksdb::DB::Open(database, folder.string(), tables, &families, &db);
  if (is_in_use(opened)) {
    return Failure{
        Error{Error::Kind::Foreign,
              folder.string() + ": is in use by another process; one journal has one writer"}};
  }
  if (!opened.ok()) return Failure{to_error(opened, folder.string())};
  return std::unique_ptr<RowStore>(std::make_unique<RocksRows>(
      folder, options.read_only, trouble, std::unique_ptr<rocksdb::DB>(db), std::move(families)));
}

}  // namespace whistle::journal
