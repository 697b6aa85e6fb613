#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
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

int sync_with(int (*sync)(int), int descriptor) {
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
  return is_full(descriptor) ? no_space() : real(descriptor, bytes, count);
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
