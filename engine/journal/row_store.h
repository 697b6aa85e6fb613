#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/outcome.h"
#include "engine/journal/backup.h"
#include "engine/journal/error.h"

namespace whistle::journal {

// The tables rows live in; keys.h has the grammar of their keys.
enum class Table : std::uint8_t {
  Meta,       // format version; head with counters and tallies; where the journal begins
  Journal,    // groups of records
  Cases,      // open
  Archive,    // closed
  Texts,      // complaints as received
  Receipts,   // what was answered
  Policies,   // rule books by version
  Trails,     // which records touched a case; the key says it all
  Registers,  // what is not a case: whistles, duties, lists, scores, ...
  Answers,    // to wishes that carried a key
};
inline constexpr std::size_t kTableCount = 10;
constexpr std::size_t index_of(Table table) { return static_cast<std::size_t>(table); }
// On disk: never rename one.
inline constexpr std::array<std::string_view, kTableCount> kTableNames{
    "meta",     "journal",  "cases",  "archive",   "texts",
    "receipts", "policies", "trails", "registers", "answers"};

// Sorted rows of bytes in tables, and nothing about what they mean.
// Thread: any; a batch and a cursor belong to one, several may read from one view.
class RowStore {
 public:
  RowStore() = default;
  RowStore(const RowStore&) = delete;
  RowStore& operator=(const RowStore&) = delete;
  virtual ~RowStore() = default;

  // Changes that become durable together, or not at all.
  class Batch {
   public:
    Batch() = default;
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;
    virtual ~Batch() = default;

    virtual void put(Table table, std::string_view key, std::string_view value) = 0;
    virtual void erase(Table table, std::string_view key) = 0;
    // Returns after the fsync. Once one has failed, all later ones fail.
    virtual Outcome<Done, Error> commit() = 0;
  };

  // A walk along the rows of a table, ascending.
  class Cursor {
   public:
    Cursor() = default;
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    virtual ~Cursor() = default;

    virtual void seek(std::string_view key) = 0;               // the first row at or after `key`
    virtual void seek_at_or_before(std::string_view key) = 0;  // the last row at or before `key`
    virtual void next() = 0;                                   // Requires: valid().
    virtual bool valid() const = 0;
    // Good until the cursor moves. Require: valid().
    virtual std::string_view key() const = 0;
    virtual std::string_view value() const = 0;
    // Why the cursor is no longer valid: the rows have ended, or reading failed.
    virtual Outcome<Done, Error> end() const = 0;
  };

  // The rows as they were at one moment: whole batches only. Outlives its cursors; keep it short.
  class View {
   public:
    View() = default;
    View(const View&) = delete;
    View& operator=(const View&) = delete;
    virtual ~View() = default;

    virtual Outcome<std::optional<std::string>, Error> get(Table table,
                                                           std::string_view key) const = 0;
    // Ends before `until`; empty: goes on to the last row.
    virtual std::unique_ptr<Cursor> cursor(Table table, std::string_view until) const = 0;
  };

  // `bytes` is about what the batch will hold.
  virtual std::unique_ptr<Batch> batch(std::size_t bytes) = 0;
  virtual std::unique_ptr<View> view() const = 0;
  // One row as it is now. A view costs more than most rows: it is for several that belong together.
  virtual Outcome<std::optional<std::string>, Error> get(Table table,
                                                         std::string_view key) const = 0;
  // Nobody asks any more for the rows before `end`. The store erases of them what it can without
  // rewriting others: all, some, or none for now. May be said again. Requires: nobody who has a
  // view of before they were done with looks for them.
  virtual Outcome<Done, Error> let_go(Table table, std::string_view end) = 0;
  // Whoever opened the store has read what it starts from. Until this is said, or something is
  // written, nothing large is put in order in the background: both would want the same cores.
  virtual Outcome<Done, Error> begin_compacting() { return Done{}; }
  virtual std::uint64_t bytes_free() const = 0;
  // All rows as they are now, while others go on reading and writing. Rows that stand on no disk
  // have none. `through` is left to who knows what a record is.
  virtual Outcome<BackupMade, Error> back_up(const BackupWish& /*wish*/) {
    return Failure{Error{Error::Kind::NotFound, "this journal stands on no disk"}};
  }
};

}  // namespace whistle::journal
