#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/options.h>

#include <memory>

#include "engine/journal/rocks_journal.h"
#include "engine/journal/row_store.h"

namespace whistle::journal {

// How RocksDB 7.8 is run: what each setting is for, and which of its faults it avoids.
rocksdb::DBOptions database_options(const RocksOptions& options);
rocksdb::ColumnFamilyOptions family_options(Table table, const RocksOptions& options,
                                            const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace whistle::journal
