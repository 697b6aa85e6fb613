#pragma once

#include <rocksdb/db.h>

#include <cstddef>
#include <filesystem>
#include <memory>

#include "bench/measure.h"

namespace whistle::bench::peers {

// Made when it is not there. Throws PeerError.
std::unique_ptr<rocksdb::DB> open_database(const std::filesystem::path& folder);

// So many rows, as large as a complaint, each with a write and a sync of its own.
Latencies measure_synced_writes(const std::filesystem::path& folder, std::size_t count);

}  // namespace whistle::bench::peers
