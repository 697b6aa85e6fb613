#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/cli/number_option.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

// A copy of the journal, made by the engine while it runs.
namespace whistle::cli {

namespace {

struct Backup {
  std::string folder;
  std::uint32_t keep = 0;
};

Exit back_up(Session& session, const Backup& typed) {
  v1::BackupRequest request;
  // The engine stands in another folder than we do.
  request.set_folder(std::filesystem::absolute(typed.folder).lexically_normal().string());
  request.set_keep(typed.keep);
  return session.show(session.client().backup(request), [&](const v1::BackupReply& made) {
    session.out() << fmt::format("backup {}: {} records, {} files, {} bytes\n", made.number(),
                                 made.sequence(), made.files(), made.bytes());
  });
}

}  // namespace

void add_backup(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand(
      "backup", "Copy the journal into a folder of the engine's machine, while it runs");
  auto typed = std::make_shared<Backup>();
  verb.add_option("folder", typed->folder, "Folder of the backups of this journal")->required();
  add_number<std::uint32_t>(verb, "--keep", typed->keep,
                            "Let so many stay there, the newest (default: all)", 1, 100'000);
  verb.callback([&program, &session, typed] {
    session.line = client::Line::Admin;
    // It takes as long as the copying does.
    if (program.count("--timeout") == 0) session.common.timeout_s = 0;
    session.verb = [&session, typed] { return back_up(session, *typed); };
  });
}

}  // namespace whistle::cli
