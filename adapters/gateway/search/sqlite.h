#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// SQLite with owners. Everything that fails throws Failed: who asks the database handles it once,
// around a whole transaction.
namespace whistle::gateway::search {

using Value = std::variant<std::int64_t, double, std::string>;

class Failed : public std::runtime_error {
 public:
  Failed(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  int code() const { return code_ & 0xff; }  // SQLITE_FULL, SQLITE_CORRUPT ...
  // The file is no database (any more): only a new one helps.
  bool is_broken() const { return code() == SQLITE_CORRUPT || code() == SQLITE_NOTADB; }

 private:
  int code_;
};

// Of a statement that was prepared once and is used again. Thread: that of its database.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);

  // Parameters count from 1. A text may contain NUL.
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::uint64_t value) {
    return bind(index, static_cast<std::int64_t>(value));
  }
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view value);
  Statement& bind_bytes(int index, std::string_view value);
  Statement& bind_all(const std::vector<Value>& values);

  // True: there is a row. After the last one the statement can be bound and run anew.
  bool step();
  void run();  // to its end, and forgets its rows
  void reset();

  std::int64_t number(int column) const;
  std::uint64_t id(int column) const { return static_cast<std::uint64_t>(number(column)); }
  double real(int column) const;
  std::string text(int column) const;

 private:
  void require(int code) const;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

enum class Access { Write, Read };

class Database {
 public:
  Database(const std::string& path, Access access);

  void execute(const std::string& sql);
  Statement prepare(std::string_view sql) { return Statement(handle(), sql); }
  std::int64_t number(std::string_view sql);  // first column of the first row; 0: no row
  std::int64_t changes() { return sqlite3_changes64(handle()); }
  sqlite3* handle() { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

// Rolled back unless it was committed.
class Transaction {
 public:
  explicit Transaction(Database& database, const char* begin = "BEGIN IMMEDIATE")
      : database_(database) {
    database_.execute(begin);
  }
  ~Transaction() {
    if (!done_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    database_.execute("COMMIT");
    done_ = true;
  }

 private:
  Database& database_;
  bool done_ = false;
};

}  // namespace whistle::gateway::search
