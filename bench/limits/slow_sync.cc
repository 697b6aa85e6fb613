#include <dlfcn.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

// A disk that takes WHISTLE_SYNC_DELAY_MS longer for each fsync and fdatasync. Linked into a
// whistled of its own: the functions here stand before those of the C library, for the libraries it
// uses as well.
namespace {

int sync_slowly(const char* name, int descriptor) {
  using Sync = int(int);
  void* found = ::dlsym(RTLD_NEXT, name);
  Sync* real = nullptr;
  std::memcpy(&real, &found, sizeof real);
  static const char* delay = std::getenv("WHISTLE_SYNC_DELAY_MS");
  if (delay != nullptr) {
    std::this_thread::sleep_for(std::chrono::milliseconds{std::strtol(delay, nullptr, 10)});
  }
  return real(descriptor);
}

}  // namespace

extern "C" {

int fsync(int descriptor) { return sync_slowly("fsync", descriptor); }

int fdatasync(int descriptor) { return sync_slowly("fdatasync", descriptor); }

}  // extern "C"
