#pragma once

namespace whistle {

// Prints the failed condition with its place and aborts. Any thread.
[[noreturn]] void fail_check(const char* condition, const char* file, int line);

}  // namespace whistle

// A condition that only a bug in this program can break. It stays on in production: a wrong
// decision stops the process before it is remembered. The condition must have no side effects.
#define WHISTLE_CHECK(condition) \
  ((condition) ? void(0) : ::whistle::fail_check(#condition, __FILE__, __LINE__))
