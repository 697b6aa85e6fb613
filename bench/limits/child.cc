#include "bench/limits/child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "bench/measure.h"

namespace whistle::bench::limits {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void note_interrupt(int) { interrupted = 1; }

// In the child: only calls that are allowed after a fork.
[[noreturn]] void become(const std::vector<char*>& arguments, const char* output) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int descriptor = ::open(output, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor >= 0) ::dup2(descriptor, STDOUT_FILENO);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = note_interrupt;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, nullptr);
}

bool was_interrupted() { return interrupted != 0; }

Ended run_child(const std::vector<std::string>& words, const std::filesystem::path& folder,
                double patience_seconds) {
  std::vector<std::string> copies = words;
  std::vector<char*> arguments;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const std::string output = folder / "printed";
  const pid_t child = ::fork();
  if (child < 0) return {.how = "cannot fork"};
  if (child == 0) become(arguments, output.c_str());
  ::setpgid(child, child);

  const Stopwatch watch;
  int status = 0;
  bool has_ended = false;
  while (!has_ended && !was_interrupted() && watch.seconds() < patience_seconds) {
    has_ended = ::waitpid(child, &status, WNOHANG) == child;
    if (!has_ended) std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  ::kill(-child, SIGKILL);
  if (!has_ended) ::waitpid(child, &status, 0);
  std::ifstream file(output);
  Ended ended{.printed = std::string{std::istreambuf_iterator<char>(file), {}}, .how = {}};
  if (was_interrupted()) {
    ended.how = "interrupted";
  } else if (!has_ended) {
    ended.how = "took longer than " + std::to_string(static_cast<int>(patience_seconds)) + " s";
  } else if (WIFSIGNALED(status)) {
    ended.how = "ended by signal " + std::to_string(WTERMSIG(status));
  } else if (WEXITSTATUS(status) != 0) {
    ended.how = "ended with status " + std::to_string(WEXITSTATUS(status));
  }
  ended.well = ended.how.empty();
  return ended;
}

}  // namespace whistle::bench::limits
