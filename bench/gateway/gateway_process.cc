#include "bench/gateway/gateway_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace whistle::bench::gateway {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::_Exit(1);
}

fs::path program() { return fs::read_symlink("/proc/self/exe").parent_path() / "whistle-gateway"; }

// What the program says, one line after the other.
std::vector<std::string> lines_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) give_up("cannot run " + command);
  std::vector<std::string> lines;
  char line[1024];
  while (std::fgets(line, sizeof line, pipe) != nullptr) lines.emplace_back(line);
  ::pclose(pipe);
  return lines;
}

}  // namespace

GatewayProcess::GatewayProcess(const fs::path& folder, const client::Endpoints& engine)
    : folder_(folder) {
  fs::remove_all(folder_);
  fs::create_directories(folder_);
  write_accounts();
  start(engine);
}

void GatewayProcess::write_accounts() {
  std::ofstream accounts(folder_ / "accounts.toml");
  for (std::string line : lines_of(program().string() + " make-key bench")) {
    if (const auto shown = line.find(": "); line.starts_with('#') && key_.empty()) {
      key_ = line.substr(shown + 2, line.find('\n') - shown - 2);
    } else if (line.starts_with("roles")) {
      line = "roles = [\"intake\", \"dispatcher\", \"supervisor\"]\n";
    }
    accounts << line;
  }
  if (key_.empty()) give_up("whistle-gateway made no key");
}

void GatewayProcess::start(const client::Endpoints& engine) {
  std::ofstream(folder_ / "gateway.toml")
      << "[people]\naccounts = \"" << (folder_ / "accounts.toml").string() << "\"\n"
      << "[folders]\ndata = \"" << (folder_ / "kept").string()
      << "\"\n"
      // All of them come from one address and under one key.
      << "[limits]\nconnections = 40000\nconnections_per_address = 40000\nstreams = 30000\n"
      << "streams_per_person = 30000\n"
      << "[log]\nlevel = \"warn\"\n";
  const std::vector<std::string> words{program(),     "--config",   folder_ / "gateway.toml",
                                       "--port",      "0",          "--intake",
                                       engine.intake, "--work",     engine.work,
                                       "--watch",     engine.watch, "--admin",
                                       engine.admin};
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::string log = folder_ / "log";
  child_ = ::fork();
  if (child_ < 0) give_up("cannot fork");
  if (child_ == 0) {
    const int descriptor = ::open(log.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::dup2(descriptor, STDOUT_FILENO);
    ::dup2(descriptor, STDERR_FILENO);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
  }
  constexpr std::chrono::milliseconds kLook{5};
  while (port_ == 0) {
    std::ifstream said(log);
    for (std::string line; std::getline(said, line);) {
      if (!line.starts_with("listening on ")) continue;
      port_ = static_cast<std::uint16_t>(std::atoi(line.c_str() + line.rfind(':') + 1));
    }
    if (::waitpid(child_, nullptr, WNOHANG) == child_) {
      give_up("whistle-gateway did not start; see " + log);
    }
    std::this_thread::sleep_for(kLook);
  }
}

std::uint64_t GatewayProcess::resident_bytes() const {
  std::ifstream file("/proc/" + std::to_string(child_) + "/statm");
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  file >> pages >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

GatewayProcess::~GatewayProcess() {
  ::kill(child_, SIGTERM);
  int status = 0;
  ::waitpid(child_, &status, 0);
  if (status != 0) std::fprintf(stderr, "whistle-gateway ended with status %d\n", status);
}

}  // namespace whistle::bench::gateway
