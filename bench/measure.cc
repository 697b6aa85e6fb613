#include "bench/measure.h"

#ifdef WHISTLE_JEMALLOC
#include <jemalloc/jemalloc.h>
#else
#include <malloc.h>
#endif
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>

namespace whistle::bench {

double Latencies::percentile(double percent) const {
  if (taken_.empty()) return 0;
  std::vector<Steady::duration> sorted = taken_;
  const double rank = std::ceil(percent / 100 * static_cast<double>(sorted.size()));
  const auto index = std::clamp<std::size_t>(static_cast<std::size_t>(rank), 1, sorted.size()) - 1;
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(sorted.begin(), at, sorted.end());
  return std::chrono::duration<double, std::milli>(*at).count();
}

void report(const std::string& name, double value) {
  std::printf("%s\t%.6g\n", name.c_str(), value);
  std::fflush(stdout);
}

void report(const std::string& name, const Latencies& latencies) {
  if (latencies.count() == 0) return;
  report(name + ".p50_ms", latencies.percentile(50));
  report(name + ".p99_ms", latencies.percentile(99));
  report(name + ".p999_ms", latencies.percentile(99.9));
}

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)),
      total_(std::max<std::uint64_t>(total, 1)),
      redraws_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  std::fprintf(stderr, "%s%-40s %6.1f s\n", redraws_ ? "\r" : "", what_.c_str(), watch_.seconds());
}

void Progress::at(std::uint64_t done) {
  constexpr double kRedraw = 0.25;
  if (!redraws_) return;
  const double now = watch_.seconds();
  if (now - drawn_ < kRedraw) return;
  drawn_ = now;
  std::fprintf(stderr, "\r%-40s %3.0f %%", what_.c_str(),
               100 * static_cast<double>(done) / static_cast<double>(total_));
}

namespace {

void give_back_free_memory() {
#ifdef WHISTLE_JEMALLOC
  mallctl("thread.tcache.flush", nullptr, nullptr, nullptr, 0);
  mallctl(("arena." + std::to_string(MALLCTL_ARENAS_ALL) + ".purge").c_str(), nullptr, nullptr,
          nullptr, 0);
#else
  malloc_trim(0);
#endif
}

}  // namespace

std::uint64_t resident_bytes() {
  give_back_free_memory();
  std::ifstream statm("/proc/self/statm");
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  if (!(statm >> pages >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace whistle::bench
