#include "bench/peers/rocks_schema.h"

#include <rocksdb/iterator.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <utility>

namespace whistle::bench::peers {
namespace {

constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kIdBytes = 8;

// In this order: what is first in a key comes first in the database.
std::string big_endian(std::uint64_t number) {
  std::string bytes(sizeof number, '\0');
  for (std::size_t i = bytes.size(); i-- > 0; number >>= 8U) {
    bytes[i] = static_cast<char>(number & 0xFFU);
  }
  return bytes;
}

std::string milliseconds_from_now(int seconds) {
  const auto at = std::chrono::system_clock::now() + std::chrono::seconds(seconds);
  const auto since = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch();
  return big_endian(static_cast<std::uint64_t>(since.count()));
}

// What a case needs beside its text, in the width that a real row has.
std::string row(char state, const std::string& time, std::string_view key) {
  std::string value(1, state);
  return value.append(time).append(32, '\0').append(key);
}

bool has_prefix(rocksdb::DB& database, char prefix) {
  const std::unique_ptr<rocksdb::Iterator> rows(database.NewIterator({}));
  rows->Seek(std::string(1, prefix));
  return rows->Valid() && rows->key()[0] == prefix;
}

//   o <key>        -> id          seen once
//   c <id>         -> row         the case
//   t <id>         -> text
//   d <due> <id>   ->             its clock
//   q <id>         -> due, key    waits
//   l <until> <id> ->             leased
class IndexSchema final : public RocksSchema {
 public:
  explicit IndexSchema(rocksdb::DB& database) : database_(&database) {}

  void submit(const Message& message, rocksdb::WriteBatch& batch) override {
    std::string known;
    const rocksdb::Status found = database_->Get({}, "o" + message.key, &known);
    if (found.ok()) return;
    if (!found.IsNotFound()) expect(found);
    const std::string id = big_endian(++last_id_);
    const std::string due = milliseconds_from_now(kLimitSeconds);
    expect(batch.Put("o" + message.key, id));
    expect(batch.Put("c" + id, row('w', due, message.key)));
    expect(batch.Put("t" + id, rocksdb::Slice(message.text.data(), message.text.size())));
    expect(batch.Put("d" + due + id, {}));
    expect(batch.Put("q" + id, due + message.key));
  }

  std::vector<Grant> pull(std::size_t max, rocksdb::WriteBatch& batch) override {
    std::vector<Grant> grants;
    const std::unique_ptr<rocksdb::Iterator> waiting(database_->NewIterator({}));
    const std::string until = milliseconds_from_now(kLeaseSeconds);
    // Not from the start: everything before was taken, and its traces would all be read again.
    for (waiting->Seek("q" + big_endian(last_pulled_ + 1));
         grants.size() < max && waiting->Valid() && waiting->key()[0] == 'q'; waiting->Next()) {
      const std::string id = waiting->key().ToString().substr(1);
      const std::string due = waiting->value().ToString().substr(0, kTimeBytes);
      std::string key = waiting->value().ToString().substr(kTimeBytes);
      rocksdb::PinnableSlice text;  // a worker would get it
      expect(database_->Get({}, database_->DefaultColumnFamily(), "t" + id, &text));
      expect(batch.Delete("q" + id));
      expect(batch.Put("l" + until + id, {}));
      expect(batch.Put("c" + id, row('l', due, key)));
      grants.push_back({std::move(key), until + id + due});
      ++last_pulled_;
    }
    return grants;
  }

  void finish(const Grant& grant, rocksdb::WriteBatch& batch) override {
    const std::string until = grant.handle.substr(0, kTimeBytes);
    const std::string id = grant.handle.substr(kTimeBytes, kIdBytes);
    const std::string due = grant.handle.substr(kTimeBytes + kIdBytes);
    expect(batch.Delete("l" + until + id));
    expect(batch.Delete("d" + due + id));
    expect(batch.Put("c" + id, row('f', due, grant.key)));
  }

  bool is_empty() override { return !has_prefix(*database_, 'q') && !has_prefix(*database_, 'l'); }

 private:
  static constexpr int kLimitSeconds = 7200;

  rocksdb::DB* database_;
  std::uint64_t last_id_{};
  std::uint64_t last_pulled_{};  // ids are taken in their order, none is left out
};

//   <key> -> state, deadline, text
class RowSchema final : public RocksSchema {
 public:
  explicit RowSchema(rocksdb::DB& database) : database_(&database) {}

  void submit(const Message& message, rocksdb::WriteBatch& batch) override {
    std::string known;
    const rocksdb::Status found = database_->Get({}, message.key, &known);
    if (found.ok()) return;
    if (!found.IsNotFound()) expect(found);
    std::string value = row('w', std::string(kTimeBytes, '\0'), {});
    value += message.text;
    expect(batch.Put(message.key, value));
    waiting_.push_back(message.key);
  }

  std::vector<Grant> pull(std::size_t max, rocksdb::WriteBatch& batch) override {
    std::vector<Grant> grants;
    for (; grants.size() < max && !waiting_.empty(); waiting_.pop_front()) {
      std::string value;
      expect(database_->Get({}, waiting_.front(), &value));
      value.replace(0, 1 + kTimeBytes, "l" + milliseconds_from_now(kLeaseSeconds));
      expect(batch.Put(waiting_.front(), value));
      grants.push_back({std::move(waiting_.front()), std::move(value)});
      ++leased_;
    }
    return grants;
  }

  void finish(const Grant& grant, rocksdb::WriteBatch& batch) override {
    std::string value = grant.handle;
    value.replace(0, 1 + kTimeBytes, "f" + std::string(kTimeBytes, '\0'));
    expect(batch.Put(grant.key, value));
    --leased_;
  }

  bool is_empty() override { return waiting_.empty() && leased_ == 0; }

 private:
  rocksdb::DB* database_;
  std::deque<std::string> waiting_;
  std::size_t leased_{};
};

}  // namespace

std::unique_ptr<RocksSchema> index_schema(rocksdb::DB& database) {
  return std::make_unique<IndexSchema>(database);
}

std::unique_ptr<RocksSchema> row_schema(rocksdb::DB& database) {
  return std::make_unique<RowSchema>(database);
}

void expect(const rocksdb::Status& status) {
  if (!status.ok()) throw PeerError("RocksDB: " + status.ToString());
}

}  // namespace whistle::bench::peers
