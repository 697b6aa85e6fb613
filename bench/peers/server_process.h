#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace whistle::bench::peers {

// What to run, and how.
struct Command {
  std::vector<std::string> words;                  // words[0] is a path
  std::map<std::string, std::string> environment;  // besides ours
  std::string user;                                // when we are root; empty: whoever we are
  std::filesystem::path log;                       // standard output and error go there
};

// A server as a child in a process group of its own, so that Ctrl-C on the terminal does not reach
// it. It ends with this process, whatever ends that.
class ServerProcess {
 public:
  // Throws PeerError when it cannot be started.
  explicit ServerProcess(Command command);
  // SIGTERM to the child (or another signal by which it stops at once), SIGKILL to the whole group
  // when that does not help within ten seconds.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  void stop_with(int signal) { signal_ = signal; }
  // Asks every 20 ms, for a minute at most. Throws PeerError with the end of the log when it ends
  // before it is ready, or never is.
  void wait_until(const std::function<bool()>& ready);
  // Throws PeerError with the end of the log when it fails, or has not ended after five minutes.
  void wait_for_end();

 private:
  bool has_ended();
  std::string end_of_log() const;

  Command command_;
  pid_t child_{-1};  // -1 once it has ended
  pid_t group_{};
  int status_{};
  int signal_{};
};

// Runs it and waits for its end. Throws PeerError with the end of its log when it fails.
void run_to_the_end(Command command);

// A TCP port of 127.0.0.1 on which nobody listens.
std::uint16_t free_port();
// Somebody listens there.
bool accepts_connections(std::uint16_t port);
// Gives a folder with all that is in it to a user, when we are root.
void give_to(const std::string& user, const std::filesystem::path& folder);

}  // namespace whistle::bench::peers
