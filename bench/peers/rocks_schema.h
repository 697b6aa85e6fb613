#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/peers/peer.h"

namespace whistle::bench::peers {

// How complaints are kept as keys and values. Writes go into a batch that the caller syncs; what is
// read is what is on disk.
class RocksSchema {
 public:
  virtual ~RocksSchema() = default;

  virtual void submit(const Message& message, rocksdb::WriteBatch& batch) = 0;
  virtual std::vector<Grant> pull(std::size_t max, rocksdb::WriteBatch& batch) = 0;
  virtual void finish(const Grant& grant, rocksdb::WriteBatch& batch) = 0;
  // Neither a complaint that waits nor a lease.
  virtual bool is_empty() = 0;
};

// The database outlives the schema.
std::unique_ptr<RocksSchema> index_schema(rocksdb::DB& database);
std::unique_ptr<RocksSchema> row_schema(rocksdb::DB& database);

// Throws PeerError unless all is well.
void expect(const rocksdb::Status& status);

}  // namespace whistle::bench::peers
