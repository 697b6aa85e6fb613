#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace whistle::bench {

using Steady = std::chrono::steady_clock;

// Seconds since it was made.
class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Steady::now() - started_).count(); }

 private:
  Steady::time_point started_{Steady::now()};
};

// How long single things took.
// Thread: add() by one thread at a time; the rest when nobody adds any more.
class Latencies {
 public:
  explicit Latencies(std::size_t expected) { taken_.reserve(expected); }

  void add(Steady::duration taken) { taken_.push_back(taken); }
  void add_since(Steady::time_point began) { add(Steady::now() - began); }
  // The latency that so many per cent of all did not exceed, in milliseconds; 0 without any.
  double percentile(double percent) const;
  std::size_t count() const { return taken_.size(); }

 private:
  std::vector<Steady::duration> taken_;
};

// One line on standard output for bench/run: name, value. Units are in the name.
void report(const std::string& name, double value);
// p50, p99 and p99.9, in milliseconds; nothing without any: no latency is no good latency.
void report(const std::string& name, const Latencies& latencies);

// A line on standard error that tells how far a measurement has come; on a terminal it is redrawn
// four times a second. Thread: one at a time.
class Progress {
 public:
  Progress(std::string what, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void at(std::uint64_t done);

 private:
  std::string what_;
  std::uint64_t total_;
  Stopwatch watch_;
  bool redraws_;
  double drawn_{-1};
};

// Resident memory of this process in bytes, after what is free was given back to the system.
std::uint64_t resident_bytes();

}  // namespace whistle::bench
