#include "engine/journal/rocks_backup.h"

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "engine/journal/rocks_trouble.h"

namespace whistle::journal {
namespace {

namespace fs = std::filesystem;

// RocksDB takes its log by a pointer that somebody else must own.
struct Settings {
  explicit Settings(const fs::path& folder) : options(folder.string()) {
    options.info_log = &log;
    options.sync = true;
    // The log is part of the copy: what is in it is not in the tables yet.
    options.backup_log_files = true;
  }
  WarningLog log{[](const std::string& /*line*/) {}};
  rocksdb::BackupEngineOptions options;
};

Error within(const fs::path& folder, const rocksdb::Status& status, const char* what) {
  const Error error = to_error(status, what);
  return {error.kind, folder.string() + ": " + error.message};
}

// A folder of backups has neither tables of its own nor a journal around it.
std::optional<Error> wrong_place(const fs::path& folder, const fs::path& journal) {
  std::error_code ignored;
  if (fs::exists(folder / "CURRENT", ignored)) {
    return Error{Error::Kind::Foreign, folder.string() + ": is a journal, not a place for backups"};
  }
  const fs::path inner = fs::weakly_canonical(folder, ignored);
  const fs::path outer = fs::weakly_canonical(journal, ignored);
  const auto [end, rest] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  if (end != outer.end()) return std::nullopt;
  return Error{Error::Kind::Foreign,
               folder.string() + ": lies within the journal; choose a folder of its own"};
}

BackupMade made_of(const rocksdb::BackupInfo& info) {
  return {.number = info.backup_id, .bytes = info.size, .files = info.number_files, .through = {}};
}

Outcome<rocksdb::BackupInfo, Error> find_backup(rocksdb::BackupEngineReadOnly& backups,
                                                const fs::path& folder,
                                                std::optional<std::uint32_t> number) {
  std::vector<rocksdb::BackupInfo> all;
  backups.GetBackupInfo(&all);
  if (!number && !all.empty()) return all.back();
  for (const rocksdb::BackupInfo& info : all) {
    if (info.backup_id == number) return info;
  }
  const std::string which = number ? fmt::format("no backup {}", *number) : "no backup";
  return Failure{Error{Error::Kind::NotFound, folder.string() + ": holds " + which}};
}

bool is_taken(const fs::path& target) {
  std::error_code failed;
  return fs::exists(target, failed) && !(fs::is_directory(target, failed) && fs::is_empty(target));
}

}  // namespace

Outcome<BackupMade, Error> back_up_rocks(rocksdb::DB& db, const BackupWish& wish) {
  if (auto wrong = wrong_place(wish.folder, db.GetName())) return Failure{*std::move(wrong)};
  std::error_code failed;
  fs::create_directories(wish.folder, failed);
  if (failed) {
    return Failure{Error{Error::Kind::Io, wish.folder.string() + ": " + failed.message()}};
  }
  Settings settings(wish.folder);
  rocksdb::BackupEngine* opened = nullptr;
  rocksdb::Status status =
      rocksdb::BackupEngine::Open(settings.options, rocksdb::Env::Default(), &opened);
  if (!status.ok()) return Failure{within(wish.folder, status, "opening the backups")};
  const std::unique_ptr<rocksdb::BackupEngine> backups(opened);

  rocksdb::CreateBackupOptions how;
  how.flush_before_backup = false;
  how.progress_callback = [&] {
    if (wish.give_up && wish.give_up()) backups->StopBackup();
  };
  rocksdb::BackupID number = 0;
  status = backups->CreateNewBackup(how, &db, &number);
  if (!status.ok()) return Failure{within(wish.folder, status, "making a backup")};
  status = backups->VerifyBackup(number, true);
  if (!status.ok()) return Failure{within(wish.folder, status, "reading the backup again")};
  rocksdb::BackupInfo info;
  status = backups->GetBackupInfo(number, &info);
  if (status.ok() && wish.keep != 0) status = backups->PurgeOldBackups(wish.keep);
  if (!status.ok()) return Failure{within(wish.folder, status, "keeping the newest backups")};
  return made_of(info);
}

Outcome<BackupMade, Error> restore_backup(const fs::path& folder,
                                          std::optional<std::uint32_t> number,
                                          const fs::path& target) {
  std::error_code failed;
  if (is_taken(target)) {
    return Failure{Error{Error::Kind::Foreign, target.string() +
                                                   ": is not empty; a backup is restored into a "
                                                   "new folder"}};
  }
  // Opening one would make it.
  if (!fs::is_directory(folder / "meta", failed)) {
    return Failure{Error{Error::Kind::NotFound, folder.string() + ": holds no backup"}};
  }
  Settings settings(folder);
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  rocksdb::Status status =
      rocksdb::BackupEngineReadOnly::Open(settings.options, rocksdb::Env::Default(), &opened);
  if (!status.ok()) return Failure{within(folder, status, "opening the backups")};
  const std::unique_ptr<rocksdb::BackupEngineReadOnly> backups(opened);
  const auto info = find_backup(*backups, folder, number);
  if (!info) return Failure{info.error()};
  status = backups->VerifyBackup(info->backup_id, true);
  if (!status.ok()) return Failure{within(folder, status, "reading the backup")};
  fs::create_directories(target, failed);
  status = backups->RestoreDBFromBackup(info->backup_id, target.string(), target.string());
  if (status.ok()) return made_of(*info);
  fs::remove_all(target, failed);
  return Failure{within(folder, status, "restoring the backup")};
}

}  // namespace whistle::journal
