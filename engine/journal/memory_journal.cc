#include "engine/journal/memory_journal.h"

#include <mutex>
#include <utility>
#include <vector>

namespace whistle::journal {

class MemoryRows::MemoryBatch final : public Batch {
 public:
  explicit MemoryBatch(MemoryRows& rows) : rows_(rows) {}

  void put(Table table, std::string_view key, std::string_view value) override {
    changes_.push_back({table, std::string(key), std::string(value)});
  }
  void erase(Table table, std::string_view key) override {
    changes_.push_back({table, std::string(key), std::nullopt});
  }
  Outcome<Done, Error> commit() override {
    const std::unique_lock lock(rows_.mutex_);
    for (Change& change : changes_) {
      Rows& rows = rows_.tables_[index_of(change.table)];
      if (change.value) {
        rows.insert_or_assign(std::move(change.key), *std::move(change.value));
      } else {
        rows.erase(change.key);
      }
    }
    changes_.clear();
    return Done{};
  }

 private:
  struct Change {
    Table table;
    std::string key;
    std::optional<std::string> value;  // nothing: the row goes
  };
  MemoryRows& rows_;
  std::vector<Change> changes_;
};

class MemoryRows::MemoryCursor final : public Cursor {
 public:
  MemoryCursor(const Rows& rows, std::string_view until)
      : rows_(rows),
        until_(until.empty() ? rows.end() : rows.lower_bound(until)),
        at_(rows.end()) {}

  void seek(std::string_view key) override {
    at_ = rows_.lower_bound(key);
    valid_ = true;
  }
  void seek_at_or_before(std::string_view key) override {
    const auto after = rows_.upper_bound(key);
    valid_ = after != rows_.begin();
    if (valid_) at_ = std::prev(after);
  }
  void next() override { ++at_; }
  bool valid() const override {
    return valid_ && at_ != rows_.end() && (until_ == rows_.end() || at_->first < until_->first);
  }
  std::string_view key() const override { return at_->first; }
  std::string_view value() const override { return at_->second; }
  Outcome<Done, Error> end() const override { return Done{}; }

 private:
  const Rows& rows_;
  Rows::const_iterator until_;
  Rows::const_iterator at_;
  bool valid_{};
};

class MemoryRows::MemoryView final : public View {
 public:
  explicit MemoryView(const MemoryRows& rows) : rows_(rows), lock_(rows.mutex_) {}

  Outcome<std::optional<std::string>, Error> get(Table table, std::string_view key) const override {
    const Rows& rows = rows_.tables_[index_of(table)];
    const auto found = rows.find(key);
    if (found == rows.end()) return std::optional<std::string>{};
    return std::optional<std::string>{found->second};
  }
  std::unique_ptr<Cursor> cursor(Table table, std::string_view until) const override {
    return std::make_unique<MemoryCursor>(rows_.tables_[index_of(table)], until);
  }

 private:
  const MemoryRows& rows_;
  std::shared_lock<std::shared_mutex> lock_;
};

std::unique_ptr<RowStore::Batch> MemoryRows::batch(std::size_t /*bytes*/) {
  return std::make_unique<MemoryBatch>(*this);
}

std::unique_ptr<RowStore::View> MemoryRows::view() const {
  return std::make_unique<MemoryView>(*this);
}

Outcome<std::optional<std::string>, Error> MemoryRows::get(Table table,
                                                           std::string_view key) const {
  return MemoryView(*this).get(table, key);
}

Outcome<Done, Error> MemoryRows::let_go(Table table, std::string_view end) {
  const std::unique_lock lock(mutex_);
  Rows& rows = tables_[index_of(table)];
  rows.erase(rows.begin(), rows.lower_bound(end));
  return Done{};
}

Outcome<std::unique_ptr<MemoryJournal>, Error> MemoryJournal::open(
    std::shared_ptr<MemoryRows> rows) {
  const auto head = begin(*rows);
  if (!head) return Failure{head.error()};
  return std::unique_ptr<MemoryJournal>(new MemoryJournal(std::move(rows), *head));
}

}  // namespace whistle::journal
