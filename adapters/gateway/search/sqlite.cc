#include "adapters/gateway/search/sqlite.h"

#include "adapters/gateway/search/grams.h"

namespace whistle::gateway::search {

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* made = nullptr;
  const int code =
      sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  statement_.reset(made);
  if (code != SQLITE_OK) {
    throw Failed(code, std::string(sqlite3_errmsg(database)) + " in: " + std::string(sql));
  }
}

void Statement::require(int code) const {
  if (code == SQLITE_OK) return;
  throw Failed(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
}

Statement& Statement::bind(int index, std::int64_t value) {
  require(sqlite3_bind_int64(statement_.get(), index, value));
  return *this;
}

Statement& Statement::bind(int index, double value) {
  require(sqlite3_bind_double(statement_.get(), index, value));
  return *this;
}

Statement& Statement::bind(int index, std::string_view value) {
  // An empty view may have no bytes at all, which would be NULL.
  const char* bytes = value.empty() ? "" : value.data();
  require(sqlite3_bind_text64(statement_.get(), index, bytes, value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_bytes(int index, std::string_view value) {
  const char* bytes = value.empty() ? "" : value.data();
  require(sqlite3_bind_blob64(statement_.get(), index, bytes, value.size(), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind_all(const std::vector<Value>& values) {
  int index = 0;
  for (const Value& value : values) {
    ++index;
    if (const auto* number = std::get_if<std::int64_t>(&value)) bind(index, *number);
    if (const auto* real = std::get_if<double>(&value)) bind(index, *real);
    if (const auto* text = std::get_if<std::string>(&value)) bind(index, std::string_view(*text));
  }
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  // Read before the reset, which may say less.
  const std::string message = sqlite3_errmsg(sqlite3_db_handle(statement_.get()));
  sqlite3_reset(statement_.get());
  if (code == SQLITE_DONE) return false;
  throw Failed(code, message);
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (bytes == nullptr || size <= 0) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

Database::Database(const std::string& path, Access access) {
  // The write-ahead log needs its shared index even of those who only read.
  const int flags =
      access == Access::Read ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(opened);
  if (code != SQLITE_OK) {
    throw Failed(code, path + ": " + (opened ? sqlite3_errmsg(opened) : "out of memory"));
  }
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, 5000);
  register_grams(opened);
  if (access == Access::Read) execute("PRAGMA query_only = 1");
}

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw Failed(code, std::string(sqlite3_errmsg(handle())) + " in: " + sql);
}

std::int64_t Database::number(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.number(0) : 0;
}

}  // namespace whistle::gateway::search
