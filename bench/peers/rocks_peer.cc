#include "bench/peers/rocks_peer.h"

#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <string>
#include <utility>

#include "bench/peers/interrupt.h"
#include "bench/peers/rocks_database.h"
#include "bench/peers/rocks_schema.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kRowBytes = 340;  // a complaint and what stands beside it

using MakeSchema = std::unique_ptr<RocksSchema> (*)(rocksdb::DB&);

class RocksSession final : public Session {
 public:
  RocksSession(rocksdb::DB& database, RocksSchema& schema, std::size_t clients, Listener& listener)
      : database_(&database), schema_(&schema), listener_(&listener), clients_(clients) {}

  void submit(std::size_t client, std::span<const Message> messages) override {
    clients_[client].messages = messages;
    submits_.push_back(client);
  }
  void pull(std::size_t client, std::size_t max) override {
    clients_[client].max = max;
    pulls_.push_back(client);
  }
  void finish(std::size_t client, std::span<const Grant> grants) override {
    clients_[client].held = grants;
    finishes_.push_back(client);
  }

  void poll() override {
    const std::vector<std::size_t> submitted = std::exchange(submits_, {});
    const std::vector<std::size_t> pulled = std::exchange(pulls_, {});
    const std::vector<std::size_t> finished = std::exchange(finishes_, {});
    rocksdb::WriteBatch& batch = batch_;
    batch.Clear();
    // Pulls first: what is submitted by the same write is not durable yet.
    for (const std::size_t client : pulled) {
      clients_[client].granted = schema_->pull(clients_[client].max, batch);
    }
    for (const std::size_t client : submitted) {
      for (const Message& message : clients_[client].messages) schema_->submit(message, batch);
    }
    for (const std::size_t client : finished) {
      for (const Grant& grant : clients_[client].held) schema_->finish(grant, batch);
    }
    rocksdb::WriteOptions synced;
    synced.sync = true;
    expect(database_->Write(synced, &batch));
    for (const std::size_t client : submitted) listener_->on_submitted(client);
    for (const std::size_t client : pulled) {
      listener_->on_pulled(client, std::move(clients_[client].granted));
    }
    for (const std::size_t client : finished) listener_->on_finished(client);
  }

  bool is_empty() override { return schema_->is_empty(); }

 private:
  struct Client {
    std::span<const Message> messages;
    std::size_t max{};
    std::vector<Grant> granted;
    std::span<const Grant> held;
  };

  rocksdb::DB* database_;
  RocksSchema* schema_;
  Listener* listener_;
  std::vector<Client> clients_;
  rocksdb::WriteBatch batch_;  // keeps its room
  std::vector<std::size_t> submits_;
  std::vector<std::size_t> pulls_;
  std::vector<std::size_t> finishes_;
};

class RocksPeer final : public Peer {
 public:
  RocksPeer(const fs::path& folder, MakeSchema make_schema)
      : database_(open_database(folder / "database")), schema_(make_schema(*database_)) {}

  std::unique_ptr<Session> connect(std::size_t clients, Listener& listener) override {
    return std::make_unique<RocksSession>(*database_, *schema_, clients, listener);
  }

 private:
  std::unique_ptr<rocksdb::DB> database_;
  std::unique_ptr<RocksSchema> schema_;
};

}  // namespace

std::unique_ptr<rocksdb::DB> open_database(const fs::path& folder) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = std::size_t{64} << 20U;
  options.max_background_jobs = 2;
  options.compression = rocksdb::kLZ4Compression;
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.02;
  // One thread writes, and most keys grow: each is put behind the last one of its kind.
  options.allow_concurrent_memtable_write = false;
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  rocksdb::BlockBasedTableOptions blocks;
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  rocksdb::DB* database = nullptr;
  expect(rocksdb::DB::Open(options, folder, &database));
  return std::unique_ptr<rocksdb::DB>(database);
}

Latencies measure_synced_writes(const fs::path& folder, std::size_t count) {
  const std::unique_ptr<rocksdb::DB> database = open_database(folder);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const std::string value(kRowBytes, 'w');
  Latencies latencies(count);
  for (std::size_t i = 0; i < count; ++i) {
    check_interrupt();
    const std::string key = "complaint-" + std::to_string(i);
    const auto began = Steady::now();
    expect(database->Put(synced, key, value));
    latencies.add_since(began);
  }
  return latencies;
}

PeerKind rocksdb_index() {
  return {.name = "rocksdb",
          .title = "RocksDB, ten keys a lifecycle",
          .durable =
              "every step is synced before its yes, all that were begun by one write; no "
              "server, no wire",
          .deduplicates = true,
          .batch_clients = 8,
          .start = [](const fs::path& folder) -> std::unique_ptr<Peer> {
            return std::make_unique<RocksPeer>(folder, index_schema);
          }};
}

PeerKind rocksdb_row() {
  return {.name = "rocksdb-row",
          .title = "RocksDB, one row a case",
          .durable =
              "every step is synced before its yes; who waits is in memory, so that a start reads "
              "every row",
          .deduplicates = true,
          .batch_clients = 8,
          .start = [](const fs::path& folder) -> std::unique_ptr<Peer> {
            return std::make_unique<RocksPeer>(folder, row_schema);
          }};
}

}  // namespace whistle::bench::peers
