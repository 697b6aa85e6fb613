#include "bench/limits/allocation_count.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace whistle::bench {
namespace {

thread_local std::uint64_t count = 0;

void* take(std::size_t size) {
  ++count;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void* take(std::size_t size, std::align_val_t alignment) {
  ++count;
  const auto bytes = static_cast<std::size_t>(alignment);
  void* memory = std::aligned_alloc(bytes, (size + bytes - 1) / bytes * bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

std::uint64_t allocations_of_this_thread() { return count; }

}  // namespace whistle::bench

// The forms that are not here call these.
void* operator new(std::size_t size) { return whistle::bench::take(size); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return whistle::bench::take(size, alignment);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
