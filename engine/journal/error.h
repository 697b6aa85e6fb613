#pragma once

#include <string>

namespace whistle::journal {

// The environment failed, or what is on disk is not what was written. `message` says what and
// where.
struct Error {
  enum class Kind {
    Io,         // the disk or RocksDB refused; the process must end, recovery replays
    NoSpace,    // the disk is full
    Corrupt,    // bytes that no version of this program writes, or a broken hash chain
    NotFound,   // nothing is stored under that key
    Forgotten,  // it was stored, and is kept no longer
    Foreign,    // written by a newer format version, or the folder is in use by another process
  };
  Kind kind{};
  std::string message;
};

}  // namespace whistle::journal
