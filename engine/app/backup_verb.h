#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <ostream>

// `whistled backup` and `whistled restore`: a journal into a folder of backups, and out of one.
namespace whistle::app {

struct BackupRequest {
  std::filesystem::path folder;   // of the backups
  std::filesystem::path journal;  // copied, or made by restoring
  std::uint32_t keep{};           // so many backups stay; 0: all
  std::uint32_t number{};         // which one to restore; 0: the newest
};

// Declare the verbs on a command line; their answers go to `request`, which must outlive `app`.
CLI::App* add_backup_verb(CLI::App& app, BackupRequest& request);
CLI::App* add_restore_verb(CLI::App& app, BackupRequest& request);

// Copies a journal that no engine has open; an engine that runs is asked with `whistle backup`.
// Exit code 0, or 3 when the journal or the folder is unusable.
int run_backup(const BackupRequest& request, std::ostream& out, std::ostream& err);
// Restores into a new folder and checks what came of it: every hash of the chain, and that a replay
// gives the stored state. What does not stand the check is taken away again. Exit code 0, or 3.
int run_restore(const BackupRequest& request, std::ostream& out, std::ostream& err);

}  // namespace whistle::app
