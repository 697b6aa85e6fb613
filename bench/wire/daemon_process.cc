#include "bench/wire/daemon_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/client/keys.h"
#include "bench/city.h"

namespace whistle::bench {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const fs::path& folder, const char* what) {
  std::fprintf(stderr, "\n%s; see %s\n", what, (folder / "log").c_str());
  std::_Exit(1);
}

// In the child: becomes the program. Only calls that are allowed after a fork.
[[noreturn]] void become(const std::vector<char*>& arguments, const char* log) {
  const int descriptor = ::open(log, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  // Nobody else would stop it if the measurement is interrupted.
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (descriptor >= 0) ::dup2(descriptor, STDERR_FILENO);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

}  // namespace

DaemonProcess::DaemonProcess(const fs::path& folder, DaemonSetup setup)
    : folder_(folder), setup_(std::move(setup)) {
  fs::remove_all(folder_);
  if (setup_.journal.empty()) setup_.journal = folder_ / "journal";
  fs::create_directories(folder_);
  start();
  wait_until_ready();
}

// Makes the keys: the words of the command line that name them.
std::vector<std::string> DaemonProcess::lock_up() {
  if (!setup_.guarded) return {"--insecure"};
  const client::KeyPair engine = client::make_key_pair();
  options_.keys = {.own = client::make_key_pair(), .server = engine.open};
  if (client::write_key_file(folder_ / "engine.key", engine)) give_up(folder_, "no key file");
  std::ofstream(folder_ / "principals.toml")
      << "[[principal]]\nname = \"bench\"\nroles = [\"intake\", \"worker\"]\n"
      << "sources = [\"*\"]\nunits = [\"*\"]\nkeys = [{ public = \"" << options_.keys.own.open
      << "\" }]\n";
  return {"--server-key", folder_ / "engine.key", "--principals", folder_ / "principals.toml"};
}

void DaemonProcess::start() {
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path() / setup_.program;
  const fs::path config = fs::path(SOURCE_DIR) / "config";
  const std::string any_port = "tcp://127.0.0.1:*";
  std::vector<std::string> words{
      program,  "--rules",      config / "base", "--city",         config / "cities" / "changtai",
      "--data", setup_.journal, "--ready-file",  folder_ / "ready"};
  for (std::string& word : lock_up()) words.push_back(std::move(word));
  if (const auto compiled = compiled_folder()) {
    words.insert(words.end(), {"--compiled", *compiled});
  }
  if (!setup_.settings.empty()) {
    std::ofstream(folder_ / "settings.toml") << setup_.settings;
    words.insert(words.end(), {"--config", folder_ / "settings.toml"});
  }
  for (const char* line : {"--intake", "--work", "--watch", "--admin"}) {
    words.emplace_back(line);
    words.push_back(any_port);
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const std::string log = folder_ / "log";
  child_ = ::fork();
  if (child_ < 0) give_up(folder_, "cannot fork");
  if (child_ == 0) become(arguments, log.c_str());
}

void DaemonProcess::wait_until_ready() {
  constexpr std::chrono::milliseconds kLook{5};
  while (!fs::exists(folder_ / "ready")) {
    int status = 0;
    if (::waitpid(child_, &status, WNOHANG) == child_) give_up(folder_, "whistled did not start");
    std::this_thread::sleep_for(kLook);
  }
  std::ifstream ready(folder_ / "ready");
  client::Endpoints& at = options_.endpoints;
  ready >> at.intake >> at.work >> at.watch >> at.admin;
}

void DaemonProcess::kill() {
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

double DaemonProcess::processor_seconds() const {
  // The fields behind the name, which is in parentheses: the 12th and 13th are what it has used.
  std::ifstream file("/proc/" + std::to_string(child_) + "/stat");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string word;
  constexpr int kBefore = 11;
  for (int i = 0; i < kBefore; ++i) fields >> word;
  double user = 0;
  double kernel = 0;
  fields >> user >> kernel;
  return (user + kernel) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::uint64_t DaemonProcess::resident_bytes() const {
  std::ifstream file("/proc/" + std::to_string(child_) + "/statm");
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  file >> pages >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

DaemonProcess::~DaemonProcess() {
  if (child_ < 0) return;
  ::kill(child_, SIGTERM);
  int status = 0;
  ::waitpid(child_, &status, 0);
  if (status != 0) std::fprintf(stderr, "whistled ended with status %d\n", status);
}

}  // namespace whistle::bench
