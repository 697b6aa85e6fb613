#include "engine/core/check.h"

#include <cstdio>
#include <cstdlib>

namespace whistle {

void fail_check(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace whistle
