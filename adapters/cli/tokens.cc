#include "adapters/cli/tokens.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

namespace whistle::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

// Orders end, but a lapsed lease leaves its token behind: the oldest ones make room.
constexpr std::size_t kTokensMax = 10'000;

struct Entry {
  Holding holding;
  std::uint64_t token = 0;
};
using Entries = std::vector<Entry>;

// A file that is open for as long as this lives, and locked against other processes.
class Lock {
 public:
  explicit Lock(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0) close();
  }
  ~Lock() { close(); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  bool held() const { return descriptor_ >= 0; }

 private:
  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }
  int descriptor_;
};

std::optional<Entries> parse(const std::string& text) {
  const ordered_json file = ordered_json::parse(text, nullptr, false);
  if (!file.is_object() || file.value("version", 0) != 1) return std::nullopt;
  const auto list = file.find("tokens");
  if (list == file.end() || !list->is_array()) return std::nullopt;
  Entries entries;
  for (const ordered_json& item : *list) {
    const bool complete = item.is_object() && item.contains("engine") &&
                          item["engine"].is_string() && item.contains("worker") &&
                          item["worker"].is_string() && item.contains("case") &&
                          item["case"].is_number_unsigned() && item.contains("token") &&
                          item["token"].is_number_unsigned();
    if (!complete) return std::nullopt;
    const auto once = item.find("once");
    if (once != item.end() && !once->is_string()) return std::nullopt;
    entries.push_back({{.engine = item["engine"].get<std::string>(),
                        .worker = item["worker"].get<std::string>(),
                        .case_id = item["case"].get<std::uint64_t>(),
                        .once = once == item.end() ? "" : once->get<std::string>()},
                       item["token"].get<std::uint64_t>()});
  }
  return entries;
}

// Nothing and a problem when the file is there but is not ours.
std::optional<Entries> read(const std::string& path, std::string& problem) {
  std::error_code error;
  if (!fs::exists(path, error)) return Entries{};
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto entries = file ? parse(text) : std::nullopt;
  if (!entries) problem = path + " is not a file of tokens; move it away, or give --token";
  return entries;
}

std::string to_text(const Entries& entries) {
  ordered_json list = ordered_json::array();
  for (const Entry& entry : entries) {
    list.push_back({{"engine", entry.holding.engine},
                    {"worker", entry.holding.worker},
                    {"case", entry.holding.case_id},
                    {"token", entry.token}});
    if (!entry.holding.once.empty()) list.back()["once"] = entry.holding.once;
  }
  const ordered_json file{{"version", 1}, {"tokens", std::move(list)}};
  return file.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

// Replaces the file in one step: whoever reads sees the old one or the new one.
bool write(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  const int descriptor =
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return false;
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool closed = ::close(descriptor) == 0;
  return written && closed && ::rename(fresh.c_str(), path.c_str()) == 0;
}

}  // namespace

std::optional<std::uint64_t> TokenFile::find(const Holding& holding) {
  problem_.clear();
  const auto entries = read(path_, problem_);
  if (!entries) return std::nullopt;
  const auto found = std::ranges::find(*entries, holding, &Entry::holding);
  if (found == entries->end()) return std::nullopt;
  return found->token;
}

bool TokenFile::remember(const Holding& holding, std::uint64_t token) {
  return change(holding, token);
}

bool TokenFile::forget(const Holding& holding) { return change(holding, std::nullopt); }

bool TokenFile::change(const Holding& holding, std::optional<std::uint64_t> token) {
  problem_.clear();
  std::error_code error;
  fs::create_directories(fs::path(path_).parent_path(), error);
  const Lock lock(path_ + ".lock");
  if (!lock.held()) {
    problem_ = path_ + " cannot be locked: " + std::strerror(errno);
    return false;
  }
  auto entries = read(path_, problem_);
  if (!entries) return false;
  std::erase_if(*entries, [&](const Entry& entry) { return entry.holding == holding; });
  if (token) entries->push_back({holding, *token});
  if (entries->size() > kTokensMax) {
    entries->erase(entries->begin(), entries->end() - static_cast<std::ptrdiff_t>(kTokensMax));
  }
  if (!write(path_, to_text(*entries))) {
    problem_ = path_ + " cannot be written: " + std::strerror(errno);
    return false;
  }
  return true;
}

}  // namespace whistle::cli
