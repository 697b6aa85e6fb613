#include "adapters/gateway/people/audit.h"

#include <date/date.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>
#include <utility>

namespace whistle::gateway::people {
namespace {

constexpr mode_t kOwnerAndGroup = 0640;

std::string instant(std::int64_t time_ms) {
  std::ostringstream text;
  text << date::format(
      "%FT%TZ", date::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time_ms)));
  return text.str();
}

std::string line_of(const Deed& deed) {
  nlohmann::ordered_json line{{"time", instant(deed.time_ms)}, {"person", deed.person},
                              {"address", deed.address},       {"method", deed.method},
                              {"route", deed.route},           {"case_id", deed.case_id},
                              {"status", deed.status},         {"reason", deed.reason}};
  using nlohmann::json;
  return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

Audit::Audit(std::filesystem::path file, const Limits& limits)
    : file_(std::move(file)), limits_(limits) {
  if (!file_.empty()) open();
}

Audit::~Audit() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Audit::open() {
  descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kOwnerAndGroup);
  struct stat status {};
  if (descriptor_ < 0 || fstat(descriptor_, &status) != 0) {
    problem_ = file_.string() + ": " + std::strerror(errno);
    return;
  }
  bytes_ = static_cast<std::uint64_t>(status.st_size);
}

void Audit::rotate() {
  ::close(descriptor_);
  const auto numbered = [this](std::uint32_t number) {
    return file_.string() + "." + std::to_string(number);
  };
  std::error_code error;  // of files that are not there yet
  for (std::uint32_t number = limits_.files; number > 1; --number) {
    std::filesystem::rename(numbered(number - 1), numbered(number), error);
  }
  if (limits_.files > 0) {
    std::filesystem::rename(file_, numbered(1), error);
  } else {
    std::filesystem::remove(file_, error);
  }
  open();
}

void Audit::note(const Deed& deed) {
  if (file_.empty()) return;
  const std::string line = line_of(deed);
  if (descriptor_ < 0) open();
  if (descriptor_ >= 0 && bytes_ > 0 && bytes_ + line.size() > limits_.bytes_max) rotate();
  if (descriptor_ < 0) return;
  // One call for the whole line, so that lines never mix.
  const ssize_t written = ::write(descriptor_, line.data(), line.size());
  if (written < 0) {
    problem_ = file_.string() + ": " + std::strerror(errno);
    return;
  }
  problem_.clear();
  bytes_ += static_cast<std::uint64_t>(written);
}

}  // namespace whistle::gateway::people
