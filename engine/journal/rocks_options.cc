#include "engine/journal/rocks_options.h"

#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/memtablerep.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>

#include "engine/journal/rocks_trouble.h"

namespace whistle::journal {
namespace {

// How a table is used decides how it is kept.
struct Habit {
  bool large_rows{};     // a full write buffer and large blocks
  bool looked_up{};      // by exact key: a filter saves most reads of what is not there
  bool history{};        // written once, read seldom: packed tightly in the end
  bool leaves_graves{};  // rows are erased: compacted before walks drown in their tombstones
  bool only_written{};   // read when the engine starts, and never while it runs
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
    case Table::Registers:
      return {.leaves_graves = true, .only_written = true};
    case Table::Answers:
      return {.looked_up = true, .leaves_graves = true};
    case Table::Policies:
    case Table::Trails:
      return {.history = true};
  }
  return {};
}

// Compaction may wait, and whoever complains may not: at 3,000 complaints a second on two cores the
// slowest in a thousand took 6 ms with it and 8 to 150 without. Not so flushes: beside four endless
// loops one that gives way holds everybody up for seconds. Tried and left: a limit on the rate at
// which both write, which gains the same and must know the disk.
void let_compactions_give_way() {
  const auto done = rocksdb::Env::Default()->LowerThreadPoolCPUPriority(
      rocksdb::Env::Priority::LOW, rocksdb::CpuPriority::kLow);
  // A system that cannot do it runs on as it did.
  done.PermitUncheckedError();
}

}  // namespace

rocksdb::DBOptions database_options(const RocksOptions& options) {
  let_compactions_give_way();
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
  // Tables that change seldom keep old logs alive; this bounds the logs, and with them a restart.
  database.max_total_wal_size = 4 * options.write_buffer_bytes;
  // One thread writes; a memtable that is no skip list wants to be told so.
  database.allow_concurrent_memtable_write = false;
  database.bytes_per_sync = std::uint64_t{1} << 20U;
  database.max_manifest_file_size = std::uint64_t{64} << 20U;
  database.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  database.info_log = std::make_shared<WarningLog>(options.warn);
  database.stats_dump_period_sec = 0;
  database.stats_persist_period_sec = 0;
  return database;
}

rocksdb::ColumnFamilyOptions family_options(Table table, const RocksOptions& options,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  const Habit habit = habit_of(table);
  rocksdb::ColumnFamilyOptions family;
  family.write_buffer_size =
      habit.large_rows ? options.write_buffer_bytes : options.write_buffer_bytes / 8;
  // More than two may be flushed in the wrong order after a failure (7.8).
  family.max_write_buffer_number = 2;
  // Not before RowStore::begin_compacting(). To open a folder turns its log into files that want to
  // be compacted; at a start that took a tenth of the time from reading the open cases.
  family.disable_auto_compactions = habit.large_rows;
  family.memtable_protection_bytes_per_key = 8;
  family.level_compaction_dynamic_level_bytes = true;
  family.compression = rocksdb::kLZ4Compression;
  if (habit.history) family.bottommost_compression = rocksdb::kZSTD;
  if (habit.leaves_graves) {
    family.table_properties_collector_factories.push_back(
        rocksdb::NewCompactOnDeletionCollectorFactory(1024, 256, 0.5));
  }

  // To find the place of a key among those in memory is most of what a row costs to write. Nobody
  // asks for these, so they need no place before they go to disk.
  if (habit.only_written) family.memtable_factory = std::make_shared<rocksdb::VectorRepFactory>();

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

}  // namespace whistle::journal
