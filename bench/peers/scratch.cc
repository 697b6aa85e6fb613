#include "bench/peers/scratch.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <thread>

#include "bench/peers/peer.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

double load_average() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : 0;
}

}  // namespace

Scratch::Scratch(const fs::path& parent) {
  struct statfs system {};
  if (::statfs(parent.c_str(), &system) == 0 && system.f_type == TMPFS_MAGIC) {
    throw PeerError(parent.string() + " is in memory; name a folder on a disk with --data");
  }
  std::string path = fs::absolute(parent) / "whistle-peers.XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    throw PeerError(parent.string() + ": " + std::strerror(errno));
  }
  folder_ = path;
  fs::permissions(folder_,
                  fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read |
                      fs::perms::others_exec,
                  fs::perm_options::add);
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path Scratch::make(const std::string& name) const {
  const fs::path folder = folder_ / name;
  fs::remove_all(folder);
  fs::create_directory(folder);
  return folder;
}

std::string conditions_of(const fs::path& folder) {
  return fmt::format("{:%Y-%m-%d}, {} ({} cores), load before {:.2f}, data below {}",
                     fmt::gmtime(std::time(nullptr)), processor(),
                     std::thread::hardware_concurrency(), load_average(), folder.string());
}

}  // namespace whistle::bench::peers
