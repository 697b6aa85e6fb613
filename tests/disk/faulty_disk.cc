#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

// A disk that fails when a test says so. Linked into a whistled of its own: the functions here
// stand before those of the C library, for the libraries it uses as well. WHISTLE_DISK_FAULT names
// a file; while it is there, its first word says what is wrong with files below ".../journal/":
//
//   sync   fsync and fdatasync fail with EIO, and what was not synced before is gone, as after a
//          failed write-back
//   full   every write fails with ENOSPC
//   low    little space is left; writes still succeed
//   lie    fsync and fdatasync of the log say yes, and most of the time nothing is on disk: who is
//          killed then has promised what nobody kept
namespace {

template <class Function>
Function* next(const char* name) {
  void* found = ::dlsym(RTLD_NEXT, name);
  Function* function = nullptr;
  std::memcpy(&function, &found, sizeof function);
  return function;
}

std::string fault() {
  const char* path = std::getenv("WHISTLE_DISK_FAULT");
  std::FILE* file = path != nullptr ? std::fopen(path, "r") : nullptr;
  if (file == nullptr) return {};
  char word[8] = {};
  const int read = std::fscanf(file, "%7s", word);
  (void)std::fclose(file);
  return read == 1 ? word : "";
}

std::string path_of(int descriptor) {
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  char path[PATH_MAX];
  const ssize_t size = ::readlink(link.c_str(), path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : "";
}

bool is_journal(std::string_view path) { return path.find("/journal/") != std::string_view::npos; }

// How much of each file is on disk for certain.
class Synced {
 public:
  void note(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) return;
    const std::lock_guard lock(mutex_);
    sizes_[status.st_ino] = status.st_size;
  }
  // The log loses what was never synced.
  void forget_the_rest(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !path_of(descriptor).ends_with(".log")) return;
    const std::lock_guard lock(mutex_);
    (void)!::ftruncate(descriptor, sizes_[status.st_ino]);
  }

 private:
  std::mutex mutex_;
  std::map<ino_t, off_t> sizes_;
};

Synced& synced() {
  static Synced synced;
  return synced;
}

// What a lying disk has been given and has not written. It is in this process's memory only, so
// that it is gone when the process is killed.
class HeldBack {
 public:
  void add(int descriptor, const void* bytes, std::size_t count) {
    const std::lock_guard lock(mutex_);
    held_[descriptor].append(static_cast<const char*>(bytes), count);
    any_ = true;
  }
  // Nearly every promise to have written is a lie.
  bool is_kept_now() { return ++promises_ % 64 == 0; }
  void write_out(int descriptor) {
    if (!any_) return;
    const std::lock_guard lock(mutex_);
    const auto held = held_.find(descriptor);
    if (held == held_.end()) return;
    static const auto real = next<ssize_t(int, const void*, size_t)>("write");
    for (std::size_t done = 0; done < held->second.size();) {
      const ssize_t count =
          real(descriptor, held->second.data() + done, held->second.size() - done);
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    held_.erase(held);
  }

 private:
  std::mutex mutex_;
  std::map<int, std::string> held_;
  std::atomic<bool> any_{};
  std::atomic<std::uint64_t> promises_{};
};

// Files are closed until the very end of the process, so it never goes.
HeldBack& held_back() {
  static HeldBack& held = *new HeldBack;
  return held;
}

bool is_lied_about(int descriptor) {
  if (fault() != "lie") return false;
  const std::string path = path_of(descriptor);
  return is_journal(path) && path.ends_with(".log");
}

int sync_with(int (*sync)(int), int descriptor) {
  if (is_lied_about(descriptor)) {
    if (!held_back().is_kept_now()) return 0;
    held_back().write_out(descriptor);
    return sync(descriptor);
  }
  if (fault() == "sync" && is_journal(path_of(descriptor))) {
    synced().forget_the_rest(descriptor);
    errno = EIO;
    return -1;
  }
  const int result = sync(descriptor);
  if (result == 0) synced().note(descriptor);
  return result;
}

bool is_full(int descriptor) { return fault() == "full" && is_journal(path_of(descriptor)); }

ssize_t no_space() {
  errno = ENOSPC;
  return -1;
}

}  // namespace

extern "C" {

int fsync(int descriptor) {
  static const auto real = next<int(int)>("fsync");
  return sync_with(real, descriptor);
}

int fdatasync(int descriptor) {
  static const auto real = next<int(int)>("fdatasync");
  return sync_with(real, descriptor);
}

ssize_t write(int descriptor, const void* bytes, size_t count) {
  static const auto real = next<ssize_t(int, const void*, size_t)>("write");
  if (is_lied_about(descriptor)) {
    held_back().add(descriptor, bytes, count);
    return static_cast<ssize_t>(count);
  }
  return is_full(descriptor) ? no_space() : real(descriptor, bytes, count);
}

int ftruncate(int descriptor, off_t size) noexcept {
  static const auto real = next<int(int, off_t)>("ftruncate");
  held_back().write_out(descriptor);
  return real(descriptor, size);
}

int close(int descriptor) {
  static const auto real = next<int(int)>("close");
  held_back().write_out(descriptor);
  return real(descriptor);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
  static const auto real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return is_full(descriptor) ? no_space() : real(descriptor, bytes, count, offset);
}

int statvfs(const char* path, struct statvfs* status) noexcept {
  static const auto real = next<int(const char*, struct statvfs*)>("statvfs");
  const int result = real(path, status);
  if (result == 0 && fault() == "low") status->f_bavail = 1;
  return result;
}

}  // extern "C"
