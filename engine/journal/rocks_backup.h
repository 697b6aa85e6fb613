#pragma once

#include "engine/journal/backup.h"

namespace rocksdb {
class DB;
}

namespace whistle::journal {

// Copies an open database as it is now, its log included, so that nobody who writes has to wait.
// Table files that the folder has already are shared. Synced, and read back against its checksums.
// Thread: any; one at a time for a folder.
Outcome<BackupMade, Error> back_up_rocks(rocksdb::DB& db, const BackupWish& wish);

}  // namespace whistle::journal
