#pragma once

#include <rocksdb/env.h>
#include <rocksdb/listener.h>
#include <rocksdb/status.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>

#include "engine/journal/error.h"

namespace whistle::journal {

Error to_error(const rocksdb::Status& status, const std::string& what);

// True when a folder could not be opened because somebody has it open.
bool is_in_use(const rocksdb::Status& status);

// Turns the first trouble of RocksDB's own threads into the end of this journal. RocksDB would
// sometimes try again; but which changes then reach the disk, and in which order, has been wrong
// before, and a restart knows exactly.
// Thread: any.
class TroubleListener final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* status) override;

  bool met() const { return met_; }
  // Requires: met().
  Error error() const;

 private:
  std::atomic<bool> met_{};
  mutable std::mutex mutex_;
  Error first_;
};

// Hands on what RocksDB warns of, a line each. Takes the place of its own log file, which stands on
// the same disk: a full one would stop the process at the next line, not at the next refusal.
class WarningLog final : public rocksdb::Logger {
 public:
  explicit WarningLog(std::function<void(const std::string&)> warn)
      : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), warn_(std::move(warn)) {}

  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override;
  void LogHeader(const char* /*format*/, va_list /*arguments*/) override {}

 private:
  std::function<void(const std::string&)> warn_;
};

}  // namespace whistle::journal
