#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
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
  // `city` is a folder under config/cities. `program`: another whistled than the usual one.
  explicit EngineProcess(const std::string& city, std::string program = {});
  ~EngineProcess();
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  // The clock starts here, or where the journal ended. `more` goes to the end of the command line.
  void start(std::int64_t driven_from_ms = kMorning, const std::vector<std::string>& more = {});
  // From the next start on this socket is there instead of in the folder.
  void listen(const std::string& name, const std::string& endpoint) { elsewhere_[name] = endpoint; }
  // From the next start on patterns are kept here, not where all tests share them; empty: where an
  // engine keeps them that is told nothing.
  void keep_compiled_in(const std::filesystem::path& folder) { compiled_ = folder; }
  void signal(int number) const;
  // What it has logged so far.
  std::string log() const;
  // As a power cut would: nothing is flushed, nothing is said.
  void kill();
  // SIGTERM; returns the exit code.
  int stop();
  // Waits until it ends by itself: its exit code, or the signal that ended it, negative.
  int wait();
  bool is_running() const { return pid_ > 0; }
  // It has ended by itself; wait() says how.
  bool has_ended() const;
  // Runs `whistled verify` on the journal. Requires: not running. Returns its exit code.
  int verify() const;

  const std::filesystem::path& folder() const { return folder_; }
  client::Options options() const;
  std::string endpoint(const std::string& name) const;

 private:
  std::filesystem::path folder_;
  std::string city_;
  std::map<std::string, std::string> elsewhere_;
  std::string program_;
  std::filesystem::path compiled_;
  pid_t pid_{};
};

// Starts a program; what it prints goes to the end of `log`. `words` begin with its path.
pid_t spawn(std::vector<std::string> words, const std::filesystem::path& log);
// Waits for a program to end: its exit code, or the signal that ended it, negative.
int exit_code(pid_t pid);

v1::SubmitRequest complaint(const std::string& external_id, const std::string& text,
                            std::int64_t occurred_at_ms = kMorning);

}  // namespace whistle::tests
