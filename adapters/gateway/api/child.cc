#include "adapters/gateway/api/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace whistle::gateway::api {
namespace {

constexpr std::size_t kComplaintBytesMax = 4096;
constexpr int kSliceMs = 200;

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_end(std::size_t which) {
    if (ends.at(which) >= 0) ::close(ends.at(which));
    ends.at(which) = -1;
  }
};

pid_t spawn(const std::vector<std::string>& command, const Pipe& out, const Pipe& err) {
  std::vector<char*> words;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): as the call wants it; it writes nothing.
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  pid_t child = -1;
  if (::posix_spawn(&child, words[0], &actions, nullptr, words.data(), environ) != 0) child = -1;
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

// False: the end of it.
bool take(int descriptor, std::string& into, std::size_t bytes_max) {
  std::array<char, 65536> piece{};
  const auto bytes = ::read(descriptor, piece.data(), piece.size());
  if (bytes <= 0) return false;
  const std::size_t room = bytes_max - std::min(bytes_max, into.size());
  into.append(piece.data(), std::min(static_cast<std::size_t>(bytes), room));
  return true;
}

}  // namespace

Ended run_child(const std::vector<std::string>& command, std::chrono::milliseconds time,
                std::size_t output_bytes_max, const std::atomic<bool>& stop) {
  Ended ended;
  Pipe out;
  Pipe err;
  const pid_t child = spawn(command, out, err);
  if (child < 0) {
    ended.complaint = command[0] + " cannot be started";
    return ended;
  }
  out.close_end(1);
  err.close_end(1);
  const auto until = std::chrono::steady_clock::now() + time;
  bool killed = false;
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    std::array<pollfd, 2> both{{{.fd = out.ends[0], .events = POLLIN, .revents = 0},
                                {.fd = err.ends[0], .events = POLLIN, .revents = 0}}};
    ::poll(both.data(), both.size(), kSliceMs);
    if (both[0].revents != 0 && !take(out.ends[0], ended.output, output_bytes_max + 1)) {
      out.close_end(0);
    }
    if (both[1].revents != 0 && !take(err.ends[0], ended.complaint, kComplaintBytesMax)) {
      err.close_end(0);
    }
    const bool is_over =
        stop || std::chrono::steady_clock::now() > until || ended.output.size() > output_bytes_max;
    if (is_over && !killed) {
      killed = true;
      ::kill(child, SIGKILL);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!killed && WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  if (killed) ended.complaint = "it took too long, or said too much";
  return ended;
}

}  // namespace whistle::gateway::api
