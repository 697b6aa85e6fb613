#include "bench/peers/server_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include "bench/measure.h"
#include "bench/peers/interrupt.h"
#include "bench/peers/peer.h"

extern char** environ;

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLook{20};
constexpr double kStartSeconds = 60;
constexpr double kStopSeconds = 10;
constexpr double kRunSeconds = 300;

bool is_root() { return ::geteuid() == 0; }

const passwd& entry_of(const std::string& user) {
  const passwd* entry = ::getpwnam(user.c_str());
  if (entry == nullptr) throw PeerError("there is no user \"" + user + "\"");
  return *entry;
}

// Made before the fork, since nothing may be allocated after it.
struct Prepared {
  std::vector<std::string> settings;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  std::string log;
  bool changes_user{};
  uid_t user{};
  gid_t group{};
};

Prepared prepare(Command& command) {
  Prepared prepared;
  for (std::string& word : command.words) prepared.arguments.push_back(word.data());
  prepared.arguments.push_back(nullptr);
  for (char** setting = environ; *setting != nullptr; ++setting) {
    const std::string text = *setting;
    if (!command.environment.contains(text.substr(0, text.find('=')))) {
      prepared.settings.push_back(text);
    }
  }
  for (const auto& [name, value] : command.environment) {
    prepared.settings.push_back(name + "=" + value);
  }
  for (std::string& setting : prepared.settings) prepared.environment.push_back(setting.data());
  prepared.environment.push_back(nullptr);
  prepared.log = command.log;
  if (is_root() && !command.user.empty()) {
    const passwd& entry = entry_of(command.user);
    prepared.changes_user = true;
    prepared.user = entry.pw_uid;
    prepared.group = entry.pw_gid;
  }
  return prepared;
}

// In the child. Only calls that are allowed after a fork.
[[noreturn]] void become(const Prepared& prepared, pid_t parent) {
  ::setpgid(0, 0);
  const int log = ::open(prepared.log.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
  if (log >= 0) {
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
  }
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing >= 0) ::dup2(nothing, STDIN_FILENO);
  if (prepared.changes_user) {
    const bool changed = ::setgroups(1, &prepared.group) == 0 && ::setgid(prepared.group) == 0 &&
                         ::setuid(prepared.user) == 0;
    if (!changed) ::_exit(126);
  }
  // What we ignore would be ignored by it as well.
  ::signal(SIGPIPE, SIG_DFL);
  // After the change of user, which would forget it.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(125);
  ::execve(prepared.arguments.front(), prepared.arguments.data(), prepared.environment.data());
  ::_exit(127);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

ServerProcess::ServerProcess(Command command) : command_(std::move(command)), signal_(SIGTERM) {
  if (::access(command_.words.front().c_str(), X_OK) != 0) {
    throw PeerError(command_.words.front() + " is not there");
  }
  const Prepared prepared = prepare(command_);
  const pid_t parent = ::getpid();
  child_ = ::fork();
  if (child_ < 0) throw PeerError(std::string("cannot fork: ") + std::strerror(errno));
  if (child_ == 0) become(prepared, parent);
  ::setpgid(child_, child_);
  group_ = child_;
}

ServerProcess::~ServerProcess() {
  if (!has_ended()) ::kill(child_, signal_);
  const Stopwatch waited;
  while (!has_ended() && waited.seconds() < kStopSeconds) std::this_thread::sleep_for(kLook);
  // Also what it may have left in its group.
  ::kill(-group_, SIGKILL);
  if (child_ > 0) ::waitpid(child_, nullptr, 0);
}

bool ServerProcess::has_ended() {
  if (child_ > 0 && ::waitpid(child_, &status_, WNOHANG) == child_) child_ = -1;
  return child_ < 0;
}

void ServerProcess::wait_until(const std::function<bool()>& ready) {
  const Stopwatch waited;
  while (!ready()) {
    check_interrupt();
    const bool ended = has_ended();
    if (ended || waited.seconds() > kStartSeconds) {
      throw PeerError(command_.words.front() + (ended ? " ended: " : " is not ready: ") +
                      end_of_log());
    }
    std::this_thread::sleep_for(kLook);
  }
}

std::string ServerProcess::end_of_log() const {
  constexpr std::size_t kShown = 600;
  std::ifstream file(command_.log);
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  return all.substr(all.size() - std::min(all.size(), kShown));
}

void ServerProcess::wait_for_end() {
  const Stopwatch waited;
  while (!has_ended()) {
    check_interrupt();
    if (waited.seconds() > kRunSeconds) {
      throw PeerError(command_.words.front() + " does not end: " + end_of_log());
    }
    std::this_thread::sleep_for(kLook);
  }
  if (status_ != 0) throw PeerError(command_.words.front() + " failed: " + end_of_log());
}

void run_to_the_end(Command command) { ServerProcess(std::move(command)).wait_for_end(); }

std::uint16_t free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = descriptor >= 0 && ::bind(descriptor, generic, size) == 0 &&
                     ::getsockname(descriptor, generic, &size) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!bound) throw PeerError("no port of 127.0.0.1 is free");
  return ntohs(address.sin_port);
}

bool accepts_connections(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  sockaddr_in address = loopback(port);
  const bool accepted =
      ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(descriptor);
  return accepted;
}

void give_to(const std::string& user, const fs::path& folder) {
  if (!is_root()) return;
  const passwd& entry = entry_of(user);
  const auto give = [&](const fs::path& path) {
    if (::chown(path.c_str(), entry.pw_uid, entry.pw_gid) != 0) {
      throw PeerError(path.string() + ": " + std::strerror(errno));
    }
  };
  give(folder);
  for (const auto& inside : fs::recursive_directory_iterator(folder)) give(inside.path());
}

}  // namespace whistle::bench::peers
