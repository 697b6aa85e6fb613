#include "engine/app/backup_verb.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <optional>
#include <system_error>

#include "engine/app/exit_codes.h"
#include "engine/app/journal_check.h"
#include "engine/journal/rocks_journal.h"

namespace whistle::app {
namespace {

int fail(const journal::Error& error, std::ostream& err) {
  err << error.message << '\n';
  return kBadJournal;
}

}  // namespace

CLI::App* add_backup_verb(CLI::App& app, BackupRequest& request) {
  CLI::App* verb = app.add_subcommand(
      "backup", "Copy a journal that no engine has open (else: whistle backup FOLDER)");
  verb->add_option("folder", request.folder, "Folder of the backups of this journal")->required();
  verb->add_option("--keep", request.keep, "Let so many stay there, the newest (default: all)");
  return verb;
}

CLI::App* add_restore_verb(CLI::App& app, BackupRequest& request) {
  CLI::App* verb =
      app.add_subcommand("restore", "Make a journal out of a backup, in a new folder (--data)");
  verb->add_option("folder", request.folder, "Folder of the backups")->required();
  verb->add_option("--number", request.number, "Which one (default: the newest)");
  return verb;
}

int run_backup(const BackupRequest& request, std::ostream& out, std::ostream& err) {
  const auto opened = journal::RocksJournal::open(request.journal, {.create = false});
  if (!opened) {
    const bool in_use = opened.error().kind == journal::Error::Kind::Foreign;
    const int code = fail(opened.error(), err);
    if (in_use) err << "an engine that runs makes the backup itself: whistle backup FOLDER\n";
    return code;
  }
  const auto made =
      (*opened)->back_up({.folder = request.folder, .keep = request.keep, .give_up = {}});
  if (!made) return fail(made.error(), err);
  fmt::print(out, "backup {}: {} records, {} files, {} bytes\n", made->number, made->through.value,
             made->files, made->bytes);
  return 0;
}

int run_restore(const BackupRequest& request, std::ostream& out, std::ostream& err) {
  const std::optional<std::uint32_t> number =
      request.number != 0 ? std::optional(request.number) : std::nullopt;
  const auto restored = journal::restore_backup(request.folder, number, request.journal);
  if (!restored) return fail(restored.error(), err);
  const auto checked = check_journal(request.journal);
  if (!checked) {
    std::error_code ignored;
    std::filesystem::remove_all(request.journal, ignored);
    return fail(checked.error(), err);
  }
  // From here on it goes its own way: sequences will mean other records than in the first one.
  const auto opened = journal::RocksJournal::open(request.journal, {.create = false});
  if (!opened) return fail(opened.error(), err);
  const auto renewed = (*opened)->renew_id();
  if (!renewed) return fail(renewed.error(), err);
  fmt::print(out, "backup {} restored: {}\n", restored->number, to_text(*checked));
  return 0;
}

}  // namespace whistle::app
