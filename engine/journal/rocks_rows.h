#pragma once

#include <filesystem>
#include <memory>

#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/rocks_journal.h"
#include "engine/journal/row_store.h"

namespace whistle::journal {

// Rows in a RocksDB folder, a column family for each table. The one place that knows RocksDB.
// Fails with Foreign when another process has the folder open or it has tables this program does
// not know.
Outcome<std::unique_ptr<RowStore>, Error> open_rocks_rows(const std::filesystem::path& folder,
                                                          const RocksOptions& options);

}  // namespace whistle::journal
