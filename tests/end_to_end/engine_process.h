#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/client/client.h"

namespace whistle::tests {

// 2026-03-11T08:00+08:00, a Wednesday, in ms.
inline constexpr std::int64_t kMorning = 1'773'187'200'000;
inline constexpr std::int64_t kMinute = 60'000;
inline constexpr std::int64_t kHour = 60 * kMinute;

// A real whistled with a journal in a folder of its own, on sockets in that folder and with a
// driven clock. The folder goes when the object goes.
class EngineProcess {
 public:
  // `city` is a folder under config/cities.
  explicit EngineProcess(const std::string& city);
  ~EngineProcess();
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  // The clock starts here, or where the journal ended. `more` goes to the end of the command line.
  void start(std::int64_t driven_from_ms = kMorning, const std::vector<std::string>& more = {});
  // As a power cut would: nothing is flushed, nothing is said.
  void kill();
  // SIGTERM; returns the exit code.
  int stop();
  bool is_running() const { return pid_ > 0; }
  // Runs `whistled verify` on the journal. Requires: not running. Returns its exit code.
  int verify() const;

  const std::filesystem::path& folder() const { return folder_; }
  client::Options options() const;
  std::string endpoint(const std::string& name) const;

 private:
  int wait();

  std::filesystem::path folder_;
  std::string city_;
  pid_t pid_{};
};

// Starts a program; what it prints goes to the end of `log`. `words` begin with its path.
pid_t spawn(std::vector<std::string> words, const std::filesystem::path& log);
// Waits for a program to end: its exit code, or the signal that ended it, negative.
int exit_code(pid_t pid);

v1::SubmitRequest complaint(const std::string& external_id, const std::string& text,
                            std::int64_t occurred_at_ms = kMorning);

}  // namespace whistle::tests
