#include "adapters/gateway/search/schema.h"

#include <sys/stat.h>

#include <system_error>

namespace whistle::gateway::search {
namespace {

// Counts up with every change below: a copy of another version is made anew.
constexpr std::int64_t kVersion = 1;

// What is looked through is apart from what is shown (views, replies), which is ten times as large.
constexpr const char* kTables = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE cases(
  case_id INTEGER PRIMARY KEY, received_ms INTEGER NOT NULL, open INTEGER NOT NULL,
  rank INTEGER NOT NULL,    -- 0 red 1 yellow 2 blue 3 none
  due_ms INTEGER NOT NULL,  -- of the running promise that is due first
  area_code INTEGER NOT NULL, category TEXT NOT NULL, severity TEXT NOT NULL,
  status TEXT NOT NULL, unit TEXT NOT NULL, tier TEXT NOT NULL, worker TEXT NOT NULL);
CREATE INDEX cases_received ON cases(received_ms, case_id);
CREATE INDEX cases_urgent ON cases(open DESC, rank, due_ms, case_id);
CREATE INDEX cases_area ON cases(area_code, received_ms);
CREATE INDEX cases_category ON cases(category, received_ms);
CREATE INDEX cases_unit ON cases(unit, received_ms);
CREATE INDEX cases_worker ON cases(worker, received_ms);
CREATE INDEX cases_open ON cases(open, received_ms);
CREATE INDEX cases_load ON cases(open, unit, tier, rank, received_ms);
CREATE TABLE views(case_id INTEGER PRIMARY KEY, view BLOB NOT NULL);

CREATE TABLE complaints(
  complaint_id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,
  ready INTEGER NOT NULL DEFAULT 0,  -- its reply has been read
  received_ms INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL DEFAULT 1,
  source TEXT NOT NULL DEFAULT '', requester TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL DEFAULT '', latitude REAL, longitude REAL,
  updated_ms INTEGER NOT NULL DEFAULT 0, closed_ms INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '');
CREATE INDEX complaints_received ON complaints(received_ms, complaint_id);
CREATE INDEX complaints_case ON complaints(case_id);
CREATE INDEX complaints_requester ON complaints(requester, received_ms);
CREATE INDEX complaints_category ON complaints(category, received_ms);
CREATE INDEX complaints_source ON complaints(source, received_ms);
CREATE INDEX complaints_open ON complaints(open, received_ms);
CREATE INDEX complaints_updated ON complaints(updated_ms);
CREATE TABLE replies(complaint_id INTEGER PRIMARY KEY, reply BLOB NOT NULL);
CREATE VIRTUAL TABLE points USING rtree(complaint_id, south, north, west, east);
CREATE VIRTUAL TABLE words USING fts5(said, content='', columnsize=0, tokenize='grams');

CREATE TABLE updates(
  sequence INTEGER NOT NULL, idx INTEGER NOT NULL, complaint_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL, time_ms INTEGER NOT NULL, event TEXT NOT NULL, status TEXT NOT NULL,
  note TEXT NOT NULL, PRIMARY KEY(sequence, idx, complaint_id)) WITHOUT ROWID;
CREATE INDEX updates_complaint ON updates(complaint_id, time_ms, sequence, idx);
CREATE INDEX updates_time ON updates(time_ms, sequence, idx, complaint_id);

CREATE TABLE escalations(time_ms INTEGER NOT NULL, case_id INTEGER NOT NULL, unit TEXT NOT NULL);
CREATE INDEX escalations_time ON escalations(time_ms);

CREATE TABLE area_below(ancestor INTEGER, code INTEGER, PRIMARY KEY(ancestor, code)) WITHOUT ROWID;
CREATE TABLE units(code TEXT PRIMARY KEY, name TEXT, tier TEXT, area_code INTEGER) WITHOUT ROWID;

-- Facts have changed these; the engine has yet to be asked what they are now. 1 case 2 complaint
CREATE TABLE unread(kind INTEGER, id INTEGER, PRIMARY KEY(kind, id)) WITHOUT ROWID;
)sql";

void make_tables(Database& database) {
  Transaction transaction(database);
  database.execute(kTables);
  database.execute("PRAGMA user_version = " + std::to_string(kVersion));
  transaction.commit();
}

// Nothing is lost by a power cut but what can be read again: no wait for the disk.
Database opened(const std::filesystem::path& file) {
  Database database(file.string(), Access::Write);
  // The texts of residents are in it.
  ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
  database.execute("PRAGMA journal_mode = WAL");
  database.execute("PRAGMA synchronous = NORMAL");
  database.execute("PRAGMA cache_size = -131072");
  database.execute("PRAGMA journal_size_limit = 67108864");
  return database;
}

}  // namespace

void delete_copy(const std::filesystem::path& file) {
  for (const char* ending : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    std::filesystem::remove(file.string() + ending, ignored);
  }
}

Database open_copy(const std::filesystem::path& file, const Say& say) {
  const bool was_there = std::filesystem::exists(file);
  try {
    Database database = opened(file);
    const std::int64_t version = database.number("PRAGMA user_version");
    if (version == kVersion && database.number("SELECT count(*) FROM sqlite_schema") > 0) {
      return database;
    }
    if (!was_there) {
      make_tables(database);
      return database;
    }
    say("the copy " + file.string() + " is of version " + std::to_string(version) + ", not " +
        std::to_string(kVersion) + ": it is made anew");
  } catch (const Failed& failed) {
    if (!was_there || !failed.is_broken()) throw;
    say("the copy " + file.string() + " is broken (" + failed.what() + "): it is made anew");
  }
  delete_copy(file);
  Database database = opened(file);
  make_tables(database);
  return database;
}

}  // namespace whistle::gateway::search
