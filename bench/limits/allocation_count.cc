#include "bench/limits/allocation_count.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace whistle::bench {
namespace {

thread_local std::uint64_t count = 0;

void* take(std::size_t size) noexcept {
  ++count;
  return std::malloc(size == 0 ? 1 : size);
}

void* take(std::size_t size, std::align_val_t alignment) noexcept {
  ++count;
  const auto bytes = static_cast<std::size_t>(alignment);
  return std::aligned_alloc(bytes, (size + bytes - 1) / bytes * bytes);
}

void* or_throw(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

std::uint64_t allocations_of_this_thread() { return count; }

}  // namespace whistle::bench

using whistle::bench::or_throw;
using whistle::bench::take;
using Size = std::size_t;
using Alignment = std::align_val_t;

// All forms: a sanitizer has its own of each that is not here, and they do not go together.
void* operator new(Size size) { return or_throw(take(size)); }
void* operator new[](Size size) { return or_throw(take(size)); }
void* operator new(Size size, const std::nothrow_t&) noexcept { return take(size); }
void* operator new[](Size size, const std::nothrow_t&) noexcept { return take(size); }
void* operator new(Size size, Alignment to) { return or_throw(take(size, to)); }
void* operator new[](Size size, Alignment to) { return or_throw(take(size, to)); }
void* operator new(Size size, Alignment to, const std::nothrow_t&) noexcept {
  return take(size, to);
}
void* operator new[](Size size, Alignment to, const std::nothrow_t&) noexcept {
  return take(size, to);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, Size) noexcept { std::free(memory); }
void operator delete[](void* memory, Size) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory, Alignment) noexcept { std::free(memory); }
void operator delete[](void* memory, Alignment) noexcept { std::free(memory); }
void operator delete(void* memory, Size, Alignment) noexcept { std::free(memory); }
void operator delete[](void* memory, Size, Alignment) noexcept { std::free(memory); }
void operator delete(void* memory, Alignment, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, Alignment, const std::nothrow_t&) noexcept {
  std::free(memory);
}
