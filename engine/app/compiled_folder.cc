#include "engine/app/compiled_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/core/check.h"
#include "engine/journal/hash.h"

namespace whistle::app {
namespace {

namespace fs = std::filesystem;

// file := magic hash bytes
// hash := BLAKE2b-256 over magic, key and bytes
constexpr std::string_view kMagic = "WHISTLEC";
constexpr std::size_t kHashBytes = std::tuple_size_v<journal::Hash>;
constexpr std::size_t kHeadBytes = kMagic.size() + kHashBytes;
constexpr std::size_t kFileBytesMax = 268'435'456;  // a large city has a hundredth of it
constexpr std::string_view kEnding = ".compiled";
constexpr std::size_t kKeyDigits = 64;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }
  bool close() { return !is_open() || ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

// Names are "<key>.compiled", and "<key>.compiled.<six letters>" while they are written. Whatever
// else lies in the folder is somebody else's.
bool is_ours(const std::string& name) {
  const auto is_digit = [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
  };
  constexpr std::size_t kWhole = kKeyDigits + kEnding.size();
  constexpr std::size_t kBeside = kWhole + 7;
  return (name.size() == kWhole || (name.size() == kBeside && name[kWhole] == '.')) &&
         std::all_of(name.begin(), name.begin() + kKeyDigits, is_digit) &&
         name.substr(kKeyDigits, kEnding.size()) == kEnding;
}

journal::Hash hash_of(const std::string& key, std::string_view bytes) {
  journal::Hasher hasher;
  hasher.add(kMagic);
  hasher.add(key);
  hasher.add(bytes);
  return hasher.finish();
}

std::string last_error() { return std::strerror(errno); }

// Why nobody should believe what is in the file; empty when they may.
std::string doubt_about(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return "is no file";
  if (status.st_uid != ::geteuid()) return "belongs to another user";
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return "others may write it";
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size <= kHeadBytes) return "is cut off";
  if (size > kFileBytesMax) return "is too large";
  return {};
}

Outcome<std::string, std::string> read_all(int file, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t read = 0;
  while (read < size) {
    const ssize_t count = ::read(file, bytes.data() + read, size - read);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failure{last_error()};
    if (count == 0) return Failure{std::string("is cut off")};
    read += static_cast<std::size_t>(count);
  }
  return bytes;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// The bytes that were kept; nothing when there are none, or a reason why they are not believed.
Outcome<std::optional<std::string>, std::string> read_kept(const fs::path& path,
                                                           const std::string& key) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open()) {
    if (errno == ENOENT) return std::optional<std::string>{};
    return Failure{last_error()};
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return Failure{last_error()};
  if (auto doubt = doubt_about(status); !doubt.empty()) return Failure{std::move(doubt)};
  auto bytes = read_all(file.number(), static_cast<std::size_t>(status.st_size));
  if (!bytes) return Failure{bytes.error()};
  const std::string_view whole = *bytes;
  if (!whole.starts_with(kMagic)) return Failure{std::string("holds something else")};
  const std::string_view kept = whole.substr(kHeadBytes);
  if (journal::as_bytes(hash_of(key, kept)) != whole.substr(kMagic.size(), kHashBytes)) {
    return Failure{std::string("is damaged: its bytes do not add up to its hash")};
  }
  // Marks it as used; when that fails it is only removed sooner.
  (void)::futimens(file.number(), nullptr);
  bytes->erase(0, kHeadBytes);
  return std::optional<std::string>{*std::move(bytes)};
}

}  // namespace

CompiledFolder::CompiledFolder(fs::path folder, Listeners listeners)
    : folder_(std::move(folder)), listeners_(std::move(listeners)) {}

fs::path CompiledFolder::file_of(const std::string& key) const {
  WHISTLE_CHECK(key.size() == kKeyDigits && is_ours(key + std::string(kEnding)));
  return folder_ / (key + std::string(kEnding));
}

std::optional<std::string> CompiledFolder::find(const std::string& key) {
  const fs::path file = file_of(key);
  auto kept = read_kept(file, key);
  if (kept) return *std::move(kept);
  listeners_.on_problem(file, kept.error());
  return std::nullopt;
}

void CompiledFolder::keep(const std::string& key, std::string_view bytes) {
  const fs::path file = file_of(key);
  if (const std::string problem = write(key, bytes); !problem.empty()) {
    listeners_.on_problem(file, problem);
    return;
  }
  remove_oldest();
  listeners_.on_kept(file);
}

// Written beside its place and moved there: whoever reads finds the whole file or none. Without a
// sync, since what a power cut leaves of it does not add up to its hash.
std::string CompiledFolder::write(const std::string& key, std::string_view bytes) const {
  if (bytes.size() > kFileBytesMax - kHeadBytes) return "would be too large";
  std::error_code failed;
  if (fs::create_directories(folder_, failed)) {
    fs::permissions(folder_, fs::perms::owner_all, failed);
  }
  if (failed) return failed.message();
  const fs::path place = file_of(key);
  std::string beside = place.string() + ".XXXXXX";
  Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));  // for this user alone
  if (!file.is_open()) return last_error();
  const bool written = write_all(file.number(), kMagic) &&
                       write_all(file.number(), journal::as_bytes(hash_of(key, bytes))) &&
                       write_all(file.number(), bytes) && file.close() &&
                       ::rename(beside.c_str(), place.c_str()) == 0;
  if (written) return {};
  const std::string problem = last_error();
  ::unlink(beside.c_str());
  return problem;
}

// What cannot be looked at or removed stays: another process may be doing the same.
void CompiledFolder::remove_oldest() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code failed;
  for (auto entry = fs::directory_iterator(folder_, failed);
       !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    if (!is_ours(entry->path().filename().string())) continue;
    std::error_code gone;
    const fs::file_time_type used = fs::last_write_time(entry->path(), gone);
    if (!gone) files.emplace_back(used, entry->path());
  }
  std::ranges::sort(files, std::ranges::greater());
  for (std::size_t i = kFilesMax; i < files.size(); ++i) fs::remove(files[i].second, failed);
}

}  // namespace whistle::app
