#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "engine/core/ids.h"
#include "engine/core/outcome.h"
#include "engine/journal/error.h"

namespace whistle::journal {

struct BackupWish {
  std::filesystem::path folder;     // holds the backups of one journal; made when it is not there
  std::uint32_t keep{};             // so many stay in the folder, the newest; 0: all
  std::function<bool()> give_up{};  // asked now and then; true: the backup fails, nothing is left
};

struct BackupMade {
  std::uint32_t number{};  // counts the backups of the folder
  std::uint64_t bytes{};   // of all files it needs, shared ones included
  std::uint32_t files{};
  Sequence through{};  // a record that it has for certain; it may have later ones

  bool operator==(const BackupMade&) const = default;
};

// Puts a backup into a new folder; the newest when no number is given. Every byte is compared with
// its checksum before and the journal is left where it was. Fails with Foreign when `target` is
// there and not empty, with NotFound when there is no such backup, with Corrupt when it is not what
// was written; then nothing stands at `target`.
Outcome<BackupMade, Error> restore_backup(const std::filesystem::path& folder,
                                          std::optional<std::uint32_t> number,
                                          const std::filesystem::path& target);

}  // namespace whistle::journal
