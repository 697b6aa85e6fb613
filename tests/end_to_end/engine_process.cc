#include "tests/end_to_end/engine_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

namespace whistle::tests {
pid_t spawn(std::vector<std::string> words, const std::filesystem::path& log) {
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error("fork failed");
  if (pid > 0) return pid;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(arguments.front(), arguments.data());
  _exit(127);
}

int exit_code(pid_t pid) {
  int status = 0;
  if (waitpid(pid, &status, 0) != pid) throw std::runtime_error("waitpid failed");
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

EngineProcess::EngineProcess(const std::string& city, std::string program)
    : city_(city),
      program_(program.empty() ? WHISTLED : std::move(program)),
      compiled_(WHISTLE_COMPILED) {
  std::string pattern = (std::filesystem::temp_directory_path() / "whistle.XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  folder_ = pattern;
}

EngineProcess::~EngineProcess() {
  if (is_running()) kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string EngineProcess::endpoint(const std::string& name) const {
  const auto elsewhere = elsewhere_.find(name);
  if (elsewhere != elsewhere_.end()) return elsewhere->second;
  return "ipc://" + (folder_ / name).string();
}

void EngineProcess::start(std::int64_t driven_from_ms, const std::vector<std::string>& more) {
  const std::filesystem::path source(SOURCE_DIR);
  std::vector<std::string> words{program_,
                                 "--rules",
                                 source / "config/base",
                                 "--city",
                                 source / "config/cities" / city_,
                                 "--data",
                                 folder_ / "journal",
                                 "--driven-from",
                                 std::to_string(driven_from_ms),
                                 "--intake",
                                 endpoint("intake"),
                                 "--work",
                                 endpoint("work"),
                                 "--watch",
                                 endpoint("watch"),
                                 "--admin",
                                 endpoint("admin")};
  if (!compiled_.empty()) words.insert(words.end(), {"--compiled", compiled_});
  words.insert(words.end(), more.begin(), more.end());
  pid_ = spawn(std::move(words), folder_ / "log");
}

void EngineProcess::signal(int number) const { ::kill(pid_, number); }

std::string EngineProcess::log() const {
  std::ifstream file(folder_ / "log");
  return {std::istreambuf_iterator<char>(file), {}};
}

void EngineProcess::kill() {
  ::kill(pid_, SIGKILL);
  wait();
}

bool EngineProcess::has_ended() const {
  siginfo_t info{};
  const int asked = waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
  return asked == 0 && info.si_pid == pid_;
}

int EngineProcess::stop() {
  ::kill(pid_, SIGTERM);
  return wait();
}

int EngineProcess::wait() {
  const int code = exit_code(pid_);
  pid_ = 0;
  return code;
}

int EngineProcess::verify() const {
  const std::filesystem::path source(SOURCE_DIR);
  return exit_code(spawn({program_, "verify", "--rules", source / "config/base", "--city",
                          source / "config/cities" / city_, "--data", folder_ / "journal"},
                         folder_ / "log"));
}

client::Options EngineProcess::options() const {
  client::Options options;
  options.endpoints = {endpoint("intake"), endpoint("work"), endpoint("watch"), endpoint("admin")};
  options.name = "end-to-end test";
  options.request_timeout_ms = 1000;
  options.give_up_after_ms = 60'000;
  return options;
}

v1::SubmitRequest complaint(const std::string& external_id, const std::string& text,
                            std::int64_t occurred_at_ms) {
  v1::SubmitRequest request;
  v1::Complaint& complaint = *request.mutable_complaint();
  complaint.set_source("test");
  complaint.set_external_id(external_id);
  complaint.set_channel("phone");
  complaint.set_occurred_at_ms(occurred_at_ms);
  complaint.set_requester("resident-" + external_id);
  complaint.set_text(text);
  return request;
}

}  // namespace whistle::tests
